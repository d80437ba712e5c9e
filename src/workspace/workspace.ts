/**
 * The files that you work on, open buffers before disk, and what we know of them: trees, modules, linked files.
 * Everything is computed on demand and kept until an input changes. It does no I/O: files come through the `FileReader`
 * port.
 */
import { basename, isWithin, type FilePath } from '../base/path.ts';
import { present } from '../base/present.ts';
import type { FileInterface, LinkedFile } from '../schema/descriptors/model.ts';
import type { SyntaxTree } from '../syntax/tree/tree.ts';
import { FileIndex, type FileRows } from './index/fileIndex.ts';
import type { TypePlaces } from './index/typePlaces.ts';
import type { RowId } from './index/rowChanges.ts';
import { CheckQueue } from './linking/checkQueue.ts';
import { ImportGraph, type ResolvedImports } from './linking/importGraph.ts';
import { ImportResolver, type ImportResolution, type ImportSearch, type LayoutFolder } from './imports/resolver.ts';
import { layoutFolder, surroundings, type DependencyCaches, type FolderFiles } from './imports/layout.ts';
import { Links, type LinkObserver, type Verdict } from './linking/linkedFiles.ts';
import type { Members } from './files/members.ts';
import type { Module } from './imports/modules.ts';
import type { ImportRoot } from './imports/roots.ts';
import { vendoredPackages } from './imports/vendored.ts';
import { Trial, type TrialTexts } from './linking/trial.ts';
import { Preparation } from './files/preparation.ts';
import { Sources, type FileReader } from './files/sources.ts';
import type { FileSummary } from './files/summary.ts';

export type { FileReader };

/** Reading so few files takes almost no time. */
const FEW = 100;

/** The packages of the files at one moment. */
interface KnownPackages {
  readonly stamp: string;
  readonly names: readonly string[];
  readonly vendored: ReadonlySet<string>;
}

/** How many files one batch waits for. */
const AT_ONCE = 100;

/** What a workspace may receive besides its files. */
export interface WorkspaceOptions {
  /** The folders of dependencies that other tools have fetched. */
  readonly caches?: DependencyCaches;
  readonly observer?: LinkObserver;
  /** Receives files that cannot be read. */
  readonly log?: (line: string) => void;
}

/**
 * The files of all open folders, and open files outside of them. Most methods that need to know where imports lead read
 * every file first; `early` and `linkedEarly` do not.
 */
export class Workspace {
  readonly #sources: Sources;
  readonly #reader: FileReader;
  /** Missing if reading never waits. */
  readonly #preparation: Preparation | undefined;
  readonly #wellKnown: ImportRoot;
  readonly #caches: DependencyCaches;
  readonly #folders = new Map<FilePath, FolderFiles>();
  readonly #configuredRoots = new Map<FilePath, readonly ImportRoot[]>();
  /** Files of all folders. */
  #inFolders: ReadonlySet<FilePath> = new Set();
  /** Files without a summary, or with the summary of an older text. */
  readonly #unread = new Set<FilePath>();
  #unreadDependencies = new Set<FilePath>();
  #dependencyFiles = new Set<FilePath>();
  #knownDependencies: readonly FilePath[] = [];
  readonly #index = new FileIndex();
  readonly #graph: ImportGraph;
  readonly #links: Links;
  readonly #queue: CheckQueue;
  #resolver: ImportResolver | undefined;
  /** Files whose imports have changed the import roots since the resolver was made. */
  #rootsMovedBy: 'nobody' | 'closed' | 'open' = 'nobody';
  /** Whether imports that led nowhere may lead to a file now. */
  #retryMissing = false;
  #revision = 0;
  #layoutRevision = 0;
  /** Unread files whose rows we have reported as unknown. When they are read, there is nothing to report again. */
  #told = new Set<FilePath>();
  #packages: KnownPackages | undefined;
  /** Whether replies use only the files read so far. */
  #isEarly = false;

