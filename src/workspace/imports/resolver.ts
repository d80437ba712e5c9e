/**
 * Finds the file of an import. It looks below the roots for the importing file's folder, in their order, and finally
 * compares the ends of paths. It does no I/O on its own: the caller says which files exist. It asks the disk only about
 * places that no scan has listed: outside the workspace folders, in folders that a scan left out, and for files whose
 * name does not match `*.proto`.
 */
import { basename, dirname, isWithin, unsavedPart, type FilePath, protobufPathIn } from '../../base/path.ts';
import { isSlip } from '../../base/similar.ts';
import { compareText } from '../../base/strings.ts';
import { inBufCache, type BufDependency } from './buf.ts';
import { namedModules } from './goModules.ts';
import { GoScopes, type GoScope } from './goScopes.ts';
import { divideIntoModules, moduleRoots, type CountedModule, type FolderLayout, type Module } from './modules.ts';
import { importName, importPathBelow, isHabitual, pathBelow, SuffixIndex, Votes, type ImportRoot } from './roots.ts';
import { scopeOf, type Scope, type ScopeLayout } from './scopes.ts';

/** The file of an import, and how we found it. */
export interface ImportResolution {
  readonly importPath: string;
  readonly path?: FilePath;
  /** The root below which we found the file. It is undefined if only the end of a path matched. */
  readonly root?: ImportRoot;
  /** Other files with different contents that match as well. If there are any, the resolver guessed. */
  readonly rivals: readonly FilePath[];
}

/** The file of an import, and the places that we searched for it. */
export interface ImportSearch extends ImportResolution {
  /** The places that we searched before, in order. */
  readonly tried: readonly FilePath[];
  /** Other files of the workspace whose paths end in the import path. */
  readonly others: readonly FilePath[];
  readonly notCached: readonly BufDependency[];
  readonly notLocked: readonly string[];
  /**
   * The Go module that the import path starts with. It is set if a go.mod requires the module, but the module cache
   * does not have it.
   */
  readonly notDownloaded?: ImportRoot | undefined;
  /** The buf.yaml or buf.work.yaml that applies to the importing file. */
  readonly bufFile?: FilePath;
}

/** A workspace folder, with its files and the import roots that we found in it. */
export interface LayoutFolder extends FolderLayout {
  /** The topmost folder that belongs to the workspace folder: the top of its git repository, or the folder itself. */
  readonly top: FilePath;
  /** The folders and `.proto` files in the workspace folder that the scan left out. */
  readonly hidden: readonly FilePath[];
  /** The folders in which packages keep their protos. The scan left them out. */
  readonly packages: readonly FilePath[];
  /**
   * The folders with protos that the scan left out. We look for an import below them only if it is in no other place.
   */
  readonly leftOutRoots: readonly FilePath[];
  /** The roots from go.mod files. */
  readonly go: readonly ImportRoot[];
}

/** The files that a scan has listed, and functions that ask the disk about other files. */
export interface ImportLayout {
  readonly folders: readonly LayoutFolder[];
  /** The open files outside all folders. */
  readonly loose: readonly FilePath[];
  readonly wellKnown: ImportRoot;
  readonly bufCaches: readonly FilePath[];
  /** Returns the layout for a file outside all workspace folders. */
  surroundings(directory: FilePath): LayoutFolder;
  /** The files of dependencies that we know. If they change, this returns a new list. */
  dependencyFiles(): readonly FilePath[];
  /** Whether a file exists on disk. */
  exists(path: FilePath): boolean;
  read(path: FilePath): string | undefined;
  isSameText(a: FilePath, b: FilePath): boolean;
}

/**
 * Resolves imports. It is valid as long as its layout is. If files are added or removed, the workspace makes a new
 * resolver.
 */
