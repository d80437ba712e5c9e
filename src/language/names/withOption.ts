/** Adds an option to a field or an enum value, after the options that it already has. */
import type { EnumValueNode, FieldNode } from '../../syntax/tree/nodes.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import type { TextEdit } from '../../text/edit.ts';

/** The edit that adds the option; undefined if the declaration has no number yet. */
export function withOption(tree: SyntaxTree, node: FieldNode | EnumValueNode, option: string): TextEdit | undefined {
  const last = node.options.at(-1);
  if (last !== undefined) return insertion(spanOf(tree, last).end, `, ${option}`);
  return node.number && insertion(spanOf(tree, node.number).end, ` [${option}]`);
}

function insertion(at: number, newText: string): TextEdit {
  return { span: { start: at, end: at }, newText };
}
