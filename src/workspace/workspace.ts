/**
 * The files that a person works on, open buffers before disk, and what is known of them: trees,
 * modules, linked files. Everything is computed when asked for and kept until something it was made
 * from changes. Does no I/O of its own: files come through the `FileReader` port.
 */
import { isWithin, type FilePath } from '../base/path.ts';
import { linkFile } from '../schema/link.ts';
import type { FileInterface, LinkedFile } from '../schema/model.ts';
import { parse } from '../syntax/parser.ts';
import type { SyntaxTree } from '../syntax/tree.ts';
import { ImportResolver, type ImportResolution } from './imports.ts';
import { divideIntoModules, type FolderLayout, type Module } from './modules.ts';
import type { RootCandidate } from './roots.ts';
import { summarize, type FileSummary } from './summary.ts';

/** The port through which files on disk are seen. */
export interface FileReader {
  /** The text, or undefined where there is no such file. */
  read(path: FilePath): string | undefined;
  exists(path: FilePath): boolean;
}

export interface FolderFiles {
  readonly folder: FilePath;
  readonly protoFiles: readonly FilePath[];
  readonly markers: readonly FilePath[];
}

interface LinkEntry {
  file: LinkedFile;
  /** The revision at which it was last known to be up to date. */
  revision: number;
  /** What the linker was answered, by import path. */
  readonly imports: ReadonlyMap<string, FileInterface | 'missing' | 'cycle'>;
}

export class Workspace {
  readonly #reader: FileReader;
  readonly #wellKnown: RootCandidate;
  readonly #folders = new Map<FilePath, FolderFiles>();
  readonly #configuredRoots = new Map<FilePath, readonly FilePath[]>();
  readonly #buffers = new Map<FilePath, string>();
  readonly #trees = new Map<FilePath, SyntaxTree>();
  readonly #summaries = new Map<FilePath, FileSummary>();
  readonly #links = new Map<string, LinkEntry>();
  readonly #paths = new WeakMap<FileInterface, FilePath>();
  #imports: ImportResolver | undefined;
  #revision = 0;

  constructor(reader: FileReader, wellKnownRoot: FilePath) {
    this.#reader = reader;
    this.#wellKnown = { path: wellKnownRoot, reason: 'wellKnown' };
  }

  /** Rises with every change. */
  get revision(): number {
    return this.#revision;
  }

