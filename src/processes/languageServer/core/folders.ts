/** Follows the workspace folders: it scans them for .proto files and passes the result to the workspace. */
import type { Connection, WorkspaceFoldersChangeEvent } from 'vscode-languageserver';
import { inBackground, messageOf } from '../../../base/background.ts';
import { isWithin, relativeTo, type FilePath } from '../../../base/path.ts';
import type { FromSetting } from '../../../contract/otherSettings.ts';
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
  /** Requests the folders' settings from the client. Never rejects. */
  readonly refreshSettings: (folders: readonly FilePath[]) => Promise<void>;
}

export class Folders {
  readonly #context: FoldersContext;
  #folders: readonly FilePath[] = [];
  /** Settles when the folders are scanned. Requests wait for this. */
  #scanned: Promise<void> = Promise.resolve();
  /** The next scan, if it has not started yet. */
  #nextScan: Promise<void> | undefined;
  /** The result of the last scan of each folder, as JSON. */
  readonly #layouts = new Map<FilePath, string>();
  /** Files that exist but that a scan did not list, because the user's settings or git ignore them. */
  readonly #leftOut = new Set<FilePath>();
  /** Settles when the files of dependencies are listed. */
  #listed: Promise<void> = Promise.resolve();

  constructor(context: FoldersContext) {
    this.#context = context;
  }

  /** Settles when it is known which files exist. Never rejects. */
  get scanned(): Promise<void> {
    return this.#scanned;
  }

  /** Makes requests wait for this work too. */
  holdFor(work: Promise<void>): void {
    this.#scanned = Promise.all([this.#scanned, work]).then(
      () => undefined,
      (error: unknown) => this.#log(`${CANNOT_READ}: ${messageOf(error)}`),
    );
  }

  open(folders: readonly FilePath[]): void {
    this.#folders = folders;
  }

  /** Starts the first scan. Call this when the client can reply to requests for its settings. */
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

  /** Scans all folders again, even if nothing seems to have changed. */
  rescan(): Promise<void> {
    this.#layouts.clear();
    this.#leftOut.clear();
    return this.lookAgain();
  }

  rescanInBackground(): void {
    inBackground(this.rescan(), CANNOT_READ, (line) => this.#log(line));
  }

  /** Scans all folders and applies what changed on the disk. If nothing changed, it has no effect. */
  lookAgain(): Promise<void> {
    // Scans run one after another, because a scan that ends late would bring back deleted files. Several callers share
    // a scan that has not started.
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

  /** If a file exists and no scan has listed it, scans the folders once more. Watchers miss files in new folders. */
  lookFor(path: FilePath): void {
    if (!this.#folders.some((folder) => isWithin(folder, path))) return;
    const look = this.#scanned.then(() => this.#scanFor(path));
    inBackground(look, CANNOT_READ, (line) => this.#log(line));
  }

  /** Returns a path as the user should see it. In a workspace folder, it is relative to the folder. */
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

  async #scanFor(path: FilePath): Promise<void> {
    const { machine, workspace } = this.#context;
    if (workspace.isInFolder(path) || this.#leftOut.has(path)) return;
    await machine.files.prepare?.([path]);
    if (!machine.files.exists(path)) return;
    await this.lookAgain();
    if (!workspace.isInFolder(path)) this.#leftOut.add(path);
  }

  /** Scans the folders. It never rejects, because one failed scan must not make later scans fail. */
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
    // Another file has changed, such as `buf.yaml`. Imports may lead to other files now, so we read all folders again.
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
    const roots = settings.importRoots(folder).map((root) => importRoot(machine, folder, root));
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

  /**
   * Lists the files of dependencies. No request waits for them, because the files of the workspace folders come first.
   */
  async #listDependencies(): Promise<void> {
    const { machine, workspace, checker } = this.#context;
    const roots = await checker.whenRead(() => workspace.dependencyRoots());
    workspace.setDependencyFiles(await machine.dependencyFiles(roots));
    checker.changed();
  }
}

/**
 * Converts an import root from the settings. `prefix=folder` maps a path prefix to a folder, as protoc's `--proto_path`
 * flag does.
 */
function importRoot(machine: Machine, folder: FilePath, { value, setting }: FromSetting): ImportRoot {
  const equals = value.indexOf('=');
  const path = machine.resolvePath(folder, value.slice(equals + 1));
  return { path, reason: 'setting', setting, ...(equals > 0 && { prefix: value.slice(0, equals) }) };
}
