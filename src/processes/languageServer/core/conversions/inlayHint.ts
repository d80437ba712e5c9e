/** Notes between the words of the text. */
import type { InlayHint as LspInlayHint } from 'vscode-languageserver';
import type { InlayHint } from '../../../../language/navigation/inlayHints.ts';
import type { SyntaxTree } from '../../../../syntax/tree/tree.ts';
import { linesOf } from './ranges.ts';

/** A note in the text, with a blank in front of it. */
export function toInlayHint(tree: SyntaxTree, { offset, label }: InlayHint): LspInlayHint {
  return { position: linesOf(tree).positionAt(offset), label, paddingLeft: true };
}
