/** A local server in the editor: what it serves follows the buffers, and errors are reported and fixed. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import * as vscode from 'vscode';
import type { TreeRow } from '../driver/api.ts';
import { until } from '../driver/until.ts';
import { killProcess } from './support/processes.ts';
import { after, describe, it } from './support/suite.ts';
import { window } from './support/window.ts';
import { openSample, revertAll, withBrokenFile } from './support/workspace.ts';

const INDEPENDENT_PROTO = `syntax = "proto3"; package greeter.v1;
service Greeter { rpc SayHello(HelloRequest) returns (HelloReply); rpc Wave(HelloRequest) returns (HelloReply); }
message HelloRequest { string name = 1; } message HelloReply { string message = 1; }`;

/** Calls with protobufjs and its own schema; returns the reply's message, or the name of the status. */
async function call(address: string, method: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'peer-'));
  const path = join(directory, 'greeter.proto');
  await writeFile(path, INDEPENDENT_PROTO);
  const definition = loadSync(path)['greeter.v1.Greeter'];
  await rm(directory, { recursive: true });
  const Client = grpc.makeClientConstructor(definition as grpc.ServiceDefinition, 'Greeter');
  const client = new Client(address, grpc.credentials.createInsecure());
  try {
    return await new Promise<string>((resolve) => {
      const unary = (client as Readonly<Record<string, unknown>>)[method] as (
        this: grpc.Client,
        request: unknown,
        done: (error: grpc.ServiceError | null, reply?: { readonly message: string }) => void,
      ) => void;
      unary.call(client, { name: 'peer' }, (error, reply) =>
        resolve(error ? grpc.status[error.code] : (reply?.message ?? '')),
      );
    });
  } finally {
    client.close();
  }
}

function runningRow(): Promise<TreeRow> {
  return until('a server that runs', async () =>
    (await window.treeRows('Servers')).find((each) => /127\.0\.0\.1:\d+ {2}\d/.test(each.description)),
  );
}

async function runningAddress(): Promise<string> {
  return /127\.0\.0\.1:\d+/.exec((await runningRow()).description)?.[0] ?? '';
}

async function replaceInSample(from: string, to: string): Promise<void> {
  const editor = await openSample();
  const at = editor.document.getText().indexOf(from);
  await editor.edit((edit) =>
    edit.replace(new vscode.Range(editor.document.positionAt(at), editor.document.positionAt(at + from.length)), to),
  );
}

