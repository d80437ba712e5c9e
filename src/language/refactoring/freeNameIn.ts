/** Finds a name that is not yet taken in a message. */
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import type { MessageNode } from '../../syntax/tree/nodes.ts';
import { spanOf } from '../../syntax/tree/tree.ts';

/**
 * Returns the wanted name, or the first free one with a number: `choice`, `choice_2` and so on. `separator` precedes
 * the number.
 */
export function freeNameIn(file: LinkedFile, message: MessageNode, wanted: string, separator = '_'): string {
  const { start, end } = spanOf(file.tree, message);
  const inside = file.symbols.filter(({ span }) => start <= span.start && span.end <= end);
  const taken = new Set(inside.map(({ fullName }) => fullName.slice(fullName.lastIndexOf('.') + 1).toLowerCase()));
  let name = wanted;
  for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${wanted}${separator}${number}`;
  return name;
}
