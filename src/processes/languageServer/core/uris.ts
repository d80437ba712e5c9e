/**
 * Documents are URIs in an editor and paths in the core. A URI has forward slashes on every platform, as the core has,
 * so this needs no machine.
 */
import { URI } from 'vscode-uri';
import type { FilePath } from '../../../base/path.ts';

/** The core's path of a document. A document that is not a file gets its scheme as a prefix: `/untitled:…`. */
export function uriToPath(uri: string): FilePath {
  const { scheme, authority, path } = URI.parse(uri);
  if (scheme === 'file') return diskPath(authority, path);
  // The scheme keeps it apart from every file; a plain name is in no folder.
  return `/${scheme}:${path.startsWith('/') ? '' : './'}${path}`;
}

/**
 * Whether the user edits a document: it is a file, or will be one. Other schemes hold text of other origin or older
 * text, such as the left side of a diff. The imports and names of our files do not apply to it.
 */
export function isUsersOwn(uri: string): boolean {
  return ['file', 'untitled'].includes(URI.parse(uri).scheme);
}

/** A Windows share has an authority. Editors write drive letters in either case. */
function diskPath(authority: string, path: string): FilePath {
  if (authority !== '' && path.length > 1) return `//${authority}${path}`;
  const [, drive, rest = ''] = /^\/([A-Za-z]):(.*)$/s.exec(path) ?? [];
  if (drive === undefined) return path;
  return `${drive.toLowerCase()}:${rest}`;
}

/** The URI of a path: the inverse of `uriToPath`. */
export function pathToUri(path: FilePath): string {
  const other = /^\/([a-z][a-z0-9+.-]*):(.*)$/s.exec(path);
  if (other?.[1] !== undefined && other[1].length > 1)
    return URI.from({ scheme: other[1], path: (other[2] ?? '').replace(/^\.\//, '') }).toString();
  return URI.file(path).toString();
}
