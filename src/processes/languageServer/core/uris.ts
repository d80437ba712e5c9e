/**
 * Documents are URIs to an editor and paths to the core. A URI has the core's slashes on every platform, so that no
 * machine needs to be asked.
 */
import { URI } from 'vscode-uri';
import type { FilePath } from '../../../base/path.ts';

/** The core's path of a document. A document that is not a file has its scheme in front: `/untitled:…`. */
export function uriToPath(uri: string): FilePath {
  const { scheme, authority, path } = URI.parse(uri);
  if (scheme === 'file') return diskPath(authority, path);
  // Its scheme keeps it apart from every file; a mere name lies in no folder.
  return `/${scheme}:${path.startsWith('/') ? '' : './'}${path}`;
}

/**
 * Whether the user edits a document: it is a file, or will be one. What other schemes hold is somewhere else's text or an
 * older one, as the left side of a diff is; our files' imports and names do not concern it.
 */
export function isUsersOwn(uri: string): boolean {
  return ['file', 'untitled'].includes(URI.parse(uri).scheme);
}

/** A share of Windows has an authority. Editors write drive letters in either case. */
function diskPath(authority: string, path: string): FilePath {
  if (authority !== '' && path.length > 1) return `//${authority}${path}`;
  const [, drive, rest = ''] = /^\/([A-Za-z]):(.*)$/s.exec(path) ?? [];
  if (drive === undefined) return path;
  return `${drive.toLowerCase()}:${rest}`;
}

/** The URI of a path. It undoes `uriToPath`. */
export function pathToUri(path: FilePath): string {
  const other = /^\/([a-z][a-z0-9+.-]*):(.*)$/s.exec(path);
  if (other?.[1] !== undefined && other[1].length > 1)
    return URI.from({ scheme: other[1], path: (other[2] ?? '').replace(/^\.\//, '') }).toString();
  return URI.file(path).toString();
}
