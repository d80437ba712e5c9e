/** What a call is told and what it tells: plain data, the same shapes as the runner's protocol has. */
import type { Schema } from '../message/schema.ts';

export interface Target {
  /** `host:port`, as gRPC names it. */
  readonly address: string;
  readonly security: 'plaintext' | 'tls';
}

/** Values of keys that end in `-bin` are base64. */
export type Metadata = readonly (readonly [key: string, value: string])[];

export interface CallRequest {
  readonly schema: Schema;
  /** `greeter.v1.Greeter/SayHello` */
  readonly method: string;
  readonly target: Target;
  readonly metadata: Metadata;
  /** Milliseconds. */
  readonly deadline?: number;
  /** One JSON text a message; a unary or server-streaming method takes exactly one. */
  readonly messages: readonly string[];
}

/** Times are milliseconds since the call was started. Sizes are bytes without gRPC's framing. */
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

export type CallEnd =
  /** Nothing was sent: the JSON of message `index` does not fit the schema, at `start` to `end`. */
  | {
      readonly kind: 'invalid';
      readonly message: string;
      readonly index: number;
      readonly start: number;
      readonly end: number;
    }
  | CallStatus;

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

/** For people: what is the matter and what to do. */
export interface Hint {
  readonly cause: string;
  readonly fix: string;
}
