/**
 * A change of files that belong to a person: shown as a diff, made only when they say so, taken back with one undo.
 * (VS Code's own refactor preview starts with every box unticked, so that "Apply" would apply nothing.)
 */
import * as vscode from 'vscode';
import type { ProposedFile } from '../../contract/generation.ts';
import { realFolders, realPlace } from '../../host/writing/containment.ts';
import { showWarning } from '../shared/notify.ts';

const SCHEME = 'grpc-workbench-proposal';

/** A change as it is shown: without content the file is to go. */
export interface ShownFile {
  readonly path: string;
  readonly content?: string;
  readonly isNew: boolean;
}

/** `question` names what the change does; true if it was made. Nothing is changed beyond `folders`. */
export async function propose(
  files: readonly ProposedFile[],
  folders: readonly string[],
  question: string,
  accept: string,
): Promise<boolean> {
  return (
    (await preview(
      files.map(({ path, content }) => ({ path, content, isNew: false })),
      question,
      accept,
    )) && (await apply(files, folders))
  );
}

/** True if they say so; to close the question is to say no. */
export async function preview(files: readonly ShownFile[], question: string, accept: string): Promise<boolean> {
  const contents = new Map(files.map((file) => [vscode.Uri.file(file.path).path, file.content]));
  const provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: (uri) => contents.get(uri.path) ?? '',
  });
  const title = vscode.l10n.t('Proposed changes');
  try {
    const changes = files.map(({ path, content, isNew }) => {
      const uri = vscode.Uri.file(path);
      return [uri, isNew ? undefined : uri, content === undefined ? undefined : uri.with({ scheme: SCHEME })];
    });
    await vscode.commands.executeCommand('vscode.changes', title, changes);
    return (await vscode.window.showInformationMessage(question, accept, vscode.l10n.t('Discard'))) === accept;
  } finally {
    await closeTab(title);
    provider.dispose();
  }
}

async function apply(files: readonly ProposedFile[], folders: readonly string[]): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  const allowed = await realFolders(folders);
  for (const { path, content, before } of files) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
    // The editor follows links, and the folder may have changed while the diff was shown.
    const isInside = (await realPlace(path, allowed)).kind === 'inside';
    if (!isInside || asEdited(document.getText()) !== asEdited(before)) {
      showWarning(
        vscode.l10n.t(
          '{0} has changed since the changes were proposed, so none was made. Generate again.',
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

/** An editor shows no byte order mark, and one kind of line end. */
function asEdited(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}

/** Leaves the common start and end alone, so that cursors and breakpoints stay. */
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

async function closeTab(label: string): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter((tab) => tab.label.startsWith(label));
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs);
}
