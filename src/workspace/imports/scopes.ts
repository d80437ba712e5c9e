/**
 * Decides in which order the files of a folder look for their imports. Configuration comes first (settings, buf,
 * go.mod). Then come the folders of the layout, near folders before distant ones. Folders outside and protobuf's own
 * files come last.
 */
import { ancestors, isWithin, type FilePath } from '../../base/path.ts';
import { present } from '../../base/present.ts';
import { bufWorkspacesOf, type Module } from './modules.ts';
import type { BufDependency, BufWorkspace } from './buf.ts';
import { isWhole, type HabitFolders, type ImportRoot } from './roots.ts';

/** The places in which the files of one folder look for their imports. */
export interface Scope {
  /** The import roots in the order of the search. */
  readonly roots: readonly ImportRoot[];
  /** The positions of each folder in the order. Roots with a prefix have no entry. */
  readonly ranks: ReadonlyMap<FilePath, readonly number[]>;
  /** The position of Go module paths in the order. */
  readonly goRank: number;
  /**
   * The position of the other folders that imports vote for. There are too many of them to list them for each folder.
   */
  readonly votedRank: number;
  /** The dependencies of buf.lock files that are not in the local cache. */
  readonly notCached: readonly BufDependency[];
  /** The dependencies that a buf.yaml declares, but no buf.lock lists. */
  readonly notLocked: readonly string[];
  /** The buf.yaml or buf.work.yaml that applies to the folder. */
  readonly bufFile: FilePath | undefined;
}

/** The inputs that determine the scopes of a folder. */
export interface ScopeLayout {
  /** The workspace folder. */
  readonly folder: FilePath;
  /** The topmost folder that belongs to the workspace folder: the top of its git repository, or the folder itself. */
  readonly top: FilePath;
  readonly configuredRoots: readonly ImportRoot[];
  readonly buf: readonly BufWorkspace[];
  /** The roots from Bazel's proto_library rules. */
  readonly bazel: readonly ImportRoot[];
  /** The import roots without a prefix, from the required Go modules. */
  readonly goDependencies: readonly ImportRoot[];
  readonly habits: HabitFolders;
  readonly packages: readonly ImportRoot[];
  readonly wellKnown: ImportRoot;
  /** Returns the folder of a dependency in buf's local cache. */
  cached(dependency: BufDependency): ImportRoot | undefined;
}

/**
 * Makes the scope of a folder. `votes` has the positions of the module's voted roots. `own` is the root of the
 * dependency that contains the folder, if there is one.
 */
export function scopeOf(
  directory: FilePath,
  module: Module,
  votes: ReadonlyMap<FilePath, number>,
  layout: ScopeLayout,
  own?: ImportRoot,
): Scope {
  const buf = own === undefined ? bufWorkspacesOf(layout.buf, directory) : layout.buf;
  const locked = buf.flatMap((workspace) => workspace.locked);
  const cached = locked.map((dependency) => layout.cached(dependency));
  const written = [
    ...present(own),
    ...layout.configuredRoots,
    ...bufRoots(buf, directory),
    ...cached.filter((root) => root !== undefined),
    ...layout.bazel,
  ];
  const inside = distinct([...written, ...laidOut(directory, module, votes, layout)]);
  const roots = distinct([...inside, ...layout.goDependencies, ...layout.packages, layout.wellKnown]);
  return {
    roots,
    ranks: ranksOf(roots),
    goRank: distinct(written).length - 0.5,
    votedRank: inside.length - 0.5,
    notCached: locked.filter((_, at) => cached[at] === undefined),
    notLocked: [...new Set(buf.flatMap((workspace) => workspace.wanted))].filter(
      (name) => !locked.some((item) => item.name === name),
    ),
    bufFile: buf[0]?.file,
  };
}

/** Orders the roots of buf: modules that contain the folder come before the modules that they may import from. */
function bufRoots(workspaces: readonly BufWorkspace[], directory: FilePath): readonly ImportRoot[] {
  const roots = workspaces.flatMap((workspace) => workspace.roots);
  const around = roots.filter((root) => isWithin(root.path, directory)).sort((a, b) => b.path.length - a.path.length);
  return [...around, ...roots.filter((root) => !around.includes(root))];
}

function laidOut(
  directory: FilePath,
  module: Module,
  votes: ReadonlyMap<FilePath, number>,
  layout: ScopeLayout,
): readonly ImportRoot[] {
  const around = foldersUpTo(directory, layout.top);
  const voted = [directory, ...ancestors(directory)]
    .filter((path) => votes.has(path))
    .sort((a, b) => (votes.get(a) ?? 0) - (votes.get(b) ?? 0));
  const habits = around.flatMap((folder) => layout.habits.in(folder));
  const holds = (root: ImportRoot): boolean => isWithin(root.path, directory);
  return [
    ...voted.map((path): ImportRoot => ({ path, reason: 'imports' })),
    ...habits.filter(holds),
    ...around.map((path): ImportRoot => ({ path, reason: path === module.folder ? 'folder' : 'around' })),
    ...habits.filter((root) => !holds(root) && root.reason === 'habit'),
    ...habits.filter((root) => !holds(root) && root.reason === 'thirdParty'),
  ];
}

/** Returns `directory` and the folders that contain it, innermost first. */
function foldersUpTo(directory: FilePath, top: FilePath): readonly FilePath[] {
  const folders: FilePath[] = [directory];
  if (!isWithin(top, directory)) return folders;
  for (const folder of ancestors(directory)) {
    if (!isWithin(top, folder)) break;
    folders.push(folder);
  }
  return folders;
}

function ranksOf(roots: readonly ImportRoot[]): ReadonlyMap<FilePath, readonly number[]> {
  const ranks = new Map<FilePath, number[]>();
  for (const [rank, { path, prefix }] of roots.entries()) {
    if (prefix !== undefined) continue;
    const same = ranks.get(path);
    if (same) same.push(rank);
    else ranks.set(path, [rank]);
  }
  return ranks;
}

/**
 * Removes roots that are already in the list. A root that excludes some of its folders does not replace a root that
 * includes them.
 */
function distinct(roots: readonly ImportRoot[]): readonly ImportRoot[] {
  const whole = new Set<string>();
  return roots.filter((root) => {
    const key = `${root.prefix ?? ''}\0${root.path}`;
    if (whole.has(key)) return false;
    if (isWhole(root)) whole.add(key);
    return true;
  });
}
