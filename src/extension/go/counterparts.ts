/**
 * Keeps the counterparts between the workspace's Go and its protos. The runner finds them and keeps an index of the Go
 * files, so we send it the files that changed since its last reply. We request the counterparts again once the Go files
 * have not changed for a while.
 */
import * as vscode from 'vscode';
import type { Counterpart } from '../../contract/generation.ts';
import { foldersOnDisk } from '../shared/moduleName.ts';
import { counterpartsOf, type SchemaOfGo } from './ownGo.ts';
import { PendingChanges } from './pendingChanges.ts';
import { programsAmong, type FoundProgram } from './programs.ts';
import { unsavedGo } from './problems.ts';
import type { Runner } from '../shared/runner.ts';

/** Milliseconds without a change of a Go file before the counterparts are requested again. */
const QUIET = 500;

const GENERATED = '**/*.pb.go';
const OTHERS = '**/{vendor,node_modules}/**';

const NO_LINKS: ReadonlyMap<string, readonly Counterpart[]> = new Map();

/** The counterparts of the workspace, for lenses and commands. */
export class Counterparts implements vscode.Disposable {
  readonly #runner: Runner;
  readonly #schema: SchemaOfGo;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #cancel = new vscode.CancellationTokenSource();
  /** The watchers for changes. We create them at the first request. */
  #watching: readonly vscode.Disposable[] = [];
  #timer: NodeJS.Timeout | undefined;
  #counterparts: Promise<ReadonlyMap<string, readonly Counterpart[]>> | undefined;
  /** The changed files that we have not sent to the runner yet. */
  readonly #pending = new PendingChanges();
  /** Whether the workspace has generated Go; undefined until we have looked. */
  #hasGenerated: boolean | undefined;

  /** Fires when the counterparts may have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(runner: Runner, schema: SchemaOfGo, log: vscode.LogOutputChannel) {
    this.#runner = runner;
    this.#schema = schema;
    this.#log = log;
  }

  async all(): Promise<readonly Counterpart[]> {
    return [...(await this.#current()).values()].flat();
  }

  /**
   * Returns those of the found counterparts that belong to the module of a proto. Another module may declare the same
   * names and have its own Go.
   */
  of(proto: vscode.Uri, found: readonly Counterpart[]): Promise<readonly Counterpart[]> {
    return counterpartsOf(this.#schema, proto, found);
  }

  /** Returns the programs that serve services of the workspace. */
  async programs(): Promise<readonly FoundProgram[]> {
    return programsIn(await this.all());
  }

  /** Returns the programs that serve the services of a proto's module. */
  async programsOf(proto: vscode.Uri): Promise<readonly FoundProgram[]> {
    const programs = (await this.all()).filter(({ role }) => role === 'program');
    return programsIn(await this.of(proto, programs));
  }

  /** Returns the counterparts in one Go file. */
  async in(uri: vscode.Uri): Promise<readonly Counterpart[]> {
    return (await this.#current()).get(uri.fsPath) ?? [];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#cancel.cancel();
    this.#cancel.dispose();
    this.#changed.dispose();
    for (const watcher of this.#watching) watcher.dispose();
  }

  #current(): Promise<ReadonlyMap<string, readonly Counterpart[]>> {
    if (this.#watching.length === 0) this.#watching = this.#watch();
    this.#counterparts ??= this.#find();
    return this.#counterparts;
  }

  async #find(): Promise<ReadonlyMap<string, readonly Counterpart[]>> {
    const changed = this.#pending.take();
    try {
      if (!(await this.#isGenerated())) return NO_LINKS;
      const params = { folders: foldersOnDisk(), unsaved: unsavedGo() };
      const question = changed === undefined ? params : { ...params, changed };
      return byFile(await this.#runner.goCounterparts(question, this.#cancel.token));
    } catch (error) {
      // The runner may not have received the changes, so the next request must say that any file may have changed.
      this.#pending.addAnything();
      if (!this.#cancel.token.isCancellationRequested) this.#log.error(error instanceof Error ? error : String(error));
      return NO_LINKS;
    }
  }

  /**
   * Whether the workspace has generated Go. Without generated Go, most workspaces have no Go at all, and we need not
   * start the runner.
   */
  async #isGenerated(): Promise<boolean> {
    this.#hasGenerated ??= (await vscode.workspace.findFiles(GENERATED, OTHERS, 1, this.#cancel.token)).length > 0;
    return this.#hasGenerated;
  }

  #watch(): readonly vscode.Disposable[] {
    const watcher = vscode.workspace.createFileSystemWatcher('**/{*.go,go.mod}');
    const changed = (...uris: readonly vscode.Uri[]): void => this.#outdate(uris);
    const unsure = (): void => {
      this.#pending.addAnything();
      this.#outdate([]);
    };
    return [
      watcher,
      watcher.onDidChange((uri) => changed(uri)),
      watcher.onDidCreate((uri) => changed(uri)),
      watcher.onDidDelete((uri) => changed(uri)),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (uri.path.endsWith('.go')) changed(uri);
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(unsure),
      // If the user renames or deletes a folder, the watcher does not report the files in it.
      vscode.workspace.onDidRenameFiles(({ files }) =>
        changed(...files.flatMap(({ oldUri, newUri }) => [oldUri, newUri])),
      ),
      vscode.workspace.onDidDeleteFiles(({ files }) => changed(...files)),
      // The watcher can miss files that a task or a command in a terminal writes at once.
      vscode.tasks.onDidEndTask(unsure),
      vscode.window.onDidEndTerminalShellExecution(unsure),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && document.fileName.endsWith('.go')) changed();
      }),
    ];
  }

  #outdate(uris: readonly vscode.Uri[]): void {
    for (const { scheme, fsPath } of uris) if (scheme === 'file') this.#pending.add(fsPath);
    // If the workspace had no generated code, this change may have added some, so we look again.
    if (this.#hasGenerated === false && (this.#pending.isUnsure || uris.length > 0)) this.#hasGenerated = undefined;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#counterparts = undefined;
      this.#changed.fire();
    }, QUIET);
  }
}

function programsIn(counterparts: readonly Counterpart[]): readonly FoundProgram[] {
  return programsAmong(counterparts, (path) => vscode.Uri.file(path).fsPath);
}

/**
 * Groups the counterparts by file. The keys are paths in VS Code's form, because VS Code writes drive letters in its
 * own way.
 */
function byFile(counterparts: readonly Counterpart[]): ReadonlyMap<string, readonly Counterpart[]> {
  const files = new Map<string, Counterpart[]>();
  for (const counterpart of counterparts) {
    const known = files.get(counterpart.path);
    if (known === undefined) files.set(counterpart.path, [counterpart]);
    else known.push(counterpart);
  }
  return new Map([...files].map(([path, members]) => [vscode.Uri.file(path).fsPath, members]));
}
