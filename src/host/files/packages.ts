/**
 * Finds the protos of installed packages, in folders that a scan leaves out. The files that npm, pip, Gradle and Maven
 * install are not the user's, but the user may import them.
 */
import { readdir, stat } from 'node:fs/promises';
import { mapLimited } from '../../base/concurrency.ts';
import { basename, join, type FilePath } from '../../base/path.ts';
import { fromFilePath } from './files.ts';
import { skipReason, type SkipReason } from './walk.ts';

/**
 * The npm packages that contain googleapis. The last entry is `node_modules` itself, for imports that name the package.
 */
const NPM = ['google-proto-files', 'google-gax/build/protos', 'protobufjs', '.'];

/** Returns the folders with packages in a folder that the scan leaves out. Most such folders have none. */
export async function packageFolders(folder: FilePath): Promise<readonly FilePath[]> {
  switch (basename(folder)) {
    case 'node_modules':
      return existing(NPM.map((name) => (name === '.' ? folder : join(folder, name))));
    case 'build':
      // The Gradle plugin of com.google.protobuf writes the protos of dependencies here, by source set.
      return [
        ...(await foldersIn(join(folder, 'extracted-include-protos'))),
        ...(await foldersIn(join(folder, 'extracted-protos'))),
      ];
    case 'target':
      // The protobuf-maven-plugin writes the protos of dependencies here, in one folder per archive.
      return foldersIn(join(folder, 'protoc-dependencies'));
    default:
      return sitePackages(folder);
  }
}

/** Returns the folders in which a Python virtual environment has its packages. */
async function sitePackages(environment: FilePath): Promise<readonly FilePath[]> {
  if ((await stat(fromFilePath(join(environment, 'pyvenv.cfg'))).catch(() => undefined)) === undefined) return [];
  const versions = await foldersIn(join(environment, 'lib'));
  return existing([
    ...versions.map((version) => join(version, 'site-packages')),
    join(environment, 'Lib/site-packages'),
  ]);
}

/** One scan reads at most this many folders that it leaves out. This takes some tenths of a second. */
export const MOST_LOOKED_INTO = 2000;
/**
 * The depth of the search in a folder that the scan leaves out, for roots and for the files below them. For example,
 * `node_modules/@scope/name/proto` is a root.
 */
const DEEPEST = { root: 3, file: 6 };
const MOST_ROOTS = 200;

/**
 * Returns the upper folders in a left-out folder that have protos at any depth. An import may start at any of them,
 * whatever their names are. All folders of a scan share `effort`. The search goes level by level.
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

/** Reads the last folder of `way`. `way` has all folders from the left-out folder down to it. */
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

/** Folders that the search does not enter: the history of repositories, and packages inside other packages. */
const NOT_LOOKED_INTO: readonly SkipReason[] = ['history', 'installed'];

/** Returns the folders directly inside a folder, sorted. The list is empty if the folder does not exist. */
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
