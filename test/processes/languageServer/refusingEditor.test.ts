/** A language server with editors that refuse its requests: it continues to serve. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  ErrorCodes,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundle, type Bundle } from '../../support/bundle.ts';

let server: Bundle;
let folder: string;
beforeAll(async () => {
  server = await bundle('src/processes/languageServer/node/main.ts');
  folder = mkdtempSync(join(tmpdir(), 'refusing-'));
  writeFileSync(join(folder, 'a.proto'), 'syntax = "proto3"; service Greeter {}');
});
afterAll(() => {
  server.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a server for an editor that claims every capability, and refuses the requests that `refuses` names. */
async function serve(
  refuses: readonly string[],
): Promise<{ outline: unknown; logged: readonly string[]; exit: number | null }> {
  const child = spawn(process.execPath, [server.path, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const logged: string[] = [];
  const refused = new Set<string>();
  let allRefused: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (allRefused = resolve));
  connection.onRequest((method: string, params: unknown) => {
    if (refuses.includes(method)) {
      refused.add(method);
      if (refused.size === refuses.length) allRefused();
      return new ResponseError(ErrorCodes.InternalError, `no ${method}`);
    }
    // The editor switches the lenses off, so the server has something to refresh.
    if (method === 'workspace/configuration')
      return (params as { items: readonly unknown[] }).items.map(() => ({ codeLens: { enabled: false } }));
    return null;
  });
  connection.onNotification(
    'window/logMessage',
    ({ message }: { readonly message: string }) => void logged.push(message),
  );
  connection.listen();
  const uri = pathToFileURL(folder).href;
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {
      workspace: {
        configuration: true,
        didChangeConfiguration: { dynamicRegistration: true },
        didChangeWatchedFiles: { dynamicRegistration: true },
        codeLens: { refreshSupport: true },
      },
    },
    workspaceFolders: [{ uri, name: 'folder' }],
  });
  await connection.sendNotification('initialized', {});
  // We wait for the reply or the exit, so that a server that ends fails the test and does not hang it.
  await Promise.race([done, exited]);
  const document = {
    uri: `${uri}/a.proto`,
    languageId: 'proto',
    version: 1,
    text: 'syntax = "proto3"; service Greeter {}',
  };
  await connection.sendNotification('textDocument/didOpen', { textDocument: document });
  const asked = connection.sendRequest('textDocument/documentSymbol', { textDocument: { uri: document.uri } });
  const outline = await Promise.race([asked, exited.then((code) => `ended with ${code ?? 'a signal'}`)]);
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  const exit = await exited;
  connection.dispose();
  return { outline, logged, exit };
}

describe('an editor', () => {
  test.each([
    ['that refuses every registration', ['client/registerCapability']],
    ['that answers a refresh of lenses with an error', ['workspace/codeLens/refresh']],
    ['that does not give its settings', ['workspace/configuration']],
    ['that refuses everything', ['client/registerCapability', 'workspace/configuration']],
  ])('an editor %s keeps its language server, and the log has the reason', async (_, refuses) => {
    const { outline, logged, exit } = await serve(refuses);
    expect(outline).toMatchObject([{ name: 'Greeter' }]);
    for (const method of refuses) expect(logged.join('\n')).toContain(`no ${method}`);
    expect(exit).toBe(0);
  });

  test('an editor that cannot report changes of its folders gets no request for such reports', async () => {
    const { logged } = await serve(['workspace/configuration']);
    expect(logged.filter((line) => line.includes('handler'))).toEqual([]);
  });
});