export class ImportResolver {
  readonly modules: readonly Module[];
  readonly #layout: ImportLayout;
  readonly #files: ReadonlySet<FilePath>;
  readonly #suffixes: SuffixIndex;
  readonly #moduleOfFile: ReadonlyMap<FilePath, CountedModule>;
  readonly #voteRanks = new Map<Module, ReadonlyMap<FilePath, number>>();
  readonly #folders: readonly FolderScope[];
  readonly #hiddenNames: ReadonlySet<string>;
  readonly #places = new Map<FilePath, Place>();
  readonly #found = new Map<FilePath, Map<string, ImportResolution>>();
  readonly #bufRoots = new Map<BufDependency, ImportRoot | undefined>();
  readonly #slips = new Map<string, readonly string[]>();
  readonly #onDisk = new Map<FilePath, boolean>();
  #dependencies: { readonly paths: readonly FilePath[]; readonly index: SuffixIndex } | undefined;

  constructor(layout: ImportLayout) {
    this.#layout = layout;
    const modules = layout.folders.flatMap(divideIntoModules);
    this.modules = modules;
    this.#moduleOfFile = new Map(modules.flatMap((module) => module.files.map((path) => [path, module])));
    this.#folders = layout.folders
      .map((folder) => this.#folderScope(folder))
      .sort((a, b) => b.layout.folder.length - a.layout.folder.length);
    this.#hiddenNames = new Set(layout.folders.flatMap((folder) => folder.hidden.map(basename)));
    this.#files = new Set([
      ...this.#moduleOfFile.keys(),
      ...layout.loose.filter((path) => unsavedPart(path) === undefined && !this.isDependency(path)),
    ]);
    this.#suffixes = new SuffixIndex(this.#files);
  }

  /** Returns the module of a file. A file outside all folders is its own module. */
  moduleOf(path: FilePath): Module {
    const known = this.#moduleOfFile.get(path);
    if (known !== undefined) return known;
    const { module } = this.#place(dirname(path));
    if (module.files.length === 0 || unsavedPart(path) !== undefined) return { ...module, files: [path] };
    return module;
  }

  /** Whether a file belongs to a dependency of the workspace and not to the workspace. */
  isDependency(path: FilePath): boolean {
    return isWithin(this.#layout.wellKnown.path, path) || this.#place(dirname(path)).own !== undefined;
  }

  /**
   * Whether we may suggest a file to the file `from`. A Go module is a whole repository, so we leave out its test
   * files, and modules that the go.mod of `from` does not require.
   */
  isOfferedTo(from: FilePath, path: FilePath): boolean {
    const { own } = this.#place(dirname(path));
    if (own?.reason !== 'goDependency') return true;
    return !isForTests(path.slice(own.path.length)) && this.#place(dirname(from)).go.requires(path);
  }

  /**
   * Returns the folders of dependencies that other tools have fetched, if a file or setting declares the dependency.
   */
  dependencyRoots(): readonly ImportRoot[] {
    const cached = this.#layout.folders.flatMap(({ buf }) =>
      buf.flatMap(({ locked }) => locked.flatMap((dependency) => this.#cached(dependency) ?? [])),
    );
    return [...cached, ...this.#folders.flatMap(({ go }) => go.everywhere.dependencies)];
  }

  /** Returns the name of a file in descriptors: its path below an import root. */
  nameOf(path: FilePath): string {
    return importName(this.#namingRoots(path), path) ?? basename(path);
  }

  #namingRoots(path: FilePath): readonly ImportRoot[] {
    const { wellKnown } = this.#layout;
    if (isWithin(wellKnown.path, path)) return [wellKnown];
    if (this.#moduleOfFile.has(path)) return this.moduleOf(path).roots;
    const { own } = this.#place(dirname(path));
    if (own) return [own];
    return this.moduleOf(path).roots;
  }

  resolve(from: FilePath, importPath: string): ImportResolution {
    const directory = dirname(from);
    const found = this.#remembered(directory, importPath, () => this.#find(this.#place(directory), importPath));
    const isGuess = found.root === undefined;
    if (!isGuess || (found.path !== from && !found.rivals.includes(from))) return found;
    // The file matched itself only by the end of its path. An import does not mean the file that contains it, so we
    // look for another file.
    return this.#remembered(from, importPath, () => this.#find(this.#place(directory), importPath, from));
  }

  /**
   * Returns the earlier result for an import, or finds it. `key` is a folder. It is a file if the result for its folder
   * does not apply to it.
   */
  #remembered(key: FilePath, importPath: string, find: () => ImportResolution): ImportResolution {
    const known = this.#found.get(key) ?? new Map<string, ImportResolution>();
    this.#found.set(key, known);
    const found = known.get(importPath) ?? find();
    known.set(importPath, found);
    return found;
  }

  /**
   * Updates the resolver after an edit of a file's imports. Returns false if the edit changes the roots. Then you need
   * a new resolver.
   */
  importsChanged(path: FilePath, before: readonly string[], after: readonly string[]): boolean {
    return this.#moduleOfFile.get(path)?.votes.replace(path, before, after) !== true;
  }

  /** Forgets the imports that were not found, because the disk may have changed outside the folders. */
  forgetMissing(): void {
    for (const [path, exists] of this.#onDisk) if (!exists) this.#onDisk.delete(path);
    for (const found of this.#found.values()) {
      for (const [importPath, resolution] of found) if (resolution.path === undefined) found.delete(importPath);
    }
  }

  search(from: FilePath, importPath: string): ImportSearch {
    const resolution = this.resolve(from, importPath);
    const { scope } = this.#place(dirname(from));
    return {
      ...resolution,
      tried: [...new Set(placesBefore(resolution.path, placesBelow(scope.roots, importPath)))],
      others: this.#suffixes.endingIn(importPath).filter((path) => path !== resolution.path),
      notCached: scope.notCached,
      notLocked: scope.notLocked,
      notDownloaded: this.#requiredFor(dirname(from), importPath),
      ...(scope.bufFile !== undefined && { bufFile: scope.bufFile }),
    };
  }

  /**
   * Returns files that an unresolved import may mean. Files with the same base name come first, the longest common ends
   * of the paths at the top. Then come files whose name differs by a typing error.
   */
  similar(from: FilePath, importPath: string): readonly FilePath[] {
    const name = basename(importPath);
    const same = byNearness(from, this.#suffixes.named(name)).sort(
      (a, b) => sharedEnd(b, importPath) - sharedEnd(a, importPath),
    );
    const slips = this.#slipsOf(name).flatMap((other) => byNearness(from, this.#suffixes.named(other)));
    return [...same, ...slips].filter((path) => path !== from);
  }

  /** Returns the path by which `from` imports a file without a guess; undefined if no root contains the file. */
  importPathOf(from: FilePath, path: FilePath): string | undefined {
    const leads = (importPath: string): boolean => {
      const found = this.resolve(from, importPath);
      return found.path === path && found.root !== undefined;
    };
    // All projects import the well-known types by the same paths, even if they have copies in other folders.
    const wellKnown = protobufPathIn(path);
    const below = this.#place(dirname(from)).scope.roots.map((root) => importPathBelow(root, path));
    return [wellKnown, this.nameOf(path), ...below].find((importPath) => importPath !== undefined && leads(importPath));
  }

  /**
   * Returns the names that differ from this one by a typing error. There are many names, so we compare each name with
   * all others only once.
   */
  #slipsOf(name: string): readonly string[] {
    const known = this.#slips.get(name);
    if (known) return known;
    const slips = this.#suffixes
      .names()
      .filter((other) => other !== name && isSlip(stem(name), stem(other)))
      .sort();
    this.#slips.set(name, slips);
    return slips;
  }

  #find(place: Place, importPath: string, importer?: FilePath): ImportResolution {
    if (!isPlain(importPath)) return { importPath, rivals: [] };
    const found = this.#belowRoots(place, importPath) ?? this.#atLast(place, importPath, importer);
    return { importPath, rivals: [], ...this.#nearer(place, importPath, found, importer) };
  }

  /**
   * Replaces a weak result. If a distant root has the file only because of its folder's name or of other imports, we
   * prefer a nearer file: one in the same folder of protos as the importing file.
   */
  #nearer(
    { directory, module }: Place,
    importPath: string,
    found: Found | undefined,
    importer: FilePath | undefined,
  ): Found | undefined {
    if (found?.root === undefined || !isFarGuess(found.root, directory)) return found;
    const folderOf = (path: FilePath): FilePath => dirname(path.slice(0, -importPath.length - 1));
    const shared = folderOf(found.path).length;
    const [path, ...others] = this.#endingIn(directory, importPath)
      .filter((one) => one !== importer && this.#moduleOfFile.get(one) === module)
      .filter((one) => isHabitual(folderOf(one)) && isWithin(folderOf(one), directory))
      .filter((one) => !isWithin(folderOf(found.path), directory) || folderOf(one).length > shared)
      .sort((a, b) => folderOf(b).length - folderOf(a).length || compareText(a, b));
    if (path === undefined) return found;
    const rivals = [...others, found.path].filter((other) => !this.#layout.isSameText(path, other));
    return { path, rivals: [...new Set(rivals)] };
  }

  #belowRoots(place: Place, importPath: string): Found | undefined {
    const { scope } = place;
    let best = this.#listed(place, importPath);
    if (best === undefined || best.rank > scope.goRank) best = this.#inGoModule(place, importPath) ?? best;
    const mayBeHidden = !isScanned(importPath) || importPath.split('/').some((part) => this.#hiddenNames.has(part));
    for (const [rank, root] of scope.roots.entries()) {
      if (best !== undefined && rank >= best.rank) break;
      if (!mayBeHidden && !place.unlisted.has(root)) continue;
      const path = pathBelow(root, importPath);
      if (path !== undefined && this.#exists(path)) return { path, root };
    }
    return best && { path: best.path, root: best.root };
  }

  /**
   * Finds an import below the roots whose files we know, and takes the first root in their order. Only roots of files
   * whose paths end in the import path are possible.
   */
  #listed({ directory, scope, module }: Place, importPath: string): Ranked | undefined {
    const candidates = this.#endingIn(directory, importPath);
    // If very many files have this path, it is faster to look below each of the few roots.
    if (candidates.length > scope.roots.length) {
      const best = this.#firstHolding(scope, importPath);
      if (best !== undefined && best.rank < scope.votedRank) return best;
    }
    let best: Ranked | undefined;
    for (const path of candidates) {
      const folder = path.slice(0, -importPath.length - 1) || '/';
      for (const [rank, root] of this.#rootsAt(folder, scope, module)) {
        if ((best === undefined || rank < best.rank) && pathBelow(root, importPath) === path)
          best = { path, root, rank };
      }
    }
    return best;
  }

  /**
   * Returns the files whose paths end with the import path. It leaves out files in other folders that a bare file name
   * cannot mean.
   */
  #endingIn(directory: FilePath, importPath: string): readonly FilePath[] {
    const found = this.#suffixes.endingIn(importPath);
    if (importPath.includes('/')) return found;
    return found.filter(
      (path) => isWithin(dirname(path), directory) || this.#moduleOfFile.get(path)?.votes.isRefuted(path) !== true,
    );
  }

  #firstHolding(scope: Scope, importPath: string): Ranked | undefined {
    for (const [rank, root] of scope.roots.entries()) {
      if (root.prefix !== undefined) continue;
      const path = pathBelow(root, importPath);
      if (path !== undefined && this.#files.has(path)) return { path, root, rank };
    }
    return undefined;
  }

  *#rootsAt(folder: FilePath, scope: Scope, module: Module): Generator<readonly [rank: number, root: ImportRoot]> {
    for (const rank of scope.ranks.get(folder) ?? []) {
      const root = scope.roots[rank];
      if (root) yield [rank, root];
    }
    const voted = this.#votesOf(module).get(folder);
    if (voted !== undefined) yield [scope.votedRank + voted, { path: folder, reason: 'imports' }];
  }

  #votesOf(module: Module): ReadonlyMap<FilePath, number> {
    const known = this.#voteRanks.get(module);
    if (known) return known;
    const voted = module.roots.filter((root) => root.reason === 'imports');
    const votes = new Map(voted.map((root, at) => [root.path, at / (2 * voted.length)]));
    this.#voteRanks.set(module, votes);
    return votes;
  }

  /**
   * Finds an import that starts with the path of a Go module, such as `github.com/org/repo/proto/x.proto`. The longest
   * module path takes precedence.
   */
  #inGoModule(place: Place, importPath: string): Ranked | undefined {
    for (const prefix of foldersOf(importPath)) {
      for (const root of place.go.named(prefix)) {
        const path = pathBelow(root, importPath);
        if (path !== undefined && this.#exists(path)) return { path, root, rank: place.scope.goRank };
      }
    }
    return undefined;
  }

  #requiredFor(directory: FilePath, importPath: string): ImportRoot | undefined {
    const required = [...this.#place(directory).go.modules()].filter((root) => root.reason === 'goDependency');
    return required.find((root) => pathBelow(root, importPath) !== undefined && !this.#exists(`${root.path}/go.mod`));
  }

  /**
   * Finds the file of an import if no root contains it. It tries the strongest evidence first: a file whose path ends
   * in the whole import path, then a module's name, then a part of the path.
   */
  #atLast(place: Place, importPath: string, importer: FilePath | undefined): Found | undefined {
    const nearest = (paths: readonly FilePath[]): Found | undefined =>
      this.#nearest(
        place,
        importPath,
        paths.filter((path) => path !== importer),
      );
    return (
      nearest(this.#endingIn(place.directory, importPath)) ??
      this.#inOtherFolder(importPath) ??
      this.#byModuleName(place, importPath) ??
      nearest(this.#byLongestEnd(place, importPath)) ??
      this.#inLeftOut(place, importPath) ??
      this.#inRequiredModule(place, importPath)
    );
  }

  #likely({ module }: Place, importPath: string, found: readonly FilePath[]): readonly FilePath[] {
    const own = found.filter((path) => this.#moduleOfFile.get(path) === module);
    // If the only match is a file name in another module, the evidence is too weak.
    if (own.length > 0 || !importPath.includes('/')) return own;
    return found;
  }

  /** Chooses among files: files of the same module come first, then the nearest ones. */
  #nearest(place: Place, importPath: string, found: readonly FilePath[]): Found | undefined {
    const likely = this.#likely(place, importPath, found);
    const nearest = Math.max(...likely.map((path) => sharedFolders(place.directory, path)));
    const [path, ...tied] = byNearness(`${place.directory}/`, likely).filter(
      (item) => sharedFolders(place.directory, item) === nearest,
    );
    if (path === undefined) return undefined;
    return { path, rivals: tied.filter((other) => !this.#layout.isSameText(path, other)) };
  }

  /** Finds an import that starts with a Go module of any workspace folder. */
  #inOtherFolder(importPath: string): Found | undefined {
    for (const { go } of this.#folders) {
      const own = ownedBy(go.everywhere, importPath).filter(({ reason }) => reason === 'goModule');
      for (const root of own) {
        const path = pathBelow(root, importPath);
        if (path !== undefined && this.#exists(path)) return { path, root };
      }
    }
    return undefined;
  }

  /**
   * Finds an import in the folders that the scan left out, such as folders that git ignores or that npm installs. They
   * may contain dependencies, or copies that the build makes.
   */
  #inLeftOut({ directory }: Place, importPath: string): Found | undefined {
    const inside = this.#folders.find(({ layout }) => isWithin(layout.folder, directory));
    for (const path of inside?.layout.leftOutRoots ?? []) {
      const root: ImportRoot = { path, reason: 'leftOut' };
      const found = pathBelow(root, importPath);
      if (found !== undefined && this.#exists(found)) return { path: found, root };
    }
    return undefined;
  }

  /**
   * Finds an import in the required Go modules, if only one of their files has a path that ends with the import path.
   */
  #inRequiredModule({ go }: Place, importPath: string): Found | undefined {
    const found = this.#ofDependencies(importPath).flatMap((path) => {
      const root = go.required.find((module) => isWithin(module.path, path));
      return root === undefined ? [] : [{ path, root }];
    });
    const [only, second] = found;
    if (only === undefined || second !== undefined) return undefined;
    const folder = only.path.slice(0, -importPath.length - 1);
    return { path: only.path, root: { ...only.root, path: folder, reason: 'goDependencyFolder' } };
  }

  #ofDependencies(importPath: string): readonly FilePath[] {
    const paths = this.#layout.dependencyFiles();
    if (this.#dependencies?.paths !== paths) this.#dependencies = { paths, index: new SuffixIndex(paths) };
    return this.#dependencies.index.endingIn(importPath);
  }

  /** Finds an import that starts with the end of a Go module's path, if only one such file exists. */
  #byModuleName(place: Place, importPath: string): Found | undefined {
    const found = new Map<FilePath, ImportRoot>();
    for (const root of namedModules([...place.go.modules()], importPath)) {
      const path = pathBelow(root, importPath);
      if (path !== undefined && !found.has(path) && this.#exists(path)) found.set(path, root);
    }
    const [only, second] = found;
    if (only === undefined || second !== undefined) return undefined;
    return { path: only[0], root: only[1] };
  }

  /**
   * Finds files by an end of an import path. If the path starts with a host name, the folders on disk may lack some of
   * its first parts. A file name alone is too weak a match. If the path starts with a known Go module, we do not try
   * this.
   */
  #byLongestEnd(place: Place, importPath: string): readonly FilePath[] {
    const parts = importPath.split('/');
    if (parts[0]?.includes('.') !== true || ownedBy(place.go, importPath).length > 0) return [];
    for (let from = 1; from < parts.length - 1; from++) {
      const found = this.#suffixes.endingIn(parts.slice(from).join('/'));
      if (found.length > 0) return found;
    }
    return [];
  }

  #exists(path: FilePath): boolean {
    if (this.#files.has(path)) return true;
    const inside = this.#folders.find(({ layout }) => isWithin(layout.folder, path));
    if (inside && isScanned(path) && !isHidden(inside, path)) return false;
    const known = this.#onDisk.get(path);
    if (known !== undefined) return known;
    const exists = this.#layout.exists(path);
    this.#onDisk.set(path, exists);
    return exists;
  }

  #place(directory: FilePath): Place {
    const known = this.#places.get(directory);
    if (known) return known;
    const place = this.#makePlace(directory);
    this.#places.set(directory, place);
    return place;
  }

  #makePlace(directory: FilePath): Place {
    const meant = unsavedPart(directory);
    if (meant === '.') return this.#place(this.#layout.folders[0]?.folder ?? '/');
    if (meant !== undefined) return this.#place(meant || '/');
    const inside = this.#folders.find(({ layout }) => isWithin(layout.folder, directory));
    if (inside === undefined || isHidden(inside, directory)) {
      for (const folder of this.#folders) {
        const own = this.#dependencyAround(directory, folder);
        if (own) return this.#placeIn(directory, { folder: own.path, roots: [own], files: [] }, folder, own);
      }
    }
    if (inside) return this.#placeIn(directory, this.#moduleAround(directory, inside.layout), inside);
    const layout = this.#layout.surroundings(directory);
    return this.#placeIn(
      directory,
      { folder: directory, roots: moduleRoots(layout, directory, new Votes([])), files: [] },
      this.#folderScope(layout),
    );
  }

  #placeIn(directory: FilePath, module: Module, folder: FolderScope, own?: ImportRoot): Place {
    // For files in a dependency, the go.mod that requires the dependency decides.
    const go = folder.go.at(own?.source === undefined ? directory : dirname(own.source));
    const layout = { ...folder.scope, goDependencies: go.dependencies };
    const scope = scopeOf(directory, module, this.#votesOf(module), layout, own);
    const unlisted = new Set(scope.roots.filter((root) => root.prefix !== undefined || !this.#isListed(root.path)));
    return { directory, module, scope, go, unlisted, own };
  }

  /** Returns the innermost module that contains a folder. The folder has no files that a scan listed. */
  #moduleAround(directory: FilePath, { folder }: LayoutFolder): Module {
    const around = this.modules
      .filter((module) => isWithin(module.folder, directory))
      .sort((a, b) => b.folder.length - a.folder.length)[0];
    return around ?? { folder, roots: [{ path: folder, reason: 'folder' }], files: [] };
  }

  #dependencyAround(directory: FilePath, { layout, scope, go }: FolderScope): ImportRoot | undefined {
    const cached = this.#place(layout.folder).scope.roots.filter((root) => root.reason === 'bufDependency');
    const required = [...go.everywhere.modules()].filter((root) => root.reason === 'goDependency').map(withoutPrefix);
    return [...cached, ...go.everywhere.dependencies.toReversed(), ...required, ...scope.packages].find((root) =>
      isWithin(root.path, directory),
    );
  }

  #isListed(folder: FilePath): boolean {
    const inside = this.#folders.find(({ layout }) => isWithin(layout.folder, folder));
    return inside !== undefined && !isHidden(inside, folder);
  }

  /** Finds a dependency in buf's cache. We look it up only once, because many folders share a lock file. */
  #cached(dependency: BufDependency): ImportRoot | undefined {
    if (!this.#bufRoots.has(dependency))
      this.#bufRoots.set(dependency, inBufCache(dependency, this.#layout.bufCaches, this.#layout));
    return this.#bufRoots.get(dependency);
  }

  #folderScope(layout: LayoutFolder): FolderScope {
    return {
      layout,
      go: new GoScopes(layout.go),
      hidden: new Set(layout.hidden),
      scope: {
        folder: layout.folder,
        top: layout.top,
        configuredRoots: layout.configuredRoots,
        buf: layout.buf,
        bazel: layout.bazel,
        habits: layout.habits,
        packages: layout.packages.map((path) => ({ path, reason: 'package' })),
        wellKnown: this.#layout.wellKnown,
        cached: (dependency) => this.#cached(dependency),
      },
    };
  }
}

