/**
 * The messages that an editor receives while open and closed files change: a real process in a folder of real files.
 */
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { buildBundles, type BuiltBundles } from '../../support/distribution.ts';
import { startServer, type LspProcess, type PushedDiagnostics } from '../../support/lspProcess.ts';

let bundles: BuiltBundles;
let folder: string;
let server: LspProcess;
let announced: number;

beforeAll(async () => {
  bundles = await buildBundles('languageServer');
});

afterAll(() => bundles.dispose());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'live-'));
});

afterEach(async () => {
  server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<void> {
  server = await startServer(bundles.directory, folder);
  announced = 0;
  server.connection.onNotification('grpcWorkbench/schemaChanged', () => {
    announced++;
  });
}

function uri(path: string): string {
  return pathToFileURL(join(folder, path)).href;
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(join(folder, path, '..'), { recursive: true });
  await writeFile(join(folder, path), text);
}

function open(path: string, text: string): Promise<void> {
  return server.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri: uri(path), languageId: 'proto', version: 1, text },
  });
}

/** Reports changes as an editor does; the kind of change may be wrong. */
function changed(paths: readonly string[], type = 2): Promise<void> {
  return server.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: paths.map((path) => ({ uri: uri(path), type })),
  });
}

function lookAgain(): Promise<void> {
  return server.connection.sendNotification('grpcWorkbench/lookAgain');
}

/** Waits for a reply that takes all earlier messages into account. */
function settled(): Promise<unknown> {
  return server.connection.sendRequest('grpcWorkbench/schemaChildren', {});
}

function told(path: string, message: string): Promise<PushedDiagnostics> {
  return server.diagnosticsThat(
    (params) => params.uri === uri(path) && params.diagnostics.some((one) => one.message.includes(message)),
  );
}

/** Waits until a file has no diagnostics after all earlier messages. */
function cleared(path: string): Promise<PushedDiagnostics> {
  const from = server.pushed.length;
  return server.diagnosticsThat(
    (params) => params.uri === uri(path) && params.diagnostics.length === 0 && server.pushed.indexOf(params) >= from,
  );
}

const broken = (name: string): string => `syntax = "proto3";\nmessage M { ${name} x = 1; }\n`;
const sound = 'syntax = "proto3";\n';

describe('files that are not open', () => {
  test('closed files are checked, and lose their diagnostics once they are fixed or deleted', async () => {
    await write('a.proto', broken('MissingA'));
    await write('b.proto', broken('MissingB'));
    await start();
    await Promise.all([told('a.proto', '"MissingA"'), told('b.proto', '"MissingB"')]);
    await write('a.proto', sound);
    await rm(join(folder, 'b.proto'));
    const both = Promise.all([cleared('a.proto'), cleared('b.proto')]);
    await changed(['a.proto', 'b.proto']);
    await both;
  });

  test('closed files are checked again if a file that they import changes in an editor', async () => {
    await write('a.proto', 'syntax = "proto3";\nmessage A {}\n');
    await write('b.proto', 'syntax = "proto3";\nimport "a.proto";\nmessage B { A a = 1; }\n');
    await start();
    await open('a.proto', 'syntax = "proto3";\nmessage Renamed {}\n');
    await told('b.proto', '"A" is not defined');
  });

  test('closed files have the diagnostics of the text on disk', async () => {
    await write('a.proto', broken('OnDisk'));
    await start();
    await told('a.proto', '"OnDisk"');
    await open('a.proto', broken('InEditor'));
    await told('a.proto', '"InEditor"');
    const before = server.pushed.length;
    await server.connection.sendNotification('textDocument/didClose', { textDocument: { uri: uri('a.proto') } });
    await server.diagnosticsThat(
      (params) =>
        server.pushed.indexOf(params) >= before && params.diagnostics.some((one) => one.message.includes('"OnDisk"')),
    );
  });

  test('closed files are found under their new name', async () => {
    await write('a.proto', broken('Missing'));
    await start();
    await told('a.proto', '"Missing"');
    await rename(join(folder, 'a.proto'), join(folder, 'b.proto'));
    const gone = cleared('a.proto');
    await changed(['a.proto'], 3);
    await changed(['b.proto'], 1);
    await Promise.all([gone, told('b.proto', '"Missing"')]);
  });

  test('closed files lose their diagnostics with their folder, even if the editor reports only the folder', async () => {
    await write('below/deep/a.proto', broken('Missing'));
    await write('below/deep/open.proto', broken('Open'));
    await write('belowNot/b.proto', broken('Stays'));
    await start();
    await open('below/deep/open.proto', broken('InEditor'));
    await Promise.all([
      told('below/deep/a.proto', '"Missing"'),
      told('below/deep/open.proto', '"InEditor"'),
      told('belowNot/b.proto', '"Stays"'),
    ]);
    await rm(join(folder, 'below'), { recursive: true });
    const before = server.pushed.length;
    const gone = Promise.all([cleared('below/deep/a.proto'), cleared('below/deep/open.proto')]);
    await changed(['below'], 3);
    await gone;
    await settled();
    expect(
      server.pushed
        .slice(before)
        .filter((params) => params.uri === uri('belowNot/b.proto') && params.diagnostics.length === 0),
    ).toEqual([]);
  });

  test('closed files are read from disk, whatever the event says', async () => {
    await write('a.proto', sound);
    await start();
    await settled();
    await write('a.proto', broken('Missing'));
    await changed(['a.proto'], 3);
    await told('a.proto', '"Missing"');
  });
});

