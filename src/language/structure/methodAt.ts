/** Finds the rpc at the cursor. */
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import { nodePathAt } from '../../syntax/tree/walk.ts';

/** `pkg.Service/Method` of the rpc around an offset, including its body; undefined outside of an rpc. */
export function methodAt(tree: SyntaxTree, offset: number): string | undefined {
  const path = nodePathAt(tree, offset);
  const service = path.find((node) => node.kind === 'service')?.name?.text;
  const method = path.find((node) => node.kind === 'method')?.name?.text;
  if (service === undefined || method === undefined) return undefined;
  const inPackage = tree.root.items.find((item) => item.kind === 'package')?.name?.text;
  return `${inPackage === undefined ? '' : `${inPackage}.`}${service}/${method}`;
}
