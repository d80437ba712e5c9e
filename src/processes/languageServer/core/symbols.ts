/**
 * Handles LSP requests for "Go to Symbol in Workspace". The list comes at once. The place of a symbol comes when the
 * user looks at the symbol.
 */
import type {
  CancellationToken,
  ClientCapabilities,
  Connection,
  WorkspaceSymbol,
  WorkspaceSymbolParams,
} from 'vscode-languageserver';
import { isString } from '../../../base/check.ts';
import { schemaNode } from '../../../language/structure/schemaTree.ts';
import { workspaceSymbols } from '../../../language/structure/workspaceSymbols.ts';
import type { Workspace } from '../../../workspace/workspace.ts';
import type { RequestContext } from './context.ts';
import { toLocation, toPlaceIn } from './conversions/locations.ts';
import { toWorkspaceSymbol } from './conversions/workspaceSymbol.ts';
import { needing, QUERY } from './params.ts';
import { inSlices } from './slices.ts';

export const WORKSPACE_SYMBOL_OPTIONS = { resolveProvider: true };

/** The largest number of symbols in the list, from all files together. A longer list would not help the user. */
const MOST_FOUND = 500;

/** Whether the client requests the places of symbols later. */
export function resolvesSymbolPlaces(capabilities: ClientCapabilities): boolean {
  return capabilities.workspace?.symbol?.resolveSupport?.properties.includes('location.range') === true;
}

/** Replies to `workspace/symbol` and `workspaceSymbol/resolve`. */
export function handleSymbols(
  connection: Connection,
  { workspace, whenRead }: RequestContext,
  resolvesLater: () => boolean,
): void {
  connection.onWorkspaceSymbol(
    needing([QUERY], ({ query }: WorkspaceSymbolParams, token: CancellationToken) =>
      whenRead(token, () =>
        inSlices(
          () => foundSymbols(workspace, query, !resolvesLater()),
          () => workspace.revision,
          token,
        ),
      ),
    ),
  );
  connection.onWorkspaceSymbolResolve((symbol, token) =>
    whenRead(token, () => {
      const id: unknown = symbol.data;
      const place = isString(id) ? schemaNode(workspace, toPlaceIn, id)?.place : undefined;
      if (place === undefined) return symbol;
      return { ...symbol, location: toLocation(place) };
    }),
  );
}

function* foundSymbols(
  workspace: Workspace,
  query: string,
  withPlaces: boolean,
): Generator<undefined, WorkspaceSymbol[], undefined> {
  const found: WorkspaceSymbol[] = [];
  for (const symbol of yield* workspaceSymbols(workspace, query, MOST_FOUND)) {
    const place = withPlaces ? schemaNode(workspace, toPlaceIn, symbol.id)?.place : undefined;
    found.push(toWorkspaceSymbol(symbol, place));
    if (withPlaces) yield;
  }
  return found;
}
