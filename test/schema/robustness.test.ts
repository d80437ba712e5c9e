/**
 * Broken files are normal. They are read, linked and written, and keep the symbols before the break. `npm run fuzz`
 * searches further.
 */
import { expect, it } from 'vitest';
import type { Part } from '../support/report.ts';
import { failed } from '../support/report.ts';
import { checkBrokenFiles, checkStrangeTexts } from '../support/robustness.ts';

/** Checks about 15,000 broken texts. This takes 10 s alone, and minutes if other programs use the processor. */
const MANY_TEXTS_MS = 300_000;

function expectPassed({ title, checks, differences }: Part): void {
  expect(checks.filter(failed), `${title}\n${differences.join('\n')}`).toEqual([]);
  expect(checks.filter(({ of }) => of === 0)).toEqual([]);
}

it('files cut anywhere and mutated files are read, linked and written', { timeout: MANY_TEXTS_MS }, () => {
  for (const part of checkBrokenFiles({ files: 60, cuts: 8, often: { files: 4, cuts: 40 }, mutations: 800 }))
    expectPassed(part);
});

it("strange and repetitive texts get protoc's verdict", async () => {
  expectPassed(await checkStrangeTexts());
});
