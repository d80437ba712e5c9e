/**
 * The files that the user works on, and everything that we know about them: trees, modules, linked files. Open buffers
 * take precedence over the disk. We compute everything on demand and keep it until an input changes. This room does no
 * I/O: it reads files through the port `FileReader`.
 */
import { basename, isWithin, type FilePath } from '../base/path.ts';
import { present } from '../base/present.ts';
import { packageNames } from '../schema/linking/packages.ts';
import type { FileInterface, LinkedFile } from '../schema/descriptors/model.ts';
import type { SyntaxTree } from '../syntax/tree/tree.ts';
import { FileIndex, type FileRows } from './index/fileIndex.ts';
import { declaresType, TypeSearch, type IndexedFile } from './index/typeSearch.ts';
import { hashOfWritten } from './index/writtenTypes.ts';
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

/** If at most this many files are unread, reading them takes almost no time. */
const FEW = 100;

/** The packages of the workspace at one moment. */
interface KnownPackages {
  readonly stamp: string;
  readonly names: readonly string[];
  readonly vendored: ReadonlySet<string>;
}

/** We fetch at most this many files in one batch. */
const AT_ONCE = 100;

/** The optional inputs of a workspace. */
export interface WorkspaceOptions {
  /** The folders in which other tools keep the dependencies that they fetched. */
  readonly caches?: DependencyCaches;
  readonly observer?: LinkObserver;
  /** Logs a file that we cannot read. */
  readonly log?: (line: string) => void;
}

/**
 * The files of all open folders, and the open files outside of them. Most methods that resolve imports read every file
 * first; `early` and `linkedEarly` do not.
 */
export class Workspace {
  readonly #sources: Sources;
  readonly #reader: FileReader;
  /** Fetches files that arrive later. It is undefined if reading never waits. */
  readonly #preparation: Preparation | undefined;
  readonly #wellKnown: ImportRoot;
  readonly #caches: DependencyCaches;
  readonly #folders = new Map<FilePath, FolderFiles>();
  readonly #configuredRoots = new Map<FilePath, readonly ImportRoot[]>();
  /** The files of all folders. */
  #inFolders: ReadonlySet<FilePath> = new Set();
  /** The files whose summary is missing or comes from an older text. */
  readonly #unread = new Set<FilePath>();
  #unreadDependencies = new Set<FilePath>();
  #dependencyFiles = new Set<FilePath>();
  #knownDependencies: readonly FilePath[] = [];
  readonly #index = new FileIndex();
  readonly #graph: ImportGraph;
  readonly #links: Links;
  readonly #queue: CheckQueue;
  #resolver: ImportResolver | undefined;
  /**
   * Whether an edit of imports has changed the import roots since we made the resolver, and whether the edited file is
   * open.
   */
  #rootsMovedBy: 'nobody' | 'closed' | 'open' = 'nobody';
  /** Whether imports that were not found may exist now. */
  #retryMissing = false;
  #revision = 0;
  #layoutRevision = 0;
  /**
   * The unread files whose rows we have reported as unknown. When we read such a file, we need not report its rows
   * again.
   */
  #told = new Set<FilePath>();
  #packages: KnownPackages | undefined;
  /** The files whose imports have not been looked up, in the layout for which they were listed. */
  #following: { readonly layoutRevision: number; readonly rest: Iterator<FilePath> } | undefined;
  #reached: { readonly stamp: string; readonly files: ReadonlySet<FilePath> } | undefined;
  /** Whether replies use only the files that we have read so far. */
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

  /** A number that increases with every change. */
  get revision(): number {
    return this.#revision;
  }

  /** A number that increases when files are added or removed, or when the import roots change. */
  get layoutRevision(): number {
    return this.#layoutRevision;
  }

  /** The folder with protobuf's own files. */
  get wellKnownRoot(): FilePath {
    return this.#wellKnown.path;
  }

