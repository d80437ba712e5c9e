/** The places that requests are about, and how early they get their reply. */
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

/** The place of an editor's position. */
export function placeAt(path: FilePath, position: Position, file: LinkedFile | undefined): PlaceInFile | undefined {
  return file && { path, file, offset: linesOf(file.tree).offsetAt(position) };
}

/** The answer about a place of a document; see `answerInFile`. */
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
 * Before every file is read, requests get a reply if one is possible; the others wait. No one caches an early reply. It
 * equals the later one if each import can lead to only one file.
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
