/** The whole core of the server on a machine whose files arrive later than we ask for them, as in a browser. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readLayout, PROJECT } from '../../support/layouts.ts';
import { protoPaths, readCorpusFile, wellKnownRoot } from '../../support/corpus.ts';
import { LateFiles, memoryFiles, serve, type Served, type ServeOptions } from '../../support/memoryMachine.ts';
import { Workspace } from '../../../src/workspace/workspace.ts';
import { LAYOUTS } from '../../workspace/layouts.testdata.ts';

const WELL_KNOWN = protoPaths(wellKnownRoot).map(
  (path) => [`/wkt/${path}`, readCorpusFile(wellKnownRoot, path).text] as const,
);

const running: Served[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});

afterEach(async () => {
  for (const served of running.splice(0)) await served.stop();
  vi.useRealTimers();
});

/** Waits until the server has nothing more to do and no pause is pending. */
async function rest(served: Served): Promise<void> {
  for (let pause = 0; pause < 2; pause++) {
    await served.quiet();
    vi.advanceTimersByTime(1000);
  }
  await served.quiet();
}

async function start(
  texts: ReadonlyMap<string, string>,
  files: Parameters<typeof serve>[1],
  options: ServeOptions = { folders: [PROJECT] },
): Promise<Served> {
  const served = await serve(texts, files, options);
  running.push(served);
  return served;
}

const project = (files: Readonly<Record<string, string>>): Map<string, string> =>
  new Map([...Object.entries(files).map(([path, text]) => [`${PROJECT}/${path}`, text] as const), ...WELL_KNOWN]);

const uriOf = (path: string): string => `file://${PROJECT}/${path}`;
const byName = <T>(items: ReadonlyMap<string, T>): unknown => [...items].sort(([a], [b]) => (a < b ? -1 : 1));
const messages = ({ shown }: Served, path: string): readonly string[] =>
  (shown.get(uriOf(path)) ?? []).map(({ message }) => message);
const broken = (type: string): string => `syntax = "proto3";\nmessage M { ${type} x = 1; }\n`;

async function opened({ client }: Served, path: string, text: string): Promise<void> {
  await client.sendNotification('textDocument/didOpen', {
    textDocument: { uri: uriOf(path), languageId: 'proto', version: 1, text },
  });
}

async function expectTheSame(texts: ReadonlyMap<string, string>, options: ServeOptions): Promise<Served> {
  const atOnce = await start(texts, memoryFiles(texts), options);
  const late = await start(texts, new LateFiles(texts), options);
  await rest(atOnce);
  await rest(late);
  expect(byName(late.shown)).toEqual(byName(atOnce.shown));
  return late;
}

describe('files that arrive later', () => {
  test.each(LAYOUTS.map((layout) => [layout.name, layout] as const))(
    'files that arrive later get the same diagnostics as files that are there at once, in this layout: %s',
    async (_name, layout) => {
      const texts = new Map([...readLayout(layout.files), ...WELL_KNOWN]);
      await expectTheSame(texts, {
        folders: layout.folders ?? [PROJECT],
        ...(layout.roots && { roots: layout.roots }),
      });
    },
  );

  test('files that arrive later get the same diagnostics in the example', async () => {
    const root = join(import.meta.dirname, '..', '..', '..', 'examples', 'greeter');
    const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
    const wanted = paths.filter((path) => /\.proto$|(?:^|\/)(?:go\.mod|buf\.[\w.]+)$/.test(path));
    expect(wanted.some((path) => path.endsWith('.proto'))).toBe(true);
    await expectTheSame(
      project(Object.fromEntries(wanted.map((path) => [path, readFileSync(join(root, path), 'utf8')]))),
      { folders: [PROJECT] },
    );
  });

  test('files that arrive later get the same diagnostics with more errors, unused imports and missing imports than one batch holds', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 250 }, (_, i) => [
        `f${i}.proto`,
        `syntax = "proto3";\nimport "f${i + 1}.proto";\nimport "google/protobuf/any.proto";\nmessage M${i} { Gone x = 1; }\n`,
      ]),
    );
    const late = await expectTheSame(project(files), { folders: [PROJECT] });
    expect(late.shown.size).toBe(250);
    expect(late.files instanceof LateFiles && late.files.batches.length).toBeLessThan(20);
  });
});

test('a request waits for the files, and its reply is final', async () => {
  const text = 'syntax = "proto3";\nimport "google/protobuf/any.proto";\nmessage A { google.protobuf.Any any = 1; }\n';
  const texts = project({ 'a.proto': text });
  const late = await start(texts, new LateFiles(texts));
  const links = await late.client.sendRequest<{ targetUri: string }[]>('textDocument/definition', {
    textDocument: { uri: uriOf('a.proto') },
    position: { line: 2, character: 30 },
  });
  expect(links.map(({ targetUri }) => targetUri)).toEqual(['file:///wkt/google/protobuf/any.proto']);
});

test('an import of a file that has yet to arrive is never reported as missing', async () => {
  const text = (name: string): string =>
    `syntax = "proto3";\nimport "google/protobuf/${name}.proto";\nmessage A { google.protobuf.${name === 'any' ? 'Any' : 'Empty'} x = 1; }\n`;
  const texts = project({ 'a.proto': text('any') });
  const late = await start(texts, new LateFiles(texts));
  await rest(late);
  expect(late.pushed).toEqual([]);
  await opened(late, 'a.proto', text('empty'));
  await rest(late);
  expect(late.pushed.map(({ diagnostics }) => diagnostics)).toEqual([[]]);
});

