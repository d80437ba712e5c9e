/** New Service File: a whole file for a new service, from two questions. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../driver/until.ts';
import { after, before, describe, it } from './support/suite.ts';
import { window } from './support/window.ts';
import { folder, openSample, revertAll } from './support/workspace.ts';

const COMMAND = 'gRPC: New Service File';
const NAME = 'Name of the service';

const inFolder = (path: string): string => join(folder(), ...path.split('/'));

async function answer(message: string, text: string): Promise<string> {
  const held = await window.waitForInputBox(message);
  await window.fillInputBox(text);
  await window.press('Enter');
  return held;
}

async function opened(path: string): Promise<vscode.TextEditor> {
  const isShown = (): boolean => vscode.window.activeTextEditor?.document.uri.path.endsWith(path) === true;
  await until(`${path} to be open`, isShown);
  const editor = vscode.window.activeTextEditor;
  ok(editor);
  return editor;
}

describe('new service file', () => {
  before(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  after(async () => {
    await revertAll();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const path of ['proto/user_accounts', 'proto/greeter/v1/library.proto'])
      await rm(inFolder(path), { recursive: true, force: true });
    await vscode.commands.executeCommand('grpcWorkbench.refreshSchema');
  });

  it('asks for name and folder, and opens the file with the name of the rpc selected', async () => {
    await window.runCommand(COMMAND);
    equal(await answer(NAME, 'UserAccounts'), 'Greeter');
    const question = 'Folder for user_accounts.proto, relative to ';
    equal(await window.waitForInputBox(question), 'proto/user_accounts/v1');
    await window.press('Enter');
    const { document, selection } = await opened('/proto/user_accounts/v1/user_accounts.proto');
    equal(document.getText(selection), 'GetUserAccounts');
    const text = document.getText();
    ok(text.startsWith('syntax = "proto3";\n\npackage user_accounts.v1;\n'), text);
    equal(document.isDirty, false);
    deepEqual(vscode.languages.getDiagnostics(document.uri), []);
  });

  it('suggests the folder of the file in the editor, and the new file is like it', async () => {
    const sample = await openSample();
    await window.runCommand(COMMAND);
    await answer(NAME, 'Library');
    equal(await window.waitForInputBox('Folder for library.proto'), 'proto/greeter/v1');
    await window.press('Enter');
    const { document } = await opened('/proto/greeter/v1/library.proto');
    const line = (of: vscode.TextDocument, start: string): string | undefined =>
      of
        .getText()
        .split('\n')
        .find((one) => one.startsWith(start));
    for (const start of ['syntax', 'package', 'option go_package'])
      equal(line(document, start), line(sample.document, start));
  });

  it('stays whole when the user undoes and closes', async () => {
    const path = inFolder('proto/greeter/v1/library.proto');
    const before = await readFile(path, 'utf8');
    await vscode.commands.executeCommand('undo');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    equal(await readFile(path, 'utf8'), before);
  });

  it('says while you type what a service cannot be called', async () => {
    await window.runCommand(COMMAND);
    await window.waitForInputBox(NAME);
    await window.fillInputBox('2nd Service');
    await window.waitForInputBox('starts with a letter');
    await window.press('Escape');
  });

  it('never replaces a file, and writes nothing outside of the folder', async () => {
    const sample = await openSample();
    const before = sample.document.getText();
    await window.runCommand(COMMAND);
    await answer(NAME, 'Greeter');
    await window.waitForInputBox('Folder for greeter.proto');
    await window.press('Enter');
    await window.waitForInputBox('proto/greeter/v1/greeter.proto exists already.');
    await window.fillInputBox('../elsewhere');
    await window.waitForInputBox('The folder has to be inside ');
    await window.press('Enter');
    await window.press('Escape');
    equal(await readFile(sample.document.uri.fsPath, 'utf8'), before);
    equal(existsSync(join(folder(), '..', 'elsewhere')), false);
  });

  it('refuses a name that another file of the package declares', async () => {
    await openSample();
    await window.runCommand(COMMAND);
    await answer(NAME, 'HelloRequest');
    await answer('Folder for hello_request.proto', 'proto/greeter/v1');
    await window.waitForMessage('Another file declares greeter.v1.HelloRequest already.');
    equal(existsSync(inFolder('proto/greeter/v1/hello_request.proto')), false);
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('is among the kinds of files of File > New File…', async () => {
    const shown = vscode.commands.executeCommand('welcome.showNewFileEntries');
    await window.waitForQuickPick('Select File Type or Enter File Name...', 'New Service File');
    await window.press('Escape');
    await shown;
  });
});
