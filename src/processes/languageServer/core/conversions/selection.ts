/** Converts the selections that "Expand Selection" goes through, each larger than the one before. */
import type { SelectionRange } from 'vscode-languageserver';
import { defined } from '../../../../base/defined.ts';
import type { SyntaxTree } from '../../../../syntax/tree/tree.ts';
import type { Span } from '../../../../text/span.ts';
import { toRange } from './ranges.ts';

/** Converts spans to nested ranges. The parent of each range is the next larger range. */
export function toSelectionRange(tree: SyntaxTree, spans: readonly Span[]): SelectionRange {
  const [innermost = { start: 0, end: 0 }, ...larger] = spans;
  let parent: SelectionRange | undefined;
  for (const span of larger.reverse()) parent = defined({ range: toRange(tree, span), parent });
  return defined({ range: toRange(tree, innermost), parent });
}
