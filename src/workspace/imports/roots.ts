/**
 * Finds import roots from the layout of files alone, so that you do not have to configure them.
 *
 * An import path names a file below some root. If the paths of exactly one file of the module end in this import path,
 * the folder before the import path must be the root. Each such import is a vote for the root. Folders with usual names
 * for protos are roots too, if no vote concerns them. The module's own folder is always a root.
 */
import { isWithin, join, relativeTo, type FilePath } from '../../base/path.ts';
import { compareText } from '../../base/strings.ts';

/** A file and its import paths. */
export interface ImportingFile {
  readonly path: FilePath;
  readonly imports: readonly string[];
}

/** Why a folder is an import root. "Explain This Import" shows it. */
export type RootReason =
  | 'setting'
  | 'buf'
  | 'bufDependency'
  | 'bazel'
  | 'goModule'
  | 'goModuleName'
  | 'goDependency'
  | 'goDependencyFolder'
  | 'imports'
  | 'habit'
  | 'thirdParty'
  | 'folder'
  | 'around'
  | 'package'
  | 'leftOut'
  | 'wellKnown';

/** A folder in which import paths are looked up. */
export interface ImportRoot {
  readonly path: FilePath;
  /** Why the folder is a root. */
  readonly reason: RootReason;
  /** The setting that names the root, if it is not `grpcWorkbench.importRoots`. */
  readonly setting?: string;
  /** The prefix of import paths below the root, as in protoc's `--proto_path=prefix=folder`. */
  readonly prefix?: string;
  /** The file that makes the folder a root: a buf.yaml, buf.work.yaml, buf.lock, go.mod or BUILD file. */
  readonly source?: FilePath;
  /** The name and the version of the dependency in this folder. */
  readonly dependency?: string;
  /** The folders below the root that do not belong to it. */
  readonly excludes?: readonly FilePath[];
  /** The only folders and files below the root that belong to it. If it is undefined, all of them do. */
  readonly includes?: readonly FilePath[];
  /**
   * The location of each file by its import path. A cache that names files by their contents needs it. No other files
   * belong to the root.
   */
  readonly files?: ReadonlyMap<string, FilePath>;
}

/** Usual names of folders with a project's own protos, the clearest names first. */
const HABITS = [
  'proto',
  'protos',
  'protobuf',
  'protobufs',
  'src/main/proto',
  'src/main/protobuf',
  'src/proto',
  'src/test/proto',
  'api',
  'apis',
  'idl',
  'pb',
  'schema',
  'schemas',
  'include',
  'src',
];

/** Usual names of folders with third-party files. Each folder directly inside such a folder is a root too. */
const THIRD_PARTY = [
  'third_party',
  'third-party',
  'thirdparty',
  '3rdparty',
  'vendor',
  'vendor.protogen',
  'external',
  'extern',
  'deps',
  'submodules',
  '.pollapo',
];

/**
 * Names that do not show by themselves that a folder is an import root, because folders with other files have them too.
 */
const VAGUE = new Set(['pb', 'schema', 'schemas', 'include', 'src', 'deps', 'external', 'extern', 'submodules']);

/** Whether a folder has a usual name for a project's own protos. */
export function isHabitual(folder: FilePath): boolean {
  return HABITS.some((name) => folder.endsWith(`/${name}`));
}

/** Whether a folder has a usual name for third-party files. */
export function isThirdParty(folder: FilePath): boolean {
  return THIRD_PARTY.some((name) => folder.endsWith(`/${name}`));
}

/** Whether a folder with this name certainly contains third-party files. */
export function isTellingThirdParty(name: string): boolean {
  return THIRD_PARTY.includes(name) && !VAGUE.has(name);
}

/**
 * Returns the path of the file that an import path names below a root; undefined if the root cannot have such a file.
 */
export function pathBelow(root: ImportRoot, importPath: string): FilePath | undefined {
  const { prefix } = root;
  if (root.files !== undefined) return root.files.get(importPath);
  if (prefix !== undefined && !importPath.startsWith(`${prefix}/`)) return undefined;
  const path = join(root.path, prefix === undefined ? importPath : importPath.slice(prefix.length + 1));
  if (holds(root, path)) return path;
  return undefined;
}

function holds(root: ImportRoot, path: FilePath): boolean {
  if (root.excludes?.some((folder) => isWithin(folder, path)) === true) return false;
  return root.includes === undefined || root.includes.some((folder) => isWithin(folder, path));
}

/** Whether a root includes everything below its folder. */
export function isWhole(root: ImportRoot): boolean {
  return root.excludes === undefined && root.includes === undefined && root.files === undefined;
}

/** Returns the import path of a file below a root; undefined if the file does not belong to the root. */
export function importPathBelow(root: ImportRoot, path: FilePath): string | undefined {
  if (root.files !== undefined) return [...root.files].find(([, place]) => place === path)?.[0];
  const rest = relativeTo(root.path, path);
  if (rest === undefined || !holds(root, path)) return undefined;
  if (root.prefix === undefined) return rest;
  return `${root.prefix}/${rest}`;
}

