/** Turns the files of a folder into what we know of its import roots. It reads the markers once per scan. */
import { ancestors, dirname, isWithin, join, type FilePath } from '../../base/path.ts';
import { BAZEL_FILES, bazelRoots } from './bazel.ts';
import { findBufWorkspaces } from './buf.ts';
import { goRoots } from './goModules.ts';
import type { LayoutFolder } from './resolver.ts';
import { HabitFolders, type ImportingFile, type ImportRoot } from './roots.ts';

/** What a scan found in a workspace folder. */
export interface FolderFiles {
  readonly folder: FilePath;
  readonly protoFiles: readonly FilePath[];
  /** Paths of go.mod, buf.yaml and buf.work.yaml files, and of Bazel's. */
  readonly markers: readonly FilePath[];
  /** Folders and `.proto` files that the scan left out: ignored, excluded, or reached through links. */
  readonly hidden?: readonly FilePath[];
  /** Folders that were left out and in which packages keep their protos. */
  readonly packages?: readonly FilePath[];
  /** Whether markers may name import roots only below the folder, because it is not trusted. Default: false. */
  readonly bounded?: boolean;
  /** Folders that were left out and lead to protos. An import may lead below them only if it is found nowhere else. */
  readonly leftOutRoots?: readonly FilePath[];
}

/** Where this machine keeps dependencies. */
export interface DependencyCaches {
  /** The caches of buf. The first one that has a module counts. */
  readonly buf: readonly FilePath[];
  /** GOMODCACHE. */
  readonly go?: FilePath;
}

/** Reads files, also outside the workspace folders. */
export interface Disk {
  read(path: FilePath): string | undefined;
  exists(path: FilePath): boolean;
}

/** The layout of one folder. It reads the markers in the folder and above it. */
export function layoutFolder(
  found: FolderFiles,
  files: readonly ImportingFile[],
  configuredRoots: readonly ImportRoot[],
  disk: Disk,
  caches: DependencyCaches,
): LayoutFolder {
  const above = lookAbove(found.folder, disk);
  const hidden = found.hidden ?? [];
  const markers = [...above.markers, ...found.markers];
  const near = found.bounded === true ? diskAround(found.folder, disk) : disk;
  const readBuf = withinBudget(near, MOST_YAML);
  const readGo = withinBudget(near, MOST_GO);
  return {
    folder: found.folder,
    top: above.top,
    files,
    markers,
    hidden,
    packages: found.packages ?? [],
    leftOutRoots: found.leftOutRoots ?? [],
    configuredRoots,
    buf: findBufWorkspaces(markers, readBuf).map((workspace) => ({
      ...workspace,
      roots: workspace.roots.filter((root) => mayLead(found, workspace.file, root)),
    })),
    go: markers
      .filter((path) => path.endsWith('/go.mod'))
      .flatMap((path) => goRoots(path, readGo(path) ?? '', caches.go).filter((root) => mayLead(found, path, root))),
    bazel: bazelRoots(
      { top: above.top, markers, files: files.map((file) => file.path) },
      withinBudget(near, MOST_BAZEL),
    ).filter((root) => found.bounded !== true || isWithin(found.folder, root.path)),
    habits: new HabitFolders(
      files.map((file) => file.path),
      hidden.filter((path) => !path.endsWith('.proto')),
    ),
  };
}

/** The disk, restricted to a folder, because the folder's markers may name files anywhere. */
function diskAround(folder: FilePath, disk: Disk): Disk {
  const isNear = (path: FilePath): boolean => isWithin(folder, path) || isWithin(dirname(path), folder);
  return {
    read: (path) => {
      if (!isNear(path)) return undefined;
      return disk.read(path);
    },
    exists: (path) => isNear(path) && disk.exists(path),
  };
}

/**
 * Whether a root from a marker counts. A folder that is not trusted may not lead to other folders of this
 * machine, and neither may its settings. Markers above it belong to the user, and the caches of dependencies hold
 * downloads.
 */
function mayLead({ folder, bounded = false }: FolderFiles, marker: FilePath, root: ImportRoot): boolean {
  if (!bounded || root.reason === 'goDependency' || !isWithin(folder, marker)) return true;
  return isWithin(folder, root.path);
}

/**
 * The most text that we read per folder, in characters: of all go.mod files, of all buf files, and of all BUILD files.
 * Repositories with hundreds of modules have less.
 */
const MOST_GO = 2 * 1024 * 1024;
const MOST_YAML = 256 * 1024;
const MOST_BAZEL = 2 * 1024 * 1024;

/** Each file has its own limit, but a folder may have any number of files. Files beyond the budget count as empty. */
function withinBudget(disk: Disk, most: number): (path: FilePath) => string | undefined {
  let left = most;
  return (path) => {
    if (left <= 0) return undefined;
    const text = disk.read(path);
    left -= text?.length ?? 0;
    return text;
  };
}

/** Without a repository around the folder, only the nearest folders belong to it. */
function topOf({ folder, top }: LayoutFolder): FilePath {
  if (top !== folder) return top;
  return [...ancestors(`${folder}/_`)][NEAR] ?? folder;
}

/** The layout for a file outside all workspace folders. We find its surroundings through the disk alone. */
export function surroundings(directory: FilePath, disk: Disk, caches: DependencyCaches): LayoutFolder {
  const own = markersIn(directory, disk);
  const layout = layoutFolder({ folder: directory, protoFiles: [], markers: own }, [], [], disk, caches);
  const top = topOf(layout);
  const around = [directory, ...ancestors(directory)].filter((folder) => isWithin(top, folder));
  const habits = around.flatMap((folder) =>
    ['proto', 'protos', 'third_party', 'third_party/googleapis', 'vendor'].map((name) => join(folder, name)),
  );
  return { ...layout, top, habits: new HabitFolders([], habits) };
}

/** How many folders above a file count as its surroundings if no repository bounds them. */
const NEAR = 4;

const MARKERS = ['buf.work.yaml', 'buf.yaml', 'go.mod', ...BAZEL_FILES];

function markersIn(folder: FilePath, disk: Disk): readonly FilePath[] {
  return MARKERS.map((name) => `${folder}/${name}`).filter((path) => disk.exists(path));
}

/**
 * Marker files above a folder that apply to it too, and the topmost folder that belongs to it: its git repository's.
 */
function lookAbove(folder: FilePath, disk: Disk): { readonly top: FilePath; readonly markers: readonly FilePath[] } {
  const top = [folder, ...ancestors(folder)].find(
    (path) => disk.exists(`${path}/.git/HEAD`) || disk.exists(`${path}/.git`),
  );
  if (top === undefined || top === folder) return { top: folder, markers: [] };
  const above = [...ancestors(folder)].filter((path) => isWithin(top, path));
  return { top, markers: above.flatMap((path) => markersIn(path, disk)).filter((path) => dirname(path) !== folder) };
}
