/** The words of a proposal are true for the files that it would write. */
import { expect, test } from 'vitest';
import { withMark } from '../../src/codegen/targets/go/scaffolds/untouched.ts';
import { listed, proposalQuestion, proposalTitle } from '../../src/extension/go/proposalText.ts';
import { l10n } from './subjects.ts';

const RENEWED = { path: '/p/client/main.go', content: withMark('package main\n') };
const GROWN = { path: '/p/server/greeter.go', content: 'package main\n' };
const name = (path: string): string => path.replace('/p/', '');

const ADDS = 'Add new methods to server/greeter.go. The code that is there stays as it is.';
const REPLACES = 'Replace client/main.go with a new version. Nothing there has been edited since it was generated.';

test.each([
  [[GROWN], ADDS],
  [[RENEWED], REPLACES],
  [[RENEWED, GROWN], `${ADDS} ${REPLACES}`],
])('the question about %j says what will happen to each file', (files, question) => {
  expect(proposalQuestion(l10n, files, name)).toBe(question);
});

test('the status bar shows only the number of files', () => {
  expect(proposalTitle(l10n, 1)).toBe('1 proposed change');
  expect(proposalTitle(l10n, 40)).toBe('40 proposed changes');
});

test('the question names some of very many files, and says how many others there are', () => {
  const names = Array.from({ length: 22 }, (_, at) => `${at}.go`);
  expect(listed(l10n, names)).toMatch(/, 19\.go and 2 more$/);
  expect(listed(l10n, names.slice(0, 21))).toMatch(/, 20\.go$/);
});
