/** The text and the comment of a declaration, in the form in which the user reads them. */
import type { Node } from '../../syntax/tree/nodes.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { Span } from '../../text/span.ts';
import { documentation } from './documentation.ts';
import { fenced } from './markdown.ts';

export interface DeclarationText {
  /** The declaration's text in a fenced block, without the indentation that it has in the file. */
  readonly code: string;
  /** The comment in Markdown; undefined if the declaration has no comment. */
  readonly comment: string | undefined;
}

/** Reads a declaration for the user. If its text has more than `mostLines` lines, we show only the first line. */
export function declarationText(
  tree: SyntaxTree,
  { span, node }: { readonly span: Span; readonly node: Node | undefined },
  mostLines: number,
): DeclarationText {
  const lines = linesWithoutIndent(tree.text, span);
  return { code: fenced(shownText(lines, mostLines), 'proto'), comment: node && documentation(tree, node) };
}

function shownText(lines: readonly string[], mostLines: number): string {
  if (lines.length > mostLines) return `${lines[0] ?? ''} … }`;
  return lines.join('\n');
}

function linesWithoutIndent(text: string, { start, end }: Span): readonly string[] {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart, start))?.[0] ?? '';
  return text
    .slice(start, end)
    .split(/\r?\n/)
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
}
