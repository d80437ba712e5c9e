/** Converts spans of our syntax trees to LSP ranges, and LSP ranges to spans. */
import type { Range } from 'vscode-languageserver';
import type { SyntaxTree } from '../../../../syntax/tree/tree.ts';
import { LineIndex } from '../../../../text/lines.ts';
import type { Span } from '../../../../text/span.ts';

const lineIndexes = new WeakMap<SyntaxTree, LineIndex>();

/** Returns the line index of a tree's text. We make it once for each tree. */
export function linesOf(tree: SyntaxTree): LineIndex {
  const known = lineIndexes.get(tree);
  if (known) return known;
  const lines = new LineIndex(tree.text);
  lineIndexes.set(tree, lines);
  return lines;
}

/** Converts a span to an LSP range. */
export function toRange(tree: SyntaxTree, span: Span): Range {
  const lines = linesOf(tree);
  return { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
}

/** Converts an LSP range to a span. */
export function toSpan(tree: SyntaxTree, range: Range): Span {
  const lines = linesOf(tree);
  return { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
}
