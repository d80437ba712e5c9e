/** What the handlers of requests work with. */
import type { CancellationToken } from 'vscode-languageserver';
import type { ShowPath } from '../../../language/imports/resolution.ts';
import type { Workspace } from '../../../workspace/workspace.ts';
import type { Machine } from './machine.ts';

export interface RequestContext {
  readonly workspace: Workspace;
  readonly machine: Machine;
  /** Settles when it is known which files exist; rejects if the request is cancelled. */
  readonly listed: (token: CancellationToken) => Promise<void>;
  /**
   * The result of `work`, computed when every file is read, including the latest changes. `work` runs again if it
   * needed a text that had not arrived. Rejects if the client does not wait for the reply any more.
   */
  readonly whenRead: <T>(token: CancellationToken, work: () => T | Promise<T>) => Promise<T>;
  readonly show: ShowPath;
}
