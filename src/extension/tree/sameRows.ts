/**
 * Compares the rows that the tree has with the current rows. VS Code may lose rows if it has to draw all rows again
 * while it requests some, so we redraw only if rows differ. Does not import `vscode`.
 */
import type { SchemaNode } from '../../contract/schemaNode.ts';
import type { ParentId, RowCache } from './rowCache.ts';

/** We compare at most this many levels. For more levels, drawing again costs less than comparing. */
const MOST_LEVELS = 100;

/** Whether all levels that the tree has are the same as the current ones. */
export async function hasSameRows(
  cache: RowCache,
  ask: (parent: ParentId) => Promise<readonly SchemaNode[]>,
): Promise<boolean> {
  const parents = cache.parents();
  if (parents.length > MOST_LEVELS) return false;
  const levels = await Promise.all(parents.map(async (parent) => [parent, await ask(parent)] as const));
  return levels.every(([parent, rows]) => JSON.stringify(rows) === JSON.stringify(cache.children(parent)));
}
