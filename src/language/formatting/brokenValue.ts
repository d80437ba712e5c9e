/** Finds incomplete values in text format. The parser accepts them, but the formatter must not guess their meaning. */
import { children } from '../../syntax/tree/walk.ts';
import type { Node } from '../../syntax/tree/nodes.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';

/** The first token of an incomplete value; undefined if all values are complete. */
export function firstBrokenValue(tree: SyntaxTree, node: Node = tree.root): number | undefined {
  if (isBroken(tree, node)) return node.first;
  for (const child of children(node)) {
    const found = firstBrokenValue(tree, child);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isBroken({ tokens }: SyntaxTree, node: Node): boolean {
  if (node.kind === 'aggregateField') return node.value === undefined;
  if (node.kind === 'list') return tokens.text(node.last) !== ']';
  if (node.kind !== 'aggregate') return false;
  return tokens.text(node.last) !== (tokens.text(node.first) === '<' ? '>' : '}');
}
