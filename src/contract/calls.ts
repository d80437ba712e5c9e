/**
 * Calls, as the panel, the runner and the command line describe them: the request, the events, the end. The runner uses
 * vscode-jsonrpc over Node's IPC with advanced serialization, so bytes travel as bytes.
 */
import { NotificationType, RequestType } from 'vscode-jsonrpc';
import type { SetReference } from './sets.ts';

/** What a channel connects to. */
export interface Target {
  /** `host:port`, as gRPC names it. */
  readonly address: string;
  readonly security: 'plaintext' | 'tls';
}

/** If a key ends in `-bin`, its value is base64. */
export type Metadata = readonly (readonly [key: string, value: string])[];

/** One call to make: what to send, and where. */
export interface CallRequest {
  /** `greeter.v1.Greeter/SayHello` */
  readonly method: string;
  readonly target: Target;
  readonly metadata: Metadata;
  /** Milliseconds. */
  readonly deadline?: number;
  /** One JSON text per message. A unary or server-streaming method takes exactly one. */
  readonly messages: readonly string[];
}

/** Times are milliseconds since the start of the call. Sizes are bytes without gRPC's framing. */
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

/** How a call ended: it was never made, or it has a status, which may be an error. */
export type CallEnd = InvalidRequest | CallStatus;

/**
 * Nothing was sent: the JSON of message `index` does not fit the schema. `start` and `end` are offsets in UTF-16 code
 * units.
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
  /** 0–16. */
  readonly code: number;
  /** `OK`, `DEADLINE_EXCEEDED`, … */
  readonly name: string;
  /** The server's words, or grpc-js's. */
  readonly details: string;
  readonly trailers: Metadata;
  readonly time: number;
  readonly hint?: Hint;
}

/** What went wrong and what to do about it, for the user. */
export interface Hint {
  readonly cause: string;
  readonly fix: string;
  /** The security that the target needs, if that is the fix. */
  readonly security?: Target['security'];
  /** What the user has to change, if we know: the address, the deadline, or the server's build or code. */
  readonly change?: 'target' | 'deadline' | 'build' | 'code';
}

/** A request to the runner to make a call. */
export interface CallParams extends CallRequest {
  /** Chosen by the caller, and unique among the running calls. */
  readonly id: string;
  /** The schema. The runner fetches it unless it already has it. */
  readonly schema: SetReference;
}

/**
 * Makes a call, and settles when the call has ended. Cancel it with the request's token. The events come before the
 * reply. Rejects with SET_GONE if the schema no longer exists.
 */
export const call = new RequestType<CallParams, CallEnd, void>('runner/call');

/** One event of a running call. The call's `id` tells which call it belongs to. Events of one call come in order. */
export const callEvent = new NotificationType<{ readonly id: string; readonly event: CallEvent }>('runner/callEvent');
