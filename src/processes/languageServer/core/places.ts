/** The places that requests are about, and how early they get their reply. */
import type { CancellationToken, Position, TextDocumentPositionParams } from 'vscode-languageserver';
import type { FilePath } from '../../../base/path.ts';
import type { LinkedFile } from '../../../schema/descriptors/model.ts';
import type { RequestContext } from './context.ts';
import { linesOf } from './convert.ts';
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

/**
 * Before every file is read, requests get a reply if one is possible; the others wait. No one caches an early reply. It
 * equals the later one if each import can lead to only one file.
 */
export async function answerAt<T>(
  { workspace, listed, whenRead }: RequestContext,
  { textDocument, position }: TextDocumentPositionParams,
  token: CancellationToken,
  answer: (at: PlaceInFile) => T | undefined,
): Promise<T | undefined> {
  const path = uriToPath(textDocument.uri);
  const answered = (file: LinkedFile | undefined): T | undefined => {
    const at = placeAt(path, position, file);
    return at && answer(at);
  };
  await listed(token);
  const early = workspace.early(() => answered(workspace.linkedEarly(path)));
  if (early !== undefined && !workspace.isWaiting) return early;
  return whenRead(token, () => answered(workspace.linked(path)));
}
