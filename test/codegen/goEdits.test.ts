/** Edits protos and servers at random. A separate command runs 500 edits. */
import { expect, it } from 'vitest';
import { editServers } from './support/serverEdits.ts';

/**
 * Each edit formats and reads a whole project. This takes 10 s alone, and minutes if other programs use the processor.
 */
const EDITS_MS = 300_000;

it('generation keeps every line of the user, and changes nothing in a second run, whatever the user edits', {
  timeout: EDITS_MS,
}, async () => {
  const { edits, handEdits, inserted, problems, mended } = await editServers(60, 1);
  expect(edits).toBe(60);
  expect(handEdits).toBeGreaterThan(60);
  expect(inserted).toBeGreaterThan(10);
  expect(problems).toBeGreaterThan(10);
  expect(mended).toBeGreaterThan(10);
});
