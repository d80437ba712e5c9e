/** How a served method replies, for every kind of method: messages in, messages out. */
import type { DescMethod, Message } from '@bufbuild/protobuf';
import type { status } from '@grpc/grpc-js';

/** An error that it throws becomes the call's status. `signal` aborts if the call ends early. */
export type Answer = (requests: AsyncIterable<Message>, signal: AbortSignal) => AsyncIterable<Message>;

/** A method and its replies: one entry of what a server serves. */
export interface ServedMethod {
  readonly method: DescMethod;
  readonly answer: Answer;
}

/** A status other than OK. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly code: status;

  constructor(code: status, message: string) {
    super(message);
    this.code = code;
  }
}