describe('local server', () => {
  after(async () => {
    await revertAll();
    await vscode.commands.executeCommand('grpcWorkbench.stopServer');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('the local server replies to an independent client', async () => {
    await window.openView('gRPC');
    const command = vscode.commands.executeCommand('grpcWorkbench.startServer');
    const address = await runningAddress();
    await vscode.commands.executeCommand('notifications.clearAll');
    await command;
    equal(await call(address, 'SayHello'), 'Hello peer');
    match((await window.statusBarTexts()).join(), new RegExp(`:${address.split(':')[1] ?? ''}`));
  });

  it('a click on its row selects the local server, and a button shows its log', async () => {
    const visible = (): number =>
      vscode.window.visibleTextEditors.filter(({ document }) => document.uri.scheme === 'output').length;
    await vscode.commands.executeCommand('workbench.action.closePanel');
    const [row] = await window.treeRows('Servers');
    await window.clickRow('Servers', row?.label ?? '');
    await window.clickRowAction('Servers', row?.label ?? '', 'Copy Server Address');
    await until('the address to be copied', async () =>
      (await vscode.env.clipboard.readText()).startsWith('127.0.0.1:'),
    );
    equal(visible(), 0, 'the click opened no output');
    await window.pickFromRowMenu('Servers', row?.label ?? '', 'Show Server Log');
    await until('the output', () => visible() === 1);
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('serves a method as soon as it is typed, without a save and on the same port', async () => {
    const address = await runningAddress();
    equal(await call(address, 'Wave'), 'UNIMPLEMENTED');
    await replaceInSample('  rpc SayHello', '  rpc Wave(HelloRequest) returns (HelloReply);\n  rpc SayHello');
    await until('the new method to be served', async () => (await call(address, 'Wave')) !== 'UNIMPLEMENTED');
    equal(await runningAddress(), address);
  });

  it('keeps the last good schema while there is an error, and says so', async () => {
    const address = await runningAddress();
    await replaceInSample('rpc Wave(HelloRequest)', 'rpc Wave(Hello');
    await until('the server to say so', async () =>
      (await window.treeRows('Servers')).some((row) => row.description.includes('last good one')),
    );
    equal(await call(address, 'SayHello'), 'Hello peer');
    await window.screenshot('server-with-broken-schema');
    await revertAll();
    await until('the error to be gone', async () =>
      (await window.treeRows('Servers')).every((row) => !row.description.includes('last good one')),
    );
  });

  it('lenses above the service say that the local server is running, stop it and start it', async () => {
    const address = await runningAddress();
    await openSample();
    await window.waitForCodeLens(`Local ${address.slice(address.lastIndexOf(':'))}`);
    await window.screenshot('lens-of-running-server');
    await window.clickCodeLens('Stop');
    await window.waitForCodeLens('Start server');
    await window.clickCodeLens('Start server');
    equal(await runningAddress(), address);
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('a local server that dies is reported, and starts again on its port', async () => {
    const address = await runningAddress();
    await killProcess('localServer');
    await window.waitForMessage('ended unexpectedly (killed)');
    await window.answerMessage('ended unexpectedly (killed)', 'Restart');
    await until('the server to answer again', async () => (await call(address, 'SayHello')) === 'Hello peer');
  });

  it('starts with the services without errors, and names the file that blocks the others', async () => {
    await vscode.commands.executeCommand('grpcWorkbench.stopServer');
    await withBrokenFile(async (importPath) => {
      const command = vscode.commands.executeCommand('grpcWorkbench.startServer');
      const message = await window.waitForMessage(`1 service is left out because ${importPath} has errors.`);
      deepEqual(message.buttons, ['Show Problems']);
      equal(await call(await runningAddress(), 'SayHello'), 'Hello peer');
      await window.screenshot('server-without-broken-service');
      await vscode.commands.executeCommand('notifications.clearAll');
      await command;
    });
    await until('nothing to be left out', async () =>
      (await window.treeRows('Servers')).every((row) => !row.description.includes('left out')),
    );
  });

  it('the row of a stopped local server starts it again, on its address', async () => {
    const address = await runningAddress();
    const { label } = await runningRow();
    await vscode.commands.executeCommand('grpcWorkbench.stopServer');
    await until('the stopped server', async () =>
      (await window.treeRows('Servers')).some((row) => row.label === label && row.description.includes('stopped')),
    );
    await window.clickRowAction('Servers', label, 'Start Server');
    equal(await runningAddress(), address);
  });

  it('offers a free port if the requested one is taken', async () => {
    await vscode.commands.executeCommand('grpcWorkbench.stopServer');
    await window.clickRowAction('Servers', (await window.treeRows('Servers'))[0]?.label ?? '', 'Remove from List');
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as AddressInfo;
    const settings = vscode.workspace.getConfiguration('grpcWorkbench');
    await settings.update('server.port', port, vscode.ConfigurationTarget.Global);
    try {
      const command = vscode.commands.executeCommand('grpcWorkbench.startServer');
      await window.waitForMessage(`Port ${port} is taken by another program`);
      await window.answerMessage('is taken by another program', 'Use a Free Port');
      const address = await runningAddress();
      equal(await call(address, 'SayHello'), 'Hello peer');
      await vscode.commands.executeCommand('notifications.clearAll');
      await command;
    } finally {
      await settings.update('server.port', undefined, vscode.ConfigurationTarget.Global);
      await new Promise((resolve) => holder.close(resolve));
    }
  });
});
