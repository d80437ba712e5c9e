/** Finds the scope in which the lookup of a name begins. */
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import { nodePathAt } from '../../syntax/tree/walk.ts';

/** The scope and the rule of a lookup. `relativeTo` is a full name; the lookup begins in the scope that contains it. */
export interface LookedUpFrom {
  readonly relativeTo: string;
  /** Whether the lookup accepts only messages and enums, as it does for the type of a field. */
  readonly typesOnly: boolean;
}

/** The lookup for the name at `offset`. `option` says whether the name is in an option. */
export function lookedUpFrom(file: LinkedFile, offset: number, option: boolean): LookedUpFrom {
  const nodes = nodePathAt(file.tree, offset);
  const names = [file.descriptor.package];
  for (const node of nodes) {
    // The fields of a group belong to the message that the group declares.
    const holds =
      node.kind === 'message' ||
      node.kind === 'service' ||
      node.kind === 'enum' ||
      (node.kind === 'field' && node.group !== undefined);
    if (holds && node.name !== undefined) names.push(node.name.text);
  }
  const typesOnly =
    !option && nodes.some((node) => node.kind === 'field') && !nodes.some((node) => node.kind === 'rpcType');
  return { relativeTo: [...names, 'x'].filter((name) => name !== '').join('.'), typesOnly };
}
