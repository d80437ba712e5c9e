/** Converts the uses of the name at the cursor to highlights. */
import { DocumentHighlightKind, type DocumentHighlight } from 'vscode-languageserver';
import type { Use } from '../../../../language/navigation/uses.ts';
import type { SyntaxTree } from '../../../../syntax/tree/tree.ts';
import { toRange } from './ranges.ts';

/** Converts one use of the name at the cursor. LSP gives a declaration the kind `Write`. */
export function toDocumentHighlight(tree: SyntaxTree, { span, declares }: Use): DocumentHighlight {
  return {
    range: toRange(tree, span),
    kind: declares ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  };
}
