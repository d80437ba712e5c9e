/** Several folders and modules declare one service: the file says which one is meant, and otherwise the user does. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { until } from '../driver/until.ts';
import { fileIn, folderOf } from './support/folders.ts';
import { WRITTEN } from './support/generated.ts';
import { after, before, describe, it } from './support/suite.ts';
import { window } from './support/window.ts';

const BODY = '[data-testid=body] .cm-content:visible';
const REPLY = '[data-testid=reply] .cm-content:visible';

const greeterIn = (name: 'first' | 'second'): vscode.Uri => fileIn(name, 'greeter/v1/greeter.proto');

async function lenses(uri: vscode.Uri): Promise<readonly vscode.Command[]> {
  await vscode.workspace.openTextDocument(uri);
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
  return found.flatMap(({ command }) => command ?? []);
}

async function titles(uri: vscode.Uri): Promise<readonly string[]> {
  return (await lenses(uri)).map(({ title }) => title);
}

/** Runs a lens as a click on it does. `end` is the end of its command, which may wait for an answer. */
async function click(uri: vscode.Uri, title: string): Promise<{ readonly end: Thenable<unknown> }> {
  const lens = await until(`the lens ${title}`, async () =>
    (await lenses(uri)).find((command) => command.title.endsWith(title)),
  );
  return { end: vscode.commands.executeCommand(lens.command, ...((lens.arguments as unknown[] | undefined) ?? [])) };
}

/** Waits for the end of the command, and answers no message in the meantime. */
async function ended({ end: command }: { readonly end: Thenable<unknown> }): Promise<void> {
  let isOver = false;
  const end = command.then(() => (isOver = true));
  await until('the end of the command', async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    return isOver;
  });
  await end;
}

async function servers(): Promise<readonly string[]> {
  return (await window.treeRows('Servers'))
    .filter(({ description }) => /127\.0\.0\.1:\d+ {2}\d/.test(description))
    .map(({ label }) => label);
}

function writtenIn(name: string): readonly string[] {
  return WRITTEN.filter((path) => existsSync(join(folderOf(name).uri.fsPath, path)));
}

function tabs(): readonly string[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs).map(({ label }) => label);
}

async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

async function stopServers(): Promise<void> {
  for (const label of await servers()) await window.clickRowAction('Servers', label, 'Stop Server');
  await until('no server', async () => (await servers()).length === 0);
}

