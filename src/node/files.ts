/** Files on this machine's disk, with the core's paths: the `FileReader` port. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import type { FilePath } from '../base/path.ts';
import type { FileReader } from '../workspace/workspace.ts';

/** The core's form of one of the platform's absolute paths. */
export function toFilePath(path: string): FilePath {
  const slashes = sep === '\\' ? path.replaceAll('\\', '/') : path;
  // Windows does not tell drive letters apart by case, and VS Code writes them small.
  return /^[A-Z]:/.test(slashes) ? slashes.charAt(0).toLowerCase() + slashes.slice(1) : slashes;
}

/** The platform's form of one of the core's paths. */
export function fromFilePath(path: FilePath): string {
  return sep === '\\' ? path.replaceAll('/', '\\') : path;
}

export const diskReader: FileReader = {
  read(path) {
    try {
      return readFileSync(fromFilePath(path), 'utf8');
    } catch {
      return undefined;
    }
  },
  exists(path) {
    return existsSync(fromFilePath(path)) && statSync(fromFilePath(path)).isFile();
  },
};
