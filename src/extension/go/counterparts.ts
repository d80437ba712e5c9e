/** What in the workspace's Go belongs to what in its protos, as the runner finds it; asked for again once the Go has changed. */
import * as vscode from 'vscode';
import type { GoLink } from '../../contract/generation.ts';
import { unsavedGo } from './problems.ts';
import type { Runner } from '../shared/runner.ts';

/** Milliseconds without a change. */
const QUIET = 500;

const GENERATED = '**/*.pb.go';
const OTHERS = '**/{vendor,node_modules}/**';

export class GoLinks implements vscode.Disposable {
  readonly #runner: Runner;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #cancel = new vscode.CancellationTokenSource();
  /** What watches for changes; there from the first question on. */
  #watching: readonly vscode.Disposable[] = [];
  #timer: NodeJS.Timeout | undefined;
  #links: Promise<readonly GoLink[]> | undefined;

  /** Later answers may differ. */
  readonly onDidChange = this.#changed.event;

  constructor(runner: Runner, log: vscode.LogOutputChannel) {
    this.#runner = runner;
    this.#log = log;
  }

  all(): Promise<readonly GoLink[]> {
    if (this.#watching.length === 0) this.#watching = this.#watch();
    this.#links ??= this.#find();
    return this.#links;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#cancel.cancel();
    this.#cancel.dispose();
    this.#changed.dispose();
    for (const watcher of this.#watching) watcher.dispose();
  }

  async #find(): Promise<readonly GoLink[]> {
    const folders = (vscode.workspace.workspaceFolders ?? [])
      .filter(({ uri }) => uri.scheme === 'file')
      .map(({ uri }) => uri.fsPath);
    try {
      // Most workspaces without generated Go have no Go at all, and need no process that reads it.
      if ((await vscode.workspace.findFiles(GENERATED, OTHERS, 1, this.#cancel.token)).length === 0) return [];
      return await this.#runner.goLinks({ folders, unsaved: unsavedGo() }, this.#cancel.token);
    } catch (error) {
      if (!this.#cancel.token.isCancellationRequested) this.#log.error(error instanceof Error ? error : String(error));
      return [];
    }
  }

  #watch(): readonly vscode.Disposable[] {
    const watcher = vscode.workspace.createFileSystemWatcher('**/{*.go,go.mod}');
    const changed = (): void => this.#outdate();
    return [
      watcher,
      watcher.onDidChange(changed),
      watcher.onDidCreate(changed),
      watcher.onDidDelete(changed),
      vscode.workspace.onDidChangeWorkspaceFolders(changed),
      // Of a folder that is renamed or deleted, the watcher does not tell what was in it.
      vscode.workspace.onDidRenameFiles(changed),
      vscode.workspace.onDidDeleteFiles(changed),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && document.fileName.endsWith('.go')) changed();
      }),
    ];
  }

  #outdate(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#links = undefined;
      this.#changed.fire();
    }, QUIET);
  }
}
