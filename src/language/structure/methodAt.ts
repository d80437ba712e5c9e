/** Finds the rpc at the cursor. */
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import { nodePathAt } from '../../syntax/tree/walk.ts';

/** The rpc that contains an offset, as `pkg.Service/Method`; undefined outside of rpcs and their bodies. */
export function methodAt(tree: SyntaxTree, offset: number): string | undefined {
  const path = nodePathAt(tree, offset);
  const service = path.find((node) => node.kind === 'service')?.name?.text;
  const method = path.find((node) => node.kind === 'method')?.name?.text;
  if (service === undefined || method === undefined) return undefined;
  const inPackage = tree.root.items.find((item) => item.kind === 'package')?.name?.text;
  return `${inPackage === undefined ? '' : `${inPackage}.`}${service}/${method}`;
}
