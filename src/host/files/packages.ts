/**
 * Where installed packages keep protos, in folders that a scan leaves out: what npm, pip, Gradle and Maven
 * put there is not a person's to read, but may be imported.
 */
import { readdir, stat } from 'node:fs/promises';
import { mapLimited } from '../../base/concurrency.ts';
import { basename, join, type FilePath } from '../../base/path.ts';
import { fromFilePath } from './files.ts';
import { skipReason, type SkipReason } from './walk.ts';

/** Packages of npm that carry googleapis, and `node_modules` itself for imports that name the package. */
const NPM = ['google-proto-files', 'google-gax/build/protos', 'protobufjs', '.'];

/** For a folder that is left out; empty for most. */
export async function packageFolders(folder: FilePath): Promise<readonly FilePath[]> {
  switch (basename(folder)) {
    case 'node_modules':
      return existing(NPM.map((name) => (name === '.' ? folder : join(folder, name))));
    case 'build':
      // com.google.protobuf's plugin for Gradle: protos of dependencies, by source set.
      return [
        ...(await foldersIn(join(folder, 'extracted-include-protos'))),
        ...(await foldersIn(join(folder, 'extracted-protos'))),
      ];
    case 'target':
      // protobuf-maven-plugin: one folder for each archive.
      return foldersIn(join(folder, 'protoc-dependencies'));
    default:
      return sitePackages(folder);
  }
}

/** For a virtual environment of Python: where its packages are. */
async function sitePackages(environment: FilePath): Promise<readonly FilePath[]> {
  if ((await stat(fromFilePath(join(environment, 'pyvenv.cfg'))).catch(() => undefined)) === undefined) return [];
  const versions = await foldersIn(join(environment, 'lib'));
  return existing([
    ...versions.map((version) => join(version, 'site-packages')),
    join(environment, 'Lib/site-packages'),
  ]);
}

/** How many folders one scan looks into among those that it leaves out. Reading so many takes some tenths of a second. */
export const MOST_LOOKED_INTO = 2000;
/** As deep below a folder that is left out: `node_modules/@scope/name/proto` is a root, and its packages lie below. */
const DEEPEST = { root: 3, file: 6 };
const MOST_ROOTS = 200;

/**
 * Folders at the top of one that is left out that lead to protos, whatever they are called: an import may start at any
 * of them. `effort` is shared by all folders of a scan; what comes first is looked at first, level by level.
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

/** `way` leads from the folder that is left out to the one that is looked into. */
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

/** Copies of packages inside of packages. */
const NOT_LOOKED_INTO: readonly SkipReason[] = ['history', 'installed'];

/** Folders right below a folder, sorted; none where it is not there. */
export async function foldersIn(folder: FilePath): Promise<readonly FilePath[]> {
  const entries = await readdir(fromFilePath(folder), { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name))
    .sort();
}

async function existing(folders: readonly FilePath[]): Promise<readonly FilePath[]> {
  const found = await Promise.all(
    folders.map(async (folder) =>
      (await stat(fromFilePath(folder)).catch(() => undefined))?.isDirectory() === true ? [folder] : [],
    ),
  );
  return found.flat();
}
