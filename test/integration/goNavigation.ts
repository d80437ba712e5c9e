/** From a proto to its Go and back, with what generation has written. */
import { equal, match } from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../driver/until.ts';
import { after, before, describe, it } from './support/suite.ts';
import { window } from './support/window.ts';
import { folder, openSample } from './support/workspace.ts';

const WRITTEN = ['gen', 'server', 'client', 'go.mod', 'go.sum'];

async function removeWritten(): Promise<void> {
  await Promise.all(WRITTEN.map((name) => rm(join(folder(), name), { recursive: true, force: true })));
}

function cursorLine(): string {
  const editor = vscode.window.activeTextEditor;
  return editor === undefined ? '' : editor.document.lineAt(editor.selection.active.line).text;
}

async function put(editor: vscode.TextEditor, text: string): Promise<void> {
  const at = editor.document.positionAt(editor.document.getText().indexOf(text));
  editor.selection = new vscode.Selection(at, at);
  await vscode.window.showTextDocument(editor.document);
}

describe('going between proto and Go', () => {
  before(async () => {
    await removeWritten();
    const generated = vscode.commands.executeCommand('grpcWorkbench.generateGo');
    await window.waitForMessage('Go files');
    await vscode.commands.executeCommand('notifications.clearAll');
    await generated;
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await removeWritten();
  });

  it('leads from an rpc to its method, and from there to the rpc', async () => {
    await put(await openSample(), 'SayHello(');
    await until('the method', async () => {
      await vscode.commands.executeCommand('grpcWorkbench.goToImplementation');
      return cursorLine().startsWith('func (s *Greeter) SayHello(');
    });
    await vscode.commands.executeCommand('grpcWorkbench.goToProto');
    await until('the rpc', () => cursorLine().includes('rpc SayHello'));
  });

  it('leads from an rpc to a call in the client', async () => {
    await put(await openSample(), 'SayHello(');
    await vscode.commands.executeCommand('grpcWorkbench.goToClientUses');
    await until('the call', () => vscode.window.activeTextEditor?.document.fileName.endsWith('.go') === true);
    match(cursorLine(), /\.SayHello\(/);
  });

  it('leads from a message to its generated type, and back', async () => {
    await put(await openSample(), 'HelloReply {');
    await vscode.commands.executeCommand('grpcWorkbench.goToImplementation');
    await until('the type', () => cursorLine() === 'type HelloReply struct {');
    await vscode.commands.executeCommand('grpcWorkbench.goToProto');
    await until('the message', () => cursorLine().startsWith('message HelloReply'));
    equal(vscode.window.activeTextEditor?.document.languageId, 'proto');
  });
});
