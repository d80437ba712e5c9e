/** Doc comments as people read them. */
import { docComment } from '../../syntax/comments.ts';
import type { Node } from '../../syntax/tree/nodes.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';

/** A declaration's comment, without the blank that stands behind each comment marker. */
export function documentation(tree: SyntaxTree, node: Node): string | undefined {
  const text = docComment(tree, node)
    ?.split('\n')
    .map((line) => (line.startsWith(' ') ? line.slice(1) : line).trimEnd())
    .join('\n')
    .trim();
  if (text === '') return undefined;
  return text;
}
