/** Converts inlay hints, which the editor shows inside a line of text. */
import type { InlayHint as LspInlayHint } from 'vscode-languageserver';
import type { InlayHint } from '../../../../language/navigation/inlayHints.ts';
import type { SyntaxTree } from '../../../../syntax/tree/tree.ts';
import { linesOf } from './ranges.ts';

/** Converts a hint. The editor shows it with a blank before it. */
export function toInlayHint(tree: SyntaxTree, { offset, label }: InlayHint): LspInlayHint {
  return { position: linesOf(tree).positionAt(offset), label, paddingLeft: true };
}
