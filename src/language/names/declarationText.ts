/** A declaration as the user reads it: its text and its comment. */
import type { Node } from '../../syntax/tree/nodes.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { Span } from '../../text/span.ts';
import { documentation } from './documentation.ts';
import { fenced } from './markdown.ts';

export interface DeclarationText {
  /** A fenced block of proto, without the indentation of the declaration's place. */
  readonly code: string;
  /** Markdown; undefined if there is no comment. */
  readonly comment: string | undefined;
}

/** The first line replaces the text of a declaration with more than `mostLines` lines. */
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
