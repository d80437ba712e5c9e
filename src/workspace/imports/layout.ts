/** Collects from the files of a folder what we need for its import roots. It reads the marker files once per scan. */
import { ancestors, dirname, isWithin, join, type FilePath } from '../../base/path.ts';
import { BAZEL_FILES, bazelRoots } from './bazel.ts';
import { findBufWorkspaces } from './buf.ts';
import { goRoots } from './goModules.ts';
import type { LayoutFolder } from './resolver.ts';
import { HabitFolders, type ImportingFile, type ImportRoot } from './roots.ts';

/** The files and folders that a scan found in a workspace folder. */
export interface FolderFiles {
  readonly folder: FilePath;
  readonly protoFiles: readonly FilePath[];
  /** The paths of go.mod, buf.yaml and buf.work.yaml files, and of Bazel's files. */
  readonly markers: readonly FilePath[];
  /**
   * The folders and `.proto` files that the scan left out, because they are ignored, excluded, or reached through
   * links.
   */
  readonly hidden?: readonly FilePath[];
  /** The folders in which packages keep their protos. The scan left them out. */
  readonly packages?: readonly FilePath[];
  /**
   * Whether marker files may name import roots only below the folder, because the folder is not trusted. The default is
   * false.
   */
  readonly bounded?: boolean;
  /**
   * The folders with protos that the scan left out. We look for an import below them only if it is in no other place.
   */
  readonly leftOutRoots?: readonly FilePath[];
}

/** The folders in which this machine keeps dependencies. */
export interface DependencyCaches {
  /** The cache folders of buf. We use the first one that has a module. */
  readonly buf: readonly FilePath[];
  /** The module cache of Go (GOMODCACHE). */
  readonly go?: FilePath;
}

/** Reads files inside and outside the workspace folders. */
export interface Disk {
  read(path: FilePath): string | undefined;
  exists(path: FilePath): boolean;
}

/** Makes the layout of one folder. It reads the marker files in the folder and above it. */
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

/** Restricts the disk to a folder, because the folder's marker files may name files anywhere. */
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
 * Whether we may use a root from a marker file. If a folder is not trusted, its marker files may not name other folders
 * of this machine, and neither may its settings. Marker files above the folder belong to the user, and the module cache
 * has only downloads.
 */
function mayLead({ folder, bounded = false }: FolderFiles, marker: FilePath, root: ImportRoot): boolean {
  if (!bounded || root.reason === 'goDependency' || !isWithin(folder, marker)) return true;
  return isWithin(folder, root.path);
}

/**
 * The most text that we read per folder, in characters, from all go.mod files, all buf files and all BUILD files.
 * Repositories with hundreds of modules have less.
 */
const MOST_GO = 2 * 1024 * 1024;
const MOST_YAML = 256 * 1024;
const MOST_BAZEL = 2 * 1024 * 1024;

/**
 * Limits the text that we read in a folder. Each file has its own limit, but a folder may have any number of files.
 * Files after the limit are treated as missing.
 */
function withinBudget(disk: Disk, most: number): (path: FilePath) => string | undefined {
  let left = most;
  return (path) => {
    if (left <= 0) return undefined;
    const text = disk.read(path);
    left -= text?.length ?? 0;
    return text;
  };
}

/**
 * Returns the topmost folder that belongs to a file. If there is no repository, only the nearest folders belong to it.
 */
function topOf({ folder, top }: LayoutFolder): FilePath {
  if (top !== folder) return top;
  return [...ancestors(`${folder}/_`)][NEAR] ?? folder;
}

/**
 * Makes the layout for a file outside all workspace folders. No scan has listed its surroundings, so we ask the disk.
 */
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

/** If no repository contains a file, this many folders above it belong to its surroundings. */
const NEAR = 4;

const MARKERS = ['buf.work.yaml', 'buf.yaml', 'go.mod', ...BAZEL_FILES];

function markersIn(folder: FilePath, disk: Disk): readonly FilePath[] {
  return MARKERS.map((name) => `${folder}/${name}`).filter((path) => disk.exists(path));
}

/**
 * Finds the marker files above a folder that apply to it too, and the topmost folder that belongs to it: the top of its
 * git repository.
 */
function lookAbove(folder: FilePath, disk: Disk): { readonly top: FilePath; readonly markers: readonly FilePath[] } {
  const top = [folder, ...ancestors(folder)].find(
    (path) => disk.exists(`${path}/.git/HEAD`) || disk.exists(`${path}/.git`),
  );
  if (top === undefined || top === folder) return { top: folder, markers: [] };
  const above = [...ancestors(folder)].filter((path) => isWithin(top, path));
  return { top, markers: above.flatMap((path) => markersIn(path, disk)).filter((path) => dirname(path) !== folder) };
}
