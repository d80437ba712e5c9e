/** The parts of the server that the handlers of requests use. */
import type { CancellationToken } from 'vscode-languageserver';
import type { ShowPath } from '../../../language/imports/resolution.ts';
import type { Workspace } from '../../../workspace/workspace.ts';
import type { Machine } from './machine.ts';

export interface RequestContext {
  readonly workspace: Workspace;
  readonly machine: Machine;
  /** Settles when the server knows which files exist. Rejects if the request is cancelled. */
  readonly listed: (token: CancellationToken) => Promise<void>;
  /**
   * Returns the result of `work`. We call `work` when every file is read, with the latest changes. If a text that
   * `work` needs had not arrived, we call it again. Rejects if the client cancels the request.
   */
  readonly whenRead: <T>(token: CancellationToken, work: () => T | Promise<T>) => Promise<T>;
  readonly show: ShowPath;
}
