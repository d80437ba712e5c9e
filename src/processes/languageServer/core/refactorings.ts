/**
 * Handles LSP requests for refactorings: the list at a place, the edits of one refactoring, and moves to a file that
 * the user chose.
 */
import {
  CodeActionKind,
  CodeActionTriggerKind,
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type ClientCapabilities,
  type CodeAction,
  type CodeActionParams,
  type Connection,
  type FileOperationRegistrationOptions,
  type RenameFilesParams,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import * as protocol from '../../../contract/languageServer.ts';
import { moveTargets, moving } from '../../../language/refactoring/move.ts';
import { offersAt } from '../../../language/refactoring/offers.ts';
import type { Offer, RefactoringKind, Selection, Work } from '../../../language/refactoring/refactoring.ts';
import { importEdits } from '../../../language/refactoring/renameFiles.ts';
import type { RequestContext } from './context.ts';
import { toChanges } from './conversions/edits.ts';
import { toSpan } from './conversions/ranges.ts';
import { toRefactoringEdit, type RefactoringStyle } from './conversions/refactoring.ts';
import { ACTION_DATA, needing, RENAMED_FILES, URI_AND_RANGE, URI_RANGE_AND_TARGET } from './params.ts';
import { inSlices } from './slices.ts';
import { pathToUri, uriToPath } from './uris.ts';

const KINDS: Readonly<Record<RefactoringKind, CodeActionKind>> = {
  move: 'refactor.move',
  extract: CodeActionKind.RefactorExtract,
  inline: CodeActionKind.RefactorInline,
  rewrite: CodeActionKind.RefactorRewrite,
};

/** The kinds of code actions that are refactorings. */
export const REFACTORING_KINDS: readonly CodeActionKind[] = Object.values(KINDS);

/** The files and folders whose renames the client reports to the server. */
export const RENAMED_FILE_FILTERS: FileOperationRegistrationOptions = {
  filters: [
    { scheme: 'file', pattern: { glob: '**/*.proto', matches: 'file' } },
    { scheme: 'file', pattern: { glob: '**', matches: 'folder' } },
  ],
};

/** The features of the editor that refactorings can use. */
export interface RefactoringAbilities extends RefactoringStyle {
  /** Whether the editor requests the edits of an action only when the user chooses it. */
  readonly resolves: boolean;
  /** Whether the editor has the extension's own commands. */
  readonly commands: boolean;
  /** Whether the editor shows an action that is not possible, with the reason. */
  readonly showsRefused: boolean;
}

export function refactoringAbilities(
  { workspace, textDocument }: ClientCapabilities,
  commands: boolean,
): RefactoringAbilities {
  const { documentChanges, changeAnnotationSupport, resourceOperations } = workspace?.workspaceEdit ?? {};
  const { dataSupport, resolveSupport, disabledSupport } = textDocument?.codeAction ?? {};
  return {
    annotations: documentChanges === true && changeAnnotationSupport !== undefined,
    creates: documentChanges === true && resourceOperations?.includes('create') === true,
    resolves: dataSupport === true && resolveSupport?.properties.includes('edit') === true,
    commands,
    showsRefused: disabledSupport === true,
  };
}

/** Registers the handlers. `abilities` returns the features of the client. */
export function handleRefactorings(
  connection: Connection,
  context: RequestContext,
  abilities: () => RefactoringAbilities,
): void {
  connection.onCodeActionResolve(
    needing([ACTION_DATA], (action: CodeAction, token: CancellationToken) =>
      context.whenRead(token, () => resolved(context, action, abilities(), token)),
    ),
  );
  connection.onRequest(
    protocol.moveTargets,
    needing([URI_AND_RANGE], ({ uri }: protocol.SelectedRange, token: CancellationToken) =>
      context.whenRead(token, () => moveTargets(context.workspace, uriToPath(uri)).map(pathToUri)),
    ),
  );
  connection.onRequest(
    protocol.moveDeclarations,
    needing([URI_RANGE_AND_TARGET], (params: protocol.MoveParams, token: CancellationToken) =>
      context.whenRead(token, () => moved(connection, context, params, abilities(), token)),
    ),
  );
  connection.workspace.onWillRenameFiles(
    needing([RENAMED_FILES], (params: RenameFilesParams, token: CancellationToken) =>
      context.whenRead(token, () => followed(context, params, token)),
    ),
  );
}

/**
 * Returns the refactorings at a place. We offer them only if the user asks for code actions, because a light bulb on
 * every declaration would disturb the user.
 */
export function refactoringActions(
  selection: Selection,
  { textDocument, range, context }: CodeActionParams,
  { resolves, commands, creates }: RefactoringAbilities,
): readonly CodeAction[] {
  if (context.triggerKind === CodeActionTriggerKind.Automatic || !resolves) return [];
  const { uri } = textDocument;
  return offersAt(selection).flatMap((offer): CodeAction[] => {
    const action = { title: offer.title, kind: KINDS[offer.kind] };
    if ('work' in offer) return [{ ...action, data: { uri, range, title: offer.title } satisfies ActionData }];
    if (!commands || !creates) return [];
    const command = 'grpcWorkbench.moveDeclarations';
    return [{ ...action, command: { title: offer.title, command, arguments: [{ uri, range }] } }];
  });
}

/** The data in an action. With it, we find the same refactoring again when the user has chosen the action. */
interface ActionData extends protocol.SelectedRange {
  readonly title: string;
}

async function resolved(
  context: RequestContext,
  action: CodeAction,
  abilities: RefactoringAbilities,
  token: CancellationToken,
): Promise<CodeAction> {
  const data = action.data as ActionData;
  const find = (): Offer | undefined => {
    const selection = selectionOf(context, data);
    return selection && offersAt(selection).find(({ title }) => title === data.title);
  };
  const edit = await edited(
    context,
    () => {
      const offer = find();
      if (offer === undefined || !('work' in offer)) throw failure('The file has changed meanwhile. Try again.');
      return offer.work();
    },
    action.title,
    abilities,
    token,
  );
  return { ...action, edit };
}

function selectionOf({ workspace }: RequestContext, { uri, range }: protocol.SelectedRange): Selection | undefined {
  const path = uriToPath(uri);
  const file = workspace.linked(path);
  return file && { workspace, path, file, span: toSpan(file.tree, range) };
}

/** Returns the error for a refactoring that is not possible. The editor shows its text to the user. */
function failure(reason: string): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, reason);
}

