/** Documents are URIs to an editor and paths to the core. */
import { URI } from 'vscode-uri';
import type { FilePath } from '../../base/path.ts';
import { fromFilePath, toFilePath } from '../../host/files/files.ts';

/** The core's path of a document. A document that is not a file has its scheme in front: `/untitled:…`. */
export function uriToPath(uri: string): FilePath {
  const parsed = URI.parse(uri);
  if (parsed.scheme === 'file') return toFilePath(parsed.fsPath);
  // Its scheme keeps it apart from every file; a mere name lies in no folder.
  return `/${parsed.scheme}:${parsed.path.startsWith('/') ? '' : './'}${parsed.path}`;
}

/** The URI of a path. It undoes `uriToPath`. */
export function pathToUri(path: FilePath): string {
  const other = /^\/([a-z][a-z0-9+.-]*):(.*)$/s.exec(path);
  if (other?.[1] !== undefined && other[1].length > 1)
    return URI.from({ scheme: other[1], path: (other[2] ?? '').replace(/^\.\//, '') }).toString();
  return URI.file(fromFilePath(path)).toString();
}
