/** Finds Go on this machine, and decides whether a Go program takes its address from us. */
import { readdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { readRegularFile } from '../files/regularFile.ts';
import { findProgram } from './pluginPrograms.ts';

/** The variable that generated servers read their address from. */
export const ADDRESS_VARIABLE = 'GRPC_ADDR';

/** The folder in which the installers of go.dev put Go. A desktop session may not have it on its PATH. */
const INSTALLED = process.platform === 'win32' ? 'C:\\Program Files\\Go' : '/usr/local/go';

/** Returns the absolute path of the program `go`. It looks on PATH, in GOROOT, and in the folder of the installers. */
export async function findGo(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const inRoots = [env['GOROOT'] ?? '', INSTALLED].filter(isAbsolute).map((root) => join(root, 'bin'));
  // We skip relative entries of PATH, because they depend on the current folder of this process.
  const folders = [...pathFolders(env), ...inRoots];
  return findProgram('go', { PATH: folders.join(SEPARATOR) });
}

const SEPARATOR = process.platform === 'win32' ? ';' : ':';

function pathFolders(env: NodeJS.ProcessEnv): readonly string[] {
  return (env['PATH'] ?? env['Path'] ?? '').split(SEPARATOR).filter(isAbsolute);
}

/**
 * Matches a use of the variable. A generated main joins its name from two parts; other programs write it as one word.
 */
const READS_ADDRESS = new RegExp(`${ADDRESS_VARIABLE}|"GRPC_" \\+`);
const MOST_FILES = 1000;
const LARGEST_FILE = 4 * 1024 * 1024;

/** Whether the source of a package contains the variable's name. It ignores files that it cannot read. */
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
