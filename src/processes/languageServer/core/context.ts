/** What the handlers of requests work on. */
import type { CancellationToken } from 'vscode-languageserver';
import type { ShowPath } from '../../../language/imports/resolution.ts';
import type { Workspace } from '../../../workspace/workspace.ts';
import type { Machine } from './machine.ts';

export interface RequestContext {
  readonly workspace: Workspace;
  readonly machine: Machine;
  /** Settles when it is known which files there are; rejects once the request is cancelled. */
  readonly listed: (token: CancellationToken) => Promise<void>;
  /**
   * The result of `work`, done when all that there is has been read, what has just changed included. Work is done again
   * where it asked for a text that had yet to arrive. Rejects if nobody waits for the reply any more.
   */
  readonly whenRead: <T>(token: CancellationToken, work: () => T | Promise<T>) => Promise<T>;
  readonly show: ShowPath;
}
