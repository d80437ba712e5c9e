/** Documents are URIs to an editor and paths to the core. */
import { URI } from 'vscode-uri';
import type { FilePath } from '../base/path.ts';
import { fromFilePath, toFilePath } from '../node/files.ts';

export function uriToPath(uri: string): FilePath {
  const parsed = URI.parse(uri);
  // An untitled document has no place on disk; its own name keeps it apart from every file.
  return parsed.scheme === 'file' ? toFilePath(parsed.fsPath) : `/${parsed.scheme}:${parsed.path}`;
}

export function pathToUri(path: FilePath): string {
  const other = /^\/([a-z][a-z0-9+.-]*):(.*)$/s.exec(path);
  if (other?.[1] !== undefined && other[1].length > 1) return URI.from({ scheme: other[1], path: other[2] ?? '' }).toString();
  return URI.file(fromFilePath(path)).toString();
}
