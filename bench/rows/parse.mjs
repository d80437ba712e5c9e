// Reading a whole corpus without linking it, on two threads: the work at a start before any place is known.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withBundle } from '../../scripts/lib/typescript.mjs';
import { corpusPaths, googleRoot } from '../lib/corpus.mjs';
import { median, medianOfTold, megabytes } from '../lib/figures.mjs';
import { costOf } from '../lib/processes.mjs';

/** @typedef {import('../lib/figures.mjs').Row} Row */
/** @typedef {import('../lib/processes.mjs').Cost} Cost */

/** @param {{ readonly rounds: number }} options @returns {Promise<readonly Row[]>} */
export async function parseRows({ rounds }) {
  const folder = await mkdtemp(join(tmpdir(), 'bench-parse-'));
  try {
    const list = join(folder, 'files.txt');
    await writeFile(list, corpusPaths.map((path) => join(googleRoot, path)).join('\n'));
    const [ours, theirs] = [/** @type {Cost[]} */ ([]), /** @type {Cost[]} */ ([])];
    await withBundle('bench/entries/parseIndex.ts', async (program) => {
      for (let round = 0; round < rounds; round++) {
        ours.push(await costOf(process.execPath, [program, 'ours', list]));
        theirs.push(await costOf(process.execPath, [program, 'protobufjs', list]));
      }
    });
    const what = `parse and index ${corpusPaths.length} files on 2 threads`;
    const name = 'protobufjs';
    return [
      { what: `${what}, wall`, unit: 's', ours: wall(ours), peer: { name, value: wall(theirs) }, bar: '≤ 3 s' },
      { what: `${what}, CPU`, unit: 's', ours: cpu(ours), peer: { name, value: cpu(theirs) } },
      { what: `${what}, peak memory`, unit: 'MB', ours: memory(ours), peer: { name, value: memory(theirs) } },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const wall = (/** @type {readonly Cost[]} */ costs) => median(costs.map((cost) => cost.wall));
const cpu = (/** @type {readonly Cost[]} */ costs) => medianOfTold(costs.map((cost) => cost.cpu));
const memory = (/** @type {readonly Cost[]} */ costs) => megabytes(medianOfTold(costs.map((cost) => cost.memory)));
