/**
 * Converts the URIs that editors use to the paths that the core uses, and back. Both have forward slashes on every
 * platform, so this code needs no machine.
 */
import { URI } from 'vscode-uri';
import type { FilePath } from '../../../base/path.ts';

/**
 * Converts a URI to the core's path. The path of a document that is not a file starts with its scheme: `/untitled:…`.
 */
export function uriToPath(uri: string): FilePath {
  const { scheme, authority, path } = URI.parse(uri);
  if (scheme === 'file') return diskPath(authority, path);
  // The scheme makes the path different from the path of every file. With `./`, a plain name has a folder.
  return `/${scheme}:${path.startsWith('/') ? '' : './'}${path}`;
}

/**
 * Whether a document is one that the user edits: a file, or an unsaved new document. Other schemes contain other or
 * older text, such as the left side of a diff. The imports and names of our files do not apply to them.
 */
export function isUsersOwn(uri: string): boolean {
  return ['file', 'untitled'].includes(URI.parse(uri).scheme);
}

/**
 * Returns the path of a file on disk. The authority is set for a Windows share. Editors write drive letters in upper or
 * lower case, so we use one case.
 */
function diskPath(authority: string, path: string): FilePath {
  if (authority !== '' && path.length > 1) return `//${authority}${path}`;
  const [, drive, rest = ''] = /^\/([A-Za-z]):(.*)$/s.exec(path) ?? [];
  if (drive === undefined) return path;
  return `${drive.toLowerCase()}:${rest}`;
}

/** Converts a path to a URI. This is the inverse of `uriToPath`. */
export function pathToUri(path: FilePath): string {
  const other = /^\/([a-z][a-z0-9+.-]*):(.*)$/s.exec(path);
  if (other?.[1] !== undefined && other[1].length > 1)
    return URI.from({ scheme: other[1], path: (other[2] ?? '').replace(/^\.\//, '') }).toString();
  return URI.file(path).toString();
}