  /** Files of all folders, and open ones that lie in none. */
  files(): readonly FilePath[] {
    const files = new Set<FilePath>();
    for (const folder of this.#folders.values()) for (const path of folder.protoFiles) files.add(path);
    for (const path of this.#buffers.keys()) files.add(path);
    return [...files];
  }

  setFolder(files: FolderFiles, configuredRoots: readonly FilePath[]): void {
    const known = this.#folders.get(files.folder);
    const staying = new Set(files.protoFiles);
    for (const path of known?.protoFiles ?? []) if (!staying.has(path)) this.#forget(path);
    this.#folders.set(files.folder, files);
    this.#configuredRoots.set(files.folder, configuredRoots);
    this.#layoutChanged();
  }

  removeFolder(folder: FilePath): void {
    for (const path of this.#folders.get(folder)?.protoFiles ?? []) this.#forget(path);
    this.#folders.delete(folder);
    this.#layoutChanged();
  }

  /** The text of an open editor, saved or not. */
  setBuffer(path: FilePath, text: string): void {
    if (this.#buffers.get(path) === text) return;
    const isNew = !this.#buffers.has(path);
    this.#buffers.set(path, text);
    this.#textChanged(path);
    if (isNew && !this.#inFolders(path)) this.#layoutChanged();
  }

  closeBuffer(path: FilePath): void {
    if (!this.#buffers.delete(path)) return;
    this.#textChanged(path);
    if (!this.#inFolders(path)) {
      this.#summaries.delete(path);
      this.#layoutChanged();
    }
  }

  /** A file changed on disk; open buffers keep their own text. */
  diskChanged(path: FilePath): void {
    if (!this.#buffers.has(path)) this.#textChanged(path);
    else this.#revision++;
  }

  isOpen(path: FilePath): boolean {
    return this.#buffers.has(path);
  }

  tree(path: FilePath): SyntaxTree | undefined {
    const known = this.#trees.get(path);
    if (known) return known;
    const text = this.#buffers.get(path) ?? this.#reader.read(path);
    if (text === undefined) return undefined;
    const tree = parse(text);
    this.#trees.set(path, tree);
    return tree;
  }

  summary(path: FilePath): FileSummary | undefined {
    const known = this.#summaries.get(path);
    if (known) return known;
    const hadTree = this.#trees.has(path);
    const tree = this.tree(path);
    if (!tree) return undefined;
    const summary = summarize(tree);
    this.#summaries.set(path, summary);
    // A closed file that nothing has linked needs no tree: the summary is what is kept of it.
    if (!hadTree && !this.#buffers.has(path)) this.#trees.delete(path);
    return summary;
  }

  modules(): readonly Module[] {
    return this.#resolver().modules;
  }

  /** The module of a file; one that lies in no folder is a module of its own. */
  moduleOf(path: FilePath): Module {
    return this.#resolver().moduleOf(path);
  }

  /** The name of a file in descriptors: its path below an import root. */
  nameOf(path: FilePath): string {
    return this.#resolver().nameOf(path);
  }

  /** Where a linked file of this workspace lies. */
  pathOf(file: FileInterface): FilePath | undefined {
    return this.#paths.get(file);
  }

  /** A linked file with its text, as it is now. */
  textOf(file: FileInterface): LinkedFile | undefined {
    const path = this.#paths.get(file);
    return path === undefined ? undefined : this.#link(path, file.path);
  }

  resolveImport(from: FilePath, importPath: string): ImportResolution {
    return this.#resolver().resolve(from, importPath);
  }

  /** The file, linked against its own import closure. */
  linked(path: FilePath): LinkedFile | undefined {
    return this.#link(path, this.nameOf(path));
  }

  #link(path: FilePath, name: string): LinkedFile | undefined {
    const key = `${name}\0${path}`;
    const known = this.#links.get(key);
    if (known?.revision === this.#revision) return known.file;
    const tree = this.tree(path);
    if (!tree) return undefined;
    const imports = new Map<string, FileInterface | 'missing' | 'cycle'>();
    const cleared = new Set<FilePath>();
    const importFile = (importPath: string): FileInterface | 'missing' | 'cycle' => {
      const answer = imports.get(importPath) ?? this.#linkImport(path, importPath, cleared);
      imports.set(importPath, answer);
      return answer;
    };
    if (known?.file.tree === tree && [...known.imports].every(([importPath, answer]) => importFile(importPath) === answer)) {
      known.revision = this.#revision;
      return known.file;
    }
    const file = linkFile(name, tree, importFile);
    this.#links.set(key, { file, revision: this.#revision, imports });
    this.#paths.set(file.interface, path);
    return file;
  }

  #linkImport(from: FilePath, importPath: string, cleared: Set<FilePath>): FileInterface | 'missing' | 'cycle' {
    const { path } = this.resolveImport(from, importPath);
    if (path === undefined) return 'missing';
    // Every import of a cycle is refused, so linking ends and each file of it says so.
    if (this.#leadsTo(path, from, cleared)) return 'cycle';
    return this.#link(path, importPath)?.interface ?? 'missing';
  }

  /** Whether `path` is or imports `goal`; `cleared` keeps those that were seen not to. */
  #leadsTo(path: FilePath, goal: FilePath, cleared: Set<FilePath>): boolean {
    if (path === goal) return true;
    if (cleared.has(path)) return false;
    cleared.add(path);
    const imports = this.summary(path)?.imports ?? [];
    return imports.some((importPath) => {
      const imported = this.resolveImport(path, importPath).path;
      return imported !== undefined && this.#leadsTo(imported, goal, cleared);
    });
  }

  #layout(folder: FolderFiles): FolderLayout {
    const paths = new Set(folder.protoFiles);
    for (const path of this.#buffers.keys()) if (isWithin(folder.folder, path)) paths.add(path);
    return {
      folder: folder.folder,
      files: [...paths].map((path) => ({ path, imports: this.summary(path)?.imports ?? [] })),
      markers: folder.markers,
      configuredRoots: this.#configuredRoots.get(folder.folder) ?? [],
    };
  }

  #exists(path: FilePath): boolean {
    return this.#buffers.has(path) || this.#summaries.has(path) || this.#reader.exists(path);
  }

  #inFolders(path: FilePath): boolean {
    return [...this.#folders.values()].some((folder) => folder.protoFiles.includes(path));
  }

  #resolver(): ImportResolver {
    this.#imports ??= new ImportResolver({
      modules: [...this.#folders.values()].flatMap((folder) => divideIntoModules(this.#layout(folder))),
      files: this.files(),
      wellKnown: this.#wellKnown,
      exists: (path) => this.#exists(path),
    });
    return this.#imports;
  }

  #textChanged(path: FilePath): void {
    const before = this.#summaries.get(path);
    this.#trees.delete(path);
    this.#summaries.delete(path);
    this.#revision++;
    const after = this.summary(path);
    if (before?.imports.join('\n') !== after?.imports.join('\n')) this.#imports = undefined;
  }

  #layoutChanged(): void {
    this.#imports = undefined;
    this.#revision++;
  }

  #forget(path: FilePath): void {
    this.#trees.delete(path);
    this.#summaries.delete(path);
  }
}
