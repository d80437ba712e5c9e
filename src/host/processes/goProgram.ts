/** Where this machine has Go, and whether a Go program takes its address from us. */
import { readdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { readRegularFile } from '../files/regularFile.ts';
import { findProgram } from './pluginPrograms.ts';

/** The variable that generated servers read their address from. */
export const ADDRESS_VARIABLE = 'GRPC_ADDR';

/** Where the installers of go.dev put Go, which a desktop session may not have on its PATH. */
const INSTALLED = process.platform === 'win32' ? 'C:\\Program Files\\Go' : '/usr/local/go';

/** The absolute path of the `go` program: on PATH, in GOROOT, or where the installers put it. */
export async function findGo(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const inRoots = [env['GOROOT'] ?? '', INSTALLED].filter(isAbsolute).map((root) => join(root, 'bin'));
  // A relative entry of PATH would lead into whatever folder this process is in.
  const folders = [...pathFolders(env), ...inRoots];
  return findProgram('go', { PATH: folders.join(SEPARATOR) });
}

const SEPARATOR = process.platform === 'win32' ? ';' : ':';

function pathFolders(env: NodeJS.ProcessEnv): readonly string[] {
  return (env['PATH'] ?? env['Path'] ?? '').split(SEPARATOR).filter(isAbsolute);
}

/** A generated main puts the name together; others write it out. */
const READS_ADDRESS = new RegExp(`${ADDRESS_VARIABLE}|"GRPC_" \\+`);
const MOST_FILES = 1000;
const LARGEST_FILE = 4 * 1024 * 1024;

/** Whether the text of a package names the variable. Files that cannot be read count as silent. */
export async function readsAddress(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  const sources = names.filter((name) => name.endsWith('.go') && !name.endsWith('_test.go')).slice(0, MOST_FILES);
  for (const name of sources) {
    const options = { limit: LARGEST_FILE, followLinks: true };
    const content = await readRegularFile(join(folder, name), options).catch(() => undefined);
    if (content !== undefined && READS_ADDRESS.test(content.toString('utf8'))) return true;
  }
  return false;
}
