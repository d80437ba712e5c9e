/** Which files' diagnostics an editor gets, as the setting says, from the language server in its own process. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildBundles, type BuiltBundles } from '../../support/distribution.ts';
import { startServer, type LspProcess } from '../../support/lspProcess.ts';

let bundles: BuiltBundles;
let folder: string;
let server: LspProcess;
let settings: object;

beforeAll(async () => {
  bundles = await buildBundles('languageServer');
});

afterAll(() => bundles.dispose());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scope-'));
  await writeFile(join(folder, 'closed.proto'), broken('InClosed'));
  await writeFile(join(folder, 'open.proto'), broken('InOpen'));
});

afterEach(async () => {
  server.stop();
  await rm(folder, { recursive: true, force: true });
});

const broken = (type: string): string => `syntax = "proto3";\nmessage Of${type} { ${type} x = 1; }\n`;

async function start(scope: string): Promise<void> {
  settings = { diagnostics: { scope } };
  const configuration = (items: readonly { readonly section: string }[]): readonly unknown[] =>
    items.map(({ section }) => (section === 'grpcWorkbench' ? settings : null));
  server = await startServer(bundles.directory, folder, {}, {}, { configuration });
}

async function change(scope: string): Promise<void> {
  settings = { diagnostics: { scope } };
  server.pushed.length = 0;
  await server.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
}

function uriOf(name: string): string {
  return pathToFileURL(join(folder, name)).href;
}

function open(name: string, text: string): Promise<void> {
  const textDocument = { uri: uriOf(name), languageId: 'proto', version: 1, text };
  return server.connection.sendNotification('textDocument/didOpen', { textDocument });
}

async function pushedFor(name: string, count: number): Promise<void> {
  await server.diagnosticsThat(({ uri, diagnostics }) => uri === uriOf(name) && diagnostics.length === count);
}

/** The files whose problems the editor shows now. */
function shown(): readonly string[] {
  const counts = new Map(server.pushed.map(({ uri, diagnostics }) => [uri, diagnostics.length]));
  return [...counts].filter(([, count]) => count > 0).map(([uri]) => uri.split('/').at(-1) ?? '');
}

test('shows the problems of files that are not open by default', async () => {
  await start('workspace');
  await pushedFor('closed.proto', 1);
});

test('withdraws the problems of closed files as soon as the user wants only open ones', async () => {
  await start('workspace');
  await open('open.proto', broken('InOpen'));
  await pushedFor('open.proto', 1);
  await pushedFor('closed.proto', 1);
  await change('openFiles');
  await pushedFor('closed.proto', 0);
  expect(server.pushed.filter(({ uri }) => uri === uriOf('open.proto'))).toEqual([]);
});

test('brings the problems of closed files back as soon as the user wants all', async () => {
  await start('openFiles');
  await open('open.proto', broken('InOpen'));
  await pushedFor('open.proto', 1);
  await change('workspace');
  await pushedFor('closed.proto', 1);
});

test('shows the problems of a file while it is open, if the user wants only those', async () => {
  await start('openFiles');
  await open('closed.proto', broken('InClosed'));
  await pushedFor('closed.proto', 1);
  server.pushed.length = 0;
  await server.connection.sendNotification('textDocument/didClose', { textDocument: { uri: uriOf('closed.proto') } });
  await pushedFor('closed.proto', 0);
  await open('open.proto', broken('InOpen'));
  await pushedFor('open.proto', 1);
  expect(shown()).toEqual(['open.proto']);
});

test('the diagnostics of an open file still follow changes in closed files', async () => {
  await start('openFiles');
  await writeFile(join(folder, 'lib.proto'), 'syntax = "proto3";\nmessage Lib {}\n');
  await server.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: uriOf('lib.proto'), type: 1 }],
  });
  await open('open.proto', 'syntax = "proto3";\nimport "lib.proto";\nmessage M { Lib x = 1; }\n');
  await pushedFor('open.proto', 0);
  await writeFile(join(folder, 'lib.proto'), 'syntax = "proto3";\nmessage Other {}\n');
  await server.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: uriOf('lib.proto'), type: 2 }],
  });
  await server.diagnosticsThat(
    ({ uri, diagnostics }) =>
      uri === uriOf('open.proto') && diagnostics.some(({ message }) => message === '"Lib" is not defined.'),
  );
});
