/** The information in a tree about its text. */
import type { Node } from '../../src/syntax/tree/nodes.ts';
import type { SyntaxTree } from '../../src/syntax/tree/tree.ts';
import { children } from '../../src/syntax/tree/walk.ts';

/** Prints tokens and the gaps between them, which gives the exact text. */
export function printedText(tree: SyntaxTree): string {
  const { tokens, text } = tree;
  let printed = '';
  let at = 0;
  for (let i = 0; i < tokens.count; i++) {
    printed += text.slice(at, tokens.start(i)) + tokens.text(i);
    at = tokens.end(i);
  }
  return printed + text.slice(at);
}

/** Returns every node whose tokens are outside of its parent's tokens, or overlap a sibling's. */
export function misplacedNodes(tree: SyntaxTree): Node[] {
  const misplaced: Node[] = [];
  const visit = (node: Node): void => {
    let from = node.first;
    for (const child of children(node)) {
      if (child.last >= child.first) {
        if (child.first < from || child.last > node.last) misplaced.push(child);
        from = child.last + 1;
      }
      visit(child);
    }
  };
  visit(tree.root);
  return misplaced;
}
