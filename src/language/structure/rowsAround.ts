/**
 * The rows of the schema tree that contain declarations with errors: packages and groups, but not the rows of
 * declarations. An editor marks these rows.
 */
import type { FilePath } from '../../base/path.ts';
import { isDeclarationId } from '../../workspace/index/rowIds.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { ancestorIds, packageIds } from './schemaTree.ts';
import { treeLayout, type TreeLayout } from './treeLayout.ts';

/**
 * The ids of the packages and groups that contain the rows with the ids in `rows` or the files in `files`, each id
 * once. The files have errors outside of their declarations. A file without rows adds no id.
 */
export function rowsAround(
  workspace: Workspace,
  { rows, files }: { readonly rows: readonly string[]; readonly files: readonly FilePath[] },
): readonly string[] {
  const layout = treeLayout(workspace);
  const ids = new Set<string>();
  for (const row of rows) for (const id of ancestorIds(workspace, layout, row)) if (!isDeclarationId(id)) ids.add(id);
  for (const path of files) for (const id of aroundFile(workspace, layout, path)) ids.add(id);
  return [...ids];
}

function aroundFile(workspace: Workspace, layout: TreeLayout, path: FilePath): readonly string[] {
  const found = workspace.rows(path);
  if (found === undefined || found.rows.length === 0) return [];
  return packageIds(layout, found.package);
}
