/**
 * Distinguishes rows that have the same name because several modules declare it. Each of these rows gets the folder of
 * its module.
 */
import type { FilePath } from '../../base/path.ts';
import type { SchemaNode } from '../../contract/schemaNode.ts';
import { readRowId } from '../../workspace/index/rowIds.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** The rows in their order, with the folders of modules where the list has several rows of one name. */
export function withModules(workspace: Workspace, rows: readonly SchemaNode[]): readonly SchemaNode[] {
  if (workspace.modules().length < 2) return rows;
  const folders = new Map<string, Set<FilePath>>();
  for (const row of rows) addTo(folders, nameOf(row), moduleOf(workspace, row));
  return rows.map((row) => {
    const module = moduleOf(workspace, row);
    if (module === undefined || (folders.get(nameOf(row))?.size ?? 0) < 2) return row;
    return { ...row, module };
  });
}

function nameOf({ kind, fullName }: SchemaNode): string {
  return `${kind} ${fullName}`;
}

function moduleOf(workspace: Workspace, { id }: SchemaNode): FilePath | undefined {
  const key = readRowId(id);
  if (key.kind !== 'declaration') return undefined;
  return workspace.moduleOf(key.path).folder;
}

function addTo(folders: Map<string, Set<FilePath>>, name: string, folder: FilePath | undefined): void {
  if (folder === undefined) return;
  const known = folders.get(name);
  if (known === undefined) folders.set(name, new Set([folder]));
  else known.add(folder);
}