  /** Returns the files of all folders and the open files outside of them, without files of dependencies. */
  files(): readonly FilePath[] {
    const files = new Set(this.#inFolders);
    for (const path of this.#sources.openPaths()) if (!this.isDependency(path)) files.add(path);
    return [...files];
  }

  /** Whether `files` contains a file. */
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

  /**
   * Returns the folders of dependencies that other tools have fetched. Pass the files in them to `setDependencyFiles`.
   */
  dependencyRoots(): readonly ImportRoot[] {
    return this.#resolverNow().dependencyRoots();
  }

  /**
   * Sets the files of dependencies. No file may import them yet, so we read them when idle, and completion can offer
   * their types.
   */
  setDependencyFiles(paths: readonly FilePath[]): void {
    const isNew =
      paths.length !== this.#knownDependencies.length || paths.some((path, at) => path !== this.#knownDependencies[at]);
    if (isNew) this.#dependenciesChanged(paths);
    this.#unreadDependencies = new Set(paths.filter((path) => this.#sources.summary(path) === undefined));
    this.#dependencyFiles = new Set(paths.filter((path) => !this.#unreadDependencies.has(path)));
  }

  /** Looks again for imports that were not found, because they may be in the new dependencies. */
  #dependenciesChanged(paths: readonly FilePath[]): void {
    this.#knownDependencies = paths;
    this.#retryMissing = true;
    if (this.isRead) this.#lookForMissing();
    this.#revision++;
  }

  /** Returns the files of dependencies that we have read so far. */
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

  /** Refuses the text of an open editor. The reason follows a path: "is larger than 8 MB". */
  refuseBuffer(path: FilePath, reason: string): void {
    const isNew = !this.isOpen(path);
    if (this.#sources.refuseBuffer(path, reason)) this.#bufferChanged(path, isNew);
  }

  #bufferChanged(path: FilePath, isNew: boolean): void {
    // The file may have been a dependency, which the schema tree does not show.
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

  /** Tells the workspace that a file changed on disk. Open buffers keep their own text. */
  diskChanged(path: FilePath): void {
    this.#retryMissing = true;
    this.#preparation?.forget(path);
    this.#sources.diskChanged(path);
    if (!this.isOpen(path)) this.#textChanged(path);
    else this.#savedTextChanged(path);
  }

  /**
   * Tells the workspace that an open file was saved. The members that the user removed before are not in the saved text
   * any more.
   */
  saved(path: FilePath): void {
    this.#preparation?.forget(path);
    this.#sources.diskChanged(path);
    if (this.isOpen(path)) this.#savedTextChanged(path);
  }

  isOpen(path: FilePath): boolean {
    return this.#sources.isOpen(path);
  }

  /** Returns the current text of a file; undefined if the file does not exist. */
  text(path: FilePath): string | undefined {
    return this.#sources.text(path);
  }

  /** Returns why we cannot read an existing file; undefined if we can. */
  unreadable(path: FilePath): string | undefined {
    return this.#sources.refusal(path);
  }

  tree(path: FilePath): SyntaxTree | undefined {
    return this.#sources.tree(path);
  }

  /** Returns the members in the text on disk, if the file is open with a different text. */
  savedMembers(path: FilePath): Members | undefined {
    return this.#sources.savedMembers(path);
  }

  summary(path: FilePath): FileSummary | undefined {
    const waits = this.#isEarly && !isWithin(this.#wellKnown.path, path);
    if (waits) return this.#sources.summary(path);
    return this.#readSummary(path);
  }

  /**
   * Returns the files whose text has this identifier, or the last part of this name. The result may have a few files
   * without it, but it misses none.
   */
  mentionsOf(name: string): ReadonlySet<FilePath> {
    this.#readAll();
    return new Set(this.#index.mentioning(name.slice(name.lastIndexOf('.') + 1)));
  }

  /** Returns the files that import a file, by any import path. */
  importersOf(path: FilePath): ReadonlySet<FilePath> {
    this.#settledResolver();
    return this.#graph.importersOf(path, () => this.files());
  }

  /**
   * Returns each file that can use a name: the result of `files`, the files of dependencies that we have read, and
   * everything that these import, directly or not. After this call, `importersOf` and `mentionsOf` include all of them.
   */
  reached(): ReadonlySet<FilePath> {
    this.#settledResolver();
    const stamp = `${this.#revision} ${this.#layoutRevision} ${this.#dependencyFiles.size}`;
    if (this.#reached?.stamp === stamp) return this.#reached.files;
    const files = this.#reachedNow();
    if (this.isRead) this.#reached = { stamp, files };
    return files;
  }

  #reachedNow(): ReadonlySet<FilePath> {
    const found = new Set([...this.files(), ...this.#dependencyFiles]);
    for (const path of found)
      for (const target of this.#importsOf(path).values()) if (target !== undefined) found.add(target);
    return found;
  }

  /** Returns the packages in which the workspace's own files declare something, sorted. */
  packages(): readonly string[] {
    return this.#packagesNow().names;
  }

  /** Returns the workspace's own files that declare something in a package, sorted. */
  filesOfPackage(name: string): readonly FilePath[] {
    this.#readAll();
    return [...this.#index.filesOf(name)].filter((path) => this.#isListed(path)).sort();
  }

  /** Returns the packages of `packages` that are copies of packages that others maintain. */
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

  /** Returns the workspace's own files whose errors hide everything that they declare, sorted. */
  muteFiles(): readonly FilePath[] {
    this.#readAll();
    return [...this.#index.muteFiles()].filter((path) => this.#isListed(path)).sort();
  }

  /** Returns the rows of a file in the schema tree. */
  rows(path: FilePath): FileRows | undefined {
    this.#readSummary(path);
    return this.#index.rows(path);
  }

  /**
   * Returns the rows of the schema tree whose children changed since the last call; undefined if any row may have
   * changed.
   */
  takeRowChanges(): readonly RowId[] | undefined {
    this.readOpen();
    const changes = this.#index.takeChanges();
    if (this.isRead) return changes;
    // A caller that asks for rows now gets the rows of these files as they are after reading.
    this.#told = new Set(this.#unread);
    return undefined;
  }

  modules(): readonly Module[] {
    return this.#settledResolver().modules;
  }

  /** Returns the module of a file. A file outside all folders is its own module. */
  moduleOf(path: FilePath): Module {
    return this.#settledResolver().moduleOf(path);
  }

  /** Returns the name of a file in descriptors: its path below an import root. */
  nameOf(path: FilePath): string {
    return this.#settledResolver().nameOf(path);
  }

  /** Returns the path of a linked file of this workspace. */
  pathOf(file: FileInterface): FilePath | undefined {
    return this.#links.placeOf(file)?.path;
  }

  /**
   * Returns the linked file for the current text. If you pass an import path, it returns the file that `file` imports
   * by this path.
   */
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

  /** Resolves an import and returns each place that was searched, so that the user can see the reason. */
  searchImport(from: FilePath, importPath: string): ImportSearch {
    return this.#settledResolver().search(from, importPath);
  }

  /** Returns the files that an unresolved import may mean, the most likely ones first. */
  similarFiles(from: FilePath, importPath: string): readonly FilePath[] {
    return this.#settledResolver().similar(from, importPath);
  }

  /** Returns the path by which `from` imports a file; undefined if no import root contains the file. */
  importPathOf(from: FilePath, path: FilePath): string | undefined {
    return this.#settledResolver().importPathOf(from, path);
  }

  /** Whether a file belongs to a dependency. Such a file is in a cache or a package, and the user cannot fix it. */
  isDependency(path: FilePath): boolean {
    return this.#resolverNow().isDependency(path);
  }

  /** Whether we may suggest a file of a dependency to the file `from`. */
  isOfferedTo(from: FilePath, path: FilePath): boolean {
    return this.#resolverNow().isOfferedTo(from, path);
  }

  /** Returns the file, linked against its own import closure. */
  linked(path: FilePath): LinkedFile | undefined {
    return this.#links.whole(path, this.nameOf(path));
  }

  /** A search for the uses of a type without linking. It is valid only while the workspace does not change. */
  typeSearch(fullName: string): TypeSearch {
    const port = {
      file: (path: FilePath) => this.#indexed(path),
      imports: (path: FilePath) => this.#importsOf(path),
      isCycle: (from: FilePath, to: FilePath) => this.#graph.isCycle(from, to),
      text: (path: FilePath) => this.#sources.text(path),
    };
    return new TypeSearch(port, fullName);
  }

  #indexed(path: FilePath): IndexedFile | undefined {
    const [summary, written] = [this.#readSummary(path), this.#index.written(path)];
    if (summary === undefined || written === undefined) return undefined;
    return { path, summary, written };
  }

  /** The files that declare a message, an enum or a service with a full name. Groups do not count. */
  declaringFiles(fullName: string): readonly FilePath[] {
    this.#readAll();
    const candidates = ['', ...packageNames(fullName)].flatMap((name) => [...this.#index.filesOf(name)]);
    return candidates.filter((path) => {
      const file = this.#indexed(path);
      return file !== undefined && declaresType(file, fullName);
    });
  }

  /** Whether the text of a file may use a simple name, and not only declare it. It may be wrong about `true` alone. */
  mayUse(path: FilePath, name: string): boolean {
    this.#readSummary(path);
    return this.#index.written(path)?.mayUse(hashOfWritten(name)) === true;
  }

  /** Returns the interface of a file, which is what importers see. Descriptors need nothing else. */
  exported(path: FilePath): FileInterface | undefined {
    return this.#links.interface(path, this.nameOf(path));
  }

  /** Returns the files that a file imports. It links no more of the file than its verdict needs. */
  imported(path: FilePath): readonly FileInterface[] {
    return this.#links.imported(path, this.nameOf(path));
  }

  /**
   * Returns whether the file has errors, and a stamp that changes if its diagnostics may have changed; undefined if the
   * file does not exist.
   */
  verdict(path: FilePath): Verdict | undefined {
    return this.#links.verdict(path, this.nameOf(path));
  }

  /** Links files as if they had other texts. The trial is valid only while the workspace does not change. */
  trial(texts: TrialTexts): Trial {
    const port = {
      imports: (path: FilePath) => this.#importsOf(path),
      isCycle: (from: FilePath, to: FilePath) => this.#graph.isCycle(from, to),
      interface: (path: FilePath, name: string) => this.#links.interface(path, name),
    };
    return new Trial(port, texts);
  }

  /** Links what a verdict needs, one file per step. It does not notice changes between the steps. */
  *linking(path: FilePath): Generator<undefined, void> {
    if (this.has(path)) yield* this.#links.linking(path, this.nameOf(path));
  }

  /** Returns the verdict of the file with this interface. */
  verdictOf(file: FileInterface): Verdict | undefined {
    const place = this.#links.placeOf(file);
    return place && this.#links.verdict(place.path, place.name);
  }

  /** Whether we have read every file. Only then are the results for imports certain. */
  get isRead(): boolean {
    return this.#unread.size === 0 && !this.isWaiting;
  }

  /** How many files the folders have, and how many of all files we have not read yet. */
  get reading(): { readonly total: number; readonly left: number } {
    return { total: this.#inFolders.size, left: Math.min(this.#unread.size, this.#inFolders.size) };
  }

  /** Whether a caller got a reply about a file that has not arrived. Such a reply may be wrong. */
  get isWaiting(): boolean {
    return this.#preparation !== undefined && this.#preparation.wanted.size > 0;
  }

  /** Whether it is worth waiting for the rest of the files. Only a few are unread, as after a change on disk. */
  get isReadSoon(): boolean {
    return this.#unread.size > 0 && this.#unread.size <= FEW;
  }

  /** Reads the open files. There are few of them, and their contents are in memory. */
  readOpen(): void {
    for (const path of this.#sources.openPaths()) this.#readSummary(path);
  }

  /**
   * Fetches the files that we read next, and the files that a caller asked about. Returns undefined if there is nothing
   * to fetch. If we cannot read a file, we treat it as missing, and the promise does not reject.
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

  /** Fetches the files of dependencies that we read next, as `prepareNext` does. */
  prepareNextDependency(): Promise<void> | undefined {
    const preparation = this.#preparation;
    const [next] = this.#unreadDependencies;
    if (preparation === undefined || next === undefined || preparation.has(next)) return undefined;
    return this.#prepare(preparation, missing(preparation, this.#unreadDependencies));
  }

  async #prepare(preparation: Preparation, paths: Iterable<FilePath>): Promise<void> {
    const arrivals = await preparation.bring([...paths]);
    for (const { path, wasWanted } of arrivals) this.#arrived(path, wasWanted);
    // Imports may resolve to the new files, and the files may show where import roots are.
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

  /** Asks for the imports of all files, so that they arrive together and not one at a time. */
  #askForImports(): void {
    this.#settledResolver();
    const closure = new Set(this.files());
    for (const path of closure)
      for (const target of this.#importsOf(path).values()) if (target !== undefined) closure.add(target);
  }

  /** Reads one more file. Returns whether there are more unread files. */
  readNext(): boolean {
    for (const path of this.#unread) {
      this.#readSummary(path);
      this.#sources.release(path);
      break;
    }
    return !this.isRead;
  }

  /**
   * Looks up the imports of one more file, and returns whether there was one. Checks need them anyway, and a search for
   * references needs them all at once.
   */
  followNext(): boolean {
    this.#settledResolver();
    if (this.#following?.layoutRevision !== this.#layoutRevision)
      this.#following = { layoutRevision: this.#layoutRevision, rest: this.files().values() };
    const next = this.#following.rest.next();
    if (next.done === true) return false;
    this.#importsOf(next.value);
    return true;
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
   * Returns the import path under which we can link a file before we have read all files. Each import in its closure
   * must match only one file; otherwise it returns undefined, and the caller must wait.
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

  /** Links a file without reading every file first; undefined if the caller must wait for that. */
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

  /** Runs `work`, which sees only the files that were read so far. Do not keep its result until every file is read. */
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
   * Takes the file that needs a check most urgently out of the queue. The file may not exist any more. If the queue is
   * empty, we free memory.
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

  /** Puts a file back into the queue, because the caller could not check it yet. */
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

  /** Returns a resolver that takes every file into account. It reads the unread files first. */
  #settledResolver(): ImportResolver {
    if (this.#isEarly) return this.#resolverSoFar();
    this.#readAll();
    if (this.#rootsMovedBy !== 'nobody') this.#settle();
    this.#lookForMissing();
    return this.#resolverNow();
  }

  /** Returns a resolver that takes the open files and the files that we have read so far into account. */
  #resolverSoFar(): ImportResolver {
    this.readOpen();
    if (this.#rootsMovedBy === 'open') this.#settle();
    this.#lookForMissing();
    return this.#resolverNow();
  }

  /** Drops all resolved imports, because the import roots have changed. */
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

  /** Returns the current resolver. It takes only the files into account that were read when it was made. */
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
    // The file may have diagnostics that the server must take back.
    this.#queue.doubted(path);
    this.#links.forget(path);
  }
}

/** Returns the first files that have not arrived, at most one batch. */
function missing(preparation: Preparation, paths: Iterable<FilePath>): readonly FilePath[] {
  const found: FilePath[] = [];
  for (const path of paths) {
    if (found.length === AT_ONCE) break;
    if (!preparation.has(path)) found.push(path);
  }
  return found;
}
