/** Passed checks are remembered, even if several checks that run at the same time save them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Verdicts } from '../../scripts/lib/verdicts.mjs';

test('if several checks pass at the same time, each of them is saved', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'verdicts-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const verdicts = await Verdicts.open({ fresh: false, folder });
  const names = Array.from({ length: 20 }, (_, index) => `check ${index}`);
  await Promise.all(
    names.map((name) => {
      verdicts.remember(name, 'key');
      return verdicts.save();
    }),
  );
  const read = await Verdicts.open({ fresh: false, folder });
  expect(names.filter((name) => !read.passed(name, 'key'))).toEqual([]);
});
