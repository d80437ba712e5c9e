/**
 * What buf.yaml (v1beta1, v1, v2), buf.work.yaml and buf.lock say about import roots. What they say about
 * lint and generation is left alone. A file that cannot be read counts as an empty one, as buf's own
 * defaults would have it: people see its errors in buf.
 * Fields: buf.build/docs/configuration.
 */
import { parse } from 'yaml';
import { dirname, isWithin, resolve, type FilePath } from '../../base/path.ts';
import type { ImportRoot } from './roots.ts';

/** Modules that import from each other without further ado. */
export interface BufWorkspace {
  /** The buf.work.yaml or buf.yaml that makes it. */
  readonly file: FilePath;
  readonly roots: readonly ImportRoot[];
  /** With their versions, from the buf.lock files. */
  readonly locked: readonly BufDependency[];
  /** Full names of the dependencies that the buf.yaml files ask for. */
  readonly wanted: readonly string[];
}

export interface BufDependency {
  /** `buf.build/owner/module`. */
  readonly name: string;
  /** Without dashes. */
  readonly commit: string;
  /** `b5` or `shake256`: part of the path in the cache. */
  readonly digestType: string;
  readonly lock: FilePath;
}

type Read = (path: FilePath) => string | undefined;

/** `markers` are the paths of all buf.yaml and buf.work.yaml files. */
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
  const members = strings(document(read(file))['directories']).map((directory): BufWorkspace => {
    const path = resolve(folder, directory);
    const own = resolve(path, 'buf.yaml');
    return known.has(own)
      ? single(own, read)
      : { file, roots: [{ path, reason: 'buf', source: file }], locked: [], wanted: [] };
  });
  return {
    file,
    roots: members.flatMap((member) => member.roots),
    locked: members.flatMap((member) => member.locked),
    wanted: members.flatMap((member) => member.wanted),
  };
}

/** One buf.yaml with the buf.lock beside it. */
function single(file: FilePath, read: Read): BufWorkspace {
  const config = document(read(file));
  const folder = dirname(file);
  const lock = resolve(folder, 'buf.lock');
  return {
    file,
    roots: config['version'] === 'v2' ? rootsV2(config, file) : rootsV1(config, file),
    locked: lockedIn(document(read(lock)), lock),
    // A reference may end in a label or commit: `buf.build/owner/module:v1`.
    wanted: strings(config['deps']).map((name) => name.replace(/:.*$/, '')),
  };
}

function rootsV1(config: Fields, file: FilePath): readonly ImportRoot[] {
  const folder = dirname(file);
  const build = fields(config['build']);
  const roots = strings(build['roots']);
  return (roots.length === 0 ? ['.'] : roots).map((name) => {
    const path = resolve(folder, name);
    // Excluded folders are named from the buf.yaml, also where roots are given.
    return root(
      path,
      file,
      strings(build['excludes']).map((item) => resolve(folder, item)),
    );
  });
}

function rootsV2(config: Fields, file: FilePath): readonly ImportRoot[] {
  const folder = dirname(file);
  const modules = Array.isArray(config['modules']) ? config['modules'].map(fields) : [];
  if (modules.length === 0) return [root(folder, file, [])];
  return modules.map((module) => {
    const path = typeof module['path'] === 'string' ? resolve(folder, module['path']) : folder;
    const paths = (name: string): FilePath[] => strings(module[name]).map((item) => resolve(folder, item));
    return root(path, file, paths('excludes'), paths('includes'));
  });
}

function root(
  path: FilePath,
  source: FilePath,
  excludes: readonly FilePath[],
  includes: readonly FilePath[] = [],
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

function lockedIn(lock: Fields, path: FilePath): readonly BufDependency[] {
  const deps = Array.isArray(lock['deps']) ? lock['deps'].map(fields) : [];
  return deps.flatMap((dep): BufDependency[] => {
    const name = text(dep['name']) ?? [dep['remote'], dep['owner'], dep['repository']].map(text).join('/');
    const commit = text(dep['commit']);
    const digestType = text(dep['digest'])?.split(':')[0] ?? 'b5';
    return commit === undefined || !isModuleName(name) || !/^[0-9A-Za-z]+$/.test(commit)
      ? []
      : [{ name, commit, digestType, lock: path }];
  });
}

/** A lock file names folders of the cache: nothing in it may lead out of there. */
function isModuleName(name: string): boolean {
  return /^[\w.-]+(:\d+)?\/[\w.-]+\/[\w.-]+$/.test(name) && !name.split('/').includes('..');
}

/** What is asked of the disk. */
export interface CacheReader {
  read(path: FilePath): string | undefined;
  exists(path: FilePath): boolean;
}

/**
 * Where the local cache of buf holds a module: as plain files in `v3/modules` since buf 1.30 (complete once its
 * module.yaml is written), by their content in `v2/module` before that, and in `v1/module/data` still earlier.
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
  return found === undefined ? undefined : { path: `${found}/files` };
}

/** `commits/…` names the digest of a manifest, and the manifest those of its files: each is a blob, called by its digest. */
function inV2({ name, commit }: BufDependency, cache: FilePath, reader: CacheReader): Place | undefined {
  const path = resolve(cache, `v2/module/${name}`);
  const blob = (hex: string): FilePath => `${path}/blobs/${hex.slice(0, 2)}/${hex.slice(2)}`;
  const [, digest] = /^shake256:([0-9a-f]{64,})\s*$/.exec(reader.read(`${path}/commits/${commit}`) ?? '') ?? [];
  const manifest = digest === undefined ? undefined : reader.read(blob(digest));
  if (manifest === undefined) return undefined;
  const files = [...manifest.matchAll(/^shake256:([0-9a-f]{64,}) {2}(\S.*\.proto)$/gm)].map(
    ([, hex = '', file = '']) => [file, blob(hex)] as const,
  );
  return { path, files: new Map(files) };
}

function inV1({ name, commit }: BufDependency, cache: FilePath, reader: CacheReader): Place | undefined {
  const path = resolve(cache, `v1/module/data/${name}/${commit}`);
  return reader.exists(`${path}/buf.yaml`) ? { path } : undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function document(yaml: string | undefined): Fields {
  try {
    return fields(parse(yaml ?? ''));
  } catch {
    return {};
  }
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
