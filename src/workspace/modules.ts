/**
 * Divides the files of a workspace folder into modules: sets of files that share import roots.
 * Two modules may define the same symbol and hold their own copies of a file.
 */
import { ancestors, dirname, isWithin, type FilePath } from '../base/path.ts';
import { findRoots, type ImportingFile, type RootCandidate } from './roots.ts';

export interface Module {
  /** The folder it is rooted in: that of a go.mod, a buf.work.yaml or a buf.yaml, or the workspace folder. */
  readonly folder: FilePath;
  readonly roots: readonly RootCandidate[];
  readonly files: readonly FilePath[];
}

export interface FolderLayout {
  readonly folder: FilePath;
  readonly files: readonly ImportingFile[];
  /** Paths of go.mod, buf.yaml and buf.work.yaml files below the folder. */
  readonly markers: readonly FilePath[];
  /** Import roots from settings, absolute. */
  readonly configuredRoots: readonly FilePath[];
}

export function divideIntoModules(layout: FolderLayout): readonly Module[] {
  const configured = layout.configuredRoots.map((path): RootCandidate => ({ path, reason: 'setting' }));
  const byFolder = new Map<FilePath, ImportingFile[]>();
  const boundaries = configured.length > 0 ? new Set<FilePath>() : boundaryFolders(layout);
  for (const file of layout.files) {
    const folder = moduleFolder(layout.folder, boundaries, file.path);
    const files = byFolder.get(folder);
    if (files) files.push(file);
    else byFolder.set(folder, [file]);
  }
  const bufFolders = layout.markers.filter((path) => path.endsWith('/buf.yaml')).map(dirname);
  return [...byFolder].map(([folder, files]) => ({
    folder,
    files: files.map((file) => file.path),
    roots: [
      ...configured,
      ...findRoots(folder, files, bufFolders.filter((path) => isWithin(folder, path))).filter(
        (root) => !configured.some((other) => other.path === root.path),
      ),
    ],
  }));
}

/** A go.mod or buf.work.yaml makes a module of what lies below it; a buf.yaml does where it lies in none. */
function boundaryFolders(layout: FolderLayout): ReadonlySet<FilePath> {
  const outer = layout.markers.filter((path) => !path.endsWith('/buf.yaml')).map(dirname);
  const inner = layout.markers
    .filter((path) => path.endsWith('/buf.yaml'))
    .map(dirname)
    .filter((folder) => !outer.some((other) => isWithin(other, folder)));
  return new Set([...outer, ...inner]);
}

function moduleFolder(workspaceFolder: FilePath, boundaries: ReadonlySet<FilePath>, path: FilePath): FilePath {
  for (const folder of ancestors(path)) {
    if (boundaries.has(folder) || folder === workspaceFolder) return folder;
  }
  return workspaceFolder;
}
