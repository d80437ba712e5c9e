/** The schema tree: what it shows of the sample, and that it follows an edit before it is saved. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TreeRow } from '../driver/api.ts';
import { until } from '../driver/until.ts';
import { after, before, describe, it } from './support/suite.ts';
import { window } from './support/window.ts';
import { openSample, revertAll } from './support/workspace.ts';

describe('schema tree', () => {
  before(() => window.openView('gRPC'));
  after(revertAll);

  it('shows the service with its four methods', async () => {
    await window.waitForRow('Schema', 'greeter.v1');
    await window.expandRow('Schema', 'greeter.v1');
    await window.expandRow('Schema', 'Greeter');
    await window.waitForRow('Schema', 'BidiHello');
    const rows = await window.treeRows('Schema');
    deepEqual(
      rows.filter((row) => row.level === 3).map((row) => row.label),
      ['SayHello', 'LotsOfReplies', 'LotsOfGreetings', 'BidiHello'],
    );
    await window.screenshot('tree');
  });

  it('follows an unsaved edit and keeps open rows open', async () => {
    const editor = await openSample();
    const end = editor.document.getText().indexOf('  // Greets one person many times.');
    await editor.edit((edit) =>
      edit.insert(editor.document.positionAt(end), '  rpc SayGoodbye(HelloRequest) returns (HelloReply);\n\n'),
    );
    ok(editor.document.isDirty, 'the edit is not saved');
    await window.waitForRow('Schema', 'SayGoodbye');
    await window.screenshot('tree-after-unsaved-edit');
    await vscode.commands.executeCommand('undo');
    await window.waitForNoRow('Schema', 'SayGoodbye');
    await window.waitForRow('Schema', 'SayHello');
  });

  it('shows the readable declarations of a file with errors', async () => {
    const editor = await openSample();
    const at = editor.document.getText().indexOf('message HelloReply');
    await editor.edit((edit) =>
      edit.insert(
        editor.document.positionAt(at),
        'message Broken { string = ; }\n\nmessage Whole { string text = 1; }\n\n',
      ),
    );
    await window.waitForRow('Schema', 'Whole');
    await window.waitForRow('Schema', 'SayHello');
  });

  it('marks only the declaration with an error and the rows above it, until there is no error', async () => {
    await revertAll();
    const rowOf = async (name: string): Promise<TreeRow | undefined> =>
      (await window.treeRows('Schema')).find(({ label }) => label === name);
    const badgeOf = async (name: string): Promise<string | undefined> => (await rowOf(name))?.badge;
    await until('rows without a mark', async () => (await badgeOf('HelloReply')) === '');
    const editor = await openSample();
    const end = editor.document.positionAt(editor.document.getText().length);
    await editor.edit((edit) => edit.insert(end, 'message Broken { Missing missing = 1; int32 whole = 2; }\n'));
    await until('a mark on the package', async () => (await badgeOf('greeter.v1')) === '•');
    await until('a mark on the message', async () => (await badgeOf('Broken')) === '•');
    equal(await badgeOf('HelloReply'), '');
    equal(await badgeOf('Greeter'), '');
    await window.expandRow('Schema', 'Broken');
    await until('the number on the field', async () => (await badgeOf('missing')) === '1');
    equal(await badgeOf('whole'), '');
    await window.screenshot('tree-file-with-errors');
    await revertAll();
    await until('no mark any more', async () => (await badgeOf('greeter.v1')) === '');
  });

  it('keeps the rows that an error hides, and says so', async () => {
    await revertAll();
    const editor = await openSample();
    const at = editor.document.getText().indexOf('service Greeter');
    await editor.edit((edit) => edit.insert(editor.document.positionAt(at), '/* '));
    await until('the hidden method', async () => {
      const rows = await window.treeRows('Schema');
      return rows.some(({ label, description }) => label === 'SayHello' && description === 'hidden by errors');
    });
    await window.screenshot('tree-hidden-by-errors');
    await revertAll();
    await until('the method as it was', async () => {
      const rows = await window.treeRows('Schema');
      return rows.some(({ label, description }) => label === 'SayHello' && description.includes('→'));
    });
  });

  it('shows the source of a clicked row', async () => {
    await revertAll();
    await window.waitForNoRow('Schema', 'Whole');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await window.clickRow('Schema', 'SayHello');
    const editor = await openedEditor();
    deepEqual(
      editor.document.lineAt(editor.selection.active).text.trim(),
      'rpc SayHello(HelloRequest) returns (HelloReply);',
    );
  });
});

/** Waits for the editor that opens next, or returns the open one. */
function openedEditor(): Promise<vscode.TextEditor> {
  return new Promise((resolve) => {
    const found = vscode.window.activeTextEditor;
    if (found !== undefined) {
      resolve(found);
      return;
    }
    const listener = vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (editor === undefined) return;
      listener.dispose();
      resolve(editor);
    });
  });
}
