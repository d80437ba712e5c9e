/** Spans of our trees as ranges of LSP, and back. */
import type { Range } from 'vscode-languageserver';
import type { SyntaxTree } from '../../../../syntax/tree/tree.ts';
import { LineIndex } from '../../../../text/lines.ts';
import type { Span } from '../../../../text/span.ts';

const lineIndexes = new WeakMap<SyntaxTree, LineIndex>();

/** The line index of a tree's text, made once per tree. */
export function linesOf(tree: SyntaxTree): LineIndex {
  const known = lineIndexes.get(tree);
  if (known) return known;
  const lines = new LineIndex(tree.text);
  lineIndexes.set(tree, lines);
  return lines;
}

/** The LSP range of a span. */
export function toRange(tree: SyntaxTree, span: Span): Range {
  const lines = linesOf(tree);
  return { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
}

/** A range of the editor, as offsets. */
export function toSpan(tree: SyntaxTree, range: Range): Span {
  const lines = linesOf(tree);
  return { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
}
