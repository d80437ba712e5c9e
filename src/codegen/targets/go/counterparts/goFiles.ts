/**
 * Knows the Go files of some folders, and the facts that each file shows without parsing. It looks at a file again only
 * if the caller reports a change, or if the folder was reported and the file's stamp differs. It does not keep file
 * contents, because a folder may have ten thousand files.
 */
import { Digest } from '../../../../base/digest.ts';
import { ancestors, basename, dirname, isWithin, join, relativeTo, type FilePath } from '../../../../base/path.ts';
import { detached } from '../../../../base/strings.ts';
import { parseGoMod } from '../../../../project/goMod.ts';
import type { FileStat, ProjectFiles } from '../../../ports.ts';
import { generatedCode, importsIn, type GeneratedCode } from '../reading/goFacts.ts';

/** What we know about a Go file without parsing it. */
export interface GoFile {
  readonly stamp: string;
  readonly imports: readonly string[];
  readonly generated: GeneratedCode | undefined;
}

/** The folders to search, and what may have changed. */
export interface GoFilesNow {
  readonly folders: readonly FilePath[];
  /** Files and folders that may have changed since the last look; undefined if anything may have changed. */
  readonly changed: readonly FilePath[] | undefined;
  /** Unsaved contents that differ from the disk. */
  readonly unsaved: ReadonlyMap<FilePath, string>;
}

/** We skip everything beyond these limits, so that a huge folder does not keep the machine busy. */
const MOST_FILES = 20_000;
const LARGEST_FILE = 1_000_000;

/** How many files are read before other work gets a turn. */
const BATCH = 32;

const QUERY = { names: /(?:\.go|^go\.mod)$/, unbuilt: false };

/** The known Go files. `look` updates them. */
export class GoFiles {
  readonly #disk: ProjectFiles;
  readonly #known = new Map<FilePath, GoFile>();
  /** Paths of modules, by folder. */
  readonly #modules = new Map<FilePath, string>();
  #folders: readonly FilePath[] = [];
  /** Paths that we still have to look at. They stay here if a look is stopped. */
  readonly #pending = new Set<FilePath>();
  #unsaved: ReadonlyMap<FilePath, string> = new Map();
  readonly #stampsOfUnsaved = new Map<FilePath, string>();
  /** One string per import path, shared by all files that have it. */
  readonly #imports = new Map<string, string>();

  constructor(disk: ProjectFiles) {
    this.#disk = disk;
  }

  get known(): ReadonlyMap<FilePath, GoFile> {
    return this.#known;
  }

  /** Rejects with the signal's reason when it aborts. The next look continues with the rest. */
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

  /** The current text of a known file; empty if the file is gone. */
  async textOf(path: FilePath): Promise<string> {
    return this.#unsaved.get(path) ?? (await this.#disk.readText(path).catch(() => undefined)) ?? '';
  }

  /** The import path of the package in a folder; undefined outside modules. */
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
    // If a folder is removed, we get no reports about its files.
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

  /** A substring would keep the whole text in memory. */
  #shared(importPath: string): string {
    const known = this.#imports.get(importPath);
    if (known !== undefined) return known;
    const own = detached(importPath);
    this.#imports.set(own, own);
    return own;
  }

  /** Whether a walk through our folders reaches the path. */
  #isReached(path: FilePath): boolean {
    return this.#folders.some((folder) => this.#disk.reaches(folder, path, QUERY));
  }

  /** An opened folder may be inside a module. */
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
