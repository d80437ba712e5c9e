/**
 * Import roots found from the layout alone, so that nobody has to configure them.
 *
 * An import names a file by a path below some root. Where exactly one file of the module ends in that
 * path, what stands before it must be the root: each such import is a vote. Folders that people put
 * their protos in by habit count where no vote speaks about them, and the module's own folder always.
 */
import { isWithin, join, type FilePath } from '../base/path.ts';

/** A file and the paths that it imports. */
export interface ImportingFile {
  readonly path: FilePath;
  readonly imports: readonly string[];
}

export interface RootCandidate {
  readonly path: FilePath;
  /** Why it is a root, for people. */
  readonly reason: 'setting' | 'buf.yaml' | 'imports' | 'habit' | 'folder' | 'wellKnown';
}

const HABITS = ['proto', 'protos', 'protobuf', 'api', 'idl', 'third_party', 'vendor'];

/** Roots of one module, in the order in which an import is looked for. */
export function findRoots(folder: FilePath, files: readonly ImportingFile[], bufFolders: readonly FilePath[]): readonly RootCandidate[] {
  const voted = votes(files).filter((root) => isWithin(folder, root));
  const roots: RootCandidate[] = bufFolders.map((path) => ({ path, reason: 'buf.yaml' }));
  for (const path of voted) add(roots, { path, reason: 'imports' });
  for (const name of HABITS) {
    const path = join(folder, name);
    const inUse = files.some((file) => isWithin(path, file.path));
    const spokenFor = voted.some((root) => isWithin(root, path));
    if (inUse && !spokenFor) add(roots, { path, reason: 'habit' });
  }
  add(roots, { path: folder, reason: 'folder' });
  return roots;
}

/** The name of a file: its path below the innermost root that holds it. */
export function importName(roots: readonly RootCandidate[], path: FilePath): string | undefined {
  let innermost: FilePath | undefined;
  for (const root of roots) {
    if (isWithin(root.path, path) && root.path.length > (innermost?.length ?? -1)) innermost = root.path;
  }
  if (innermost === undefined) return undefined;
  return path.slice(innermost.endsWith('/') ? innermost.length : innermost.length + 1);
}

/** Roots that imports speak for, most votes first. */
function votes(files: readonly ImportingFile[]): readonly FilePath[] {
  const suffixes = new SuffixIndex(files.map((file) => file.path));
  const counts = new Map<FilePath, number>();
  for (const file of files) {
    for (const path of file.imports) {
      const found = suffixes.endingIn(path);
      const [only] = found;
      if (only === undefined || found.length > 1) continue;
      const root = only.slice(0, -path.length - 1);
      counts.set(root, (counts.get(root) ?? 0) + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].length - b[0].length).map(([root]) => root);
}

function add(roots: RootCandidate[], candidate: RootCandidate): void {
  if (!roots.some((root) => root.path === candidate.path)) roots.push(candidate);
}

/** Finds files by the end of their path, whole parts only: `b/c.proto` is no end of `ab/c.proto`. */
export class SuffixIndex {
  readonly #byName = new Map<string, FilePath[]>();

  constructor(paths: Iterable<FilePath>) {
    for (const path of paths) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const same = this.#byName.get(name);
      if (same) same.push(path);
      else this.#byName.set(name, [path]);
    }
  }

  endingIn(suffix: string): readonly FilePath[] {
    const same = this.#byName.get(suffix.slice(suffix.lastIndexOf('/') + 1)) ?? [];
    return same.filter((path) => path.endsWith(`/${suffix}`));
  }
}
