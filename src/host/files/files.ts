/** Reads files on this machine's disk by the core's paths, as the port `FileReader` requires. */
import { statSync, type Stats } from 'node:fs';
import { sep } from 'node:path';
import type { FilePath } from '../../base/path.ts';
import type { FileReader } from '../../workspace/workspace.ts';
import { readSource } from './sourceFile.ts';

/** Converts an absolute path of the platform to the core's form. */
export function toFilePath(path: string): FilePath {
  const slashes = sep === '\\' ? path.replaceAll('\\', '/') : path;
  // Windows ignores the case of drive letters, and VS Code writes them in lower case.
  if (/^[A-Z]:/.test(slashes)) return slashes.charAt(0).toLowerCase() + slashes.slice(1);
  return slashes;
}

/** Converts a path of the core to the platform's form. */
export function fromFilePath(path: FilePath): string {
  if (sep === '\\') return path.replaceAll('/', '\\');
  return path;
}

/** Whether the path is a file or a link to a file. It does not throw. */
export function isFile(path: string): boolean {
  return statsOf(path)?.isFile() ?? false;
}

/** Whether the path is a folder or a link to a folder. It does not throw. */
export function isFolder(path: string): boolean {
  return statsOf(path)?.isDirectory() ?? false;
}

/**
 * Returns the state of a path; undefined if it does not exist. An import may have a path that no file system accepts,
 * such as one that is too long or has a zero byte.
 */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Reads files synchronously. It treats a file that it cannot read as missing. */
export const diskReader: FileReader = {
  read(path) {
    const reading = readSource(fromFilePath(path));
    if (reading.kind === 'text') return reading.text;
    return undefined;
  },
  exists(path) {
    return isFile(fromFilePath(path));
  },
};