describe('many files at once', () => {
  test('many files that are opened together all get diagnostics', async () => {
    const names = Array.from({ length: 118 }, (_, i) => `f${i}.proto`);
    for (const name of names) await write(name, sound);
    await start();
    await Promise.all(names.map((name) => open(name, broken(`MissingIn_${name.replace('.', '_')}`))));
    const all = await Promise.all(names.map((name) => told(name, `"MissingIn_${name.replace('.', '_')}"`)));
    expect(all).toHaveLength(118);
  });

  test('many files that change on disk are each checked once, and announced together', async () => {
    const batches = 30;
    const names = Array.from({ length: 3000 }, (_, i) => `d${i % 40}/f${i}.proto`);
    await Promise.all(names.map((name) => write(name, sound)));
    await start();
    await settled();
    await Promise.all(names.map((name) => write(name, broken('Missing'))));
    const before = announced;
    await Promise.all(Array.from({ length: batches }, (_, i) => changed(names.slice(100 * i, 100 * (i + 1)))));
    await settled();
    await server.diagnosticsThat(() => server.pushed.length >= 3000);
    await settled();
    expect(server.pushed).toHaveLength(3000);
    expect(new Set(server.pushed.map((params) => params.uri)).size).toBe(3000);
    // The server announces the files once on an idle machine. On a busy machine, it sees the batches in a few groups.
    expect(announced - before).toBeLessThan(batches);
  });
});

describe('changes that no watcher reports', () => {
  test('unreported changes are seen if many others are reported', async () => {
    const names = Array.from({ length: 200 }, (_, i) => `f${i}.proto`);
    await Promise.all(names.map((name) => write(name, sound)));
    await start();
    await settled();
    await Promise.all(names.map((name) => write(name, broken('Missing'))));
    await changed(names.slice(50));
    await Promise.all(names.map((name) => told(name, '"Missing"')));
  });

  test('unreported changes are seen after git has finished', async () => {
    await write('a.proto', sound);
    await start();
    await settled();
    await write('a.proto', broken('Missing'));
    await write('.git/index', '');
    await changed(['.git/index']);
    await told('a.proto', '"Missing"');
  });

  test('unreported changes are seen if the editor asks the server to look again', async () => {
    await write('changed.proto', sound);
    await write('gone.proto', broken('Gone'));
    await start();
    await told('gone.proto', '"Gone"');
    await write('changed.proto', broken('Changed'));
    await write('new/folder/new.proto', broken('New'));
    await rm(join(folder, 'gone.proto'));
    const gone = cleared('gone.proto');
    await lookAgain();
    await Promise.all([told('changed.proto', '"Changed"'), told('new/folder/new.proto', '"New"'), gone]);
  });

  test('unreported changes are seen in a file that decides where imports lead', async () => {
    await write('buf.work.yaml', 'version: v1\ndirectories: [one, two]\n');
    await write('one/b.proto', 'syntax = "proto3";\nimport "a.proto";\nmessage B { A a = 1; }\n');
    await write('two/a.proto', 'syntax = "proto3";\nmessage OfTwo {}\n');
    await write('three/a.proto', 'syntax = "proto3";\nmessage A {}\n');
    await start();
    await told('one/b.proto', '"A" is not defined');
    await write('buf.work.yaml', 'version: v1\ndirectories: [one, three]\n');
    const found = cleared('one/b.proto');
    await lookAgain();
    await found;
  });

  test('the search for unreported changes costs nothing if there are none', async () => {
    await write('a.proto', broken('Missing'));
    await start();
    let found = 0;
    server.connection.onNotification('window/logMessage', ({ message }: { readonly message: string }) => {
      if (message.includes('.proto files found')) found++;
    });
    await told('a.proto', '"Missing"');
    await settled();
    const before = { announced, found, pushed: server.pushed.length };
    await lookAgain();
    await settled();
    expect({ announced, found, pushed: server.pushed.length }).toEqual(before);
    await write('b.proto', sound);
    await lookAgain();
    await settled();
    expect(found, 'what tells that the folder was laid out anew').toBe(before.found + 1);
  });
});

describe('a request', () => {
  test('a cancelled request is stopped', async () => {
    const names = Array.from({ length: 400 }, (_, i) => `f${i}.proto`);
    await Promise.all(
      names.map((name, i) =>
        write(name, `syntax = "proto3";\npackage p${i};\nservice S { rpc Get(M) returns (M); }\nmessage M {}\n`),
      ),
    );
    await start();
    await settled();
    const source = new CancellationTokenSource();
    const asked = server.connection.sendRequest(
      'grpcWorkbench/descriptorSet',
      { scope: { kind: 'module', folder }, sourceInfo: true },
      source.token,
    );
    source.cancel();
    await expect(asked).rejects.toMatchObject({ code: -32800 });
  });
});