/**
 * Returns the roots of one module, in their order of precedence. `voted` and `habits` are roots in the module's folder.
 */
export function findRoots(
  folder: FilePath,
  known: readonly ImportRoot[],
  voted: readonly FilePath[],
  habits: readonly ImportRoot[],
): readonly ImportRoot[] {
  const roots: ImportRoot[] = [...known];
  for (const path of voted) add(roots, { path, reason: 'imports' });
  for (const habit of habits) {
    const spokenFor = voted.some((root) => isWithin(root, habit.path));
    if (!spokenFor && !isVague(folder, habit.path)) add(roots, habit);
  }
  add(roots, { path: folder, reason: 'folder' });
  return roots;
}

/** Returns the import path of a file: its path below the innermost root that includes it. */
export function importName(roots: readonly ImportRoot[], path: FilePath): string | undefined {
  let innermost: ImportRoot | undefined;
  for (const root of roots) {
    if (root.path.length > (innermost?.path.length ?? -1) && importPathBelow(root, path) !== undefined)
      innermost = root;
  }
  return innermost && importPathBelow(innermost, path);
}

/** The number of imports that start from a folder. */
interface Count {
  /** The number of such imports in files inside the folder. */
  home: number;
  /** The number of such imports in files outside the folder, by import path. */
  readonly away: Map<string, number>;
}

/**
 * Counts the votes of imports for roots. A root may be above the folder of the importing files. An import of a bare
 * file name is not always a vote for the folder of that file. If other imports name the file by a longer path, a file
 * in another folder must mean another file by the bare name.
 */
export class Votes {
  readonly #suffixes: SuffixIndex;
  readonly #counts = new Map<FilePath, Count>();
  /** The paths in imports, by the file name at their end. Each path has its number of imports. */
  readonly #written = new Map<string, Map<string, number>>();
  /** The results that `isRefuted` has returned. */
  readonly #told = new Map<FilePath, boolean>();
  #ordered: readonly FilePath[] = [];

  constructor(files: readonly ImportingFile[]) {
    this.#suffixes = new SuffixIndex(files.map((file) => file.path));
    for (const file of files) this.#count(file.path, file.imports, 1);
    this.#ordered = this.#order();
  }

  /** The folders with votes, those with the most votes first. */
  get ordered(): readonly FilePath[] {
    return this.#ordered;
  }

  /**
   * Updates the votes after an edit of a file's imports. Returns whether the edit changes the order of the roots, or a
   * result of `isRefuted`.
   */
  replace(path: FilePath, before: readonly string[], after: readonly string[]): boolean {
    this.#count(path, before, -1);
    this.#count(path, after, 1);
    const ordered = this.#order();
    const isOtherOrder =
      ordered.length !== this.#ordered.length || ordered.some((root, at) => this.#ordered[at] !== root);
    this.#ordered = ordered;
    return isOtherOrder || [...this.#told].some(([file, told]) => this.#isOnlyCalledLonger(file) !== told);
  }

  /** Whether a bare file name in another folder cannot mean this file. */
  isRefuted(path: FilePath): boolean {
    const refuted = this.#isOnlyCalledLonger(path);
    this.#told.set(path, refuted);
    return refuted;
  }

  #isOnlyCalledLonger(path: FilePath): boolean {
    const slash = path.lastIndexOf('/');
    const root = path.slice(0, slash);
    return this.#isCalledLonger(root, path.slice(slash + 1)) && !this.#isOpen(root, this.#counts.get(root));
  }

  #count(from: FilePath, imports: readonly string[], by: number): void {
    for (const path of imports) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const written = this.#written.get(name) ?? new Map<string, number>();
      this.#written.set(name, written);
      countIn(written, path, by);
      const [only, second] = this.#suffixes.endingIn(path);
      if (only === undefined || second !== undefined) continue;
      this.#vote(only.slice(0, -path.length - 1), { from, path, by });
    }
  }

  #vote(root: FilePath, { from, path, by }: { from: FilePath; path: string; by: number }): void {
    const count = this.#counts.get(root) ?? { home: 0, away: new Map<string, number>() };
    if (isWithin(root, from)) count.home += by;
    else countIn(count.away, path, by);
    if (count.home === 0 && count.away.size === 0) this.#counts.delete(root);
    else this.#counts.set(root, count);
  }

  /** Whether files in other folders certainly use this folder as a root. */
  #isOpen(root: FilePath, count: Count | undefined): boolean {
    const paths = [...(count?.away.keys() ?? [])];
    return paths.some((path) => path.includes('/') || !this.#isCalledLonger(root, path));
  }

  #isCalledLonger(root: FilePath, name: string): boolean {
    const path = `${root}/${name}`;
    return [...(this.#written.get(name)?.keys() ?? [])].some((other) => other !== name && path.endsWith(`/${other}`));
  }

  #order(): readonly FilePath[] {
    const votes = [...this.#counts].map(([root, count]) => [root, this.#votesFor(root, count)] as const);
    return votes
      .filter(([, count]) => count > 0)
      .sort(([a, one], [b, other]) => other - one || a.length - b.length || compareText(a, b))
      .map(([root]) => root);
  }

  #votesFor(root: FilePath, count: Count): number {
    if (!this.#isOpen(root, count)) return count.home;
    return [...count.away.values()].reduce((sum, one) => sum + one, count.home);
  }
}

