/** The requests to a local server's process. It uses the same protocol as the runner. */
import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { SetReference } from './sets.ts';

/** What to serve, and where. */
export interface StartParams {
  readonly set: SetReference;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0: any free port. */
  readonly port: number;
}

/** Whether the server listens. `address` is `host:port` with the real port; `services` are full names. */
export type StartResult =
  | { readonly kind: 'listening'; readonly address: string; readonly services: readonly string[] }
  | { readonly kind: 'failed'; readonly reason: 'portInUse' | 'badSchema' | 'other'; readonly message: string };

/** Starts to serve. Rejects with SET_GONE if the schema no longer exists; `reload` does the same. */
export const start = new RequestType<StartParams, StartResult, void>('localServer/start');

/** Serves another schema from now on. It refuses a broken one, and the last valid one stays. */
export const reload = new RequestType<{ readonly set: SetReference }, ReloadResult, void>('localServer/reload');

/** Whether the server uses the new schema. `services` are full names. */
export type ReloadResult =
  | { readonly kind: 'reloaded'; readonly services: readonly string[] }
  | { readonly kind: 'refused'; readonly message: string };

/** One per finished call. */
export interface CallLog {
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** `greeter.v1.Greeter/SayHello` */
  readonly method: string;
  readonly peer: string;
  /** Name of the status. */
  readonly status: string;
  /** Milliseconds. */
  readonly duration: number;
  /** Messages. */
  readonly received: number;
  /** Messages. */
  readonly sent: number;
}

/** Sent after each call, whatever its status is. */
export const callFinished = new NotificationType<CallLog>('localServer/callFinished');

/** Stops listening, and settles when the running calls have ended. They have half a second. */
export const stop = new RequestType0<void, void>('localServer/stop');
