/**
 * Derives import roots from buf.yaml, buf.work.yaml and buf.lock. We treat a file that we cannot read as empty, which
 * gives buf's own defaults; buf itself reports the file's errors.
 */
import { dirname, isWithin, resolve, type FilePath } from '../../base/path.ts';
import { parseBufLock, type BufLockedModule } from '../../project/buf/lock.ts';
import { parseBufWork, parseBufYaml, type BufModule } from '../../project/buf/workspace.ts';
import type { ImportRoot } from './roots.ts';

/** Modules that may import from each other. */
export interface BufWorkspace {
  /** The buf.work.yaml or buf.yaml that defines the workspace. */
  readonly file: FilePath;
  readonly roots: readonly ImportRoot[];
  /** The dependencies in the buf.lock files, with their versions. */
  readonly locked: readonly BufDependency[];
  /** The full names of the dependencies that the buf.yaml files declare. */
  readonly wanted: readonly string[];
}

/** A module in a buf.lock, and the path of that buf.lock. */
export interface BufDependency extends BufLockedModule {
  readonly lock: FilePath;
}

type Read = (path: FilePath) => string | undefined;

/** Returns the buf workspaces. `markers` contains the paths of all buf.yaml and buf.work.yaml files. */
export function findBufWorkspaces(markers: readonly FilePath[], read: Read): readonly BufWorkspace[] {
  const known = new Set(markers);
  const workspaces = markers
    .filter((path) => path.endsWith('/buf.work.yaml'))
    .map((path) => workspaceV1(path, known, read));
  const members = new Set(workspaces.flatMap((workspace) => workspace.roots.map((root) => root.source)));
  for (const path of markers) {
    if (path.endsWith('/buf.yaml') && !members.has(path)) workspaces.push(single(path, read));
  }
  return workspaces;
}

function workspaceV1(file: FilePath, known: ReadonlySet<FilePath>, read: Read): BufWorkspace {
  const folder = dirname(file);
  const { directories } = parseBufWork(read(file) ?? '');
  const members = directories.map((directory): BufWorkspace => {
    const path = resolve(folder, directory);
    const own = resolve(path, 'buf.yaml');
    if (known.has(own)) return single(own, read);
    return { file, roots: [{ path, reason: 'buf', source: file }], locked: [], wanted: [] };
  });
  return {
    file,
    roots: members.flatMap((member) => member.roots),
    locked: members.flatMap((member) => member.locked),
    wanted: members.flatMap((member) => member.wanted),
  };
}

/** Makes a workspace of one buf.yaml and the buf.lock in the same folder. */
function single(file: FilePath, read: Read): BufWorkspace {
  const { modules, deps } = parseBufYaml(read(file) ?? '');
  const lock = resolve(dirname(file), 'buf.lock');
  return {
    file,
    roots: modules.map((module) => moduleRoot(module, file)),
    locked: parseBufLock(read(lock) ?? '').map((locked) => ({ ...locked, lock })),
    wanted: deps,
  };
}

/** Makes the root of a module. All paths in a buf.yaml are relative to the folder of the buf.yaml. */
function moduleRoot({ path, excludes, includes }: BufModule, file: FilePath): ImportRoot {
  const inFolder = (name: string): FilePath => resolve(dirname(file), name);
  return root(inFolder(path), file, excludes.map(inFolder), includes.map(inFolder));
}

function root(
  path: FilePath,
  source: FilePath,
  excludes: readonly FilePath[],
  includes: readonly FilePath[],
): ImportRoot {
  const below = excludes.filter((folder) => folder !== path && isWithin(path, folder));
  return {
    path,
    reason: 'buf',
    source,
    ...(below.length > 0 && { excludes: below }),
    ...(includes.length > 0 && { includes }),
  };
}

/** The functions that read buf's cache on disk. */
export interface CacheReader {
  read(path: FilePath): string | undefined;
  exists(path: FilePath): boolean;
}

/**
 * Finds a module in buf's local cache. Since buf 1.30, `v3/modules` has plain files; a module is complete once its
 * module.yaml exists. Older versions keep files under digests of their contents in `v2/module`. The oldest versions use
 * `v1/module/data`.
 */
export function inBufCache(
  dependency: BufDependency,
  caches: readonly FilePath[],
  reader: CacheReader,
): ImportRoot | undefined {
  const { name, lock } = dependency;
  for (const cache of caches) {
    const found = inV3(dependency, cache, reader) ?? inV2(dependency, cache, reader) ?? inV1(dependency, cache, reader);
    if (found !== undefined) return { ...found, reason: 'bufDependency', source: lock, dependency: name };
  }
  return undefined;
}

type Place = Pick<ImportRoot, 'path' | 'files'>;

function inV3({ name, commit, digestType }: BufDependency, cache: FilePath, reader: CacheReader): Place | undefined {
  const places = [...new Set([digestType, 'b5', 'shake256'])].map((type) =>
    resolve(cache, `v3/modules/${type}/${name}/${commit}`),
  );
  const found = places.find((place) => reader.exists(`${place}/module.yaml`));
  if (found === undefined) return undefined;
  return { path: `${found}/files` };
}

/**
 * Finds a module in a cache in the v2 format. `commits/…` has the digest of a manifest, and the manifest has the
 * digests
 * of the module's files. The name of each blob is its digest.
 */
function inV2({ name, commit }: BufDependency, cache: FilePath, reader: CacheReader): Place | undefined {
  const path = resolve(cache, `v2/module/${name}`);
  const blob = (hex: string): FilePath => `${path}/blobs/${hex.slice(0, 2)}/${hex.slice(2)}`;
  const [, digest] = /^shake256:([0-9a-f]{64,})\s*$/.exec(reader.read(`${path}/commits/${commit}`) ?? '') ?? [];
  if (digest === undefined) return undefined;
  const manifest = reader.read(blob(digest));
  if (manifest === undefined) return undefined;
  const files = [...manifest.matchAll(/^shake256:([0-9a-f]{64,}) {2}(\S.*\.proto)$/gm)].map(
    ([, hex = '', file = '']) => [file, blob(hex)] as const,
  );
  return { path, files: new Map(files) };
}

function inV1({ name, commit }: BufDependency, cache: FilePath, reader: CacheReader): Place | undefined {
  const path = resolve(cache, `v1/module/data/${name}/${commit}`);
  if (reader.exists(`${path}/buf.yaml`)) return { path };
  return undefined;
}
