/** Converts the items of the call hierarchy and of the type hierarchy. */
import type { CallHierarchyItem } from 'vscode-languageserver';
import { defined } from '../../../../base/defined.ts';
import { simpleName } from '../../../../language/names/match.ts';
import type { HierarchyItem, HierarchyKey } from '../../../../language/navigation/hierarchy.ts';
import { pathToUri } from '../uris.ts';
import { toRange } from './ranges.ts';
import { DEPRECATED_SYMBOL, WORKSPACE_SYMBOL_KINDS } from './workspaceSymbol.ts';

/** Converts an item of either hierarchy, because LSP has the same form for both. */
export function toHierarchyItem(item: HierarchyItem): CallHierarchyItem {
  const { path, kind, fullName, file, symbol } = item;
  const name = simpleName(fullName);
  return defined({
    name,
    kind: WORKSPACE_SYMBOL_KINDS[kind],
    tags: item.deprecated ? DEPRECATED_SYMBOL : undefined,
    detail: fullName.slice(0, Math.max(0, fullName.length - name.length - 1)),
    uri: pathToUri(path),
    range: toRange(file.tree, symbol.span),
    selectionRange: toRange(file.tree, symbol.nameSpan),
    data: { path, kind, fullName } satisfies HierarchyKey,
  });
}