function countIn(counts: Map<string, number>, key: string, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}

function add(roots: ImportRoot[], candidate: ImportRoot): void {
  if (!roots.some((root) => root.path === candidate.path && root.prefix === undefined && isWhole(root)))
    roots.push(candidate);
}

function isVague(folder: FilePath, habit: FilePath): boolean {
  const [name = ''] = habit.slice(folder.length + 1).split('/');
  return VAGUE.has(name) && habit === join(folder, name);
}

function reasonOf(rank: number): 'habit' | 'thirdParty' {
  if (rank < HABITS.length) return 'habit';
  return 'thirdParty';
}

/** Finds the folders with usual names, by their parent folder. */
export class HabitFolders {
  readonly #byParent = new Map<FilePath, ImportRoot[]>();

  /** `paths` are files. `folders` are folders whose files we do not know. */
  constructor(paths: Iterable<FilePath>, folders: Iterable<FilePath> = []) {
    const all = new Set<FilePath>(folders);
    for (const path of [...paths, ...all]) addParents(path, all);
    const children = new Map<FilePath, FilePath[]>();
    const found: (readonly [rank: number, parent: FilePath, root: ImportRoot])[] = [];
    for (const path of all) {
      const parent = path.slice(0, path.lastIndexOf('/'));
      const siblings = children.get(parent);
      if (siblings) siblings.push(path);
      else children.set(parent, [path]);
      for (const [rank, name] of namesAtEndOf(path)) {
        found.push([rank, path.slice(0, -name.length - 1), { path, reason: reasonOf(rank) }]);
      }
    }
    for (const [, parent, root] of found.sort((a, b) => a[0] - b[0])) {
      const below = root.reason === 'thirdParty' ? (children.get(root.path) ?? []).sort() : [];
      const roots = this.#byParent.get(parent) ?? [];
      roots.push(root, ...below.map((path): ImportRoot => ({ path, reason: 'thirdParty' })));
      this.#byParent.set(parent, roots);
    }
  }

  in(folder: FilePath): readonly ImportRoot[] {
    return this.#byParent.get(folder) ?? [];
  }
}

const HABIT_NAMES = new Map<string, (readonly [rank: number, name: string])[]>();
for (const [rank, name] of [...HABITS, ...THIRD_PARTY].entries()) {
  const last = name.slice(name.lastIndexOf('/') + 1);
  HABIT_NAMES.set(last, [...(HABIT_NAMES.get(last) ?? []), [rank, name]]);
}

function namesAtEndOf(path: FilePath): readonly (readonly [rank: number, name: string])[] {
  const names = HABIT_NAMES.get(path.slice(path.lastIndexOf('/') + 1)) ?? [];
  return names.filter(([, name]) => path.endsWith(`/${name}`));
}

function addParents(path: FilePath, into: Set<FilePath>): void {
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    const folder = path.slice(0, slash);
    if (into.has(folder)) return;
    into.add(folder);
  }
}

/** Finds files by the end of their path. Only whole parts match: the path `ab/c.proto` does not end in `b/c.proto`. */
export class SuffixIndex {
  readonly #byName = new Map<string, FilePath[]>();
  /** The files by the last two parts of their paths, because many projects have a `service.proto` in every folder. */
  readonly #byTwoParts = new Map<string, FilePath[]>();

  constructor(paths: Iterable<FilePath>) {
    for (const path of paths) {
      const slash = path.lastIndexOf('/');
      put(this.#byName, path.slice(slash + 1), path);
      put(this.#byTwoParts, path.slice(path.lastIndexOf('/', slash - 1) + 1), path);
    }
  }

  endingIn(suffix: string): readonly FilePath[] {
    const slash = suffix.lastIndexOf('/');
    if (slash < 0) return this.named(suffix);
    const second = suffix.lastIndexOf('/', slash - 1);
    const same = this.#byTwoParts.get(suffix.slice(second + 1)) ?? [];
    if (second < 0) return same;
    return same.filter((path) => path.endsWith(`/${suffix}`));
  }

  /** Returns the files with this base name. */
  named(name: string): readonly FilePath[] {
    return this.#byName.get(name) ?? [];
  }

  names(): string[] {
    return [...this.#byName.keys()];
  }
}

function put(index: Map<string, FilePath[]>, key: string, path: FilePath): void {
  const same = index.get(key);
  if (same) same.push(path);
  else index.set(key, [path]);
}
