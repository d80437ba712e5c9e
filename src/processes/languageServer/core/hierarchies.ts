/** Handles LSP requests for type definitions, the call hierarchy and the type hierarchy. */
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CancellationToken,
  Connection,
  LocationLink,
  TextDocumentPositionParams,
  TypeDefinitionParams,
  TypeHierarchyItem,
} from 'vscode-languageserver';
import { incomingCalls, outgoingCalls, type HierarchyCall } from '../../../language/navigation/callHierarchy.ts';
import {
  currentItem,
  hierarchyItemAt,
  type HierarchyItem,
  type HierarchyKey,
} from '../../../language/navigation/hierarchy.ts';
import { typeDefinitions } from '../../../language/navigation/typeDefinition.ts';
import { subtypes, supertypes } from '../../../language/navigation/typeHierarchy.ts';
import type { Workspace } from '../../../workspace/workspace.ts';
import type { RequestContext } from './context.ts';
import { toLocationLink } from './conversions/definition.ts';
import { toHierarchyItem } from './conversions/hierarchy.ts';
import { toRange } from './conversions/ranges.ts';
import { answerAt, type PlaceInFile } from './places.ts';
import { DOCUMENT, ITEM, needing, POSITION } from './params.ts';
import { inSlices } from './slices.ts';

interface ItemParams {
  readonly item: { readonly data?: unknown };
}

/** Registers the handlers. A search through all files runs in slices. */
export function handleHierarchies(connection: Connection, context: RequestContext): void {
  const { callHierarchy, typeHierarchy } = connection.languages;
  connection.onTypeDefinition(
    needing([DOCUMENT, POSITION], async (params: TypeDefinitionParams, token: CancellationToken) => {
      const links = await answerAt(context, params, token, (at) => typeLinks(context.workspace, at));
      return links ?? [];
    }),
  );
  callHierarchy.onPrepare(
    needing([DOCUMENT, POSITION], (params: TextDocumentPositionParams, token: CancellationToken) =>
      prepared(context, params, token, () => true),
    ),
  );
  typeHierarchy.onPrepare(
    needing([DOCUMENT, POSITION], (params: TextDocumentPositionParams, token: CancellationToken) =>
      prepared(context, params, token, ({ kind }) => kind === 'message' || kind === 'extension'),
    ),
  );
  handleCalls(connection, context);
  handleTypes(connection, context);
}

function handleCalls(connection: Connection, { workspace, whenRead }: RequestContext): void {
  const { callHierarchy } = connection.languages;
  callHierarchy.onOutgoingCalls(
    needing([ITEM], (params: ItemParams, token: CancellationToken) =>
      whenRead(token, () => outgoing(workspace, keyOf(params))),
    ),
  );
  callHierarchy.onIncomingCalls(
    needing([ITEM], (params: ItemParams, token: CancellationToken) =>
      whenRead(token, () =>
        inSlices(
          () => listed(incomingCalls(workspace, keyOf(params), incoming)),
          () => workspace.revision,
          token,
        ),
      ),
    ),
  );
}

function handleTypes(connection: Connection, { workspace, whenRead }: RequestContext): void {
  const { typeHierarchy } = connection.languages;
  typeHierarchy.onSupertypes(
    needing([ITEM], (params: ItemParams, token: CancellationToken) =>
      whenRead(token, (): TypeHierarchyItem[] => supertypes(workspace, keyOf(params)).map(toHierarchyItem)),
    ),
  );
  typeHierarchy.onSubtypes(
    needing([ITEM], (params: ItemParams, token: CancellationToken) =>
      whenRead(token, () =>
        inSlices(
          () => listed(subtypes(workspace, keyOf(params), toHierarchyItem)),
          () => workspace.revision,
          token,
        ),
      ),
    ),
  );
}

/** Returns the key in an item. ITEM has checked that the item has one. */
function keyOf({ item }: ItemParams): HierarchyKey {
  return item.data as HierarchyKey;
}

/** Copies the list, because LSP's types require arrays that can change. */
function* listed<T>(work: Generator<undefined, readonly T[], undefined>): Generator<undefined, T[], undefined> {
  return [...(yield* work)];
}

function typeLinks(workspace: Workspace, { file, offset }: PlaceInFile): LocationLink[] | undefined {
  const links = typeDefinitions(file, offset, (home, importPath) => workspace.textOf(home, importPath)).flatMap(
    (found) => {
      const path = workspace.pathOf(found.file.interface);
      if (path === undefined) return [];
      return [toLocationLink(file.tree, found, path)];
    },
  );
  return links.length === 0 ? undefined : links;
}

async function prepared(
  context: RequestContext,
  params: TextDocumentPositionParams,
  token: CancellationToken,
  isWanted: (item: HierarchyItem) => boolean,
): Promise<CallHierarchyItem[] | null> {
  const item = await answerAt(context, params, token, ({ file, offset }) =>
    hierarchyItemAt(context.workspace, file, offset),
  );
  if (item === undefined || !isWanted(item)) return null;
  return [toHierarchyItem(item)];
}

function outgoing(workspace: Workspace, key: HierarchyKey): CallHierarchyOutgoingCall[] {
  const caller = currentItem(workspace, key);
  if (caller === undefined) return [];
  return outgoingCalls(workspace, key).map(({ item, spans }) => ({
    to: toHierarchyItem(item),
    fromRanges: spans.map((span) => toRange(caller.file.tree, span)),
  }));
}

function incoming({ item, spans }: HierarchyCall): CallHierarchyIncomingCall {
  return { from: toHierarchyItem(item), fromRanges: spans.map((span) => toRange(item.file.tree, span)) };
}
