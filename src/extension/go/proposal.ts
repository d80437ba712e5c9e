/**
 * Proposes changes to the user's own files. The user sees a diff, we make the changes only if the user accepts them,
 * and one undo reverts them. The user answers in the title of the diff, or at the question in the status bar. We show
 * no notification, because an extension cannot close one, so its buttons would stay after the answer. (VS Code's own
 * refactor preview starts with every box unticked, so "Apply" would apply nothing.)
 */
import * as vscode from 'vscode';
import { inBackground } from '../../base/background.ts';
import type { ProposedFile } from '../../contract/generation.ts';
import { realFolders, realPlace } from '../../host/writing/containment.ts';
import { showWarning } from '../shared/notify.ts';
import { plainText } from '../shared/plainText.ts';
import { proposalTitle } from './proposalText.ts';

const SCHEME = 'grpc-workbench-proposal';

/** While this context key is true, the title of the editor has the buttons of the proposal. */
const IS_ACTIVE = 'grpcWorkbench.proposalIsActive';

/** A change that the user sees in the diff. Without `content`, the file is deleted. */
export interface ShownFile {
  readonly path: string;
  readonly content?: string;
  readonly isNew: boolean;
}

/**
 * The outcome of a proposal. If a proposal is `outdated`, it no longer fits the files, and the user has seen a message.
 */
export type Proposed = 'made' | 'discarded' | 'outdated';

/** A proposal that waits for an answer. */
interface Waiting {
  /** How many files the proposal changes. */
  readonly files: number;
  readonly question: string;
  readonly answer: (isAccepted: boolean) => void;
  /** The token that is cancelled once the user has answered. */
  readonly isAnswered: vscode.CancellationToken;
}

/** The proposals of the window. The two buttons in the title of the diff answer the proposal that is open. */
export class Proposals implements vscode.Disposable {
  readonly #title = vscode.l10n.t('Proposed changes');
  readonly #subscriptions: vscode.Disposable;
  /** The proposals that wait for an answer. We show the last one. */
  readonly #waiting: Waiting[] = [];
  readonly #status = vscode.window.createStatusBarItem('grpcWorkbench.proposal', vscode.StatusBarAlignment.Left, 11);
  /** Settles once no proposal is shown. We show one diff at a time, because two diffs would close each other. */
  #shown: Promise<unknown> = Promise.resolve();
  #isActive = false;

  constructor() {
    const { tabGroups } = vscode.window;
    this.#status.name = vscode.l10n.t('gRPC proposed changes');
    this.#status.command = 'grpcWorkbench.proposalActions';
    this.#status.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
    this.#subscriptions = vscode.Disposable.from(
      this.#status,
      tabGroups.onDidChangeTabs(({ closed }) => {
        this.#followTabs();
        if (closed.some((tab) => this.#isShownIn(tab))) this.#discardIfClosed();
      }),
      tabGroups.onDidChangeTabGroups(() => this.#followTabs()),
    );
  }

  /** Answers the open proposal, for a button in the title of the diff. */
  answer(isAccepted: boolean): void {
    this.#waiting.at(-1)?.answer(isAccepted);
  }

  /** Opens the list of answers at the question in the status bar. The list closes if the user answers in the diff. */
  async choose(): Promise<void> {
    const waiting = this.#waiting.at(-1);
    if (waiting === undefined) return;
    const items = [
      // VS Code cuts off a long detail, and shows all of it when the mouse is over the entry.
      { label: `$(check) ${vscode.l10n.t('Accept')}`, detail: plainText(waiting.question), isAccepted: true },
      { label: `$(close) ${vscode.l10n.t('Discard')}`, isAccepted: false },
    ];
    const options = {
      title: proposalTitle(vscode.l10n, waiting.files),
      placeHolder: vscode.l10n.t('The diff shows the changes.'),
    };
    const picked = await vscode.window.showQuickPick(items, options, waiting.isAnswered);
    if (picked !== undefined) waiting.answer(picked.isAccepted);
  }

  /**
   * Proposes changes and makes them if the user accepts. `question` says what the changes do. We change no file outside
   * `folders`.
   */
  async propose(
    files: readonly ProposedFile[],
    folders: readonly string[],
    question: string,
    signal: AbortSignal,
  ): Promise<Proposed> {
    const shown = files.map(({ path, content }) => ({ path, content, isNew: false }));
    if (!(await this.preview(shown, question, signal))) return 'discarded';
    return (await apply(files, folders)) ? 'made' : 'outdated';
  }

  /**
   * Shows a diff, and returns whether the user accepts. If the user closes the diff or the signal aborts, the answer is
   * no. If another proposal is open, we show this diff after the answer to that proposal.
   */
  preview(files: readonly ShownFile[], question: string, signal: AbortSignal): Promise<boolean> {
    const answered = this.#shown.then(() => !signal.aborted && this.#preview(files, question, signal));
    this.#shown = answered.catch(() => undefined);
    return answered;
  }

  async #preview(files: readonly ShownFile[], question: string, signal: AbortSignal): Promise<boolean> {
    const contents = new Map(files.map((file) => [vscode.Uri.file(file.path).path, file.content]));
    const provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: (uri) => contents.get(uri.path) ?? '',
    });
    try {
      const changes = files.map(({ path, content, isNew }) => {
        const uri = vscode.Uri.file(path);
        return [uri, isNew ? undefined : uri, content === undefined ? undefined : uri.with({ scheme: SCHEME })];
      });
      await vscode.commands.executeCommand('vscode.changes', this.#title, changes);
      return await this.#ask(files.length, question, signal);
    } finally {
      await this.#closeTabs();
      provider.dispose();
    }
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** Waits for the answer of the user. Only the first answer counts. */
  async #ask(files: number, question: string, signal: AbortSignal): Promise<boolean> {
    const answered = new vscode.CancellationTokenSource();
    let answer: (isAccepted: boolean) => void = () => undefined;
    const answering = new Promise<boolean>((resolve) => (answer = resolve));
    const waiting = { files, question, answer, isAnswered: answered.token };
    const abort = (): void => answer(false);
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    this.#waiting.push(waiting);
    this.#showQuestion();
    // The diff has been opened already, so no event of its tab will follow.
    this.#followTabs();
    try {
      return await answering;
    } finally {
      signal.removeEventListener('abort', abort);
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      answered.cancel();
      answered.dispose();
      this.#showQuestion();
      this.#followTabs();
    }
  }

