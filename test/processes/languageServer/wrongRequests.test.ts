/** Each of our requests checks its parameters: a client that sends others gets an error, and the server continues. */
import { ErrorCodes, RequestType, RequestType0 } from 'vscode-jsonrpc';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as protocol from '../../../src/contract/languageServer.ts';
import { memoryFiles, serve, type Served } from '../../support/memoryMachine.ts';

const TEXTS = new Map([['/w/a.proto', 'syntax = "proto3";\nmessage A {}\n']]);
let served: Served;

beforeAll(async () => {
  served = await serve(TEXTS, memoryFiles(TEXTS), { folders: ['/w'] });
});

afterAll(() => served.stop());

const SCOPE = { kind: 'moduleOfFile', uri: 'file:///w/a.proto' };
const WRONG: readonly (readonly [method: string, params: unknown])[] = [
  ['schemaChildren', { parent: 1 }],
  ['schemaPath', { id: 1 }],
  ['rowsAround', { rows: [], uris: 'file:///w/a.proto' }],
  ['rowsAround', { uris: [] }],
  ['rowsAt', { files: [{ uri: 'file:///w/a.proto' }] }],
  ['schemaNode', { id: null }],
  ['schemaFind', { kind: 'file', fullName: 'A' }],
  ['schemaFind', { kind: 'message' }],
  ['schemaSearch', { query: 'A' }],
  ['schemaSearch', { query: 'A', limit: '1' }],
  ['schemaSearch', { query: 'A', limit: 1, kinds: 'message' }],
  ['filesEndingIn', { importPath: ['a.proto'] }],
  ['descriptorSet', { sourceInfo: true }],
  ['descriptorSet', { scope: { kind: 'all' }, sourceInfo: true }],
  ['descriptorSet', { scope: { kind: 'module' }, sourceInfo: true }],
  ['descriptorSet', { scope: SCOPE, sourceInfo: 'all' }],
  ['optionEdits', { scope: SCOPE }],
  ['optionEdits', { scope: SCOPE, options: [{ file: 'a.proto' }] }],
  ['explainImport', { uri: 'file:///w/a.proto' }],
  ['moveTargets', { uri: 'file:///w/a.proto' }],
  ['moveDeclarations', { uri: 'file:///w/a.proto', target: 1 }],
  ['newService', { name: 'A' }],
  ['newService', { name: 'a b', near: 'file:///w' }],
  ['newService', { name: 'A', near: 'file:///w', folder: 1 }],
  ['servicesIn', { uri: 1 }],
  ['whyNotFormatted', { uri: 1 }],
  ['methodAt', { uri: 'file:///w/a.proto', line: 'x', character: 0 }],
];

const name = (method: string): string => method.replace('grpcWorkbench/', '');
const withParams = Object.values(protocol).filter((one) => one instanceof RequestType);

test.each(WRONG)('the request %s with %j is refused', async (method, params) => {
  await expect(served.client.sendRequest(`grpcWorkbench/${method}`, params)).rejects.toMatchObject({
    code: ErrorCodes.InvalidParams,
    message: expect.stringMatching(/^The request needs .+ in its parameters\.$/) as string,
  });
});

test.each(withParams.map(({ method }) => method))('the request %s without parameters is refused', async (method) => {
  await expect(served.client.sendRequest(method)).rejects.toMatchObject({ code: ErrorCodes.InvalidParams });
});

test('these tests cover every request', () => {
  expect(withParams.length).toBeGreaterThan(0);
  expect(new Set(WRONG.map(([method]) => method))).toEqual(new Set(withParams.map(({ method }) => name(method))));
});

test('the server continues after wrong requests', async () => {
  const none = Object.values(protocol).filter((one) => one instanceof RequestType0);
  for (const { method } of none) await served.client.sendRequest(method);
  const found = await served.client.sendRequest('grpcWorkbench/schemaFind', { kind: 'message', fullName: 'A' });
  expect(found).toHaveLength(1);
});
