/**
 * An open document that is larger than a proto may be. It is refused like such a file on disk, and is not treated as
 * empty.
 */
import { afterEach, expect, it } from 'vitest';
import { descriptorSet, type DescriptorSetResult } from '../../../src/contract/languageServer.ts';
import { cpuMs } from '../../support/cpu.ts';
import { memoryFiles, serve, type Served } from '../../support/memoryMachine.ts';
import { until } from '../../support/wait.ts';

const HUGE = '/project/huge.proto';
const IMPORTER = '/project/importer.proto';
const SMALL = 'syntax = "proto3";\nmessage Huge {}\n';
const REFUSED = 'This file is larger than 8 MB, so it is not read.';
const FILLING = 9 * 1024 * 1024;

let served: Served;

afterEach(() => served.stop());

async function start(): Promise<void> {
  const texts = new Map([
    [HUGE, SMALL],
    [IMPORTER, 'syntax = "proto3";\nimport "huge.proto";\nmessage I { Huge h = 1; }\n'],
  ]);
  served = await serve(texts, memoryFiles(texts), { folders: ['/project'] });
}

function open(text: string): Promise<void> {
  return served.client.sendNotification('textDocument/didOpen', {
    textDocument: { uri: `file://${HUGE}`, languageId: 'proto', version: 1, text },
  });
}

let version = 1;

/** Replaces `length` code units at the start of a line. */
function edit(line: number, length: number, text: string): Promise<void> {
  const range = { start: { line, character: 0 }, end: { line, character: length } };
  return served.client.sendNotification('textDocument/didChange', {
    textDocument: { uri: `file://${HUGE}`, version: ++version },
    contentChanges: [{ range, text }],
  });
}

function messages(path: string): readonly string[] | undefined {
  return served.shown.get(`file://${path}`)?.map(({ message }) => message);
}

/** Returns the files in the set from which generation starts, and the reported problems. */
async function generated(): Promise<{ readonly files: readonly string[]; readonly problems: readonly string[] }> {
  const scope = { kind: 'moduleOfFile', uri: `file://${IMPORTER}` } as const;
  const result: DescriptorSetResult = await served.client.sendRequest(descriptorSet, { scope, sourceInfo: true });
  if (result.kind !== 'set') throw new Error(`The set is ${result.kind}`);
  return { files: result.files, problems: result.problems.map(({ file, message }) => `${file}: ${message}`) };
}

function ask(request: string): Promise<unknown> {
  return served.client.sendRequest(`textDocument/${request}`, {
    textDocument: { uri: `file://${HUGE}` },
    position: { line: 1, character: 9 },
  });
}

it('a document that is too large has one problem, which names the limit; its importers repeat it, and neither can be generated', async () => {
  await start();
  await open(`${SMALL}//${'x'.repeat(FILLING)}`);
  expect(await until('the document is refused', () => messages(HUGE))).toEqual([REFUSED]);
  const [said] = await until('the importer is checked', () => messages(IMPORTER));
  expect(said).toBe('Import "huge.proto" cannot be read.\nhuge.proto is larger than 8 MB.');
  const { files, problems } = await generated();
  expect(files).toEqual([]);
  expect(problems[0]).toBe(`huge.proto: ${REFUSED}`);
  expect(await ask('hover')).toBeNull();
  expect(await ask('completion')).toBeNull();
  expect(await ask('documentSymbol')).toEqual([]);
});

it('a document is refused from the edit that makes it too large until an edit makes it small enough', async () => {
  await start();
  await open(SMALL);
  await served.quiet();
  expect(messages(HUGE)).toBeUndefined();
  await edit(2, 0, `//${'x'.repeat(FILLING)}`);
  await served.quiet();
  expect(messages(HUGE)).toEqual([REFUSED]);
  await edit(2, FILLING, '');
  await served.quiet();
  expect(messages(HUGE)).toEqual(['Expected top-level statement (e.g. "message").']);
  await edit(2, 2, '');
  await until('nothing is shown', () => served.shown.size === 0);
  expect(await generated()).toEqual({ files: ['huge.proto', 'importer.proto'], problems: [] });
});

it('the limit for a document is in bytes, as for a file', async () => {
  await start();
  await open(`${SMALL}//${'€'.repeat(FILLING / 3)}`);
  await served.quiet();
  expect(messages(HUGE)).toEqual([REFUSED]);
});

it('a document that is too large costs little per keystroke', async () => {
  await start();
  await open('\n'.repeat(3 * FILLING));
  await served.quiet();
  const before = cpuMs();
  for (let key = 0; key < 200; key++) await edit(3 * FILLING - key, 0, 'x');
  await served.quiet();
  expect(cpuMs() - before).toBeLessThan(2000);
  expect(served.pushed.filter(({ uri }) => uri === `file://${HUGE}`)).toHaveLength(1);
});

it('a document that was too large has no problem once it is closed, because then the file on disk is used', async () => {
  await start();
  await open(`${SMALL}//${'x'.repeat(FILLING)}`);
  await served.quiet();
  await served.client.sendNotification('textDocument/didClose', { textDocument: { uri: `file://${HUGE}` } });
  await until('nothing is shown', () => served.shown.size === 0);
});
