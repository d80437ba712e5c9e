/**
 * Derives import roots from Bazel's proto_library rules (bazel.build/reference/be/protocol-buffer#proto_library).
 * `strip_import_prefix` and `import_prefix` make import paths that match no folder of the repository.
 */
import { ancestors, basename, dirname, join, type FilePath } from '../../base/path.ts';
import { parseBazelBuild, type ProtoLibrary } from '../../project/bazelBuild.ts';
import type { ImportRoot } from './roots.ts';

const BUILD_FILES = ['BUILD.bazel', 'BUILD'];
const REPOSITORY_FILES = ['MODULE.bazel', 'WORKSPACE', 'WORKSPACE.bazel'];

/** The names of the BUILD files, and of the files that mark the top folder of a repository. */
export const BAZEL_FILES: readonly string[] = [...BUILD_FILES, ...REPOSITORY_FILES];

/** We make at most this many roots, because we look up each import below each root. */
const MOST_ROOTS = 200;

/** A folder with its marker files and its protos. */
export interface BazelFolder {
  /** The top folder of the repository. It applies if no file of Bazel marks the top. */
  readonly top: FilePath;
  readonly markers: readonly FilePath[];
  readonly files: readonly FilePath[];
}

/** Returns the roots from all BUILD files that have protos below them. */
export function bazelRoots(
  { top, markers, files }: BazelFolder,
  read: (path: FilePath) => string | undefined,
): readonly ImportRoot[] {
  const builds = buildFiles(markers);
  if (builds.length === 0) return [];
  const withProtos = foldersOf(files);
  const repositories = new Set(markers.filter((path) => REPOSITORY_FILES.includes(basename(path))).map(dirname));
  const roots = new Map<string, ImportRoot & { readonly includes: FilePath[] }>();
  for (const build of builds) {
    const folder = dirname(build);
    if (!withProtos.has(folder)) continue;
    const repository = [folder, ...ancestors(folder)].find((path) => repositories.has(path)) ?? top;
    for (const library of parseBazelBuild(read(build) ?? '')) {
      const root = rootOf(library, build, repository);
      if (root === undefined) continue;
      const key = `${root.prefix ?? ''}\0${root.path}`;
      const known = roots.get(key);
      if (known !== undefined) known.includes.push(...includesOf(library, folder));
      else if (roots.size < MOST_ROOTS) roots.set(key, { ...root, includes: [...includesOf(library, folder)] });
    }
  }
  return [...roots.values()];
}

/** Returns the BUILD files that Bazel reads. It reads one file per folder, and prefers BUILD.bazel. */
function buildFiles(markers: readonly FilePath[]): readonly FilePath[] {
  const all = new Set(markers);
  return markers.filter((path) => {
    const name = basename(path);
    return name === 'BUILD.bazel' || (name === 'BUILD' && !all.has(`${path}.bazel`));
  });
}

function foldersOf(files: readonly FilePath[]): ReadonlySet<FilePath> {
  const folders = new Set<FilePath>();
  for (const file of files) {
    for (const folder of ancestors(file)) {
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}

/**
 * Returns the root that a rule makes. It is undefined if the rule names a place outside the repository, or an import
 * path that is not valid.
 */
function rootOf(library: ProtoLibrary, build: FilePath, repository: FilePath): ImportRoot | undefined {
  const { stripImportPrefix = '/', importPrefix = '' } = library;
  const stripped = trimmed(stripImportPrefix);
  const prefix = trimmed(importPrefix);
  if (!isPlain(stripped) || !isPlain(prefix)) return undefined;
  const start = stripImportPrefix.startsWith('/') ? repository : dirname(build);
  const root = { path: stripped === '' ? start : join(start, stripped), reason: 'bazel', source: build } as const;
  if (prefix === '') return root;
  return { ...root, prefix };
}

/** Returns the files of a rule. If the rule does not list them, it returns the whole folder. */
function includesOf({ srcs }: ProtoLibrary, folder: FilePath): readonly FilePath[] {
  if (srcs === undefined) return [folder];
  return srcs
    .map((src) => src.replace(/^:/, ''))
    .filter((src) => src !== '' && isPlain(src))
    .map((src) => join(folder, src));
}

function trimmed(prefix: string): string {
  return prefix
    .split('/')
    .filter((part) => part !== '')
    .join('/');
}

function isPlain(path: string): boolean {
  if (path === '') return true;
  return !/[\\\0]/.test(path) && !path.split('/').some((part) => part === '' || part === '.' || part === '..');
}
