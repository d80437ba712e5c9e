/** The function with which a server replies to a method of any kind: request messages in, reply messages out. */
import type { DescMethod, Message } from '@bufbuild/protobuf';
import type { status } from '@grpc/grpc-js';

/**
 * Replies to one call. If it throws an error, the error becomes the call's status. `signal` aborts if the call ends
 * early.
 */
export type Answer = (requests: AsyncIterable<Message>, signal: AbortSignal) => AsyncIterable<Message>;

/** A method that a server serves, and the function that replies to it. */
export interface ServedMethod {
  readonly method: DescMethod;
  readonly answer: Answer;
}

/** An error that ends a call with a status other than OK. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly code: status;

  constructor(code: status, message: string) {
    super(message);
    this.code = code;
  }
}
