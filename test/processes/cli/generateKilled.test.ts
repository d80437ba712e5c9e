/**
 * `generate go` killed while it writes: no file is torn, and the next run completes or undoes all of them.
 * @needs go
 */
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateAssets, hasGo } from '../../codegen/support/goPlugins.ts';
import { killedGenerations } from '../../support/killedGenerations.ts';

const RUNS = Number(process.env['KILLED_RUNS'] ?? 4);
const SEED = Number(process.env['KILLED_SEED'] ?? 1);

describe.skipIf(!hasGo() || process.platform === 'win32')('a killed run of the generator', () => {
  it('leaves no torn file, and the next run completes it or rolls it back', { timeout: 600_000 }, async () => {
    const { plugins } = await generateAssets();
    const runs = await killedGenerations(join(dirname(plugins), 'cli.js'), RUNS, SEED);
    expect(runs).toHaveLength(RUNS);
    const bad = runs.filter(({ torn, settled, wrong }) => torn.length > 0 || settled === 'mixed' || wrong.length > 0);
    expect(bad, JSON.stringify(bad)).toEqual([]);
    expect(new Set(runs.map(({ settled }) => settled))).toEqual(new Set(['old', 'new']));
  });
});
