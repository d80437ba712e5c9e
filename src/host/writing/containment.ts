/**
 * Keeps all writes inside the folders that they are meant for. Names are no proof, because a link below such a folder
 * may lead anywhere. So we compare real paths on both sides, because the folder itself may be reached through a link
 * too.
 */
import { lstat, realpath } from 'node:fs/promises';
import platformPath, { basename, dirname, join, relative, resolve, type PlatformPath } from 'node:path';
import { mapLimited } from '../../base/concurrency.ts';
import { codeOf } from '../files/errors.ts';

/** Where a path leads after following its links. `path` is the real path. */
export type RealPlace =
  | { readonly kind: 'inside'; readonly path: string }
  | { readonly kind: 'outside'; readonly path: string }
  /** A link on the way leads nowhere or back to itself. */
  | { readonly kind: 'nowhere' };

/** Where `path` leads, relative to folders from `realFolders`. */
export async function realPlace(path: string, folders: readonly string[]): Promise<RealPlace> {
  const real = await realPath(path);
  if (real === undefined) return { kind: 'nowhere' };
  if (folders.some((folder) => isBelow(folder, real))) return { kind: 'inside', path: real };
  return { kind: 'outside', path: real };
}

/** Folders need not exist yet. A folder that leads nowhere contains nothing. */
export async function realFolders(folders: readonly string[]): Promise<readonly string[]> {
  const real = await mapLimited(folders, realPath);
  return [...new Set(real.filter((folder) => folder !== undefined))];
}

/**
 * For a missing file: the real path of the deepest folder that exists, plus the rest. Undefined if a link leads
 * nowhere.
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

/** Compares two real paths. Some file systems change how a letter with an accent is encoded. */
export function isSamePath(a: string, b: string): boolean {
  return relative(a.normalize(), b.normalize()) === '';
}

/** Compares two real paths. Windows has drives, network shares, and letters that ignore case. */
export function isBelow(folder: string, path: string, rules: PlatformPath = platformPath): boolean {
  const way = rules.relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${rules.sep}`) && !rules.isAbsolute(way);
}
