/** What a proposal promises about the user's files is true of what it would write. */
import { expect, test } from 'vitest';
import { withMark } from '../../src/codegen/targets/go/scaffolds/untouched.ts';
import { proposalQuestion } from '../../src/extension/go/proposalText.ts';
import { l10n } from './subjects.ts';

const RENEWED = { path: '/p/client/main.go', content: withMark('package main\n') };
const GROWN = { path: '/p/server/greeter.go', content: 'package main\n' };
const name = (path: string): string => path.replace('/p/', '');

test.each([
  [[GROWN], 'Add the code of new methods to server/greeter.go? Nothing else in these files changes.'],
  [[RENEWED], 'Write client/main.go anew? Nobody has edited it since it was generated.'],
  [
    [RENEWED, GROWN],
    'Add the code of new methods to server/greeter.go, where nothing else changes, and write client/main.go anew, which nobody has edited?',
  ],
])('asks about %j', (files, question) => {
  expect(proposalQuestion(l10n, files, name)).toBe(question);
});
