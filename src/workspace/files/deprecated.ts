/**
 * Reads the option `deprecated` from the syntax tree. Outlines and searches use this, so they need not link the file.
 */
import type { Node } from '../../syntax/tree/nodes.ts';

/** Whether the declaration has `option deprecated = true` or `[deprecated = true]`. */
export function isDeprecated(node: Node): boolean {
  return optionsOf(node).some(
    (option) =>
      option.kind === 'option' &&
      option.name?.parts.length === 1 &&
      option.name.parts[0]?.extension === false &&
      option.name.parts[0].name?.text === 'deprecated' &&
      option.value?.kind === 'nameValue' &&
      option.value.text === 'true',
  );
}

function optionsOf(node: Node): readonly Node[] {
  if ('options' in node) return node.options;
  if ('items' in node) return node.items ?? [];
  return [];
}
