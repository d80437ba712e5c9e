/** What is asked of a local server's process. Spoken as the runner's protocol is. */
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

/** Starts serving. It rejects with SET_GONE if the schema is not there any more, and so does `reload`. */
export const start = new RequestType<StartParams, StartResult, void>('localServer/start');

/** Serves another schema from now on; a broken one is refused and the last good one stays. */
export const reload = new RequestType<{ readonly set: SetReference }, ReloadResult, void>('localServer/reload');

/** Whether the new schema is served. `services` are full names. */
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

/** Stops listening, and settles once the calls that ran have ended; they have half a second. */
export const stop = new RequestType0<void, void>('localServer/stop');
