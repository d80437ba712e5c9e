/** The interface of a stage in scripts/lib/: windows of a real VS Code, in the VS Code host or on the desktop. */
import type { Page } from 'playwright-core';
import type { ProcessRow } from './api.ts';

export interface WindowRequest {
  /** The name of the window's log file. */
  readonly name: string;
  /** A folder, or a `.code-workspace` file. */
  readonly folder: string;
  /** A packaged extension to install; else the one in this repository is loaded as it is. */
  readonly vsix?: string;
  /** A module whose `run` the extension host calls. */
  readonly testsPath?: string;
  /** False: the folder opens untrusted, as it does for a user. */
  readonly trust?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface OpenWindow {
  readonly page: Page;
  /** The code with which `run` of the tests ended. */
  readonly testsEnded: Promise<number>;
  /** Returns all descendants of VS Code's own process; undefined if the system does not list them. */
  readonly processes: () => readonly ProcessRow[] | undefined;
  /** Returns the given processes that have not ended. */
  readonly stillRunning: (processes: readonly ProcessRow[]) => readonly ProcessRow[];
  /** Closes the window as a user would; VS Code's own process stays. */
  readonly closeWindow: () => Promise<void>;
  readonly dispose: () => Promise<void>;
}

export interface Stage {
  readonly name: string;
  openWindow(request: WindowRequest): Promise<OpenWindow>;
}
