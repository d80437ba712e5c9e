/**
 * Keeps a list of the Go files in some folders, with facts that each file shows without parsing. It looks at a file
 * again if the caller reports the file. It also does so if the caller reports the folder and the file's stamp differs.
 * It does not keep texts, because a folder may have ten thousand files.
 */
import { Digest } from '../../../../base/digest.ts';
import { ancestors, basename, dirname, isWithin, join, relativeTo, type FilePath } from '../../../../base/path.ts';
import { detached } from '../../../../base/strings.ts';
import { parseGoMod } from '../../../../project/goMod.ts';
import type { FileStat, ProjectFiles } from '../../../ports.ts';
import { generatedCode, importsIn, type GeneratedCode } from '../reading/goFacts.ts';

/** The facts about a Go file that we get without parsing it. */
export interface GoFile {
  readonly stamp: string;
  readonly imports: readonly string[];
  readonly generated: GeneratedCode | undefined;
}

/** The folders to search, and what may have changed in them. */
export interface GoFilesNow {
  readonly folders: readonly FilePath[];
  /** Files and folders that may have changed since the last look; undefined if any file may have changed. */
  readonly changed: readonly FilePath[] | undefined;
  /** The texts of files with unsaved changes. */
  readonly unsaved: ReadonlyMap<FilePath, string>;
}

/** We skip files above these limits, so that a huge folder does not keep the machine busy. */
const MOST_FILES = 20_000;
const LARGEST_FILE = 1_000_000;

/** We read this many files before other work gets a turn. */
const BATCH = 32;

const QUERY = { names: /(?:\.go|^go\.mod)$/, unbuilt: false };

/** The Go files that we have found. `look` updates them. */
export class GoFiles {
  readonly #disk: ProjectFiles;
  readonly #known = new Map<FilePath, GoFile>();
  /** The path of each Go module, by the folder of its go.mod. */
  readonly #modules = new Map<FilePath, string>();
  #folders: readonly FilePath[] = [];
  /** Paths that we still have to look at. If a look is stopped, they stay here for the next one. */
  readonly #pending = new Set<FilePath>();
  #unsaved: ReadonlyMap<FilePath, string> = new Map();
  readonly #stampsOfUnsaved = new Map<FilePath, string>();
  /** One copy of each import path. All files with this import share the copy. */
  readonly #imports = new Map<string, string>();

  constructor(disk: ProjectFiles) {
    this.#disk = disk;
  }

  get known(): ReadonlyMap<FilePath, GoFile> {
    return this.#known;
  }

  /**
   * Looks at everything that may have changed. Rejects with the signal's reason when the signal aborts; the next look
   * continues from there.
   */
  async look({ folders, changed, unsaved }: GoFilesNow, signal: AbortSignal): Promise<void> {
    this.#setFolders(folders);
    this.#setUnsaved(unsaved);
    for (const path of changed ?? folders) this.#pending.add(path);
    for (const path of this.#pending) {
      signal.throwIfAborted();
      await this.#refresh(path, signal);
      this.#pending.delete(path);
    }
  }

  /** Returns the current text of a file; empty if the file no longer exists. */
  async textOf(path: FilePath): Promise<string> {
    return this.#unsaved.get(path) ?? (await this.#disk.readText(path).catch(() => undefined)) ?? '';
  }

  /** Returns the import path of the package in a folder; undefined if the folder is in no module. */
  importPathOf(folder: FilePath): string | undefined {
    for (const root of ancestors(join(folder, 'x.go'))) {
      const module = this.#modules.get(root);
      if (module !== undefined) {
        if (root === folder) return module;
        return `${module}/${relativeTo(root, folder) ?? ''}`;
      }
    }
    return undefined;
  }

  #setFolders(folders: readonly FilePath[]): void {
    for (const folder of folders) if (!this.#folders.includes(folder)) this.#pending.add(folder);
    const isGone = this.#folders.some((folder) => !folders.includes(folder));
    this.#folders = folders;
    if (isGone) this.#forget((path) => !folders.some((folder) => isWithin(folder, path)));
  }

