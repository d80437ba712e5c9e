// How costs grow with the number of files: a cold compilation next to protoc, and the language server in a folder of
// these files.
import { mkdtemp, readFile, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closedSample, googleRoot, layOut } from '../lib/corpus.mjs';
import { addLast, allChecked } from '../lib/editing.mjs';
import { median, medianOfTold, megabytes, share } from '../lib/figures.mjs';
import { startLanguageServer } from '../lib/languageServer.mjs';
import { compileBeside } from './compile.mjs';
import { busySession, idleEdits, ourServer } from './live.mjs';

/** @typedef {import('../lib/figures.mjs').Row} Row */

const COUNTS = [100, 1_000, 8_000];

/** @param {{ readonly rounds: number }} options @returns {Promise<readonly Row[]>} */
export async function growthRows({ rounds }) {
  const rows = [];
  for (const count of COUNTS) rows.push(...(await rowsOf(await closedSample(count), rounds)));
  return rows;
}

/** @param {readonly string[]} paths @param {number} rounds @returns {Promise<readonly Row[]>} */
async function rowsOf(paths, rounds) {
  const { ours, theirs } = await compileBeside(paths, [], rounds);
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'bench-growth-'));
  try {
    await layOut(folder, paths);
    await addLast(folder);
    const edited = await middleFile(paths);
    const sessions = [];
    for (let round = 0; round < rounds; round++) sessions.push(await session(folder, edited));
    const cost = (
      /** @type {readonly import('../lib/processes.mjs').Cost[]} */ costs,
      /** @type {'cpu' | 'memory'} */ name,
    ) => (costs.length === 0 ? undefined : medianOfTold(costs.map((one) => one[name])));
    const peer = (/** @type {number | undefined} */ value) => ({ name: 'protoc', value });
    return [
      {
        what: `${paths.length} files: compile, CPU`,
        unit: 's',
        ours: cost(ours, 'cpu'),
        peer: peer(cost(theirs, 'cpu')),
      },
      {
        what: `${paths.length} files: compile, peak memory`,
        unit: 'MB',
        ours: megabytes(cost(ours, 'memory')),
        peer: peer(megabytes(cost(theirs, 'memory'))),
      },
      {
        what: `${paths.length} files: start, open one → its diagnostics`,
        unit: 's',
        ours: median(sessions.map(({ cold }) => cold / 1000)),
      },
      {
        what: `${paths.length} files, idle: edit → diagnostics, p95`,
        unit: 'ms',
        ours: median(sessions.map(({ edits }) => share(edits, 0.95))),
      },
      {
        what: `${paths.length} files: the server's peak memory`,
        unit: 'MB',
        ours: megabytes(medianOfTold(sessions.map(({ memory }) => memory))),
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** @param {string} folder @param {string} path */
async function session(folder, path) {
  const { cold } = await busySession(folder, path);
  const server = await startLanguageServer(ourServer, folder);
  try {
    await allChecked(server, folder);
    await server.idle();
    const { edits } = await idleEdits(server, folder, path);
    return { cold, edits, memory: server.usage().memory };
  } finally {
    await server.stop();
  }
}

/** The file nearest to 20 kB, so that only the number of other files grows. */
async function middleFile(/** @type {readonly string[]} */ paths) {
  const sizes = await Promise.all(
    paths.map(async (path) => ({ path, size: (await stat(join(googleRoot, path))).size })),
  );
  for (const { path } of sizes.sort((a, b) => Math.abs(a.size - 20_000) - Math.abs(b.size - 20_000))) {
    if (/^message \w+ \{$/m.test(await readFile(join(googleRoot, path), 'utf8'))) return path;
  }
  throw new Error('no file with a message to edit');
}
