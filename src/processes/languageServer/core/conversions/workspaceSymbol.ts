/** Converts the symbols of the whole workspace. */
import { SymbolKind, SymbolTag, type WorkspaceSymbol as LspWorkspaceSymbol } from 'vscode-languageserver';
import { defined } from '../../../../base/defined.ts';
import type { SourcePlace } from '../../../../contract/schemaNode.ts';
import type { WorkspaceSymbol } from '../../../../language/structure/workspaceSymbols.ts';
import { pathToUri } from '../uris.ts';
import { toLocation } from './locations.ts';

export const WORKSPACE_SYMBOL_KINDS: Readonly<Record<WorkspaceSymbol['kind'], SymbolKind>> = {
  message: SymbolKind.Struct,
  enum: SymbolKind.Enum,
  service: SymbolKind.Interface,
  method: SymbolKind.Method,
  extension: SymbolKind.Field,
};

export const DEPRECATED_SYMBOL: SymbolTag[] = [SymbolTag.Deprecated];

/**
 * Converts a symbol of the workspace. If `place` is undefined, the symbol has only its file, and the client requests
 * the place later.
 */
export function toWorkspaceSymbol(symbol: WorkspaceSymbol, place: SourcePlace | undefined): LspWorkspaceSymbol {
  return defined({
    name: symbol.name,
    kind: WORKSPACE_SYMBOL_KINDS[symbol.kind],
    tags: symbol.deprecated ? DEPRECATED_SYMBOL : undefined,
    containerName: symbol.container === '' ? undefined : symbol.container,
    location: place === undefined ? { uri: pathToUri(symbol.path) } : toLocation(place),
    data: symbol.id,
  });
}
