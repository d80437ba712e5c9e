/** Refactorings with a warning in VS Code: they ask, and they change everything or nothing. */
import { equal, ok } from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../driver/until.ts';
import { openCodeActions } from './support/codeActions.ts';
import { after, before, describe, it } from './support/suite.ts';
import { window } from './support/window.ts';
import { folder } from './support/workspace.ts';

const STORE = `syntax = "proto3";

package store.v1;

message Item {
  string name = 3;
  string street = 7;
}
`;

const OTHER = `syntax = "proto3";

package other.v1;
`;

const RENUMBER = 'Renumber the fields of Item (breaks the wire format)';
const RENUMBERED = STORE.replace('= 3', '= 1').replace('= 7', '= 2');

describe('refactoring', () => {
  const paths = (): readonly [store: string, other: string] => {
    const parent = join(folder(), 'proto', 'store', 'v1');
    return [join(parent, 'store.proto'), join(parent, 'other.proto')];
  };
  let editor: vscode.TextEditor;

  before(async () => {
    const [store, other] = paths();
    await mkdir(join(store, '..'), { recursive: true });
    await writeFile(store, STORE);
    await writeFile(other, OTHER);
    editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(store));
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(join(folder(), 'proto', 'store'), { recursive: true, force: true });
  });

  const text = (): string => editor.document.getText();

  async function chooseRenumber(): Promise<void> {
    editor = await vscode.window.showTextDocument(editor.document);
    editor.selection = new vscode.Selection(4, 9, 4, 9);
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    await openCodeActions('editor.action.refactor', RENUMBER);
    await window.pickCodeAction(RENUMBER);
  }

  it('with a warning asks first, and changes nothing if the user cancels', async () => {
    const dialogs = answerDialogs(() => undefined);
    try {
      await chooseRenumber();
      const { question, detail, buttons } = await until('the question', () => dialogs.shown[0]);
      equal(question, RENUMBER);
      ok(detail.includes('This breaks the wire format'), detail);
      equal(buttons.join(), 'Apply');
      equal(text(), STORE);
      equal(editor.document.isDirty, false);
    } finally {
      dialogs.dispose();
    }
  });

  it('with a warning makes the whole edit, which one undo takes back', async () => {
    const dialogs = answerDialogs(() => 'Apply');
    try {
      await chooseRenumber();
      await until('the new numbers', () => text() === RENUMBERED);
      await vscode.commands.executeCommand('undo');
      equal(text(), STORE);
      await editor.document.save();
    } finally {
      dialogs.dispose();
    }
  });

  it('with a warning is refused if the text changes during the question', async () => {
    const dialogs = answerDialogs(async () => {
      await editor.edit((edit) => edit.insert(new vscode.Position(3, 0), '\n'));
      return 'Apply';
    });
    try {
      await chooseRenumber();
      await window.waitForMessage('The files have changed meanwhile');
      equal(text(), STORE.replace('\n\nmessage', '\n\n\nmessage'));
    } finally {
      dialogs.dispose();
    }
    await vscode.commands.executeCommand('undo');
    await editor.document.save();
  });

  it('that moves a declaration asks, and saves both files', async () => {
    const [store, other] = paths();
    const range = { start: { line: 4, character: 9 }, end: { line: 4, character: 9 } };
    const dialogs = answerDialogs(() => 'Apply');
    try {
      const uri = editor.document.uri.toString();
      const moved = vscode.commands.executeCommand('grpcWorkbench.moveDeclarations', { uri, range });
      await window.answerQuickInput('other.proto');
      await moved;
      await until('both files on disk', async () => {
        const [left, right] = await Promise.all([readFile(store, 'utf8'), readFile(other, 'utf8')]);
        return !left.includes('message Item') && right.includes('message Item');
      });
      equal(dialogs.shown.length, 1);
      equal(vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty).length, 0);
    } finally {
      dialogs.dispose();
    }
  });
});

interface Dialog {
  readonly question: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

/** VS Code refuses to show modal dialogs in a window under test, so the test answers them in the user's place. */
function answerDialogs(answer: () => Promise<string> | string | undefined): {
  readonly shown: readonly Dialog[];
  dispose(): void;
} {
  const { showWarningMessage } = vscode.window;
  const shown: Dialog[] = [];
  const replace = (show: unknown): void => {
    Object.assign(vscode.window, { showWarningMessage: show });
  };
  replace((question: string, { detail = '' }: vscode.MessageOptions, ...buttons: readonly string[]) => {
    shown.push({ question, detail, buttons });
    return Promise.resolve(answer());
  });
  return { shown, dispose: () => replace(showWarningMessage) };
}
