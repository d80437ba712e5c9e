/** The user's own Go server, run from the editor as a task: called from a panel, stopped, broken, killed. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TreeRow } from '../driver/api.ts';
import { until } from '../driver/until.ts';
import { generate, removeWritten } from './support/generated.ts';
import { after, before, describe, it, skip } from './support/suite.ts';
import { window } from './support/window.ts';
import { folder, openSample } from './support/workspace.ts';

const TARGET = '[data-testid=target]';
const NOTE = '[data-testid=target-note]';
const BODY = '[data-testid=body] .cm-content';
const REPLY = '[data-testid=reply] .cm-content';
const ADDRESS = /127\.0\.0\.1:\d+/;

const needsGo = (): void => {
  if (spawnSync('go', ['version']).status !== 0) skip('Go is not on PATH');
};

/** Waits for the row of the server with the wanted description. The first build compiles gRPC. */
function row(description: RegExp): Promise<TreeRow> {
  const look = async (): Promise<TreeRow | undefined> =>
    (await window.treeRows('Servers')).find(
      (each) => each.label.endsWith('/server · Go') && description.test(each.description),
    );
  return until(`the Go server's row with ${description.source}`, look, 240_000);
}

/** Returns the processes of the server and of the `go` that runs it. */
async function goProcesses(): Promise<readonly string[]> {
  const all = (await window.processes()) ?? [];
  return all
    .map(({ command }) => command)
    .filter((command) => /go(?:\.exe)? run \.\/server|go-build.*[\\/]server(?:\.exe)?$/.test(command));
}

async function noProcesses(): Promise<void> {
  await until('the end of all its processes', async () => (await goProcesses()).length === 0);
}

async function run(): Promise<void> {
  await vscode.commands.executeCommand('grpcWorkbench.runGoServer');
}

function isTerminalOpen(): boolean {
  return vscode.window.terminals.some(({ name }) => /Run .*\/server/.test(name));
}

const mainPath = (): string => join(folder(), 'server', 'main.go');
let generatedMain = '';

async function writeMain(text: string): Promise<void> {
  await writeFile(mainPath(), text);
}

