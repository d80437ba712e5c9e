/** From a proto to its Go and back, in generated code and servers. */
import { deepEqual, equal, fail, match } from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../driver/until.ts';
import { generate, removeWritten } from './support/generated.ts';
import { after, before, describe, it } from './support/suite.ts';
import { window } from './support/window.ts';
import { cursorLine, folder, openSample, revertAll } from './support/workspace.ts';

/** A second server of the service; its embedded type is found through the folder of the module. */
const POLITE = `package other

import greeterv1 "greeter/gen/greeter/v1"

type Polite struct {
	greeterv1.UnimplementedGreeterServer
}

func (Polite) SayHello(ctx context.Context, req *greeterv1.HelloRequest) (*greeterv1.HelloReply, error) {
	return nil, nil
}
`;

async function lenses(uri: vscode.Uri): Promise<readonly vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
}

async function lensTitles(uri: vscode.Uri): Promise<readonly string[]> {
  return (await lenses(uri)).map(({ command }) => command?.title ?? '');
}

/** Returns the arguments of the first lens with such a title. */
async function targetsOf(uri: vscode.Uri, title: RegExp): Promise<unknown> {
  const found = (await lenses(uri)).find(({ command }) => title.test(command?.title ?? ''));
  return (found?.command?.arguments as unknown[] | undefined)?.[0];
}

async function put(editor: vscode.TextEditor, text: string): Promise<void> {
  const at = editor.document.positionAt(editor.document.getText().indexOf(text));
  editor.selection = new vscode.Selection(at, at);
  await vscode.window.showTextDocument(editor.document);
}

describe('navigation between proto and Go', () => {
  before(async () => {
    await removeWritten();
    await openSample();
    await generate();
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await removeWritten();
  });

  it('leads from an rpc to its Go method, and back', async () => {
    // Each attempt starts from the rpc: while new code is only partly indexed, the rpc leads to the generated code.
    await until('the method', async () => {
      await put(await openSample(), 'SayHello(');
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

  it('shows the method above an rpc, and the rpc above its method, unless that is switched off', async () => {
    const settings = vscode.workspace.getConfiguration('grpcWorkbench.codeLens');
    const proto = await openSample();
    await until('the lens above the rpc', async () =>
      (await lensTitles(proto.document.uri)).some((title) => /^→ greeter\.go:\d+$/.test(title)),
    );
    await vscode.commands.executeCommand('grpcWorkbench.goToImplementation', await targetsOf(proto.document.uri, /^→/));
    await until('the method', () => cursorLine().startsWith('func (s *Greeter) SayHello('));
    const go = vscode.window.activeTextEditor?.document.uri ?? fail('no editor');
    await until('the lens above the method', async () => (await lensTitles(go)).includes('rpc SayHello'));
    await window.screenshot('go-lenses');
    await openSample();
    await window.waitForCodeLens('→ greeter.go:');
    await window.screenshot('proto-lenses');
    await settings.update('goInProto', false);
    await settings.update('protoInGo', false);
    try {
      equal(
        (await lensTitles(proto.document.uri)).some((title) => title.startsWith('→')),
        false,
      );
      equal((await lensTitles(go)).includes('rpc SayHello'), false);
    } finally {
      await settings.update('goInProto', undefined);
      await settings.update('protoInGo', undefined);
    }
  });

  it('follows unsaved edits of a Go file', async () => {
    const document = await vscode.workspace.openTextDocument(join(folder(), 'server', 'greeter.go'));
    const { uri } = (await openSample()).document;
    const at = document.getText().indexOf('SayHello(');
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(document.positionAt(at), 'No'));
    await until(
      'no method of the rpc',
      async () => !(await lensTitles(uri)).some((title) => title.endsWith(`:${document.positionAt(at).line + 1}`)),
    );
    await revertAll();
    await until('the method again', async () =>
      (await lensTitles(uri)).some((title) => title.endsWith(`:${document.positionAt(at).line + 1}`)),
    );
  });

  it('peeks at the methods of an rpc that several servers implement', async () => {
    const path = join(folder(), 'other', 'polite.go');
    // VS Code may miss files that are written into a new folder, but not files that are renamed in it.
    const made = join(folder(), 'made');
    await mkdir(made);
    await writeFile(join(made, 'polite.go'), POLITE);
    const rename = new vscode.WorkspaceEdit();
    rename.renameFile(vscode.Uri.file(made), vscode.Uri.file(dirname(path)));
    await vscode.workspace.applyEdit(rename);
    try {
      await openSample();
      await window.waitForCodeLens('→ 2 implementations');
      await window.clickCodeLens('→ 2 implementations');
      const rows = await window.waitForPeek();
      deepEqual(
        ['greeter.go', 'polite.go'].filter((name) => !rows.some((row) => row.includes(name))),
        [],
        rows.join('\n'),
      );
      equal(vscode.window.activeTextEditor?.document.languageId, 'proto', 'the person is where they were');
      await window.screenshot('several-servers');
      await window.press('Escape');
    } finally {
      const edit = new vscode.WorkspaceEdit();
      edit.deleteFile(vscode.Uri.file(dirname(path)), { recursive: true });
      await vscode.workspace.applyEdit(edit);
    }
    await window.waitForCodeLens('→ greeter.go:');
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
