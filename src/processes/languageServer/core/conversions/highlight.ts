/** The other uses of the name at the cursor. */
import { DocumentHighlightKind, type DocumentHighlight } from 'vscode-languageserver';
import type { Use } from '../../../../language/navigation/uses.ts';
import type { SyntaxTree } from '../../../../syntax/tree/tree.ts';
import { toRange } from './ranges.ts';

/** A use of the name at the cursor. A declaration counts as a write. */
export function toDocumentHighlight(tree: SyntaxTree, { span, declares }: Use): DocumentHighlight {
  return {
    range: toRange(tree, span),
    kind: declares ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  };
}
