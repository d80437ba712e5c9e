/** The type hierarchy of a schema: the extensions of a message, which may be in any file, are its subtypes. */
import type { FilePath } from '../../base/path.ts';
import { symbolName } from '../../schema/descriptors/symbol.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { simpleName } from '../names/match.ts';
import {
  currentItem,
  filesThatMayName,
  hierarchyItem,
  toItem,
  type HierarchyItem,
  type HierarchyKey,
} from './hierarchy.ts';

/** The supertype of an extension: the message that it extends. */
export function supertypes(workspace: Workspace, key: HierarchyKey): readonly HierarchyItem[] {
  const item = key.kind === 'extension' ? currentItem(workspace, key) : undefined;
  const entity = item?.file.interface.scope.get(key.fullName);
  if (item === undefined || entity?.kind !== 'field' || entity.container === undefined) return [];
  const extendee = hierarchyItem(workspace, item.file, symbolName(entity.container));
  if (extendee === undefined) return [];
  return [extendee];
}

/**
 * The extensions of a message. Each step links one file. `show` takes the necessary data from each item, because the
 * linked files of all items together would not fit into memory.
 */
export function* subtypes<T>(
  workspace: Workspace,
  key: HierarchyKey,
  show: (item: HierarchyItem) => T,
): Generator<undefined, readonly T[], undefined> {
  if (key.kind !== 'message') return [];
  const items: T[] = [];
  for (const path of filesThatMayName(workspace, key)) {
    if (!mayExtend(workspace, path, key)) continue;
    for (const item of extensionsIn(workspace, path, key)) items.push(show(item));
    yield;
  }
  return items;
}

function mayExtend(workspace: Workspace, path: FilePath, { fullName }: HierarchyKey): boolean {
  const extensions = workspace.summary(path)?.extensions ?? [];
  return extensions.some(({ extendee }) => simpleName(extendee) === simpleName(fullName));
}

function extensionsIn(workspace: Workspace, path: FilePath, { fullName }: HierarchyKey): readonly HierarchyItem[] {
  const file = workspace.linked(path);
  if (file === undefined) return [];
  return file.symbols
    .filter((symbol) => {
      const entity = symbol.kind === 'extension' ? file.interface.scope.get(symbol.fullName) : undefined;
      return entity?.kind === 'field' && entity.container?.fullName === fullName;
    })
    .map((symbol) => toItem(path, file, symbol, 'extension'));
}
