/**
 * Finds the protos of installed packages, in folders that a scan leaves out. Files from npm, pip, Gradle and Maven are
 * not the user's, but may be imported.
 */
import { readdir, stat } from 'node:fs/promises';
import { mapLimited } from '../../base/concurrency.ts';
import { basename, join, type FilePath } from '../../base/path.ts';
import { fromFilePath } from './files.ts';
import { skipReason, type SkipReason } from './walk.ts';

/** npm packages that contain googleapis, and `node_modules` itself for imports that name the package. */
const NPM = ['google-proto-files', 'google-gax/build/protos', 'protobufjs', '.'];

/** The result for a folder that the scan leaves out; empty for most. */
export async function packageFolders(folder: FilePath): Promise<readonly FilePath[]> {
  switch (basename(folder)) {
    case 'node_modules':
      return existing(NPM.map((name) => (name === '.' ? folder : join(folder, name))));
    case 'build':
      // Protos of dependencies, by source set, from the Gradle plugin of com.google.protobuf.
      return [
        ...(await foldersIn(join(folder, 'extracted-include-protos'))),
        ...(await foldersIn(join(folder, 'extracted-protos'))),
      ];
    case 'target':
      // From protobuf-maven-plugin: one folder per archive.
      return foldersIn(join(folder, 'protoc-dependencies'));
    default:
      return sitePackages(folder);
  }
}

/** Where a Python virtual environment has its packages. */
async function sitePackages(environment: FilePath): Promise<readonly FilePath[]> {
  if ((await stat(fromFilePath(join(environment, 'pyvenv.cfg'))).catch(() => undefined)) === undefined) return [];
  const versions = await foldersIn(join(environment, 'lib'));
  return existing([
    ...versions.map((version) => join(version, 'site-packages')),
    join(environment, 'Lib/site-packages'),
  ]);
}

/** How many left-out folders one scan reads. This takes some tenths of a second. */
export const MOST_LOOKED_INTO = 2000;
/**
 * How deep the search goes below a folder that the scan leaves out: `node_modules/@scope/name/proto` is a root, and its
 * packages are below.
 */
const DEEPEST = { root: 3, file: 6 };
const MOST_ROOTS = 200;

/**
 * Topmost folders in a left-out folder that lead to protos, whatever their names are: an import may start at any of
 * them. All folders of a scan share `effort`; the search goes level by level.
 */
export async function foldersWithProtos(folder: FilePath, effort: { left: number }): Promise<readonly FilePath[]> {
  const roots = new Set<FilePath>();
  let level: readonly (readonly FilePath[])[] = [[folder]];
  for (let depth = 0; depth <= DEEPEST.file && level.length > 0; depth++) {
    const looked = level.slice(0, Math.max(0, effort.left));
    effort.left -= looked.length;
    const found = await mapLimited(looked, lookInto);
    for (const { way, hasProtos } of found) {
      if (hasProtos) for (const one of way.slice(0, DEEPEST.root + 1)) roots.add(one);
    }
    level = found.flatMap(({ way, folders }) => folders.map((one) => [...way, one]));
  }
  return [...roots].sort().slice(0, MOST_ROOTS);
}

/** `way` leads from the left-out folder to the current one. */
async function lookInto(way: readonly FilePath[]): Promise<{
  readonly way: readonly FilePath[];
  readonly hasProtos: boolean;
  readonly folders: readonly FilePath[];
}> {
  const path = way.at(-1) ?? '/';
  const entries = await readdir(fromFilePath(path), { withFileTypes: true }).catch(() => []);
  const folders = entries.filter(
    (entry) => entry.isDirectory() && skipReason(entry.name, NOT_LOOKED_INTO) === undefined,
  );
  return {
    way,
    hasProtos: entries.some((entry) => entry.isFile() && entry.name.endsWith('.proto')),
    folders: folders.map((entry) => join(path, entry.name)).sort(),
  };
}

/** Copies of packages inside other packages. */
const NOT_LOOKED_INTO: readonly SkipReason[] = ['history', 'installed'];

/** Folders directly below a folder, sorted; empty if the folder does not exist. */
export async function foldersIn(folder: FilePath): Promise<readonly FilePath[]> {
  const entries = await readdir(fromFilePath(folder), { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name))
    .sort();
}

async function existing(folders: readonly FilePath[]): Promise<readonly FilePath[]> {
  const stats = await Promise.all(folders.map((folder) => stat(fromFilePath(folder)).catch(() => undefined)));
  return folders.filter((_, at) => stats[at]?.isDirectory() === true);
}
