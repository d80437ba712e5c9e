/**
 * Handles LSP requests for folding ranges and selection ranges. They need only the syntax tree of one file, without
 * links.
 */
import type { Connection, FoldingRangeParams, SelectionRangeParams } from 'vscode-languageserver';
import { folds } from '../../../language/structure/folding.ts';
import { selectionSpans } from '../../../language/structure/selection.ts';
import type { RequestContext } from './context.ts';
import { toFoldingRange } from './conversions/folding.ts';
import { linesOf } from './conversions/ranges.ts';
import { toSelectionRange } from './conversions/selection.ts';
import { DOCUMENT, needing, POSITIONS } from './params.ts';
import { uriToPath } from './uris.ts';

/** Replies to `textDocument/foldingRange` and `textDocument/selectionRange`. */
export function handleStructure(connection: Connection, { workspace }: RequestContext): void {
  connection.onFoldingRanges(
    needing([DOCUMENT], ({ textDocument }: FoldingRangeParams) => {
      const tree = workspace.tree(uriToPath(textDocument.uri));
      if (tree === undefined) return null;
      return folds(tree, linesOf(tree)).map(toFoldingRange);
    }),
  );
  connection.onSelectionRanges(
    needing([DOCUMENT, POSITIONS], ({ textDocument, positions }: SelectionRangeParams) => {
      const tree = workspace.tree(uriToPath(textDocument.uri));
      if (tree === undefined) return null;
      const lines = linesOf(tree);
      return positions.map((position) => toSelectionRange(tree, selectionSpans(tree, lines.offsetAt(position))));
    }),
  );
}
