/** Documents that are not the user's files: the old side of a diff, or the contents of an archive. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { schemaSearch, type SchemaSearchResult } from '../../../src/contract/languageServer.ts';
import { memoryFiles, serve, type Served } from '../../support/memoryMachine.ts';
import { until } from '../../support/wait.ts';

const PATH = '/project/a.proto';
const OLD = `git:${PATH}?%7B%22path%22%3A%22${encodeURIComponent(PATH)}%22%2C%22ref%22%3A%22HEAD%22%7D`;
const NOW = 'syntax = "proto3";\nmessage Now {}\n';
const BEFORE = 'syntax = "proto3";\nimport "gone.proto";\nmessage Before { Gone gone = 1; }\n';

let served: Served;

beforeEach(async () => {
  const texts = new Map([[PATH, NOW]]);
  served = await serve(texts, memoryFiles(texts), { folders: ['/project'] });
});

afterEach(() => served.stop());

async function open(uri: string, text: string): Promise<void> {
  await served.client.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'proto', version: 1, text },
  });
  await served.quiet();
}

async function found(query: string): Promise<readonly string[]> {
  const { rows }: SchemaSearchResult = await served.client.sendRequest(schemaSearch, { query, limit: 10 });
  return rows.map(({ label }) => label);
}

it('the old side of a diff has no problems, and its messages are not in the schema', async () => {
  await open(OLD, BEFORE);
  expect(await found('Before')).toEqual([]);
  expect(await found('Now')).toEqual(['Now']);
  expect([...served.shown.keys()]).toEqual([]);
});

it('a document that was never saved shows its problems', async () => {
  await open('untitled:Untitled-1', BEFORE);
  const shown = await until('it has problems', () => served.shown.get('untitled:Untitled-1'));
  expect(shown).not.toHaveLength(0);
});
