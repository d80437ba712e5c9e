/**
 * The shapes of a call that the panel, the runner and the command line share: its request, its events and its end. The
 * runner uses vscode-jsonrpc over Node's IPC with advanced serialization, so it can send bytes as they are.
 */
import { NotificationType, RequestType } from 'vscode-jsonrpc';
import type { SetReference } from './sets.ts';

/** The server that a channel connects to. */
export interface Target {
  /** The address `host:port`, in gRPC's form. */
  readonly address: string;
  readonly security: 'plaintext' | 'tls';
}

/** Keys and values. If a key ends in `-bin`, its value is base64. */
export type Metadata = readonly (readonly [key: string, value: string])[];

/** One call to make: its method, its target and what it sends. */
export interface CallRequest {
  /** The service and the method: `greeter.v1.Greeter/SayHello`. */
  readonly method: string;
  readonly target: Target;
  readonly metadata: Metadata;
  /** The time that the call may take, in milliseconds. */
  readonly deadline?: number;
  /** The JSON text of each message. A unary or server-streaming method takes exactly one message. */
  readonly messages: readonly string[];
}

/** One event of a call. `time` is milliseconds since the start of the call. `size` is bytes without gRPC's framing. */
export type CallEvent =
  | { readonly kind: 'headers'; readonly metadata: Metadata; readonly time: number }
  | { readonly kind: 'sent'; readonly index: number; readonly size: number; readonly time: number }
  | {
      readonly kind: 'received';
      readonly index: number;
      readonly json: string;
      readonly size: number;
      readonly time: number;
    };

/** How a call ended. Either the request was invalid, or the call has a status, which may be an error. */
export type CallEnd = InvalidRequest | CallStatus;

/**
 * The runner sent nothing, because the JSON of message `index` does not fit the schema. `start` and `end` are offsets
 * in UTF-16 code units.
 */
export interface InvalidRequest {
  readonly kind: 'invalid';
  readonly message: string;
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The final status of a call (https://github.com/grpc/grpc/blob/master/doc/statuscodes.md). `time` is milliseconds
 * since the start of the call.
 */
export interface CallStatus {
  readonly kind: 'status';
  /** The number of the status, from 0 to 16. */
  readonly code: number;
  /** The name of the status: `OK`, `DEADLINE_EXCEEDED`, …. */
  readonly name: string;
  /** The text of the status, from the server or from grpc-js. */
  readonly details: string;
  readonly trailers: Metadata;
  readonly time: number;
  readonly hint?: Hint;
}

/** Tells the user what went wrong with a call and what to do about it. */
export interface Hint {
  readonly cause: string;
  readonly fix: string;
  /** The security that the target needs. It is set if another security fixes the call. */
  readonly security?: Target['security'];
  /** What the user has to change, if we can tell: the address, the deadline, or the server's build or code. */
  readonly change?: 'target' | 'deadline' | 'build' | 'code';
}

/** The parameters of a request to the runner to make a call. */
export interface CallParams extends CallRequest {
  /** The caller chooses this id. No other running call may have it. */
  readonly id: string;
  /** The schema of the call. The runner fetches the schema unless it already has it. */
  readonly schema: SetReference;
}

/**
 * Makes a call, and settles when the call has ended. To cancel the call, cancel the request's token. All events come
 * before the reply. It rejects with SET_GONE if the schema no longer exists.
 */
export const call = new RequestType<CallParams, CallEnd, void>('runner/call');

/** Sends one event of a running call. `id` is the id of the call. The events of one call come in order. */
export const callEvent = new NotificationType<{ readonly id: string; readonly event: CallEvent }>('runner/callEvent');
