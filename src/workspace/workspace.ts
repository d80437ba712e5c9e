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
import { ImportResolver, type ImportResolution, type ImportSearch, type LayoutFolder } from './imports.ts';
import { layoutFolder, surroundings, type DependencyCaches, type FolderFiles } from './layout.ts';
import type { Module } from './modules.ts';
import type { ImportRoot } from './roots.ts';
import { summarize, type FileSummary } from './summary.ts';

/** The port through which files on disk are seen. */
export interface FileReader {
  /** The text, or undefined where there is no such file. */
  read(path: FilePath): string | undefined;
  exists(path: FilePath): boolean;
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
  readonly #wellKnown: ImportRoot;
  readonly #caches: DependencyCaches;
  readonly #folders = new Map<FilePath, FolderFiles>();
  readonly #configuredRoots = new Map<FilePath, readonly ImportRoot[]>();
  readonly #buffers = new Map<FilePath, string>();
  readonly #trees = new Map<FilePath, SyntaxTree>();
  readonly #summaries = new Map<FilePath, FileSummary>();
  readonly #links = new Map<string, LinkEntry>();
  readonly #paths = new WeakMap<FileInterface, FilePath>();
  #imports: ImportResolver | undefined;
  #revision = 0;

  constructor(reader: FileReader, wellKnownRoot: FilePath, caches: DependencyCaches = { buf: [] }) {
    this.#reader = reader;
    this.#caches = caches;
    this.#wellKnown = { path: wellKnownRoot, reason: 'wellKnown' };
  }

  /** Rises with every change. */
  get revision(): number {
    return this.#revision;
  }

  /** Files of all folders, and open ones that lie in none; what they depend on is not among them. */
  files(): readonly FilePath[] {
    const files = new Set<FilePath>();
    for (const folder of this.#folders.values()) for (const path of folder.protoFiles) files.add(path);
    for (const path of this.#buffers.keys()) if (!this.isDependency(path)) files.add(path);
    return [...files];
  }

  setFolder(files: FolderFiles, configuredRoots: readonly ImportRoot[]): void {
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
    else if (isNew) this.#imports?.forgetMissing();
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
    this.#imports?.forgetMissing();
    if (!this.#buffers.has(path)) this.#textChanged(path);
    else this.#revision++;
  }

  isOpen(path: FilePath): boolean {
    return this.#buffers.has(path);
  }

  tree(path: FilePath): SyntaxTree | undefined {
    const known = this.#trees.get(path);
    if (known) return known;
    const text = this.#text(path);
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

  /** The same, with all that was looked at: for people. */
  searchImport(from: FilePath, importPath: string): ImportSearch {
    return this.#resolver().search(from, importPath);
  }

  /** Files that an import that names none may mean, likeliest first. */
  similarFiles(from: FilePath, importPath: string): readonly FilePath[] {
    return this.#resolver().similar(from, importPath);
  }

  /** What `from` has to write to import `path`; undefined where nothing leads there. */
  importPathOf(from: FilePath, path: FilePath): string | undefined {
    return this.#resolver().importPathOf(from, path);
  }

  /** Whether a file belongs to what the workspace depends on: found in a cache or a package, and nobody's to mend. */
  isDependency(path: FilePath): boolean {
    return this.#resolver().isDependency(path);
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

  #layout(folder: FolderFiles): LayoutFolder {
    const paths = new Set(folder.protoFiles);
    for (const path of this.#buffers.keys()) {
      if (isWithin(folder.folder, path) && folder.packages?.some((item) => isWithin(item, path)) !== true) paths.add(path);
    }
    const files = [...paths].map((path) => ({ path, imports: this.summary(path)?.imports ?? [] }));
    return layoutFolder(folder, files, this.#configuredRoots.get(folder.folder) ?? [], this.#reader, this.#caches);
  }

  #inFolders(path: FilePath): boolean {
    return [...this.#folders.values()].some((folder) => folder.protoFiles.includes(path));
  }

  #resolver(): ImportResolver {
    this.#imports ??= new ImportResolver({
      folders: [...this.#folders.values()].map((folder) => this.#layout(folder)),
      loose: [...this.#buffers.keys()].filter((path) => ![...this.#folders.keys()].some((folder) => isWithin(folder, path))),
      wellKnown: this.#wellKnown,
      bufCaches: this.#caches.buf,
      surroundings: (directory) => surroundings(directory, this.#reader, this.#caches),
      exists: (path) => this.#buffers.has(path) || this.#reader.exists(path),
      isSameText: (a, b) => this.#text(a) === this.#text(b),
    });
    return this.#imports;
  }

  #text(path: FilePath): string | undefined {
    return this.#buffers.get(path) ?? this.#reader.read(path);
  }

  #textChanged(path: FilePath): void {
    const before = this.#summaries.get(path)?.imports ?? [];
    this.#trees.delete(path);
    this.#summaries.delete(path);
    this.#revision++;
    const after = this.summary(path)?.imports ?? [];
    if (before.join('\n') !== after.join('\n') && this.#imports?.importsChanged(path, before, after) === false) this.#imports = undefined;
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