test('fields that were removed since the last save are reported once the saved text has arrived', async () => {
  const texts = project({ 'a.proto': 'syntax = "proto3";\nmessage A { int32 x = 1; int32 y = 2; }\n' });
  const late = await start(texts, new LateFiles(texts));
  await opened(late, 'a.proto', texts.get(`${PROJECT}/a.proto`) ?? '');
  await rest(late);
  await late.client.sendNotification('textDocument/didSave', { textDocument: { uri: uriOf('a.proto') } });
  const before = late.pushed.length;
  await late.client.sendNotification('textDocument/didChange', {
    textDocument: { uri: uriOf('a.proto'), version: 2 },
    contentChanges: [{ text: 'syntax = "proto3";\nmessage A { Missing x = 1; }\n' }],
  });
  await rest(late);
  expect(late.pushed.slice(before).map(({ diagnostics }) => diagnostics.length)).toEqual([2]);
});

describe('while files are on their way', () => {
  async function held(
    texts: ReadonlyMap<string, string>,
  ): Promise<{ late: Served; files: LateFiles; open: () => void }> {
    const files = new LateFiles(texts);
    let open = (): void => undefined;
    files.gate = new Promise((resolve) => {
      open = resolve;
    });
    const late = await start(texts, files);
    await rest(late);
    return { late, files, open: () => open() };
  }

  test('no diagnostic is sent that may be wrong', async () => {
    const texts = project({
      'a.proto': 'syntax = "proto3";\nimport "b.proto";\nmessage A { B b = 1; }\n',
      'b.proto': 'syntax = "proto3";\nmessage B {}\n',
    });
    const { late, open } = await held(texts);
    await opened(late, 'a.proto', texts.get(`${PROJECT}/a.proto`) ?? '');
    await rest(late);
    expect(late.shown.size).toBe(0);
    open();
    await rest(late);
    expect(late.shown.size).toBe(0);
  });

  test('an edit is kept, and text that arrives later is ignored', async () => {
    const texts = project({ 'a.proto': broken('OnDisk'), 'b.proto': broken('Other') });
    const { late, open } = await held(texts);
    await opened(late, 'a.proto', broken('Edited'));
    open();
    await rest(late);
    expect(messages(late, 'a.proto')).toEqual(['"Edited" is not defined.']);
    expect(messages(late, 'b.proto')).toEqual(['"Other" is not defined.']);
  });

  test('a file that changes on disk is read again', async () => {
    const texts = project({ 'a.proto': broken('Before') });
    const { late, open } = await held(texts);
    texts.set(`${PROJECT}/a.proto`, broken('After'));
    await late.client.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uriOf('a.proto'), type: 2 }],
    });
    const modules = late.client.sendRequest('grpcWorkbench/modules');
    await rest(late);
    open();
    await modules;
    await rest(late);
    expect(messages(late, 'a.proto')).toEqual(['"After" is not defined.']);
  });

  test('a text that is still being read becomes outdated if the file changes on disk', async () => {
    const path = `${PROJECT}/a.proto`;
    const texts = project({ 'a.proto': 'syntax = "proto3";\npackage before;\n' });
    const workspace = new Workspace(new LateFiles(texts), '/wkt');
    workspace.setFolder({ folder: PROJECT, protoFiles: [path], markers: [] }, []);
    const onItsWay = workspace.prepareNext();
    texts.set(path, 'syntax = "proto3";\npackage after;\n');
    workspace.diskChanged(path);
    await onItsWay;
    for (let next = workspace.prepareNext(); next !== undefined; next = workspace.prepareNext()) await next;
    workspace.readNext();
    expect(workspace.summary(path)?.package).toBe('after');
  });

  test('the server can be shut down', async () => {
    const { late, files, open } = await held(project({ 'a.proto': broken('Missing') }));
    await late.client.sendRequest('shutdown');
    open();
    await rest(late);
    expect(late.shown.size).toBe(0);
    expect(files.batches.length).toBeGreaterThan(0);
  });
});

test('a deleted file loses its diagnostics, and its importers report it as missing', async () => {
  const texts = project({
    'a.proto': 'syntax = "proto3";\nimport "b.proto";\nmessage A { B b = 1; }\n',
    'b.proto': 'syntax = "proto3";\nmessage B { Gone x = 1; }\n',
  });
  const late = await start(texts, new LateFiles(texts));
  await rest(late);
  expect(messages(late, 'b.proto')).toEqual(['"Gone" is not defined.']);
  texts.delete(`${PROJECT}/b.proto`);
  await late.client.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: uriOf('b.proto'), type: 3 }],
  });
  await late.client.sendRequest('grpcWorkbench/modules');
  await rest(late);
  expect(messages(late, 'b.proto')).toEqual([]);
  expect(messages(late, 'a.proto').join('\n')).toContain('b.proto');
});

test('an unreadable file is treated as missing and is logged, and the others of its batch arrive', async () => {
  const texts = project({ 'a.proto': broken('Missing'), 'b.proto': broken('Other') });
  const files = new LateFiles(texts);
  files.refused.add(`${PROJECT}/b.proto`);
  const late = await start(texts, files);
  await rest(late);
  expect(messages(late, 'a.proto')).toEqual(['"Missing" is not defined.']);
  expect(messages(late, 'b.proto')).toEqual([]);
  expect(late.log.filter((line) => line.includes('b.proto'))).toEqual([
    `Cannot read ${PROJECT}/b.proto: The network is down`,
  ]);

  files.refused.clear();
  await late.client.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: uriOf('b.proto'), type: 2 }],
  });
  await late.client.sendRequest('grpcWorkbench/modules');
  await rest(late);
  expect(messages(late, 'b.proto')).toEqual(['"Other" is not defined.']);
});