interface Found {
  readonly path: FilePath;
  readonly root?: ImportRoot;
  readonly rivals?: readonly FilePath[];
}

/** A file below a root, and the position of the root in the order. */
interface Ranked extends Found {
  readonly root: ImportRoot;
  readonly rank: number;
}

interface FolderScope {
  readonly layout: LayoutFolder;
  readonly scope: Omit<ScopeLayout, 'goDependencies'>;
  readonly hidden: ReadonlySet<FilePath>;
  readonly go: GoScopes;
}

/** The module and the import roots that apply to the files of one folder. */
interface Place {
  readonly directory: FilePath;
  readonly module: Module;
  readonly scope: Scope;
  readonly go: GoScope;
  /** The roots whose files no scan has listed. */
  readonly unlisted: ReadonlySet<ImportRoot>;
  /** The root of the dependency that contains the folder. */
  readonly own: ImportRoot | undefined;
}

/** Yields the folders of an import path, longest first: `a/b` and `a` for `a/b/c.proto`. */
function* foldersOf(importPath: string): Generator<string> {
  for (let slash = importPath.lastIndexOf('/'); slash > 0; slash = importPath.lastIndexOf('/', slash - 1)) {
    yield importPath.slice(0, slash);
  }
}

/**
 * Returns the folders of the Go module that an import starts with. The longest module path decides. The list is empty
 * if we know no such module.
 */
