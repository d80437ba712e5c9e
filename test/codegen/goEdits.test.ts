/** Protos and servers, edited at random: 500 edits are run by a command of their own. */
import { expect, it } from 'vitest';
import { editServers } from './support/serverEdits.ts';

/** Each edit formats and reads a whole project: 10 s alone, and minutes where other programs have the processor. */
const EDITS_MS = 300_000;

it('keeps every line of a person, and has nothing to do twice, whatever is edited', { timeout: EDITS_MS }, async () => {
  const { edits, handEdits, inserted, problems, mended } = await editServers(60, 1);
  expect(edits).toBe(60);
  expect(handEdits).toBeGreaterThan(60);
  expect(inserted).toBeGreaterThan(10);
  expect(problems).toBeGreaterThan(10);
  expect(mended).toBeGreaterThan(10);
});
