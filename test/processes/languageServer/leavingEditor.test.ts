/** An editor that leaves without `shutdown`: the server's last messages have no reader, and that is not an error. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle, type Bundle } from '../../support/bundle.ts';

let server: Bundle;
let folder: string;

beforeAll(async () => {
  server = await bundle('src/processes/languageServer/node/main.ts');
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'leaving-')));
  for (let dir = 0; dir < 40; dir++) {
    mkdirSync(join(folder, `d${dir}`));
    for (let file = 0; file < 10; file++)
      writeFileSync(join(folder, `d${dir}`, `f${file}.proto`), 'syntax = "proto3";\nimport "gone.proto";\n');
  }
});

afterAll(() => {
  server.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Closes standard input after this many messages of the server, and returns the server's standard error. */
async function leaveAfter(messages: number): Promise<string> {
  const child = spawn(process.execPath, [server.path, '--stdio'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const errors = text(child.stderr);
  const reader = new StreamMessageReader(child.stdout);
  const connection = createMessageConnection(reader, new StreamMessageWriter(child.stdin));
  const leave = (): void => {
    // The pipes after an editor has ended: no process writes, and no process reads.
    child.stdout.destroy();
    child.stdin.end();
  };
  let seen = 0;
  const count = (): void => {
    if (++seen === messages) leave();
  };
  connection.onNotification(count);
  connection.onRequest(() => {
    count();
    return null;
  });
  connection.onError(() => undefined);
  connection.listen();
  const folders = [{ uri: pathToFileURL(folder).href, name: 'x' }];
  await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities: {},
    workspaceFolders: folders,
  });
  await connection.sendNotification('initialized', {});
  if (messages === 0) leave();
  const written = await errors;
  connection.dispose();
  return written;
}

test.each([0, 2, 10, 100, 300])(
  'the server writes nothing to standard error if its editor leaves after %i messages',
  async (messages) => {
    expect(await leaveAfter(messages)).toBe('');
  },
);
