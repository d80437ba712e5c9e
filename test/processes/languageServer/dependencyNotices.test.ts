/** If dependencies are missing, the cause is reported once, and each import has one line. */
import { afterEach, expect, it } from 'vitest';
import { descriptorSet } from '../../../src/contract/languageServer.ts';
import { memoryFiles, serve, type Served } from '../../support/memoryMachine.ts';
import { until } from '../../support/wait.ts';

let served: Served;

afterEach(() => served.stop());

const USER = 'syntax = "proto3";\nimport "google/api/http.proto";\nmessage M { google.api.Http h = 1; }\n';

function messages(path: string): readonly string[] | undefined {
  return served.shown.get(`file://${path}`)?.map(({ message }) => message);
}

async function change(texts: Map<string, string>, path: string, text: string): Promise<void> {
  texts.set(path, text);
  await served.client.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: `file://${path}`, type: 2 }],
  });
  await until('it is mended', () => messages(path) === undefined);
}

it('missing dependencies are reported in the buf.yaml that lists them, until no file needs them', async () => {
  const texts = new Map([
    ['/project/buf.yaml', 'version: v2\ndeps:\n  - buf.build/googleapis/googleapis\n'],
    ['/project/a.proto', USER],
    ['/project/b.proto', USER],
  ]);
  served = await serve(texts, memoryFiles(texts), { folders: ['/project'] });
  await until('all three are told', () => served.shown.size === 3);
  const line =
    'Import "google/api/http.proto" was not found: dependencies of buf.yaml are not downloaded. Run `buf dep update`.';
  expect([...served.shown.keys()].sort()).toEqual([
    'file:///project/a.proto',
    'file:///project/b.proto',
    'file:///project/buf.yaml',
  ]);
  expect([messages('/project/a.proto'), messages('/project/b.proto')]).toEqual([[line], [line]]);
  expect(messages('/project/buf.yaml')).toEqual([
    'Imports are not found, because dependencies are not downloaded: buf.build/googleapis/googleapis. Run `buf dep update` in this folder.',
  ]);
  await change(texts, '/project/a.proto', 'syntax = "proto3";\n');
  expect(messages('/project/buf.yaml')).toHaveLength(1);
  await change(texts, '/project/b.proto', 'syntax = "proto3";\n');
  await until('nothing is shown', () => served.shown.size === 0);
});

it('a descriptor set that lacks dependencies names the command that downloads them', async () => {
  const texts = new Map([
    ['/project/buf.yaml', 'version: v2\ndeps:\n  - buf.build/googleapis/googleapis\n'],
    ['/project/a.proto', USER],
  ]);
  served = await serve(texts, memoryFiles(texts), { folders: ['/project'] });
  const scope = { kind: 'moduleOfFile', uri: 'file:///project/a.proto' } as const;
  const found = await served.client.sendRequest(descriptorSet, { scope, sourceInfo: false });
  expect(found.kind === 'set' ? found.problems[0] : undefined).toMatchObject({
    message:
      'Import "google/api/http.proto" was not found: dependencies of buf.yaml are not downloaded. Run `buf dep update`.',
    mend: { command: 'buf dep update', folder: '/project' },
  });
});