  #setUnsaved(unsaved: ReadonlyMap<FilePath, string>): void {
    for (const path of this.#unsaved.keys()) if (!unsaved.has(path)) this.#pending.add(path);
    this.#unsaved = unsaved;
    this.#stampsOfUnsaved.clear();
    for (const [path, text] of unsaved) {
      const stamp = stampOf(text);
      this.#stampsOfUnsaved.set(path, stamp);
      if (this.#known.get(path)?.stamp !== stamp) this.#pending.add(path);
    }
  }

  async #refresh(path: FilePath, signal: AbortSignal): Promise<void> {
    if (this.#folders.includes(path)) await this.#readModulesAbove(path);
    const wasFile = this.#known.has(path);
    const stat = await this.#disk.stat(path);
    if (stat?.kind === 'folder') return this.#refreshFolder(path, signal);
    await this.#refreshFile(path, stat);
    // The path may have been a folder. We get no reports about the files of a removed folder.
    if (stat === undefined && !wasFile) this.#forget((known) => isWithin(path, known) && !this.#unsaved.has(known));
  }

  async #refreshFolder(folder: FilePath, signal: AbortSignal): Promise<void> {
    if (!this.#isReached(folder)) return;
    const seen = new Set<FilePath>();
    let goFiles = 0;
    let batch: Promise<void>[] = [];
    for await (const path of this.#disk.walk(folder, { ...QUERY, signal })) {
      if (path.endsWith('.go') && ++goFiles > MOST_FILES) break;
      seen.add(path);
      batch.push(this.#disk.stat(path).then((stat) => this.#refreshFile(path, stat)));
      if (batch.length < BATCH) continue;
      await Promise.all(batch);
      batch = [];
      signal.throwIfAborted();
    }
    await Promise.all(batch);
    this.#forget((path) => isWithin(folder, path) && !seen.has(path) && !this.#unsaved.has(path));
  }

  async #refreshFile(path: FilePath, stat: FileStat | undefined): Promise<void> {
    if (basename(path) === 'go.mod') return this.#readModule(dirname(path));
    if (!path.endsWith('.go') || !this.#isReached(path)) return;
    const edited = this.#unsaved.get(path);
    if (edited !== undefined) {
      this.#learn(path, this.#stampsOfUnsaved.get(path) ?? '', edited);
      return;
    }
    if (stat?.kind !== 'file' || stat.size > LARGEST_FILE) {
      this.#known.delete(path);
      return;
    }
    if (this.#known.get(path)?.stamp === stat.stamp) return;
    this.#learn(path, stat.stamp, await this.textOf(path));
  }

  #learn(path: FilePath, stamp: string, text: string): void {
    const before = this.#known.get(path);
    if (before?.stamp === stamp || (before === undefined && this.#known.size >= MOST_FILES)) return;
    const imports = importsIn(text).map((importPath) => this.#shared(importPath));
    this.#known.set(path, { stamp, imports, generated: generatedCode(text) });
  }

  /**
   * Returns the one copy of an import path. It copies a new path, because a substring would keep the whole text in
   * memory.
   */
  #shared(importPath: string): string {
    const known = this.#imports.get(importPath);
    if (known !== undefined) return known;
    const own = detached(importPath);
    this.#imports.set(own, own);
    return own;
  }

  /** Whether a search in our folders would find the path. */
  #isReached(path: FilePath): boolean {
    return this.#folders.some((folder) => this.#disk.reaches(folder, path, QUERY));
  }

  /** Reads the go.mod of each folder above, because the user may have opened a folder inside a module. */
  async #readModulesAbove(folder: FilePath): Promise<void> {
    for (const above of ancestors(folder)) await this.#readModule(above);
  }

  async #readModule(folder: FilePath): Promise<void> {
    const { module } = parseGoMod(await this.textOf(join(folder, 'go.mod')));
    if (module === undefined) this.#modules.delete(folder);
    else this.#modules.set(folder, detached(module));
  }

  #forget(isGone: (path: FilePath) => boolean): void {
    for (const path of [...this.#known.keys()].filter(isGone)) this.#known.delete(path);
    for (const folder of [...this.#modules.keys()]) if (isGone(join(folder, 'go.mod'))) this.#modules.delete(folder);
  }
}

function stampOf(text: string): string {
  const digest = new Digest();
  digest.text(text);
  return `edited ${digest.finish()}`;
}
