/**
 * Keeps all writes inside their folders. Names prove nothing, because a link below such a folder may lead anywhere. So
 * we compare real paths. We do this for the folder too, because a link may lead to it.
 */
import { lstat, realpath } from 'node:fs/promises';
import platformPath, { basename, dirname, join, relative, resolve, type PlatformPath } from 'node:path';
import { mapLimited } from '../../base/concurrency.ts';
import { codeOf } from '../files/errors.ts';

/** The target of a path after following its links. `path` is the real path. */
export type RealPlace =
  | { readonly kind: 'inside'; readonly path: string }
  | { readonly kind: 'outside'; readonly path: string }
  /** A link in the path has no target, or leads back to itself. */
  | { readonly kind: 'nowhere' };

/** Returns the target of `path`, and whether it is inside one of `folders`. The folders come from `realFolders`. */
export async function realPlace(path: string, folders: readonly string[]): Promise<RealPlace> {
  const real = await realPath(path);
  if (real === undefined) return { kind: 'nowhere' };
  if (folders.some((folder) => isBelow(folder, real))) return { kind: 'inside', path: real };
  return { kind: 'outside', path: real };
}

/** Returns the real paths of folders, which need not exist yet. It drops a folder with a link that has no target. */
export async function realFolders(folders: readonly string[]): Promise<readonly string[]> {
  const real = await mapLimited(folders, realPath);
  return [...new Set(real.filter((folder) => folder !== undefined))];
}

/**
 * Returns the real path of a file. For a missing file, it is the real path of the deepest existing folder, plus the
 * rest. It is undefined if a link has no target.
 */
export async function realPath(path: string): Promise<string | undefined> {
  const whole = resolve(path);
  try {
    return await realpath(whole);
  } catch (error) {
    if (codeOf(error) === 'ELOOP') return undefined;
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR') throw error;
  }
  if (await isLink(whole)) return undefined;
  const folder = dirname(whole);
  if (folder === whole) return whole;
  const above = await realPath(folder);
  if (above === undefined) return undefined;
  return join(above, basename(whole));
}

async function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (stats) => stats.isSymbolicLink(),
    () => false,
  );
}

/** Whether two real paths are the same. Some file systems change the encoding of letters with accents. */
export function isSamePath(a: string, b: string): boolean {
  return relative(a.normalize(), b.normalize()) === '';
}

/** Whether a real path is below a folder. Windows has drives, network shares, and letters whose case it ignores. */
export function isBelow(folder: string, path: string, rules: PlatformPath = platformPath): boolean {
  const way = rules.relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${rules.sep}`) && !rules.isAbsolute(way);
}