describe('Go server', () => {
  before(async () => {
    await removeWritten();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await window.openView('gRPC');
    await openSample();
    await generate();
    generatedMain = await readFile(mainPath(), 'utf8');
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('notifications.clearAll');
    for (const terminal of vscode.window.terminals) terminal.dispose();
    await removeWritten();
  });

  it('a Go server runs from the lens above its service, and a panel sends to it', async () => {
    needsGo();
    await openSample();
    await window.clickCodeLens('Run Go server');
    const { description } = await row(/127\.0\.0\.1:\d+ {2}running/);
    const [address = ''] = ADDRESS.exec(description) ?? [];
    await window.waitForCodeLens(`Go ${address.slice(address.lastIndexOf(':'))}`);
    ok((await window.processes()) === undefined || (await goProcesses()).length > 0, 'its processes are seen');
    await vscode.commands.executeCommand('grpcWorkbench.sendRequest', 'greeter.v1.Greeter/SayHello');
    await until('the panel to choose it', async () => (await window.webviewValue(TARGET)) === address);
    await window.webviewPress(BODY, 'ControlOrMeta+Enter');
    await window.waitForWebviewText(REPLY, '"message": "Hello world"');
    await window.screenshot('go-server-called');
  }, 300_000);

  it('a Go server stays the target of the panel after it has stopped, and starts again from the panel', async () => {
    needsGo();
    await vscode.commands.executeCommand('grpcWorkbench.stopServer');
    await window.waitForWebviewText(NOTE, 'Your Go server');
    match(await window.webviewValue(TARGET), /\/server$/);
    await window.screenshot('go-server-stopped');
    await window.webviewClick('[data-testid=start-server]');
    const [address] = ADDRESS.exec((await row(/\d {2}running$/)).description) ?? [];
    await until('the panel to call it again', async () => (await window.webviewValue(TARGET)) === address);
    await window.webviewPress(BODY, 'ControlOrMeta+Enter');
    await window.waitForWebviewText(REPLY, '"message": "Hello world"');
    deepEqual(
      (await window.treeRows('Servers')).filter(({ description }) => /calls?$/.test(description)),
      [],
      'no local server took its place',
    );
  }, 300_000);

  it('a second start offers to restart the Go server on its address, and no message remains', async () => {
    needsGo();
    const [address] = ADDRESS.exec((await row(ADDRESS)).description) ?? [];
    const second = run();
    await window.answerQuickInput('Restart');
    await second;
    await window.waitForNoMessage('is already running');
    equal(ADDRESS.exec((await row(/\d {2}running$/)).description)?.[0], address);
  });

  it('the row of a Go server stops it, and no process remains', async () => {
    needsGo();
    const { label } = await row(/\d {2}running$/);
    await window.clickRowAction('Servers', label, 'Stop Server');
    await row(/stopped/);
    await noProcesses();
  });

  it('a task can also start a Go server, and no process remains if the task is killed', async () => {
    needsGo();
    if ((await window.processes()) === undefined) skip('this system does not say whose child a process is');
    // With the default port taken, VS Code must report the address of the task that runs.
    const other = createServer();
    await new Promise((resolve) => other.once('error', resolve).listen(50051, '127.0.0.1', () => resolve(undefined)));
    const [task] = await vscode.tasks.fetchTasks({ type: 'grpc-workbench' });
    ok(task);
    await vscode.tasks.executeTask(task);
    await row(/\d {2}running$/);
    other.close();
    const go = (await window.processes())?.find(({ command }) => command.includes('go run ./server'));
    ok(go);
    process.kill(go.pid, 'SIGKILL');
    await row(/stopped/);
    await noProcesses();
  });

  it('the panel reports that a Go server did not start if its code does not build, and the terminal shows the reason', async () => {
    needsGo();
    await writeMain(generatedMain.replace('func main() {', 'func main() {\n\tnothing()'));
    const command = run();
    await row(/did not start/);
    await window.waitForMessage('did not start (exit code 1)');
    await window.screenshot('go-server-did-not-build');
    await window.answerMessage('did not start', 'Show Terminal');
    await command;
    match(vscode.window.activeTerminal?.name ?? '', /server/);
    await writeMain(generatedMain);
  });

  it('no error appears if the user stops a Go server while it serves, starts or restarts', async () => {
    needsGo();
    let last: number | undefined;
    const watch = vscode.tasks.onDidEndTaskProcess(({ exitCode }) => (last = exitCode));
    const stop = async (): Promise<void> => {
      await vscode.commands.executeCommand('grpcWorkbench.stopServer');
      // An open terminal shows each exit code except 0 as an error.
      const isRed = (): boolean => last !== undefined && last !== 0 && isTerminalOpen();
      await until('a terminal without an error', () => !isRed());
    };
    await run();
    await stop();
    const starting = run();
    await row(/starting/);
    await stop();
    await starting;
    await run();
    const restarting = vscode.commands.executeCommand('grpcWorkbench.restartServer');
    await row(/starting/);
    await stop();
    await restarting;
    await row(/stopped/);
    await noProcesses();
    watch.dispose();
    await window.screenshot('go-server-stopped-while-restarting');
  }, 300_000);

  it('a Go server that is stopped while it starts ends in the state stopped', async () => {
    needsGo();
    const command = run();
    await row(/^starting$|starting/);
    await vscode.commands.executeCommand('grpcWorkbench.stopServer');
    await command;
    await row(/stopped/);
    await noProcesses();
  });

  it('a Go server has no known address if its program does not read one', async () => {
    needsGo();
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as AddressInfo;
    await new Promise((resolve) => holder.close(resolve));
    await writeMain(generatedMain.replace(/"GRPC_" \+ /, '"MY_" + ').replace('127.0.0.1:50051', `127.0.0.1:${port}`));
    await run();
    await row(/running, address not known/);
    await window.screenshot('go-server-without-address');
    await vscode.commands.executeCommand('grpcWorkbench.stopServer');
    await noProcesses();
    await writeMain(generatedMain);
  });
});
