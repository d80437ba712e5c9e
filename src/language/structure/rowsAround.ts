/**
 * The rows of the schema tree around declarations with errors: packages and groups, without rows of declarations. An
 * editor marks them if something below them has errors.
 */
import type { FilePath } from '../../base/path.ts';
import { isDeclarationId } from '../../workspace/index/rowIds.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { ancestorIds, packageIds } from './schemaTree.ts';
import { treeLayout, type TreeLayout } from './treeLayout.ts';

/**
 * Ids of packages and groups, each once. They are around the rows with the ids in `rows`, and around the files in
 * `files`, which have errors outside of their declarations. Files without rows have none.
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
