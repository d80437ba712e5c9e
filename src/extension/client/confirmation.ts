/**
 * Asks before an edit of the server that needs confirmation, wherever it comes from: a code action, a rename, or the
 * server itself. All of it is applied, or nothing. VS Code saves the files if its settings for refactorings say so.
 */
import * as vscode from 'vscode';
import {
  CodeActionResolveRequest,
  RenameRequest,
  type ApplyWorkspaceEditParams,
  type ApplyWorkspaceEditResult,
  type CodeAction,
  type LanguageClient,
  type WorkspaceEdit,
} from 'vscode-languageclient/node';
import { askModally, showError } from '../shared/notify.ts';
import { answered, changedDocuments, questionOf, type Question } from './question.ts';

const COMMAND = 'grpcWorkbench.applyConfirmed';

/** The versions of the open documents, by URI. */
type Versions = ReadonlyMap<string, number>;

/** VS Code asks for the edits of the actions that the pointer passes in the menu, and runs the command of one. */
const MOST_KEPT = 32;

/** An edit that the user may choose, with the versions that it was made for. */
interface Choosable {
  readonly edit: WorkspaceEdit;
  readonly versions: Versions;
}

/** One for each client. */
export class Confirmation {
  readonly #client: () => LanguageClient;
  readonly #command: vscode.Disposable;
  /** By the argument of their command, the oldest first. */
  readonly #choosable = new Map<number, Choosable>();
  #lastId = 0;

  constructor(client: () => LanguageClient) {
    this.#client = client;
    this.#command = vscode.commands.registerCommand(COMMAND, (id: unknown) => this.#applyChosen(id));
  }

  /** The reply to a request, with no edit in it that asks. */
  async reply<R>(method: string, request: () => Promise<R>): Promise<R> {
    if (method === CodeActionResolveRequest.method) return this.#later(openVersions(), await request());
    if (method === RenameRequest.method) return this.#now(openVersions(), await request());
    return request();
  }

  /** Applies an edit that the server sent by itself. A result without a reason says that the user does not want it. */
  async apply({ edit, metadata }: ApplyWorkspaceEditParams): Promise<ApplyWorkspaceEditResult> {
    const confirmed = await confirm(edit, openVersions());
    if (confirmed === undefined) return { applied: false };
    if (await this.#applied(confirmed, metadata?.isRefactoring)) return { applied: true };
    return { applied: false, failureReason: notApplied() };
  }

  dispose(): void {
    this.#command.dispose();
  }

  /** VS Code applies the edit of an action without a word of ours in between, but it also runs a command. */
  #later<R>(versions: Versions, reply: R): R {
    const { edit, ...action } = reply as CodeAction;
    if (edit === undefined || questionOf(edit) === undefined) return reply;
    this.#lastId++;
    this.#choosable.set(this.#lastId, { edit, versions });
    this.#choosable.delete(this.#lastId - MOST_KEPT);
    return { ...action, command: { title: action.title, command: COMMAND, arguments: [this.#lastId] } } as R;
  }

  /** A rename without edits changes nothing and says nothing. */
  async #now<R>(versions: Versions, reply: R): Promise<R> {
    const edit = reply as WorkspaceEdit | null;
    if (edit === null || questionOf(edit) === undefined) return reply;
    return ((await confirm(edit, versions)) ?? { changes: {} }) as R;
  }

  /** Others may pass anything. */
  async #applyChosen(id: unknown): Promise<void> {
    const chosen = this.#choosable.get(Number(id));
    if (chosen === undefined) return;
    const edit = await confirm(chosen.edit, chosen.versions);
    if (edit !== undefined && !(await this.#applied(edit, true))) showError(notApplied());
  }

  async #applied(edit: WorkspaceEdit, isRefactoring: boolean | undefined): Promise<boolean> {
    const converted = await this.#client().protocol2CodeConverter.asWorkspaceEdit(edit);
    return vscode.workspace.applyEdit(converted, { isRefactoring: isRefactoring === true });
  }
}

/** The edit that the user wants; undefined for none. The user hears of a document that has changed meanwhile. */
async function confirm(edit: WorkspaceEdit, versions: Versions): Promise<WorkspaceEdit | undefined> {
  const question = questionOf(edit);
  if (question === undefined) return edit;
  const wanted = question.without === undefined ? await all(edit, question) : await withOrWithout(edit, question);
  if (wanted === undefined || isCurrent(wanted, versions)) return wanted;
  showError(vscode.l10n.t('The files have changed meanwhile, so nothing was changed. Try again.'));
  return undefined;
}

async function all(edit: WorkspaceEdit, { label, description }: Question): Promise<WorkspaceEdit | undefined> {
  const answer = await askModally(label, description, vscode.l10n.t('Apply'));
  return answer === undefined ? undefined : answered(edit);
}

async function withOrWithout(
  edit: WorkspaceEdit,
  { label, description, without }: Question,
): Promise<WorkspaceEdit | undefined> {
  const leaveOut = vscode.l10n.t('Leave It Out');
  const answer = await askModally(`${label}?`, description, label, leaveOut);
  if (answer === label) return answered(edit);
  return answer === leaveOut ? without : undefined;
}

function openVersions(): Versions {
  return new Map(vscode.workspace.textDocuments.map(({ uri, version }) => [uri.toString(), version]));
}

/** Whether the open documents are those that the edit was made for. */
function isCurrent(edit: WorkspaceEdit, versions: Versions): boolean {
  const now = openVersions();
  const uris = changedDocuments(edit).map((uri) => vscode.Uri.parse(uri).toString());
  return uris.every((uri) => !versions.has(uri) || versions.get(uri) === now.get(uri));
}

function notApplied(): string {
  return vscode.l10n.t('VS Code did not apply the edits.');
}
