/**
 * Finds import roots from the layout alone, so that you do not have to configure them.
 *
 * An import names a file by a path below some root. If exactly one file of the module ends in that path, the part
 * before it must be the root: each such import is a vote. Folders in which protos usually are count if no vote speaks
 * about them. The module's own folder always counts.
 */
import { isWithin, join, relativeTo, type FilePath } from '../../base/path.ts';
import { compareText } from '../../base/strings.ts';

/** A file and the paths that it imports. */
export interface ImportingFile {
  readonly path: FilePath;
  readonly imports: readonly string[];
}

/** Why a folder is an import root, for "Explain This Import". */
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
  /** Why it is a root. */
  readonly reason: RootReason;
  /** The setting that names it, if that is not `grpcWorkbench.importRoots`. */
  readonly setting?: string;
  /** The prefix of import paths below it, as in protoc's `--proto_path=prefix=folder`. */
  readonly prefix?: string;
  /** The file that makes it a root: a buf.yaml, buf.work.yaml, buf.lock, go.mod or BUILD file. */
  readonly source?: FilePath;
  /** Name and version of the dependency in it. */
  readonly dependency?: string;
  /** Folders below it that do not belong to the root. */
  readonly excludes?: readonly FilePath[];
  /** The only folders and files below it that belong to it; if missing, everything does. */
  readonly includes?: readonly FilePath[];
  /**
   * The location of each file by import path, for a cache that keeps files by their content. No other files belong to
   * the root.
   */
  readonly files?: ReadonlyMap<string, FilePath>;
}

/** Folders in which projects keep their own protos, the more telling names first. */
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

/** Folders for third-party files; each folder directly below is a root too. */
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
 * These names are too vague: the name of a file does not start below a folder just because the folder has such a name.
 */
const VAGUE = new Set(['pb', 'schema', 'schemas', 'include', 'src', 'deps', 'external', 'extern', 'submodules']);

/** Whether a folder has a common name for a folder with a project's own protos. */
export function isHabitual(folder: FilePath): boolean {
  return HABITS.some((name) => folder.endsWith(`/${name}`));
}

/** Whether a folder has a name for files that others wrote. */
export function isThirdParty(folder: FilePath): boolean {
  return THIRD_PARTY.some((name) => folder.endsWith(`/${name}`));
}

/** Whether a folder of this name certainly holds third-party files. */
export function isTellingThirdParty(name: string): boolean {
  return THIRD_PARTY.includes(name) && !VAGUE.has(name);
}

/** The path that `importPath` would have below a root; undefined if it cannot be there. */
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

/** Whether everything below its folder belongs to a root. */
export function isWhole(root: ImportRoot): boolean {
  return root.excludes === undefined && root.includes === undefined && root.files === undefined;
}

/** Import path of `path` below a root; undefined if it is not there. */
export function importPathBelow(root: ImportRoot, path: FilePath): string | undefined {
  if (root.files !== undefined) return [...root.files].find(([, place]) => place === path)?.[0];
  const rest = relativeTo(root.path, path);
  if (rest === undefined || !holds(root, path)) return undefined;
  if (root.prefix === undefined) return rest;
  return `${root.prefix}/${rest}`;
}

/**
 * Roots of one module, in the order in which they give its files their names. `voted` and `habits` belong to the
 * module's folder.
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

/** The name of a file: its path below the innermost root that holds it. */
export function importName(roots: readonly ImportRoot[], path: FilePath): string | undefined {
  let innermost: ImportRoot | undefined;
  for (const root of roots) {
    if (root.path.length > (innermost?.path.length ?? -1) && importPathBelow(root, path) !== undefined)
      innermost = root;
  }
  return innermost && importPathBelow(innermost, path);
}

/** How often imports start from a folder. */
interface Count {
  /** From files in the folder itself. */
  home: number;
  /** From files elsewhere, by import path. */
  readonly away: Map<string, number>;
}

/**
 * Roots that imports vote for. They may be above the files' own folder. If other files import a file by a longer path,
 * then a bare file name outside its folder means another file of that name, so it is no vote.
 */
export class Votes {
  readonly #suffixes: SuffixIndex;
  readonly #counts = new Map<FilePath, Count>();
  /** The paths that files are imported by, by the name of the file. */
  readonly #written = new Map<string, Map<string, number>>();
  /** What `isRefuted` said. */
  readonly #told = new Map<FilePath, boolean>();
  #ordered: readonly FilePath[] = [];

  constructor(files: readonly ImportingFile[]) {
    this.#suffixes = new SuffixIndex(files.map((file) => file.path));
    for (const file of files) this.#count(file.path, file.imports, 1);
    this.#ordered = this.#order();
  }

  /** Most votes first. */
  get ordered(): readonly FilePath[] {
    return this.#ordered;
  }

  /** Counts the edited imports of a file. Returns whether this changes the order, or a result of `isRefuted`. */
  replace(path: FilePath, before: readonly string[], after: readonly string[]): boolean {
    this.#count(path, before, -1);
    this.#count(path, after, 1);
    const ordered = this.#order();
    const isOtherOrder =
      ordered.length !== this.#ordered.length || ordered.some((root, at) => this.#ordered[at] !== root);
    this.#ordered = ordered;
    return isOtherOrder || [...this.#told].some(([file, told]) => this.#isOnlyCalledLonger(file) !== told);
  }

  /** Whether a file cannot be meant by its name alone, as seen from outside its folder. */
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

  /** Whether files elsewhere certainly start imports from a folder. */
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

/** Which folders with a usual name exist, by their parent folder. */
export class HabitFolders {
  readonly #byParent = new Map<FilePath, ImportRoot[]>();

  /** `paths` are files; `folders` are folders whose content is unknown. */
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

/** Finds files by the end of their path. Only whole parts match: `b/c.proto` is not an end of `ab/c.proto`. */
export class SuffixIndex {
  readonly #byName = new Map<string, FilePath[]>();
  /** Keyed by the last two parts: many projects have a `service.proto` in every folder. */
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

  /** Files with this base name. */
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
