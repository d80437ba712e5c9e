/** The question of a proposal is true for the files that it would write. */
import { expect, test } from 'vitest';
import { withMark } from '../../src/codegen/targets/go/scaffolds/untouched.ts';
import { proposalQuestion, statusQuestion } from '../../src/extension/go/proposalText.ts';
import { l10n } from './subjects.ts';

const RENEWED = { path: '/p/client/main.go', content: withMark('package main\n') };
const GROWN = { path: '/p/server/greeter.go', content: 'package main\n' };
const name = (path: string): string => path.replace('/p/', '');

test.each([
  [[GROWN], 'Add new methods to server/greeter.go? The code that is there stays as it is.'],
  [[RENEWED], 'Replace client/main.go with a new version? It has not been edited since it was generated.'],
  [
    [RENEWED, GROWN],
    'Add new methods to server/greeter.go, and replace client/main.go with a new version? Your own code stays as it is.',
  ],
])('the question about %j says what will change', (files, question) => {
  expect(proposalQuestion(l10n, files, name)).toBe(question);
});

test('a long question is cut, so that it leaves room in the status bar', () => {
  expect(statusQuestion('Write 1 Go file?')).toBe('Write 1 Go file?');
  const names = Array.from({ length: 40 }, (_, at) => `server/service${at}.go`).join(', ');
  const shown = statusQuestion(`Add new methods to ${names}?`);
  expect(shown).toMatch(/^Add new methods to server\/service0\.go, .*…$/);
  expect(shown.length).toBeLessThanOrEqual(81);
});