function ownedBy(go: GoScope, importPath: string): readonly ImportRoot[] {
  for (const prefix of foldersOf(importPath)) {
    const roots = go.named(prefix);
    if (roots.length > 0) return roots;
  }
  return [];
}

function isFarGuess({ path, reason }: ImportRoot, directory: FilePath): boolean {
  return (reason === 'habit' || reason === 'imports') && !isWithin(path, directory);
}

/** Removes the prefix of a root, because paths inside a dependency start at the dependency's folder. */
function withoutPrefix({ path, reason, source, dependency }: ImportRoot): ImportRoot {
  return { path, reason, ...(source !== undefined && { source }), ...(dependency !== undefined && { dependency }) };
}

function isHidden({ layout, hidden }: FolderScope, path: FilePath): boolean {
  if (hidden.size === 0) return false;
  for (let end = path.length; end > layout.folder.length; end = path.lastIndexOf('/', end - 1)) {
    if (hidden.has(path.slice(0, end))) return true;
  }
  return false;
}

/** Whether a scan lists a file of this name. protoc imports a file with any name. */
function isScanned(path: string): boolean {
  return path.endsWith('.proto');
}

function stem(name: string): string {
  return name.replace(/\.proto$/, '');
}

function placesBelow(roots: readonly ImportRoot[], importPath: string): readonly FilePath[] {
  if (!isPlain(importPath)) return [];
  return roots.map((root) => pathBelow(root, importPath)).filter((path) => path !== undefined);
}

