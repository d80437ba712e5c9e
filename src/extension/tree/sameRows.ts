/**
 * Compares the rows that the tree has with the current ones. VS Code may lose rows that it requests while it is told to
 * draw everything again, so we tell it only if something differs. Does not import `vscode`.
 */
import type { SchemaNode } from '../../contract/schemaNode.ts';
import type { ParentId, RowCache } from './rowCache.ts';

/** With more levels, drawing again costs less than comparing them. */
const MOST_LEVELS = 100;

/** Whether each level that the tree has is as it is now. */
export async function hasSameRows(
  cache: RowCache,
  ask: (parent: ParentId) => Promise<readonly SchemaNode[]>,
): Promise<boolean> {
  const parents = cache.parents();
  if (parents.length > MOST_LEVELS) return false;
  const levels = await Promise.all(parents.map(async (parent) => [parent, await ask(parent)] as const));
  return levels.every(([parent, rows]) => JSON.stringify(rows) === JSON.stringify(cache.children(parent)));
}
