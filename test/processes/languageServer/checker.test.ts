/** The order in which files are checked, with the real workspace and publisher. */
import type { Connection } from 'vscode-languageserver/node';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { expect, test, vi } from 'vitest';
import { ChangeBatch } from '../../../src/processes/languageServer/core/changeBatch.ts';
import { Checker } from '../../../src/processes/languageServer/core/checker.ts';
import { DiagnosticsPublisher } from '../../../src/processes/languageServer/core/diagnostics.ts';
import { inSlices } from '../../../src/processes/languageServer/core/slices.ts';
import { fixture, FOLDER, type Fixture } from '../../support/memoryWorkspace.ts';

const SILENT = { announce: () => undefined, reportReading: () => undefined, rechecked: () => undefined };

interface Stage extends Fixture {
  readonly checker: Checker;
  readonly publisher: DiagnosticsPublisher;
  /** Names of the files with published diagnostics, in order. */
  readonly sent: string[];
  /** Resolves once diagnostics of this many files are published. */
  readonly toldOf: (count: number) => Promise<void>;
  readonly open: (name: string, text: string) => void;
}

function stage(source: string): Stage {
  const made = fixture(source);
  const sent: string[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const sendDiagnostics = ({ uri }: { readonly uri: string }): Promise<void> => {
    sent.push(uri.replace(`file://${FOLDER}/`, ''));
    for (const { count, resolve } of waiting) if (sent.length >= count) resolve();
    return Promise.resolve();
  };
  const publisher = new DiagnosticsPublisher(
    { sendDiagnostics } as unknown as Connection,
    made.workspace,
    (path) => path,
  );
  const checker = new Checker(made.workspace, publisher, SILENT);
  return {
    ...made,
    checker,
    publisher,
    sent,
    toldOf: (count) =>
      sent.length >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, resolve })),
    open(name, text) {
      publisher.opened(`${FOLDER}/${name}`, `file://${FOLDER}/${name}`);
      made.workspace.setBuffer(`${FOLDER}/${name}`, text);
      checker.changed();
    },
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const broken = (name: string): string => `syntax = "proto3";\nmessage M { ${name} x = 1; }\n`;
const files = (count: number): string =>
  Array.from({ length: count }, (_, i) => `-- f${i}.proto --\n${broken(`Missing${i}`)}`).join('');

test('an edited file is checked before the files that are not open', async () => {
  const { checker, sent, toldOf, open } = stage(files(3000));
  checker.enable();
  await toldOf(1);
  open('edited.proto', broken('Edited'));
  await toldOf(3001);
  expect(sent.indexOf('edited.proto')).toBeLessThan(2000);
  expect(new Set(sent).size).toBe(3001);
});

test('background work waits for a pause in typing', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  try {
    const { checker, sent, toldOf, open } = stage(files(2));
    open('edited.proto', broken('First'));
    checker.enable();
    await toldOf(1);
    for (let key = 0; key < 10; key++) {
      vi.advanceTimersByTime(100);
      open('edited.proto', broken(`Key${key}`));
      await toldOf(key + 2);
    }
    expect(new Set(sent)).toEqual(new Set(['edited.proto']));
    vi.advanceTimersByTime(1000);
    await toldOf(13);
    expect(sent.slice(11)).toEqual(['f0.proto', 'f1.proto']);
  } finally {
    vi.useRealTimers();
  }
});

test('a request for the declarations of all files does not wait for a pause in typing', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  try {
    const { checker, toldOf, open } = stage(files(2));
    open('edited.proto', broken('Edited'));
    checker.enable();
    await toldOf(1);
    await checker.read();
  } finally {
    vi.useRealTimers();
  }
});

test('a burst of edits gets one check', async () => {
  const { checker, linked, sent, toldOf, open } = stage('-- a.proto --\nsyntax = "proto3";\n');
  checker.enable();
  for (let i = 0; i < 20; i++) {
    open('a.proto', broken(`Missing${i}`));
    await turn();
  }
  await toldOf(1);
  expect(linked).toEqual(['a.proto']);
  expect(sent).toEqual(['a.proto']);
});

test('a file with an import that may lead to two places is reported once all files are read', async () => {
  const { checker, toldOf, open } = stage(
    '-- x/a.proto --\nsyntax = "proto3";\n-- y/a.proto --\nsyntax = "proto3";\n-- b.proto --\nsyntax = "proto3";\n',
  );
  open('b.proto', 'syntax = "proto3";\nimport "a.proto";\n');
  checker.enable();
  await toldOf(1);
  await checker.read();
});

test('files that an edit does not affect are not reported again', async () => {
  const { checker, sent, toldOf, open } = stage(
    `-- a.proto --\nsyntax = "proto3";\nmessage A {}\n-- b.proto --\n${broken('Missing')}`,
  );
  open('a.proto', 'syntax = "proto3";\nmessage A {}\n');
  open('b.proto', broken('Missing'));
  checker.enable();
  await toldOf(2);
  open('a.proto', 'syntax = "proto3";\nmessage Other {}\n');
  await toldOf(3);
  expect(sent.slice(2)).toEqual(['a.proto']);
});

test('a diagnostic is sent again if its place in another file has moved', async () => {
  const { checker, sent, toldOf, open } = stage('');
  const imported = 'syntax = "proto3";\nmessage A {}\n';
  open('a.proto', imported);
  open('b.proto', 'syntax = "proto3";\nimport "a.proto";\nmessage A {}\n');
  open('c.proto', 'syntax = "proto3";\nimport "a.proto";\nmessage C { A a = 1; }\n');
  checker.enable();
  await toldOf(3);
  open('a.proto', imported.replace('message', '\n\nmessage'));
  await toldOf(5);
  await checker.read();
  await turn();
  expect(sent.slice(3)).toEqual(['a.proto', 'b.proto']);
});

test('work in slices ends when it is cancelled', async () => {
  const source = new CancellationTokenSource();
  let steps = 0;
  function* endless(): Generator<undefined, never, undefined> {
    for (;;) {
      if (++steps === 1000) source.cancel();
      yield;
    }
  }
  await expect(inSlices(endless, () => 0, source.token)).rejects.toMatchObject({ code: -32800 });
});

test('work in slices starts again if its input changes', async () => {
  let version = 0;
  let begun = 0;
  function* work(): Generator<undefined, number, undefined> {
    const at = version;
    begun++;
    if (begun === 1) version++;
    while (begun === 1) yield;
    return at;
  }
  expect(await inSlices(work, () => version, new CancellationTokenSource().token)).toBe(1);
});

test('changes on disk are applied together, each once, after a pause', () => {
  vi.useFakeTimers();
  try {
    const batches: string[][] = [];
    const batch = new ChangeBatch((paths) => batches.push([...paths]));
    for (const path of ['a', 'b', 'a']) {
      batch.add(path);
      vi.advanceTimersByTime(60);
    }
    expect(batches).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(batches).toEqual([['a', 'b']]);
    batch.add('c');
    batch.flush();
    vi.advanceTimersByTime(1000);
    expect(batches).toEqual([['a', 'b'], ['c']]);
  } finally {
    vi.useRealTimers();
  }
});

test('changes on disk are applied even if they never pause', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  try {
    let applied = 0;
    const batch = new ChangeBatch(() => applied++);
    for (let i = 0; i < 100; i++) {
      batch.add(`f${i}`);
      vi.advanceTimersByTime(50);
    }
    expect(applied).toBeGreaterThan(0);
  } finally {
    vi.useRealTimers();
  }
});
