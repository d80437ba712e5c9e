// The command line compiles one small file, as an editor's task or a hook does. Nearly all of the time is the start, so
// the peer is a Node that starts and does nothing.
import { join } from 'node:path';
import { root } from '../../scripts/lib/setup.mjs';
import { medianOfTold } from '../lib/figures.mjs';
import { costOf } from '../lib/processes.mjs';

/** @typedef {import('../lib/figures.mjs').Row} Row */

/** We measure this many processes together, because the system counts CPU time in hundredths of a second. */
const TIMES = 10;

const folder = join(root, 'examples', 'greeter', 'proto');
const compileOne = [
  join(root, 'dist', 'cli.js'),
  'compile',
  '-I',
  folder,
  join(folder, 'greeter', 'v1', 'greeter.proto'),
];

/** @param {{ readonly rounds: number }} options @returns {Promise<readonly Row[]>} */
export async function oneFileRows({ rounds }) {
  const [ours, theirs] = [/** @type {(number | undefined)[]} */ ([]), /** @type {(number | undefined)[]} */ ([])];
  for (let round = 0; round < rounds; round++) {
    ours.push(await cpuOf(compileOne));
    theirs.push(await cpuOf(['-e', '0']));
  }
  return [
    {
      what: 'compile one file, CPU',
      unit: 'ms',
      ours: medianOfTold(ours),
      peer: { name: 'node -e 0', value: medianOfTold(theirs) },
      bar: '≤ 1.5 × node -e 0',
    },
  ];
}

/** The time of one of several runs of Node, in ms. @param {readonly string[]} args */
async function cpuOf(args) {
  if (process.platform === 'win32') return undefined;
  const again = `i=0; while [ $i -lt ${TIMES} ]; do "$@" || exit; i=$((i+1)); done`;
  const { cpu } = await costOf('/bin/sh', ['-c', again, 'sh', process.execPath, ...args]);
  return cpu === undefined ? undefined : (cpu * 1000) / TIMES;
}
