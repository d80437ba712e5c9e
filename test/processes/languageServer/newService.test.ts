/** The file of a new service, as the extension asks for it. */
import { afterEach, expect, test } from 'vitest';
import type { NewServiceResult } from '../../../src/contract/languageServer.ts';
import { memoryFiles, serve, type Served } from '../../support/memoryMachine.ts';

const TEXTS = new Map([['/w/proto/acme/v1/a.proto', 'syntax = "proto3";\npackage acme.v1;\nservice Library {}\n']]);
let served: Served;

afterEach(() => served.stop());

function ask(name: string, folder?: string): Promise<NewServiceResult> {
  const near = 'file:///w/proto/acme/v1/a.proto';
  const params = folder === undefined ? { name, near } : { name, near, folder };
  return served.client.sendRequest('grpcWorkbench/newService', params);
}

test('a new service goes beside the file that the user edits, or into the folder that they choose', async () => {
  served = await serve(TEXTS, memoryFiles(TEXTS), { folders: ['/w'] });
  const beside = await ask('BookStore');
  expect(beside).toMatchObject({ folder: 'file:///w/proto/acme/v1', uri: 'file:///w/proto/acme/v1/book_store.proto' });
  const line = beside.text.split('\n')[beside.rpc.startLine] ?? '';
  expect(line.slice(beside.rpc.startCharacter, beside.rpc.endCharacter)).toBe('GetBookStore');
  const elsewhere = await ask('BookStore', 'file:///w/proto/shop/v1');
  expect(elsewhere.uri).toBe('file:///w/proto/shop/v1/book_store.proto');
  expect(elsewhere.text).toContain('package shop.v1;');
});

test('a service that another file declares is reported', async () => {
  served = await serve(TEXTS, memoryFiles(TEXTS), { folders: ['/w'] });
  expect(await ask('Library')).toMatchObject({ taken: 'acme.v1.Library' });
});
