/**
 * Finds the places that requests are about, and decides whether a request can get its reply before every file is read.
 */
import type {
  CancellationToken,
  Position,
  TextDocumentIdentifier,
  TextDocumentPositionParams,
} from 'vscode-languageserver';
import type { FilePath } from '../../../base/path.ts';
import type { LinkedFile } from '../../../schema/descriptors/model.ts';
import type { RequestContext } from './context.ts';
import { linesOf } from './conversions/ranges.ts';
import { uriToPath } from './uris.ts';

/** A place in a linked file. */
export interface PlaceInFile {
  readonly path: FilePath;
  readonly file: LinkedFile;
  readonly offset: number;
}

/** Returns the place of an editor's position. */
export function placeAt(path: FilePath, position: Position, file: LinkedFile | undefined): PlaceInFile | undefined {
  return file && { path, file, offset: linesOf(file.tree).offsetAt(position) };
}

/** Returns the reply for a position in a document. For its timing, see `answerInFile`. */
export function answerAt<T>(
  context: RequestContext,
  params: TextDocumentPositionParams,
  token: CancellationToken,
  answer: (at: PlaceInFile) => T | undefined,
): Promise<T | undefined> {
  return answerInFile(context, params, token, (file, path) => {
    const at = placeAt(path, params.position, file);
    return at && answer(at);
  });
}

/**
 * Returns the reply for a document. While files are still being read, a request gets an early reply if one is certain;
 * other requests wait. An early reply is certain if each import can lead to only one file. We do not cache it.
 */
export async function answerInFile<T>(
  { workspace, listed, whenRead }: RequestContext,
  { textDocument }: { readonly textDocument: TextDocumentIdentifier },
  token: CancellationToken,
  answer: (file: LinkedFile, path: FilePath) => T | undefined,
): Promise<T | undefined> {
  const path = uriToPath(textDocument.uri);
  const answered = (file: LinkedFile | undefined): T | undefined => file && answer(file, path);
  await listed(token);
  const early = workspace.early(() => answered(workspace.linkedEarly(path)));
  if (early !== undefined && !workspace.isWaiting) return early;
  return whenRead(token, () => answered(workspace.linked(path)));
}
