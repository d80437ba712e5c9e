/** How a served method answers, whatever its kind: messages in, messages out. */
import type { DescMethod, Message } from '@bufbuild/protobuf';
import type { status } from '@grpc/grpc-js';

/** What it throws becomes the call's status. `signal` is aborted when the call has ended before its time. */
export type Answer = (requests: AsyncIterable<Message>, signal: AbortSignal) => AsyncIterable<Message>;

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
