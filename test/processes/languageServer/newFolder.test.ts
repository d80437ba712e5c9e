/** A folder that another program makes and fills: the editor reports only the folder. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toFilePath } from '../../../src/host/files/files.ts';
import { NodeMachine } from '../../../src/processes/languageServer/node/nodeMachine.ts';
import { memoryFiles, serve } from '../../support/memoryMachine.ts';

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

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'new-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a new folder counts only if there is a .proto file below it', async () => {
  const machine = new NodeMachine(folder, () => undefined);
  for (const name of ['empty', 'deep/er']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'plain.txt'), '');
  const hold = (...names: readonly string[]): Promise<boolean> =>
    machine.holdProtos(names.map((name) => toFilePath(join(folder, name))));
  expect(await hold('empty', 'deep', 'plain.txt', 'gone')).toBe(false);
  writeFileSync(join(folder, 'deep/er/b.proto'), '');
  expect(await hold('empty', 'deep')).toBe(true);
  machine.close();
});
