/** Files on this machine's disk, with the core's paths: the `FileReader` port. */
import { statSync, type Stats } from 'node:fs';
import { sep } from 'node:path';
import type { FilePath } from '../../base/path.ts';
import type { FileReader } from '../../workspace/workspace.ts';
import { readSource } from './sourceFile.ts';

/** The core's form of an absolute path of the platform. */
export function toFilePath(path: string): FilePath {
  const slashes = sep === '\\' ? path.replaceAll('\\', '/') : path;
  // Drive letters on Windows ignore case, and VS Code writes them in lower case.
  if (/^[A-Z]:/.test(slashes)) return slashes.charAt(0).toLowerCase() + slashes.slice(1);
  return slashes;
}

/** The platform's form of a path of the core. */
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

/** An import may have a path that no file system accepts: too long, or with a zero byte. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Reads synchronously. A file that cannot be read counts as missing. */
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
