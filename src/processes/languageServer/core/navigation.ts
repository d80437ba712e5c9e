/** Handles LSP requests for references, highlights, renames, links and the counts of references. */
import {
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type CodeLens,
  type Connection,
  type DocumentHighlight,
  type DocumentHighlightParams,
  type DocumentLinkParams,
  type Location,
  type PrepareRenameParams,
  type ReferenceParams,
  type RenameParams,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { documentLinks } from '../../../language/navigation/documentLinks.ts';
import { highlights } from '../../../language/navigation/highlights.ts';
import { references, type FileUses } from '../../../language/navigation/references.ts';
import { renameable, renaming, type JsonNameChoice, type Refusal } from '../../../language/navigation/rename.ts';
import { declared, subjectAt, type PointedAt, type Subject } from '../../../language/navigation/subject.ts';
import type { Span } from '../../../text/span.ts';
import type { RequestContext } from './context.ts';
import { withCount } from './conversions/codeLens.ts';
import { toDocumentLink } from './conversions/documentLink.ts';
import { toDocumentHighlight } from './conversions/highlight.ts';
import { locationsIn } from './conversions/locations.ts';
import { toRange } from './conversions/ranges.ts';
import { toWorkspaceEdit, type RenameStyle } from './conversions/rename.ts';
import { answerAt, placeAt, type PlaceInFile } from './places.ts';
import { DOCUMENT, NEW_NAME, needing, POSITION, LENS_DATA } from './params.ts';
import { inSlices } from './slices.ts';
import { uriToPath } from './uris.ts';

/**
 * Registers the handlers. `style` says what the client can show of a rename. `jsonName` says what a rename of a field
 * does with its JSON name.
 */
export function handleNavigation(
  connection: Connection,
  context: RequestContext,
  style: () => RenameStyle,
  jsonName: () => JsonNameChoice,
): void {
  connection.onReferences(
    needing([DOCUMENT, POSITION], (params: ReferenceParams, token: CancellationToken) =>
      context.whenRead(token, () => locationsAt(context, params, token)),
    ),
  );
  connection.onDocumentHighlight(
    needing([DOCUMENT, POSITION], async (params: DocumentHighlightParams, token: CancellationToken) => {
      const found = await answerAt(context, params, token, (at) => highlightsAt(context, at));
      return found ?? null;
    }),
  );
  connection.onPrepareRename(
    needing([DOCUMENT, POSITION], (params: PrepareRenameParams, token: CancellationToken) =>
      context.whenRead(token, () => prepared(context, params)),
    ),
  );
  connection.onRenameRequest(
    needing([DOCUMENT, POSITION, NEW_NAME], (params: RenameParams, token: CancellationToken) =>
      context.whenRead(token, () => renamed(context, params, { style: style(), jsonName: jsonName() }, token)),
    ),
  );
  connection.onDocumentLinks(
    needing([DOCUMENT], ({ textDocument }: DocumentLinkParams, token: CancellationToken) =>
      context.whenRead(token, () => {
        const path = uriToPath(textDocument.uri);
        const tree = context.workspace.tree(path);
        if (tree === undefined) return [];
        return documentLinks(context.workspace, path, tree).map((link) => toDocumentLink(tree, link, context.show));
      }),
    ),
  );
  connection.onCodeLensResolve(
    needing([LENS_DATA], (lens: CodeLens, token: CancellationToken) =>
      context.whenRead(token, () => counted(context, lens, token)),
    ),
  );
}

interface Position {
  readonly textDocument: { readonly uri: string };
  readonly position: { readonly line: number; readonly character: number };
}

function pointedAt({ workspace }: RequestContext, { textDocument, position }: Position): PointedOut | undefined {
  const path = uriToPath(textDocument.uri);
  const at = placeAt(path, position, workspace.linked(path));
  if (at === undefined) return undefined;
  return { at, pointed: subjectAt(workspace, path, at.file, at.offset) };
}

interface PointedOut {
  readonly at: PlaceInFile;
  readonly pointed: PointedAt | undefined;
}

async function locationsAt(
  context: RequestContext,
  params: ReferenceParams,
  token: CancellationToken,
): Promise<Location[]> {
  // LSP requires `context`, but some editors leave it out.
  const { includeDeclaration = true } = (params.context as Partial<ReferenceParams['context']> | undefined) ?? {};
  const subject = pointedAt(context, params)?.pointed?.subject;
  if (subject === undefined) return [];
  return [...(await found(context, subject, token, (uses) => toLocations(uses, includeDeclaration)))];
}

function toLocations({ path, text, uses }: FileUses, includeDeclaration: boolean): readonly Location[] {
  const wanted = uses.filter(({ declares }) => includeDeclaration || !declares);
  return locationsIn(path, text, spansOf(wanted));
}

function spansOf(uses: FileUses['uses']): readonly Span[] {
  return uses.map(({ span }) => span);
}

function found<T>(
  { workspace }: RequestContext,
  subject: Subject,
  token: CancellationToken,
  take: (uses: FileUses) => readonly T[],
): Promise<readonly T[]> {
  return inSlices(
    () => references(workspace, subject, take),
    () => workspace.revision,
    token,
  );
}

function highlightsAt({ workspace }: RequestContext, at: PlaceInFile): DocumentHighlight[] | undefined {
  return highlights(workspace, at.path, at.file, at.offset)?.map((use) => toDocumentHighlight(at.file.tree, use));
}

function prepared(
  context: RequestContext,
  params: PrepareRenameParams,
): { range: DocumentHighlight['range']; placeholder: string } {
  const here = pointedAt(context, params);
  const place = renameable(context.workspace, here?.at.file, here?.at.offset ?? 0, here?.pointed);
  if (here === undefined || place.kind === 'refused') throw refusal(place);
  const { tree } = here.at.file;
  const { start, end } = place.span;
  return { range: toRange(tree, place.span), placeholder: tree.text.slice(start, end) };
}

async function renamed(
  context: RequestContext,
  params: RenameParams,
  { style, jsonName }: { readonly style: RenameStyle; readonly jsonName: JsonNameChoice },
  token: CancellationToken,
): Promise<WorkspaceEdit> {
  const { workspace } = context;
  const here = pointedAt(context, params);
  const place = renameable(workspace, here?.at.file, here?.at.offset ?? 0, here?.pointed);
  if (place.kind === 'refused') throw refusal(place);
  const result = await inSlices(
    () => renaming(workspace, place.subject, params.newName, { jsonName }),
    () => workspace.revision,
    token,
  );
  if (result.kind === 'refused') throw refusal(result);
  return toWorkspaceEdit(result, style);
}

/** Returns the error for a refused request. The editor shows its text to the user. */
function refusal(result: Refusal | { readonly kind: 'place' }): ResponseError {
  const reason = result.kind === 'refused' ? result.reason : 'There is no such file.';
  return new ResponseError(LSPErrorCodes.RequestFailed, reason);
}

/** Counts the references for a lens. Editors request this only for lenses that they show. */
async function counted(context: RequestContext, lens: CodeLens, token: CancellationToken): Promise<CodeLens> {
  const { uri, kind, fullName } = lens.data as ReferencesLensData;
  const path = uriToPath(uri);
  const file = context.workspace.linked(path);
  const subject = file && declared(path, file, { kind, fullName, file: file.path });
  if (subject === undefined) return withCount(lens, uri, 0);
  const uses = await found(context, subject, token, (inFile) => inFile.uses.filter(({ declares }) => !declares));
  return withCount(lens, uri, uses.length);
}

/** The data in a lens from which we can count its references. */
interface ReferencesLensData {
  readonly uri: string;
  readonly kind: 'message' | 'enum' | 'service';
  readonly fullName: string;
}
