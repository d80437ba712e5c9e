/** Files on this machine's disk, with the core's paths: the `FileReader` port. */
import { statSync, type Stats } from 'node:fs';
import { sep } from 'node:path';
import type { FilePath } from '../../base/path.ts';
import type { FileReader } from '../../workspace/workspace.ts';
import { readSource } from './sourceFile.ts';

/** The core's form of one of the platform's absolute paths. */
export function toFilePath(path: string): FilePath {
  const slashes = sep === '\\' ? path.replaceAll('\\', '/') : path;
  // Windows does not tell drive letters apart by case, and VS Code writes them small.
  if (/^[A-Z]:/.test(slashes)) return slashes.charAt(0).toLowerCase() + slashes.slice(1);
  return slashes;
}

/** The platform's form of one of the core's paths. */
export function fromFilePath(path: FilePath): string {
  if (sep === '\\') return path.replaceAll('/', '\\');
  return path;
}

/** Whether a file is there, or a link to one. It does not throw. */
export function isFile(path: string): boolean {
  return statsOf(path)?.isFile() ?? false;
}

/** Whether a folder is there, or a link to one. It does not throw. */
export function isFolder(path: string): boolean {
  return statsOf(path)?.isDirectory() ?? false;
}

/** An import may name what no file system can: a path that is too long, or that holds a zero byte. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Reads synchronously. A file that cannot be read counts as absent. */
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
