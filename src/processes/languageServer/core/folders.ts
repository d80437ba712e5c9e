/** The workspace folders: which there are, when they are scanned, and what was found in them. */
import type { Connection, WorkspaceFoldersChangeEvent } from 'vscode-languageserver';
import { inBackground, messageOf } from '../../../base/background.ts';
import { relativeTo, type FilePath } from '../../../base/path.ts';
import type { ImportRoot } from '../../../workspace/imports/roots.ts';
import type { Workspace } from '../../../workspace/workspace.ts';
import type { Checker } from './checker.ts';
import type { Machine } from './machine.ts';
import type { Settings } from './settings.ts';
import { uriToPath } from './uris.ts';

const CANNOT_READ = 'The folders cannot be read';

export interface FoldersContext {
  readonly connection: Connection;
  readonly machine: Machine;
  readonly workspace: Workspace;
  readonly checker: Checker;
  readonly settings: Settings;
  /** Asks the client for the settings of the folders. Never rejects. */
  readonly refreshSettings: (folders: readonly FilePath[]) => Promise<void>;
}

export class Folders {
  readonly #context: FoldersContext;
  #folders: readonly FilePath[] = [];
  /** Settles when the folders have been read; requests wait for it. */
  #scanned: Promise<void> = Promise.resolve();
  /** The scan that has not begun yet. */
  #nextScan: Promise<void> | undefined;
  /** What was last found in a folder. */
  readonly #layouts = new Map<FilePath, string>();
  /** Settles when the files of dependencies are known. */
  #listed: Promise<void> = Promise.resolve();

  constructor(context: FoldersContext) {
    this.#context = context;
  }

  /** Settles when it is known which files there are. Never rejects. */
  get scanned(): Promise<void> {
    return this.#scanned;
  }

  /** Requests wait for this work, too. */
  holdFor(work: Promise<void>): void {
    this.#scanned = Promise.all([this.#scanned, work]).then(
      () => undefined,
      (error: unknown) => this.#log(`${CANNOT_READ}: ${messageOf(error)}`),
    );
  }

  open(folders: readonly FilePath[]): void {
    this.#folders = folders;
  }

  /** The client can be asked for its settings from now on. */
  start(): void {
    const { checker } = this.#context;
    this.#scanned = this.#scan().then(() => checker.enable());
  }

  changed(event: WorkspaceFoldersChangeEvent): void {
    const removed = new Set(event.removed.map((folder) => uriToPath(folder.uri)));
    for (const folder of removed) {
      this.#context.workspace.removeFolder(folder);
      this.#layouts.delete(folder);
    }
    this.#folders = [
      ...this.#folders.filter((folder) => !removed.has(folder)),
      ...event.added.map((folder) => uriToPath(folder.uri)),
    ];
    this.rescanInBackground();
  }

  /** Everything is found anew. */
  rescan(): Promise<void> {
    this.#layouts.clear();
    return this.lookAgain();
  }

  rescanInBackground(): void {
    inBackground(this.rescan(), CANNOT_READ, (line) => this.#log(line));
  }

  /** What differs on disk from what is known is taken notice of; where nothing does, nothing comes of it. */
  lookAgain(): Promise<void> {
    // One after the other: a scan that ended late would bring back what is gone. Whoever waits for one to begin needs no other.
    if (this.#nextScan !== undefined) return this.#nextScan;
    const scan = this.#scanned.then(() => {
      this.#nextScan = undefined;
      return this.#scan();
    });
    this.#nextScan = scan;
    this.#scanned = scan;
    return scan;
  }

  lookAgainInBackground(): void {
    inBackground(this.lookAgain(), CANNOT_READ, (line) => this.#log(line));
  }

  /** Below the workspace folder where it lies in one. */
  show(path: FilePath): string {
    for (const folder of this.#folders) {
      const relative = relativeTo(folder, path);
      if (relative !== undefined) return relative;
    }
    return this.#context.machine.nativePath(path);
  }

  #log(line: string): void {
    this.#context.connection.console.error(line);
  }

  /** Never rejects: one scan that failed must not fail all that come after it. */
  async #scan(): Promise<void> {
    try {
      await this.#scanFolders();
    } catch (error) {
      this.#log(`${CANNOT_READ}: ${messageOf(error)}`);
    }
  }

  async #scanFolders(): Promise<void> {
    const { machine, workspace, checker, refreshSettings } = this.#context;
    await refreshSettings(this.#folders);
    const changed = await machine.changedFiles();
    for (const path of changed) workspace.diskChanged(path);
    // Other files decide where imports lead.
    if (changed.some((path) => !workspace.has(path))) this.#layouts.clear();
    for (const folder of this.#folders) await this.#scanFolder(folder);
    checker.changed();
    const listed = this.#listed.then(() => this.#listDependencies());
    this.#listed = listed.catch((error: unknown) =>
      this.#log(`The files of dependencies cannot be listed: ${messageOf(error)}`),
    );
  }

  async #scanFolder(folder: FilePath): Promise<void> {
    const { connection, machine, workspace, settings } = this.#context;
    const exclude = settings.excluded(folder);
    const roots = settings.read('importRoots', folder).map((root) => importRoot(machine, folder, root));
    try {
      const scanned = await machine.scanFolder(folder, { exclude });
      const files = { ...scanned, bounded: !settings.trusted };
      const layout = JSON.stringify([files, roots]);
      if (this.#layouts.get(folder) === layout) return;
      this.#layouts.set(folder, layout);
      workspace.setFolder(files, roots);
      connection.console.info(`${machine.nativePath(folder)}: .proto files found: ${files.protoFiles.length}`);
    } catch (error) {
      this.#log(`Cannot read ${machine.nativePath(folder)}: ${messageOf(error)}`);
    }
  }

  /** Nobody waits for them: what is in the folders comes first. */
  async #listDependencies(): Promise<void> {
    const { machine, workspace, checker } = this.#context;
    const roots = await checker.whenRead(() => workspace.dependencyRoots());
    workspace.setDependencyFiles(await machine.dependencyFiles(roots));
    checker.changed();
  }
}

/** `prefix=folder` puts a folder below a path, as protoc's flag does. */
function importRoot(machine: Machine, folder: FilePath, written: string): ImportRoot {
  const equals = written.indexOf('=');
  const path = machine.resolvePath(folder, written.slice(equals + 1));
  return { path, reason: 'setting', ...(equals > 0 && { prefix: written.slice(0, equals) }) };
}
