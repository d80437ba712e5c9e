/** The panel in the editor: users open it, send requests, and find it again when they come back. */
import { equal, match } from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { until } from '../driver/until.ts';
import { killProcess } from './support/processes.ts';
import { after, before, describe, it } from './support/suite.ts';
import { window } from './support/window.ts';
import { openSample, revertAll } from './support/workspace.ts';

const BODY = '[data-testid=body] .cm-content';
const REPLY = '[data-testid=reply] .cm-content';
const STATUS = '[data-testid=status]';
const TARGET = '[data-testid=target]';
const SEND = 'ControlOrMeta+Enter';

describe('panel', () => {
  let local = '';

  before(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await openSample();
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('grpcWorkbench.stopServer');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('the panel opens from the lens above a method, and sending starts the local server', async () => {
    await window.clickCodeLens('Send');
    // The panel may have called a Go server before, and stays with it until another target is chosen.
    await window.webviewClick(TARGET);
    await window.webviewClick('.picker-label >> text=Start local server');
    equal(await window.webviewValue(TARGET), 'Start local server');
    await window.webviewPress(BODY, SEND);
    await window.waitForWebviewText(REPLY, '"message": "Hello world"');
    local = await window.webviewValue(TARGET);
    match(local, /^127\.0\.0\.1:\d+$/);
  });

  it('the body of the panel has the focus when the lens opens the panel again', async () => {
    await window.webviewClick('vscode-tab-header >> text=Options');
    await window.clickCodeLens('Send');
    await until('the focus in the body', async () => (await window.webviewCount('#body .cm-focused')) > 0);
    await window.type('Grace');
    await window.waitForWebviewText(BODY, 'Grace');
  });

  it('the panel keeps its draft while it is hidden', async () => {
    await window.webviewFill(BODY, '{ "name": "Ada" }');
    const file = await vscode.workspace.openTextDocument({ content: 'in front' });
    await vscode.window.showTextDocument(file, vscode.window.tabGroups.activeTabGroup.viewColumn);
    await until('the panel to be hidden', async () => (await window.webviewCount(`${BODY}:visible`)) === 0);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await window.waitForWebviewText(BODY, '"Ada"');
    await window.webviewPress(BODY, SEND);
    await window.waitForWebviewText(REPLY, '"message": "Hello Ada"');
  });

  it('shows the last reply in the hover of its rpc, with a link to the panel', async () => {
    const document = await until('the sample', () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.path.endsWith('/greeter.proto')),
    );
    const hovers = await hoversAt(document, 'SayHello');
    const [found, another] = hovers.filter((text) => text.includes('Last call'));
    equal(another, undefined);
    match(
      found ?? '',
      /OK.*0.*after.*```json\n\{\s*"message": "Hello Ada"\s*\}\n```.*command:grpcWorkbench\.sendRequest/s,
    );
    equal((await hoversAt(document, 'LotsOfReplies')).join('').includes('Last call'), false);
    const [, argument = ''] = /sendRequest\?([^)]+)\)/.exec(found ?? '') ?? [];
    const [subject] = JSON.parse(decodeURIComponent(argument)) as unknown[];
    await vscode.commands.executeCommand('grpcWorkbench.sendRequest', subject);
    await window.waitForWebviewText(BODY, '"Ada"');
    equal(
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ label }) => label === 'SayHello').length,
      1,
    );
  });

  it('stays visible when a row of the tree opens its source', async () => {
    await window.openView('gRPC');
    await window.expandRow('Schema', 'greeter.v1');
    await window.expandRow('Schema', 'Greeter');
    await window.webviewClick(BODY);
    await window.clickRow('Schema', 'BidiHello');
    await until('the source to be opened at the row', () => {
      const editor = vscode.window.activeTextEditor;
      return editor !== undefined && wordAt(editor, editor.selection.active) === 'BidiHello';
    });
    // The next key must not replace the selected name.
    equal(vscode.window.activeTextEditor?.selection.isEmpty, true);
    equal(await window.webviewCount(`${BODY}:visible`), 1);
  });

  it('explains the problem if nothing listens at a target', async () => {
    const port = await portOf(createServer(), true);
    await sendTo(`127.0.0.1:${port}`);
    match(await window.waitForWebviewText(STATUS, 'UNAVAILABLE'), /14/);
    await window.waitForWebviewText('[data-testid=problem]', `Nothing listens on 127.0.0.1:${port}`);
    await window.screenshot('panel-nothing-listens');
  });

  it('explains the problem if a target does not speak gRPC', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('SSH-2.0-OpenSSH_9.2\r\n');
    });
    const port = await portOf(server);
    try {
      await sendTo(`127.0.0.1:${port}`);
      await window.waitForWebviewText('[data-testid=problem]', 'gRPC');
      await window.screenshot('panel-not-grpc');
    } finally {
      server.close();
    }
  });

  it('reports that the process for its calls has ended, and calls again', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined).resume());
    const port = await portOf(silent);
    try {
      await sendTo(`127.0.0.1:${port}`);
      await killProcess('runner');
      await window.waitForWebviewText('[data-testid=problem]', 'ended unexpectedly (killed)');
      await window.screenshot('panel-runner-ended');
    } finally {
      silent.close();
    }
    await sendTo(local);
    await window.waitForWebviewText(REPLY, '"message": "Hello Ada"');
  });

  it('lists the replies of a stream as they come', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('grpcWorkbench.sendRequest', 'greeter.v1.Greeter/LotsOfReplies');
    await sendTo(local);
    await window.waitForWebviewText(STATUS, 'OK');
    match(await window.waitForWebviewText('[data-testid=log]', 'Hello world, and goodbye'), /Hello world"/);
    await window.screenshot('panel-stream');
  });

  it('reports the error that blocks a request, and shows the place of the error', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('grpcWorkbench.stopServer');
    const editor = await openSample();
    const at = editor.document.positionAt(editor.document.getText().indexOf('service Greeter'));
    await editor.edit((edit) => edit.insert(at, '/* '));
    await vscode.commands.executeCommand('grpcWorkbench.sendRequest', 'greeter.v1.Greeter/SayHello');
    await window.waitForWebviewText('[data-testid=schema-problem]', 'greeter.proto:');
    await window.waitForWebviewText('[data-testid=kind]', 'unary');
    await window.webviewClick('[data-testid=send]');
    await window.waitForWebviewText('[data-testid=problem]', 'greeter.proto:');
    await window.screenshot('panel-broken-file');
    await window.webviewClick('[data-testid=go-to-call-error]');
    await until('the cursor at the error', () => vscode.window.activeTextEditor?.selection.active.line === at.line);
    await revertAll();
  });

  it('opens for the rpc at the cursor, without a list of all rpcs', async () => {
    const editor = await openSample();
    const at = editor.document.positionAt(editor.document.getText().indexOf('rpc BidiHello'));
    editor.selection = new vscode.Selection(at.line, at.character + 6, at.line, at.character + 6);
    await vscode.commands.executeCommand('grpcWorkbench.sendRequest');
    await until(
      'the panel of that rpc to have the focus',
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.label === 'BidiHello',
    );
  });
});

async function hoversAt(document: vscode.TextDocument, word: string): Promise<readonly string[]> {
  const position = document.positionAt(document.getText().indexOf(`rpc ${word}`) + 'rpc '.length + 1);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  const texts = hovers.flatMap(({ contents }) =>
    contents.flatMap((content) =>
      content instanceof vscode.MarkdownString ? [content.value.replaceAll('&nbsp;', ' ')] : [],
    ),
  );
  return texts;
}

function wordAt({ document }: vscode.TextEditor, position: vscode.Position): string {
  return document.getText(document.getWordRangeAtPosition(position));
}

async function sendTo(address: string): Promise<void> {
  await window.webviewFill(TARGET, address);
  await window.webviewPress(BODY, SEND);
}

/** Listens on a free port. After the server is closed, nothing listens on this port. */
async function portOf(server: ReturnType<typeof createServer>, close = false): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  if (close) await new Promise((resolve) => server.close(resolve));
  return port;
}