  constructor(
    reader: FileReader,
    wellKnownRoot: FilePath,
    { caches = { buf: [] }, observer = {}, log = () => undefined }: WorkspaceOptions = {},
  ) {
    this.#preparation = reader.prepare === undefined ? undefined : new Preparation(reader, log);
    this.#reader = this.#preparation ?? reader;
    this.#caches = caches;
    this.#sources = new Sources(this.#reader);
    this.#wellKnown = { path: wellKnownRoot, reason: 'wellKnown' };
    this.#graph = new ImportGraph({
      importsOf: (path) => this.#readSummary(path)?.imports ?? [],
      resolve: (from, importPath) => this.#resolverNow().resolve(from, importPath).path,
    });
    this.#queue = new CheckQueue((path) => this.isOpen(path));
    this.#links = new Links(
      {
        tree: (path) => this.#sources.tree(path),
        imports: (path) => this.#importsOf(path),
        isCycle: (from, to) => this.#graph.isCycle(from, to),
        isOpen: (path) => this.isOpen(path),
        release: (path) => this.#sources.release(path),
      },
      {
        ...observer,
        doubted: (path) => {
          if (this.has(path)) this.#queue.doubted(path);
          observer.doubted?.(path);
        },
      },
    );
  }

  /** Rises with every change. */
  get revision(): number {
    return this.#revision;
  }

  /** Rises when files come or go, or when the import roots change. */
  get layoutRevision(): number {
    return this.#layoutRevision;
  }

  /** The folder of protobuf's own files. */
  get wellKnownRoot(): FilePath {
    return this.#wellKnown.path;
  }

  /** Files of all folders and open files outside of them, without their dependencies. */
  files(): readonly FilePath[] {
    const files = new Set(this.#inFolders);
    for (const path of this.#sources.openPaths()) if (!this.isDependency(path)) files.add(path);
    return [...files];
  }

  /** Whether `files` contains it. */
  #isListed(path: FilePath): boolean {
    return this.#inFolders.has(path) || (this.isOpen(path) && !this.isDependency(path));
  }

  /** Whether a file is open or belongs to a folder. */
  has(path: FilePath): boolean {
    return this.isOpen(path) || this.isInFolder(path);
  }

  /** Whether the scan of a folder has listed the file. */
  isInFolder(path: FilePath): boolean {
    return this.#inFolders.has(path);
  }

  /** Sets the folders of fetched dependencies; `setDependencyFiles` takes the files in them. */
  dependencyRoots(): readonly ImportRoot[] {
    return this.#resolverNow().dependencyRoots();
  }

  /** Files that perhaps no file imports yet. We read them when idle, so that completion can offer their types. */
  setDependencyFiles(paths: readonly FilePath[]): void {
    const isNew =
      paths.length !== this.#knownDependencies.length || paths.some((path, at) => path !== this.#knownDependencies[at]);
    if (isNew) this.#dependenciesChanged(paths);
    this.#unreadDependencies = new Set(paths.filter((path) => this.#sources.summary(path) === undefined));
    this.#dependencyFiles = new Set(paths.filter((path) => !this.#unreadDependencies.has(path)));
  }

  /** Imports that led nowhere may lead to one of them. */
  #dependenciesChanged(paths: readonly FilePath[]): void {
    this.#knownDependencies = paths;
    this.#retryMissing = true;
    if (this.isRead) this.#lookForMissing();
    this.#revision++;
  }

  /** The files of dependencies that have been read so far. */
  dependencyFiles(): ReadonlySet<FilePath> {
    return this.#dependencyFiles;
  }

  setFolder(files: FolderFiles, configuredRoots: readonly ImportRoot[]): void {
    this.#folders.set(files.folder, files);
    this.#configuredRoots.set(files.folder, configuredRoots);
    this.#foldersChanged();
  }

  removeFolder(folder: FilePath): void {
    this.#folders.delete(folder);
    this.#foldersChanged();
  }

  /** Sets the text of an open editor, saved or not. */
  setBuffer(path: FilePath, text: string): void {
    const isNew = !this.isOpen(path);
    if (this.#sources.setBuffer(path, text)) this.#bufferChanged(path, isNew);
  }

  /** An open editor has a text that we do not read. The reason follows a path: "is larger than 8 MB". */
  refuseBuffer(path: FilePath, reason: string): void {
    const isNew = !this.isOpen(path);
    if (this.#sources.refuseBuffer(path, reason)) this.#bufferChanged(path, isNew);
  }

  #bufferChanged(path: FilePath, isNew: boolean): void {
    // It may have been a dependency, which the tree does not show.
    if (isNew && !this.#inFolders.has(path)) this.#dropFromIndex(path);
    this.#textChanged(path);
    this.#queue.edited(path);
    if (isNew && !this.#inFolders.has(path)) this.#layoutChanged();
    else if (isNew) this.#retryMissing = true;
  }

  closeBuffer(path: FilePath): void {
    if (!this.#sources.closeBuffer(path)) return;
    this.#links.closed(path);
    this.#textChanged(path);
    if (this.#inFolders.has(path)) return;
    this.#forget(path);
    this.#layoutChanged();
  }

  /** A file changed on disk; open buffers keep their own text. */
  diskChanged(path: FilePath): void {
    this.#retryMissing = true;
    this.#preparation?.forget(path);
    this.#sources.diskChanged(path);
    if (!this.isOpen(path)) this.#textChanged(path);
    else this.#savedTextChanged(path);
  }

  /** An open file was saved: the members that were removed before are gone for good. */
  saved(path: FilePath): void {
    this.#preparation?.forget(path);
    this.#sources.diskChanged(path);
    if (this.isOpen(path)) this.#savedTextChanged(path);
  }

  isOpen(path: FilePath): boolean {
    return this.#sources.isOpen(path);
  }

  /** The text as it is now; undefined if there is no such file. */
  text(path: FilePath): string | undefined {
    return this.#sources.text(path);
  }

  /** Why we know nothing of an existing file; undefined if that is not so. */
  unreadable(path: FilePath): string | undefined {
    return this.#sources.refusal(path);
  }

  tree(path: FilePath): SyntaxTree | undefined {
    return this.#sources.tree(path);
  }

  /** What the text on disk declares, if an open file has another text. */
  savedMembers(path: FilePath): Members | undefined {
    return this.#sources.savedMembers(path);
  }

  summary(path: FilePath): FileSummary | undefined {
    const waits = this.#isEarly && !isWithin(this.#wellKnown.path, path);
    if (waits) return this.#sources.summary(path);
    return this.#readSummary(path);
  }

  /**
   * Files whose text has this identifier, or the last part of this name. A few may not have it, but no file that has it
   * is missing.
   */
  mentionsOf(name: string): ReadonlySet<FilePath> {
    this.#readAll();
    return new Set(this.#index.mentioning(name.slice(name.lastIndexOf('.') + 1)));
  }

  /** Files that import a file by any path. */
  importersOf(path: FilePath): ReadonlySet<FilePath> {
    this.#settledResolver();
    return this.#graph.importersOf(path, () => this.files());
  }

  /**
   * Each file that can use a name: the files of `files`, the files of dependencies that were read, and everything that
   * these import, directly or not. From then on, `importersOf` and `mentionsOf` know all of them.
   */
  reached(): ReadonlySet<FilePath> {
    this.#settledResolver();
    const found = new Set([...this.files(), ...this.#dependencyFiles]);
    for (const path of found)
      for (const target of this.#importsOf(path).values()) if (target !== undefined) found.add(target);
    return found;
  }

  /** Packages in which a file of `files` declares something, sorted. */
  packages(): readonly string[] {
    return this.#packagesNow().names;
  }

  /** The files of `files` that declare something in a package, sorted. */
  filesOfPackage(name: string): readonly FilePath[] {
    this.#readAll();
    return [...this.#index.filesOf(name)].filter((path) => this.#isListed(path)).sort();
  }

  /** The packages of `packages` that are copies of what others maintain. */
  vendoredPackages(): ReadonlySet<string> {
    return this.#packagesNow().vendored;
  }

  #packagesNow(): KnownPackages {
    this.#readAll();
    const stamp = `${this.#index.packagesRevision} ${this.#layoutRevision}`;
    if (this.#packages?.stamp === stamp) return this.#packages;
    const names = [...this.#index.packages()].filter((name) => this.#hasListedFile(name)).sort();
    const vendored = vendoredPackages(names.map((name) => ({ name, files: this.#pathsBelowFolder(name) })));
    this.#packages = { stamp, names, vendored };
    return this.#packages;
  }

  #pathsBelowFolder(packageName: string): readonly FilePath[] {
    const folders = [...this.#folders.keys()];
    return this.filesOfPackage(packageName).map((path) => {
      const folder = folders.find((item) => isWithin(item, path));
      if (folder === undefined) return basename(path);
      return path.slice(folder.length);
    });
  }

  #hasListedFile(packageName: string): boolean {
    for (const path of this.#index.filesOf(packageName)) if (this.#isListed(path)) return true;
    return false;
  }

  /** The files of `files` that show nothing because of their errors, sorted. */
  muteFiles(): readonly FilePath[] {
    this.#readAll();
    return [...this.#index.muteFiles()].filter((path) => this.#isListed(path)).sort();
  }

  /** The rows of a file in the schema tree. */
  rows(path: FilePath): FileRows | undefined {
    this.#readSummary(path);
    return this.#index.rows(path);
  }

  /** The rows of the schema tree whose children changed since the last call; missing if any row may have changed. */
  takeRowChanges(): readonly RowId[] | undefined {
    this.readOpen();
    const changes = this.#index.takeChanges();
    if (this.isRead) return changes;
    // A caller who asks for rows now gets them as these files have them.
    this.#told = new Set(this.#unread);
    return undefined;
  }

  modules(): readonly Module[] {
    return this.#settledResolver().modules;
  }

  /** The module of a file. A file outside all folders is its own module. */
  moduleOf(path: FilePath): Module {
    return this.#settledResolver().moduleOf(path);
  }

  /** The name of a file in descriptors: its path below an import root. */
  nameOf(path: FilePath): string {
    return this.#settledResolver().nameOf(path);
  }

  /** Where a linked file of this workspace lies. */
  pathOf(file: FileInterface): FilePath | undefined {
    return this.#links.placeOf(file)?.path;
  }

  /** A linked file with its text as it is now. With an import path, the file that it would import by this path. */
  textOf(file: FileInterface, importPath?: string): LinkedFile | undefined {
    const place = this.#links.placeOf(file);
    if (place === undefined || importPath === undefined) return place && this.#links.whole(place.path, place.name);
    const path = this.resolveImport(place.path, importPath).path;
    if (path === undefined) return undefined;
    return this.#links.whole(path, importPath);
  }

  resolveImport(from: FilePath, importPath: string): ImportResolution {
    return this.#settledResolver().resolve(from, importPath);
  }

  /** The same, with each place that was searched, so that the user can see the reason. */
  searchImport(from: FilePath, importPath: string): ImportSearch {
    return this.#settledResolver().search(from, importPath);
  }

  /** Files that an unresolved import may mean, the likeliest first. */
  similarFiles(from: FilePath, importPath: string): readonly FilePath[] {
    return this.#settledResolver().similar(from, importPath);
  }

  /** The path by which `from` imports a file; undefined if no import root leads to it. */
  importPathOf(from: FilePath, path: FilePath): string | undefined {
    return this.#settledResolver().importPathOf(from, path);
  }

  /** Whether a file belongs to a dependency: it is in a cache or a package, and the user cannot fix it. */
  isDependency(path: FilePath): boolean {
    return this.#resolverNow().isDependency(path);
  }

  /** Whether a file of a dependency is meant for importers such as `from`. */
  isOfferedTo(from: FilePath, path: FilePath): boolean {
    return this.#resolverNow().isOfferedTo(from, path);
  }

  /** The file, linked against its own import closure. */
  linked(path: FilePath): LinkedFile | undefined {
    return this.#links.whole(path, this.nameOf(path));
  }

  /** Where a file names messages, enums and services. */
  typePlaces(path: FilePath): TypePlaces | undefined {
    return this.#links.types(path, this.nameOf(path));
  }

  /** The file as importers see it; descriptors need nothing else. */
  exported(path: FilePath): FileInterface | undefined {
    return this.#links.interface(path, this.nameOf(path));
  }

  /** What the imports of a file lead to. It needs no more of the file than its verdict does. */
  imported(path: FilePath): readonly FileInterface[] {
    return this.#links.imported(path, this.nameOf(path));
  }

  /** Whether the file has errors, and whether its diagnostics may have changed; undefined if it is gone. */
  verdict(path: FilePath): Verdict | undefined {
    return this.#links.verdict(path, this.nameOf(path));
  }

  /** Links files as they would be with other texts. It is valid only while the workspace does not change. */
  trial(texts: TrialTexts): Trial {
    const port = {
      imports: (path: FilePath) => this.#importsOf(path),
      isCycle: (from: FilePath, to: FilePath) => this.#graph.isCycle(from, to),
      interface: (path: FilePath, name: string) => this.#links.interface(path, name),
    };
    return new Trial(port, texts);
  }

  /** Links what a verdict needs, one file per step. It does not notice changes that happen meanwhile. */
  *linking(path: FilePath): Generator<undefined, void> {
    if (this.has(path)) yield* this.#links.linking(path, this.nameOf(path));
  }

  /** The verdict of the file that an interface belongs to. */
  verdictOf(file: FileInterface): Verdict | undefined {
    const place = this.#links.placeOf(file);
    return place && this.#links.verdict(place.path, place.name);
  }

  /** Whether every file was read; only then are import targets certain. */
  get isRead(): boolean {
    return this.#unread.size === 0 && !this.isWaiting;
  }

  /** How many files the folders have, and how many of all files are still unread. */
  get reading(): { readonly total: number; readonly left: number } {
    return { total: this.#inFolders.size, left: Math.min(this.#unread.size, this.#inFolders.size) };
  }

  /** Whether a question got a reply without a file that has not arrived: conclusions from the reply do not hold. */
  get isWaiting(): boolean {
    return this.#preparation !== undefined && this.#preparation.wanted.size > 0;
  }

  /** Whether it is worth waiting for the rest of the files: only a few are left, as after a change on disk. */
  get isReadSoon(): boolean {
    return this.#unread.size > 0 && this.#unread.size <= FEW;
  }

  /** Reads the open files: they are few, and their contents are in memory. */
  readOpen(): void {
    for (const path of this.#sources.openPaths()) this.#readSummary(path);
  }

  /**
   * Waits for the files that will be read next, and for those that a caller asked about. Undefined if there is nothing
   * to wait for. A file that cannot be read counts as missing: the promise never rejects for it.
   */
  prepareNext(): Promise<void> | undefined {
    const preparation = this.#preparation;
    if (preparation === undefined) return undefined;
    const [next] = this.#closedUnread();
    if (next !== undefined && preparation.has(next)) return undefined;
    if (next === undefined && !this.isWaiting) return undefined;
    if (next === undefined) this.#askForImports();
    return this.#prepare(preparation, new Set([...preparation.wanted, ...missing(preparation, this.#closedUnread())]));
  }

  /** The same for the files of dependencies. */
  prepareNextDependency(): Promise<void> | undefined {
    const preparation = this.#preparation;
    const [next] = this.#unreadDependencies;
    if (preparation === undefined || next === undefined || preparation.has(next)) return undefined;
    return this.#prepare(preparation, missing(preparation, this.#unreadDependencies));
  }

  async #prepare(preparation: Preparation, paths: Iterable<FilePath>): Promise<void> {
    const arrivals = await preparation.bring([...paths]);
    for (const { path, wasWanted } of arrivals) this.#arrived(path, wasWanted);
    // Imports may lead to them, and they may show where import roots are.
    if (arrivals.some(({ exists, wasWanted }) => exists && wasWanted)) this.#layoutChanged();
  }

  #arrived(path: FilePath, wasWanted: boolean): void {
    this.#sources.diskChanged(path);
    if (this.isOpen(path)) {
      if (wasWanted) this.#savedTextChanged(path);
      return;
    }
    if (this.#links.has(path)) this.#textChanged(path);
  }

  *#closedUnread(): Generator<FilePath, void> {
    for (const path of this.#unread) if (!this.isOpen(path)) yield path;
  }

  /** The imports of all files arrive together, and not one file at a time. */
  #askForImports(): void {
    this.#settledResolver();
    const closure = new Set(this.files());
    for (const path of closure)
      for (const target of this.#importsOf(path).values()) if (target !== undefined) closure.add(target);
  }

  /** Reads one more file, and returns whether more are left. */
  readNext(): boolean {
    for (const path of this.#unread) {
      this.#readSummary(path);
      this.#sources.release(path);
      break;
    }
    return !this.isRead;
  }

  /** Reads one more file of a dependency, and returns whether there was one to read. */
  readNextDependency(): boolean {
    for (const path of this.#unreadDependencies) {
      this.#unreadDependencies.delete(path);
      if (this.#readSummary(path) !== undefined) this.#dependencyFiles.add(path);
      this.#sources.release(path);
      return true;
    }
    return false;
  }

  /**
   * The name under which a file can be linked before all files were read: each import of its closure can lead to only
   * one file. Undefined if that has to wait.
   */
  earlyName(path: FilePath): string | undefined {
    this.readOpen();
    if (this.isRead) return this.nameOf(path);
    const resolver = this.#resolverSoFar();
    const closure = new Set([path]);
    for (const from of closure) {
      for (const importPath of this.#readSummary(from)?.imports ?? []) {
        const found = resolver.search(from, importPath);
        if (found.path === undefined || found.others.length > 0) return undefined;
        closure.add(found.path);
      }
    }
    if (this.isWaiting || this.#isAnyLate(closure)) return undefined;
    return resolver.nameOf(path);
  }

  /** Like `linked`, but without reading every file first; undefined if it has to wait for that. */
  linkedEarly(path: FilePath): LinkedFile | undefined {
    const name = this.earlyName(path);
    if (name === undefined) return undefined;
    return this.#links.whole(path, name);
  }

  #isAnyLate(paths: Iterable<FilePath>): boolean {
    if (this.#preparation === undefined) return false;
    for (const path of paths) if (this.#isLate(path)) return true;
    return false;
  }

  /** Whether the text of a file has not arrived yet. */
  #isLate(path: FilePath): boolean {
    return this.#preparation !== undefined && !this.isOpen(path) && !this.#preparation.has(path);
  }

  /** Until every file is read, `work` sees only the files that were read so far. Do not keep its result. */
  early<T>(work: () => T): T {
    this.readOpen();
    if (this.isRead) return work();
    const before = this.#isEarly;
    this.#isEarly = true;
    try {
      return work();
    } finally {
      this.#isEarly = before;
    }
  }

  /**
   * Takes the file that needs a check most urgently out of the queue. It may be gone. When the queue is empty, we free
   * memory.
   */
  takeUnchecked(among: 'edited' | 'open' | 'all'): FilePath | undefined {
    const path = this.#queue.take(among);
    if (path === undefined && among === 'all') this.#links.evict();
    return path;
  }

  /** Whether edited files wait for a check. */
  get hasEdited(): boolean {
    return this.#queue.hasEdited;
  }

  /** The file that was taken could not be checked yet. */
  putBack(path: FilePath): void {
    this.#queue.doubted(path);
  }

  #importsOf(path: FilePath): ResolvedImports {
    this.#readSummary(path);
    return this.#graph.imports(path);
  }

  #readAll(): void {
    for (const path of this.#unread) this.#readSummary(path);
  }

  #readSummary(path: FilePath): FileSummary | undefined {
    const before = this.#sources.summary(path);
    if (before !== undefined && !this.#unread.has(path)) return before;
    if (this.#isLate(path)) {
      this.#unread.add(path);
      return before;
    }
    this.#unread.delete(path);
    const after = this.#sources.read(path);
    this.#indexFile(path, after);
    if (before?.imports.join('\n') !== after?.imports.join('\n'))
      this.#importsChanged(path, before?.imports ?? [], after?.imports ?? []);
    return after;
  }

  #indexFile(path: FilePath, summary: FileSummary | undefined): void {
    const tree = summary && this.#sources.tree(path);
    if (!this.#told.delete(path)) this.#index.changing(path);
    if (summary === undefined && this.#sources.refusal(path) !== undefined) this.#index.refuse(path);
    else if (summary === undefined || tree === undefined) this.#index.delete(path);
    else this.#index.set(path, tree, summary, this.isOpen(path));
  }

  #dropFromIndex(path: FilePath): void {
    this.#index.changing(path);
    this.#index.delete(path);
  }

  #importsChanged(path: FilePath, before: readonly string[], after: readonly string[]): void {
    if (this.#rootsMovedBy !== 'open' && this.#resolver?.importsChanged(path, before, after) === false) {
      this.#rootsMovedBy = this.isOpen(path) ? 'open' : 'closed';
    }
    for (const other of this.#graph.importsChanged(path)) this.#links.doubt(other);
  }

  /** Sees every file. */
  #settledResolver(): ImportResolver {
    if (this.#isEarly) return this.#resolverSoFar();
    this.#readAll();
    if (this.#rootsMovedBy !== 'nobody') this.#settle();
    this.#lookForMissing();
    return this.#resolverNow();
  }

  /** The resolver for the open files and the files that we have read so far. */
  #resolverSoFar(): ImportResolver {
    this.readOpen();
    if (this.#rootsMovedBy === 'open') this.#settle();
    this.#lookForMissing();
    return this.#resolverNow();
  }

  /** Imports are now looked up from other roots: no earlier result is certain. */
  #settle(): void {
    this.#resolver = undefined;
    this.#graph.reset();
    this.#links.doubtAll();
    this.#layoutRevision++;
  }

  #lookForMissing(): void {
    if (!this.#retryMissing) return;
    this.#retryMissing = false;
    this.#preparation?.forgetMissing();
    this.#resolver?.forgetMissing();
    for (const path of this.#graph.retryMissing()) this.#links.doubt(path);
  }

  /** Sees the files that were read so far. */
  #resolverNow(): ImportResolver {
    if (this.#resolver === undefined) {
      this.#rootsMovedBy = 'nobody';
      this.#resolver = new ImportResolver({
        folders: [...this.#folders.values()].map((folder) => this.#layout(folder)),
        loose: [...this.#sources.openPaths()].filter(
          (path) => ![...this.#folders.keys()].some((folder) => isWithin(folder, path)),
        ),
        wellKnown: this.#wellKnown,
        bufCaches: this.#caches.buf,
        surroundings: (directory) => surroundings(directory, this.#reader, this.#caches),
        dependencyFiles: () => this.#knownDependencies,
        exists: (path) => this.isOpen(path) || this.#reader.exists(path),
        read: (path) => this.#reader.read(path),
        isSameText: (a, b) => this.#sources.text(a) === this.#sources.text(b),
      });
    }
    return this.#resolver;
  }

  #layout(folder: FolderFiles): LayoutFolder {
    const paths = new Set(folder.protoFiles);
    const foreign = [...(folder.packages ?? []), ...this.#caches.buf, ...present(this.#caches.go)];
    for (const path of this.#sources.openPaths()) {
      if (isWithin(folder.folder, path) && !foreign.some((item) => isWithin(item, path))) paths.add(path);
    }
    const files = [...paths].map((path) => ({ path, imports: this.#sources.summary(path)?.imports ?? [] }));
    return layoutFolder(folder, files, this.#configuredRoots.get(folder.folder) ?? [], this.#reader, this.#caches);
  }

  #foldersChanged(): void {
    const before = this.#inFolders;
    this.#inFolders = new Set([...this.#folders.values()].flatMap((folder) => folder.protoFiles));
    for (const path of before) if (!this.#inFolders.has(path)) this.#forget(path);
    for (const path of this.#inFolders) {
      if (before.has(path)) continue;
      this.#queue.found(path);
      if (this.#sources.summary(path) === undefined) this.#unread.add(path);
    }
    this.#layoutChanged();
  }

  #textChanged(path: FilePath): void {
    this.#unread.add(path);
    this.#told.delete(path);
    this.#links.textChanged(path);
    this.#revision++;
  }

  #savedTextChanged(path: FilePath): void {
    this.#queue.doubted(path);
    this.#revision++;
  }

  #layoutChanged(): void {
    this.#settle();
    this.#revision++;
  }

  #forget(path: FilePath): void {
    if (this.isOpen(path)) return;
    this.#preparation?.forget(path);
    this.#sources.forget(path);
    this.#dropFromIndex(path);
    this.#unread.delete(path);
    // What we reported of it has to be taken back.
    this.#queue.doubted(path);
    this.#links.forget(path);
  }
}

/** The first few of the files that have not arrived. */
function missing(preparation: Preparation, paths: Iterable<FilePath>): readonly FilePath[] {
  const found: FilePath[] = [];
  for (const path of paths) {
    if (found.length === AT_ONCE) break;
    if (!preparation.has(path)) found.push(path);
  }
  return found;
}
