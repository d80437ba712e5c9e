/**
 * Where installed packages keep protos, in folders that a scan leaves out: what npm, pip, Gradle and Maven
 * put there is not a person's to read, but may be imported.
 */
import { readdir, stat } from 'node:fs/promises';
import { basename, join, type FilePath } from '../../base/path.ts';
import { fromFilePath } from './files.ts';

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
