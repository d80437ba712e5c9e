/** The message about a process that stays stopped says whether it ended or did not start. */
import { expect, test } from 'vitest';
import type { Crash } from '../../src/host/processes/lifeCycle.ts';
import { languageServerLimit } from '../../src/extension/shared/childWords.ts';
import { l10n } from './subjects.ts';

const DIED: Crash = { kind: 'died', how: 'exit code 7' };
const FAILED: Crash = { kind: 'failed', message: 'no answer' };

test.each([
  [[DIED, DIED], 'ended unexpectedly 2 times within 3 minutes (last: exit code 7).'],
  [[FAILED, FAILED], 'failed to start 2 times within 3 minutes (last: no answer).'],
  [[DIED, FAILED], 'ended or failed to start 2 times within 3 minutes (last: no answer).'],
])('the message sums up the crashes %j in one sentence', (crashes, said) => {
  expect(languageServerLimit(l10n).words(crashes)).toBe(
    `The gRPC Workbench language server ${said} It does not restart by itself. The log says more.`,
  );
});