/**
 * Returns the places before the one with the file. It returns all of them if the file is in another place or does not
 * exist.
 */
function placesBefore(found: FilePath | undefined, places: readonly FilePath[]): readonly FilePath[] {
  const at = places.findIndex((place) => place === found);
  if (at < 0) return places;
  return places.slice(0, at);
}

/** Whether protoc allows an import path: it has no empty part, no `.` or `..`, and no backslash. */
function isPlain(path: string): boolean {
  return !path.includes('\\') && !path.split('/').some((part) => part === '' || part === '.' || part === '..');
}

/** Whether a folder in the path shows that the file is for the tests or examples of its repository. */
function isForTests(path: string): boolean {
  return path
    .split('/')
    .slice(0, -1)
    .some((folder) => FOR_TESTS.has(folder.slice(folder.lastIndexOf('_') + 1)));
}

const FOR_TESTS: ReadonlySet<string> = new Set([
  'benchmark',
  'benchmarks',
  'example',
  'examples',
  'internal',
  'interop',
  'test',
  'testdata',
  'testing',
  'tests',
]);

/** Sorts paths: those that share more folders with `from` come first. */
function byNearness(from: FilePath, paths: readonly FilePath[]): FilePath[] {
  const directory = dirname(from);
  const near = new Map(paths.map((path) => [path, sharedFolders(directory, path)]));
  return [...paths].sort((a, b) => (near.get(b) ?? 0) - (near.get(a) ?? 0) || a.length - b.length || compareText(a, b));
}

function sharedFolders(directory: FilePath, path: FilePath): number {
  const own = directory.split('/');
  const other = dirname(path).split('/');
  const end = own.findIndex((part, at) => other[at] !== part);
  if (end < 0) return own.length;
  return end;
}

/** Returns how many parts two paths have in common, counted from their ends. */
function sharedEnd(a: string, b: string): number {
  const other = b.split('/').reverse();
  const parts = a.split('/').reverse();
  const end = other.findIndex((part, at) => parts[at] !== part);
  if (end < 0) return other.length;
  return end;
}
