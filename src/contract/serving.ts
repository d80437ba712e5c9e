/** The requests to the process of a local server. It uses the same protocol as the runner. */
import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { SetReference } from './sets.ts';

/** The schema to serve, and the address to listen on. */
export interface StartParams {
  readonly set: SetReference;
  /** The host to listen on. The default is 127.0.0.1. */
  readonly host?: string;
  /** The port to listen on. If it is 0, the server uses any free port. */
  readonly port: number;
}

/** Whether the server listens. `address` is `host:port` with the actual port; `services` are full names. */
export type StartResult =
  | { readonly kind: 'listening'; readonly address: string; readonly services: readonly string[] }
  | { readonly kind: 'failed'; readonly reason: 'portInUse' | 'badSchema' | 'other'; readonly message: string };

/** Starts the local server. Like `reload`, it rejects with SET_GONE if the schema no longer exists. */
export const start = new RequestType<StartParams, StartResult, void>('localServer/start');

/**
 * Replaces the schema of a running local server. If the new schema has errors, the server refuses it and keeps the last
 * valid one.
 */
export const reload = new RequestType<{ readonly set: SetReference }, ReloadResult, void>('localServer/reload');

/** Whether the server uses the new schema now. `services` are full names. */
export type ReloadResult =
  | { readonly kind: 'reloaded'; readonly services: readonly string[] }
  | { readonly kind: 'refused'; readonly message: string };

/** What the local server logs about a finished call. */
export interface CallLog {
  /** The time of the call, in milliseconds since the epoch. */
  readonly time: number;
  /** The service and the method: `greeter.v1.Greeter/SayHello`. */
  readonly method: string;
  readonly peer: string;
  /** The name of the status. */
  readonly status: string;
  /** The duration of the call in milliseconds. */
  readonly duration: number;
  /** The number of messages that the server received. */
  readonly received: number;
  /** The number of messages that the server sent. */
  readonly sent: number;
}

/** The local server sends this after each call, whatever the status of the call is. */
export const callFinished = new NotificationType<CallLog>('localServer/callFinished');

/** Stops listening, and settles when the running calls have ended. They have half a second for that. */
export const stop = new RequestType0<void, void>('localServer/stop');
