/**
 * Divides the files of a workspace folder into modules: sets of files that share import roots. Two modules may define
 * the same symbol and have their own copies of a file.
 */
import { ancestors, basename, dirname, isWithin, type FilePath } from '../../base/path.ts';
import type { BufWorkspace } from './buf.ts';
import { findRoots, Votes, type HabitFolders, type ImportingFile, type ImportRoot } from './roots.ts';

/** A set of files that share import roots. */
export interface Module {
  /** The root folder of the module: the folder of a go.mod, a buf.work.yaml or a buf.yaml, or the workspace folder. */
  readonly folder: FilePath;
  readonly roots: readonly ImportRoot[];
  readonly files: readonly FilePath[];
}

/** A module, with the votes of its imports for roots. */
export interface CountedModule extends Module {
  readonly votes: Votes;
}

/** The inputs that determine the modules of a folder. */
export interface FolderLayout {
  readonly folder: FilePath;
  readonly files: readonly ImportingFile[];
  /**
   * The paths of go.mod, buf.yaml, buf.work.yaml and Bazel's files in the folder, and of those above it that apply to
   * it.
   */
  readonly markers: readonly FilePath[];
  readonly buf: readonly BufWorkspace[];
  /** The roots from Bazel's proto_library rules. */
  readonly bazel: readonly ImportRoot[];
  readonly habits: HabitFolders;
  /** The import roots from settings. */
  readonly configuredRoots: readonly ImportRoot[];
}

/** Divides the files of a folder into modules. Each file is in exactly one module. */
export function divideIntoModules(layout: FolderLayout): readonly CountedModule[] {
  const byFolder = new Map<FilePath, ImportingFile[]>();
  const boundaries = boundaryFolders(layout);
  for (const file of layout.files) {
    const folder = moduleFolder(layout.folder, boundaries, file.path);
    const files = byFolder.get(folder);
    if (files) files.push(file);
    else byFolder.set(folder, [file]);
  }
  return [...byFolder].map(([folder, files]) => {
    const votes = new Votes(files);
    return { folder, files: files.map((file) => file.path), roots: moduleRoots(layout, folder, votes), votes };
  });
}

/** Returns the roots that decide the import paths of the module's own files. */
export function moduleRoots(layout: FolderLayout, folder: FilePath, votes: Votes): readonly ImportRoot[] {
  const buf = bufWorkspacesOf(layout.buf, folder).flatMap((workspace) => workspace.roots);
  const roots = [...buf, ...layout.bazel];
  const inner = roots.filter((root) => isWithin(folder, root.path));
  const outer = roots.filter((root) => !isWithin(folder, root.path));
  return findRoots(folder, [...layout.configuredRoots, ...inner, ...outer], votes.ordered, layout.habits.in(folder));
}

/** Returns the buf workspaces that contain a folder, innermost first, and then those inside the folder. */
export function bufWorkspacesOf(all: readonly BufWorkspace[], folder: FilePath): readonly BufWorkspace[] {
  const around = all
    .filter((workspace) => isWithin(dirname(workspace.file), folder))
    .sort((a, b) => b.file.length - a.file.length);
  const below = all.filter((workspace) => !around.includes(workspace) && isWithin(folder, workspace.file));
  return [...around, ...below];
}

const OUTER = new Set(['go.mod', 'buf.work.yaml']);

/**
 * Returns the root folders of modules. A go.mod or buf.work.yaml makes a module of the files below it. A buf.yaml does
 * so only outside all these modules.
 */
function boundaryFolders(layout: FolderLayout): ReadonlySet<FilePath> {
  if (layout.configuredRoots.length > 0) return new Set();
  const outer = layout.markers.filter((path) => OUTER.has(basename(path))).map(dirname);
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