  #showQuestion(): void {
    const waiting = this.#waiting.at(-1);
    if (waiting === undefined) {
      this.#status.hide();
      return;
    }
    const { files, question } = waiting;
    const title = proposalTitle(vscode.l10n, files);
    this.#status.text = `$(diff) ${title}`;
    this.#status.tooltip = question;
    this.#status.accessibilityInformation = { label: `${title}. ${question}`, role: 'button' };
    this.#status.show();
  }

  #followTabs(): void {
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    const isActive = this.#waiting.length > 0 && activeTab?.label.startsWith(this.#title) === true;
    if (isActive === this.#isActive) return;
    this.#isActive = isActive;
    const told = vscode.commands.executeCommand('setContext', IS_ACTIVE, isActive);
    inBackground(told, 'The buttons of a proposal were not shown or hidden', (line) => console.error(line));
  }

  /** If the user has closed the diff, the answer is no. A tab that only moves to another group still exists. */
  #discardIfClosed(): void {
    if (this.#shownTabs().length > 0) return;
    for (const { answer } of [...this.#waiting]) answer(false);
  }

  async #closeTabs(): Promise<void> {
    const tabs = this.#shownTabs();
    if (tabs.length > 0) await vscode.window.tabGroups.close(tabs);
  }

  #shownTabs(): readonly vscode.Tab[] {
    return vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter((tab) => this.#isShownIn(tab));
  }

  #isShownIn({ label }: vscode.Tab): boolean {
    return label.startsWith(this.#title);
  }
}

async function apply(files: readonly ProposedFile[], folders: readonly string[]): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  const allowed = await realFolders(folders);
  for (const { path, content, before } of files) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
    // The editor follows symbolic links, and the folder may have changed while the diff was shown.
    const isInside = (await realPlace(path, allowed)).kind === 'inside';
    if (!isInside || asEdited(document.getText()) !== asEdited(before)) {
      showWarning(
        vscode.l10n.t(
          '{0} has changed since the changes were proposed, so no change was made. Generate again.',
          vscode.workspace.asRelativePath(path),
        ),
      );
      return false;
    }
    const { range, text } = smallestChange(document, content.replace(/^\uFEFF/, ''));
    edit.replace(document.uri, range, text);
  }
  return vscode.workspace.applyEdit(edit, { isRefactoring: true });
}

/** The text as an editor has it: without a byte order mark, and with one kind of line end. */
function asEdited(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}

/**
 * Returns a change without the common start and end of both texts, so that cursors and breakpoints stay in their
 * places.
 */
function smallestChange(
  document: vscode.TextDocument,
  content: string,
): { readonly range: vscode.Range; readonly text: string } {
  const old = document.getText();
  const shorter = Math.min(old.length, content.length);
  let start = 0;
  while (start < shorter && old[start] === content[start]) start++;
  let end = 0;
  while (end < shorter - start && old[old.length - 1 - end] === content[content.length - 1 - end]) end++;
  return {
    range: new vscode.Range(document.positionAt(start), document.positionAt(old.length - end)),
    text: content.slice(start, content.length - end),
  };
}
