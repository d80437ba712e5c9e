/** A folder that another program creates and fills: the editor reports only the folder. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toFilePath } from '../../../src/host/files/files.ts';
import { NodeMachine } from '../../../src/processes/languageServer/node/nodeMachine.ts';
import { memoryFiles, serve, type Served } from '../../support/memoryMachine.ts';

test('a new folder is read as soon as it is reported', async () => {
  const texts = new Map([['/w/a.proto', 'syntax = "proto3";\nmessage A {}\n']]);
  const served = await serve(texts, memoryFiles(texts), { folders: ['/w'] });
  const find = (): Promise<unknown[]> =>
    served.client.sendRequest('grpcWorkbench/schemaFind', { kind: 'message', fullName: 'B' });
  expect(await find()).toEqual([]);
  texts.set('/w/new/deep/b.proto', 'syntax = "proto3";\nmessage B {}\n');
  await served.client.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: 'file:///w/new', type: 1 }],
  });
  await expect.poll(find, { timeout: 10_000 }).toHaveLength(1);
  await served.stop();
});

describe('a file that the watcher of the editor missed', () => {
  const NEW = '/w/a/b/c/new.proto';
  const BROKEN = 'syntax = "proto3";\nmessage New { Gone gone = 1; }\n';
  const texts = new Map([['/w/a.proto', 'syntax = "proto3";\nmessage A {}\n']]);
  let served: Served;

  beforeEach(async () => {
    served = await serve(texts, memoryFiles(texts), { folders: ['/w'] });
    await served.quiet();
    texts.set(NEW, BROKEN);
  });
  afterEach(async () => {
    texts.delete(NEW);
    await served.stop();
  });

  const send = async (method: 'didOpen' | 'didClose', path: string): Promise<void> => {
    const textDocument = { uri: `file://${path}`, languageId: 'proto', version: 1, text: BROKEN };
    await served.client.sendNotification(`textDocument/${method}`, { textDocument });
    await served.quiet();
  };
  const find = (fullName: string): Promise<unknown[]> =>
    served.client.sendRequest('grpcWorkbench/schemaFind', { kind: 'message', fullName });

  test('the missed file stays, with its problems, after its tab is closed', async () => {
    await send('didOpen', NEW);
    await send('didClose', NEW);
    expect(await find('New')).toHaveLength(1);
    expect(served.shown.get(`file://${NEW}`)).toHaveLength(1);
  });

  test('the missed file stays if it was saved only after its tab was opened', async () => {
    texts.delete(NEW);
    await send('didOpen', NEW);
    texts.set(NEW, BROKEN);
    await send('didClose', NEW);
    expect(await find('New')).toHaveLength(1);
  });

  test('the files beside the missed file are found as soon as it is opened', async () => {
    texts.set('/w/a/b/c/beside.proto', 'syntax = "proto3";\nmessage Beside {}\n');
    await send('didOpen', NEW);
    expect(await find('Beside')).toHaveLength(1);
    texts.delete('/w/a/b/c/beside.proto');
  });

  test('a missed file that is not on the disk does not stay', async () => {
    texts.delete(NEW);
    await send('didOpen', NEW);
    await send('didClose', NEW);
    expect(await find('New')).toEqual([]);
    expect(served.shown.size).toBe(0);
  });
});

test('a file that the scan leaves out starts only one search, and disappears with its tab', async () => {
  const OUT = '/w/excluded/x.proto';
  const texts = new Map([['/w/a.proto', 'syntax = "proto3";\nmessage A {}\n']]);
  const files = memoryFiles(new Map([...texts, [OUT, 'syntax = "proto3";\nmessage Out {}\n']]));
  let scans = 0;
  const served = await serve(texts, files, { folders: ['/w'], scanned: () => scans++ });
  await served.quiet();
  const before = scans;
  for (let time = 0; time < 3; time++) {
    const textDocument = { uri: `file://${OUT}`, languageId: 'proto', version: 1, text: 'message Out {}\n' };
    await served.client.sendNotification('textDocument/didOpen', { textDocument });
    await served.quiet();
    await served.client.sendNotification('textDocument/didClose', { textDocument });
    await served.quiet();
  }
  expect(scans - before).toBe(1);
  const found = await served.client.sendRequest('grpcWorkbench/schemaFind', { kind: 'message', fullName: 'Out' });
  expect(found).toEqual([]);
  await served.stop();
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'new-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a new folder counts only if there is a .proto file below it', async () => {
  const machine = new NodeMachine(folder, join(folder, 'none.md'), () => undefined);
  for (const name of ['empty', 'deep/er']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'plain.txt'), '');
  const hold = (...names: readonly string[]): Promise<boolean> =>
    machine.holdProtos(names.map((name) => toFilePath(join(folder, name))));
  expect(await hold('empty', 'deep', 'plain.txt', 'gone')).toBe(false);
  writeFileSync(join(folder, 'deep/er/b.proto'), '');
  expect(await hold('empty', 'deep')).toBe(true);
  machine.close();
});
