/** Handles LSP requests for the outline, definitions, hover, lenses and the explanations of imports. */
import {
  DocumentSymbolRequest,
  type CancellationToken,
  type CodeLensParams,
  type Connection,
  type DefinitionParams,
  type DocumentSymbolParams,
  type Hover,
  type HoverParams,
  type LocationLink,
} from 'vscode-languageserver';
import { defined } from '../../../base/defined.ts';
import type { FilePath } from '../../../base/path.ts';
import * as protocol from '../../../contract/languageServer.ts';
import { explainImport } from '../../../language/imports/resolution.ts';
import { namedPlaceAt } from '../../../language/names/symbols.ts';
import { definition } from '../../../language/navigation/definition.ts';
import { withoutPictures } from '../../../language/names/markdown.ts';
import { hover } from '../../../language/navigation/hover.ts';
import { codeLenses, referenceLenses } from '../../../language/structure/codeLens.ts';
import { methodAt } from '../../../language/structure/methodAt.ts';
import { servicesIn } from '../../../language/structure/servicesIn.ts';
import type { Workspace } from '../../../workspace/workspace.ts';
import type { RequestContext } from './context.ts';
import { toCodeLens, toLensOfReferences } from './conversions/codeLens.ts';
import { toLocationLink } from './conversions/definition.ts';
import { toAddress, toPlace } from './conversions/locations.ts';
import { toOutline } from './conversions/outline.ts';
import { toRange, toSpan } from './conversions/ranges.ts';
import { answerAt, placeAt, type PlaceInFile } from './places.ts';
import { DOCUMENT, needing, POSITION, URI, URI_AND_PLACE } from './params.ts';
import { pathToUri, uriToPath } from './uris.ts';

/** Tells which kinds of lenses the user has switched on. */
export interface WantedLenses {
  readonly actions: boolean;
  readonly references: boolean;
}

/** Registers the handlers. `wantsLenses` returns the kinds of lenses that the user has switched on. */
export function handleFeatures(connection: Connection, context: RequestContext, wantsLenses: () => WantedLenses): void {
  const { workspace } = context;
  // We register this request by its name, because the library's own method does not accept a LastingResult.
  connection.onRequest(
    DocumentSymbolRequest.method,
    needing([DOCUMENT], ({ textDocument }: DocumentSymbolParams): unknown => {
      const tree = workspace.tree(uriToPath(textDocument.uri));
      if (tree) return toOutline(tree);
      return [];
    }),
  );
  connection.onDefinition(
    needing([DOCUMENT, POSITION], async (params: DefinitionParams, token: CancellationToken) => {
      const link = await answerAt(context, params, token, (at) => toLink(workspace, at));
      if (link === undefined) return [];
      return [link];
    }),
  );
  connection.onHover(
    needing([DOCUMENT, POSITION], async (params: HoverParams, token: CancellationToken) => {
      const hovered = await answerAt(context, params, token, (at) => toHover(context, at));
      return hovered ?? null;
    }),
  );
  connection.onCodeLens(
    needing([DOCUMENT], ({ textDocument }: CodeLensParams) => {
      const wanted = wantsLenses();
      const tree = workspace.tree(uriToPath(textDocument.uri));
      if (tree === undefined) return [];
      const actions = wanted.actions ? codeLenses(tree).map((lens) => toCodeLens(textDocument.uri, tree, lens)) : [];
      const counts = wanted.references ? referenceLenses(tree) : [];
      return [...actions, ...counts.map((lens) => toLensOfReferences(textDocument.uri, tree, lens))];
    }),
  );
  connection.onRequest(
    protocol.methodAt,
    needing([URI_AND_PLACE], ({ uri, line, character }: protocol.DocumentPosition) => {
      const tree = workspace.tree(uriToPath(uri));
      const at = { line, character };
      return (tree && methodAt(tree, toSpan(tree, { start: at, end: at }).start)) ?? null;
    }),
  );
  connection.onRequest(
    protocol.servicesIn,
    needing([URI], ({ uri }: { readonly uri: string }) => {
      const path = uriToPath(uri);
      const tree = workspace.tree(path);
      if (tree === undefined) return [];
      return servicesIn(tree).map(({ kind, fullName, nameSpan }) => ({
        kind,
        fullName,
        name: toPlace(path, tree, nameSpan).range,
      }));
    }),
  );
  connection.onRequest(
    protocol.explainImport,
    needing([URI_AND_PLACE], (params: protocol.DocumentPosition, token: CancellationToken) =>
      context.whenRead(token, () => explained(context, params)),
    ),
  );
}

function toLink(workspace: Workspace, at: PlaceInFile): LocationLink | undefined {
  const found = definition(at.file, at.offset, (file, importPath) => workspace.textOf(file, importPath));
  const path = found && workspace.pathOf(found.file.interface);
  if (found && path !== undefined) return toLocationLink(at.file.tree, found, path);
  return undefined;
}

function toHover(context: RequestContext, at: PlaceInFile): Hover | undefined {
  const { workspace } = context;
  const place = namedPlaceAt(at.file, at.offset);
  const found =
    place?.kind === 'import'
      ? { span: place.span, markdown: explain(context, at.path, place.import.path) }
      : hover(
          at.file,
          at.offset,
          (file, importPath) => workspace.textOf(file, importPath),
          (declared) => toAddress(workspace.pathOf(declared.file.interface), declared),
        );
  return (
    found && {
      contents: { kind: 'markdown', value: withoutPictures(found.markdown) },
      range: toRange(at.file.tree, found.span),
    }
  );
}

function explained(
  context: RequestContext,
  { uri, line, character }: protocol.DocumentPosition,
): { markdown: string; resolved?: string } | null {
  const { workspace } = context;
  const path = uriToPath(uri);
  const at = placeAt(path, { line, character }, workspace.linked(path));
  if (at === undefined) return null;
  const place = namedPlaceAt(at.file, at.offset);
  if (place?.kind !== 'import') return null;
  const resolved = workspace.resolveImport(at.path, place.import.path).path;
  return defined({
    markdown: withoutPictures(explain(context, at.path, place.import.path)),
    resolved: resolved === undefined ? undefined : pathToUri(resolved),
  });
}

function explain({ workspace, show }: RequestContext, from: FilePath, importPath: string): string {
  return explainImport(workspace, from, importPath, show);
}
