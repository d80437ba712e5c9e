/**
 * The rows of the schema tree around the declarations of files, without rows of declarations. An editor marks them if
 * something below them has errors.
 */
import type { FilePath } from '../../base/path.ts';
import { groupId, typesId } from '../../workspace/index/rowIds.ts';
import type { KeptRow } from '../../workspace/index/rows.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { hasTypesRow, packageIds } from './schemaTree.ts';
import { treeLayout, type TreeLayout } from './treeLayout.ts';

/** Ids of packages and groups, each once. Files without rows have none. */
export function rowsAround(workspace: Workspace, files: readonly FilePath[]): readonly string[] {
  const layout = treeLayout(workspace);
  const ids = new Set<string>();
  for (const path of files) for (const id of aroundFile(workspace, layout, path)) ids.add(id);
  return [...ids];
}

function aroundFile(workspace: Workspace, layout: TreeLayout, path: FilePath): readonly string[] {
  const found = workspace.rows(path);
  if (found === undefined || found.rows.length === 0) return [];
  const ids = [...packageIds(layout, found.package)];
  const isOwn = !layout.isVendored.has(found.package);
  if (layout.isLarge && isOwn && found.rows.some(isService)) ids.push(groupId('services'));
  if (!found.rows.every(isService) && hasTypesRow(workspace, layout, found.package)) ids.push(typesId(found.package));
  return ids;
}

function isService({ kind }: KeptRow): boolean {
  return kind === 'service';
}