async function edited(
  { workspace }: RequestContext,
  work: () => Work,
  title: string,
  abilities: RefactoringAbilities,
  token: CancellationToken,
): Promise<WorkspaceEdit> {
  const outcome = await inSlices(work, () => workspace.revision, token);
  if (outcome.kind === 'refused') throw failure(outcome.reason);
  if (outcome.created !== undefined && !abilities.creates) throw failure('This editor cannot create files.');
  return toRefactoringEdit(outcome, title, abilities);
}

async function moved(
  connection: Connection,
  context: RequestContext,
  params: protocol.MoveParams,
  abilities: RefactoringAbilities,
  token: CancellationToken,
): Promise<protocol.MoveResult> {
  const label = `Move to ${context.show(uriToPath(params.target))}`;
  const edit = await edited(context, () => moveWork(context, params), label, abilities, token);
  const metadata = { isRefactoring: true };
  const { applied, failureReason } = await connection.workspace.applyEdit({ label, edit, metadata });
  // Without a reason, the user does not want the edit.
  if (applied || failureReason === undefined) return {};
  return { failed: failureReason };
}

function moveWork(context: RequestContext, params: protocol.MoveParams): Work {
  const selection = selectionOf(context, params);
  if (selection === undefined) throw failure('There is no such file.');
  return moving(selection, uriToPath(params.target));
}

/**
 * Returns the edits of imports for renamed files. The editor asks the user, and applies the edits before it renames the
 * files.
 */
async function followed(
  { workspace }: RequestContext,
  { files }: RenameFilesParams,
  token: CancellationToken,
): Promise<WorkspaceEdit | null> {
  const renamed = files.map(({ oldUri, newUri }) => ({ before: uriToPath(oldUri), after: uriToPath(newUri) }));
  const found = await inSlices(
    () => importEdits(workspace, renamed),
    () => workspace.revision,
    token,
  );
  if (found.length === 0) return null;
  return toChanges(found);
}