describe('several folders that declare one service', () => {
  before(async () => {
    await closeEditors();
    await window.openView('gRPC');
  });
  after(async () => {
    await closeEditors();
    await vscode.commands.executeCommand('notifications.clearAll');
    for (const name of ['first', 'second'])
      await Promise.all(
        WRITTEN.map((path) => rm(join(folderOf(name).uri.fsPath, path), { recursive: true, force: true })),
      );
  });

  it('an open row has all rows below it', async () => {
    await window.waitForRow('Schema', 'Greeter');
    await window.waitForRow('Schema', 'Pair');
  });

  it('the rows of the service and of its messages name the folders', async () => {
    const rows = await until('the rows', async () => {
      const found = await window.treeRows('Schema');
      return found.some(({ label }) => label === 'HelloReply') ? found : undefined;
    });
    const described = (name: string): readonly string[] =>
      rows.filter(({ label }) => label === name).map(({ description }) => description);
    deepEqual(described('Greeter'), ['first', 'second']);
    deepEqual(described('Pair'), ['pair/a', 'pair/b']);
    deepEqual(described('OnlyA'), ['left: string = 1']);
    match(described('HelloReply').join('\n'), /^first · .*\nsecond · /);
    await window.screenshot('tree-of-several-folders');
  });

  it('the lists of methods and declarations name the folders', async () => {
    const lists = {
      sendRequest: 'Method to send a request to',
      searchSchema: 'Package, service, method or message',
    };
    for (const [command, placeholder] of Object.entries(lists)) {
      const choosing = vscode.commands.executeCommand(`grpcWorkbench.${command}`);
      const entries = await window.waitForQuickPick(placeholder, 'SayHello');
      const own = entries.filter((entry) => entry.includes('SayHello'));
      equal(own.length, 2, entries.join('\n'));
      match(own.join('\n'), /first · .*\n.*second · /);
      await window.press('Escape');
      await choosing;
    }
  });

  it('the user picks a folder by its short name if nothing says which one to serve', async () => {
    const choosing = vscode.commands.executeCommand('grpcWorkbench.startServer');
    const entries = await window.waitForQuickPick('Serve which folder?', 'Greeter');
    deepEqual(
      entries.map((entry) => entry.split(',', 1)[0]),
      ['first', 'second', 'pair/a', 'pair/b'],
    );
    await window.screenshot('serve-which-folder');
    await window.press('Escape');
    await choosing;
  });

  it('each folder gets its own Go, and the message names the folder', async () => {
    const command = await click(greeterIn('second'), 'Generate Go');
    const { text } = await window.waitForMessage('Go files');
    match(text, /Wrote 7 Go files and go\.mod.* in second\./);
    await ended(command);
    ok(writtenIn('second').includes('go.mod'));
    deepEqual(writtenIn('first'), []);
  });

  it('a service shows only the Go of its own folder', async () => {
    await until('the lenses of the folder with Go', async () => {
      const found = await titles(greeterIn('second'));
      return (
        found.some((title) => title.startsWith('→ greeter.go:')) && found.some((title) => title.includes('Run Go'))
      );
    });
    deepEqual(
      (await titles(greeterIn('first'))).filter((title) => title.startsWith('→') || title.includes('Run Go')),
      [],
    );
  });

  it('Go code leads to the proto of its own folder', async () => {
    const go = await vscode.workspace.openTextDocument(fileIn('second', 'server/greeter.go'));
    const at = go.positionAt(go.getText().indexOf('SayHello('));
    await vscode.window.showTextDocument(go, { selection: new vscode.Range(at, at) });
    await vscode.commands.executeCommand('grpcWorkbench.goToProto');
    await until(
      'the proto of the same folder',
      () => vscode.window.activeTextEditor?.document.uri.toString() === greeterIn('second').toString(),
    );
    await closeEditors();
  });

  it('each folder has its own server', async () => {
    const command = await click(greeterIn('second'), 'Start server');
    await until('its own server', async () => isDeepStrictEqual(await servers(), ['second · local']));
    await until('its lens', async () =>
      (await titles(greeterIn('second'))).some((title) => title.startsWith('● Local')),
    );
    deepEqual(
      (await titles(greeterIn('first'))).filter((title) => title.startsWith('● Local')),
      [],
    );
    await ended(command);
  });

  it('each folder has its own panel, with its own schema', async () => {
    await click(greeterIn('first'), 'Send…');
    await window.waitForWebviewText(BODY, '"name"');
    await closeEditors();
    await click(greeterIn('second'), 'Send…');
    await window.waitForWebviewText(BODY, '"nickname"');
    await window.webviewPress(BODY, 'ControlOrMeta+Enter');
    await window.waitForWebviewText(REPLY, '"message"');
    await window.screenshot('panel-of-second-folder');
    await click(greeterIn('first'), 'Send…');
    await until('both panels', () => tabs().length === 2);
    deepEqual([...tabs()].sort(), ['SayHello (first)', 'SayHello (second)']);
    await closeEditors();
    await stopServers();
  });

  it('services are told apart by module too', async () => {
    await click(fileIn('pair', 'b/pair.proto'), 'Send…');
    await window.waitForWebviewText(BODY, '"right"');
    deepEqual(tabs(), ['Match (pair/b)']);
    await window.webviewPress(BODY, 'ControlOrMeta+Enter');
    await window.waitForWebviewText(REPLY, '"right"');
    await until('its own server', async () => isDeepStrictEqual(await servers(), ['pair/b · local']));
    await closeEditors();
    await stopServers();
  });
});
