/** The message at the end of a run reports the results, and nothing else. */
import { expect, test } from 'vitest';
import { reportText, type Outcome } from '../../src/extension/go/reportText.ts';
import { l10n } from './subjects.ts';

const NOTHING: Outcome = { written: [], changed: [], discarded: [], deleted: [], kept: [], leftOut: 0 };
const say = (outcome: Partial<Outcome>): string =>
  reportText(l10n, { ...NOTHING, ...outcome }, { nameOf: (path) => path });

test('the report says that the code is up to date if nothing was written, except for files with errors', () => {
  expect(say({})).toBe('The Go code is up to date.');
  expect(say({ leftOut: 1 })).toBe('The Go code of all other files is up to date.');
});

test('the report does not count go.mod as a Go file', () => {
  expect(say({ written: ['/p/a.go', '/p/b.go', '/p/go.mod'] })).toBe('Wrote 2 Go files and go.mod.');
  expect(say({ written: ['/p/a.go'] })).toBe('Wrote 1 Go file.');
  expect(say({ written: ['C:\\p\\go.mod'] })).toBe('Wrote go.mod.');
});

test('the report names an accepted or discarded proposal, even if nothing else was written', () => {
  expect(say({ changed: ['server/a.go'] })).toBe('Changed server/a.go.');
  expect(say({ discarded: ['server/a.go'] })).toBe('Discarded the changes to server/a.go.');
  expect(say({ written: ['/p/a.go', '/p/b.go'], discarded: ['server/a.go'] })).toBe(
    'Wrote 2 Go files. Discarded the changes to server/a.go.',
  );
});

test('the report names stale files, whether they were deleted or kept', () => {
  expect(say({ deleted: ['gen/a.pb.go'] })).toBe('Deleted gen/a.pb.go.');
  expect(say({ kept: ['gen/a.pb.go'] })).toBe('Kept gen/a.pb.go, although nothing generates it any more.');
});

test('the report names the folder if the workspace has several modules', () => {
  const inTwo = (outcome: Partial<Outcome>): string =>
    reportText(l10n, { ...NOTHING, ...outcome }, { nameOf: (path) => path, folder: 'two' });
  expect(inTwo({ written: ['/p/a.go', '/p/go.mod'] })).toBe('Wrote 1 Go file and go.mod in two.');
  expect(inTwo({})).toBe('The Go code of "two" is up to date.');
});
