// The language server beside buf's: a file opened in a fresh process, edits of small and huge files, and an edit that
// changes what hundreds of other files see. Each edit names a type that is not there, so that its answer can be told
// from the one before.
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/lib/setup.mjs';
import { findBuf } from '../lib/buf.mjs';
import { corpusPaths, dependents, layOut } from '../lib/corpus.mjs';
import { median, medianOfTold, megabytes, share } from '../lib/figures.mjs';
import { startLanguageServer } from '../lib/languageServer.mjs';

/** @typedef {import('../lib/figures.mjs').Row} Row */
/** @typedef {{ readonly command: string, readonly args: readonly string[] }} Program */
/** @typedef {Awaited<ReturnType<typeof startLanguageServer>>} Server */
/** @typedef {{ readonly cold: number, readonly edits: readonly number[], readonly memory: number | undefined }} Session */

export const ourServer = { command: process.execPath, args: [join(root, 'dist', 'server.js'), '--stdio'] };

/** Files of the corpus, by what is said of them. */
const FILES = [
  { path: 'google/pubsub/v1/pubsub.proto', size: '114 kB', bar: '≤ 50 ms' },
  { path: 'google/container/v1beta1/cluster_service.proto', size: '340 kB', bar: '≤ 50 ms' },
  { path: 'google/cloud/compute/v1beta/compute.proto', size: '4.26 MB', bar: '≤ 150 ms' },
];

/** Ours is edited often enough for a 95th percentile; buf, which takes seconds an edit, only so often. */
const OUR_EDITS = 40;
const PEER_EDITS = 6;
/** Those that are left out: a process that was just started is still compiling itself. */
const WARM_UP = 5;

/** Some 600 files of the corpus import it. */
const SHARED = 'google/rpc/status.proto';
const OPEN_DEPENDENTS = 10;
const SHARED_EDITS = 22;
/** The first waits until all files were checked for the first time. */
const SHARED_WARM_UP = 2;

const names = (/** @type {string} */ word) => (/** @type {readonly { readonly message: string }[]} */ diagnostics) => diagnostics.some(({ message }) => message.includes(word));

/** Opens a file in a fresh process, edits it, and says what that took. @param {Program} program @param {string} folder @param {string} path @param {number} edits @returns {Promise<Session>} */
export async function session(program, folder, path, edits) {
  const file = join(folder, path);
  const { text, line } = withField(await readFile(file, 'utf8'));
  const started = performance.now();
  const server = await startLanguageServer(program, folder);
  try {
    const told = server.diagnostics(file, names('MissingAtFirst'));
    await server.open(file, text);
    await told;
    const cold = performance.now() - started;
    const taken = [];
    for (let i = 0; i < edits; i++) {
      const type = `Missing${i}th`;
      taken.push(await server.editLine(file, line, field(type), () => server.diagnostics(file, names(type))));
    }
    return { cold, edits: taken.slice(Math.min(WARM_UP, edits - 1)), memory: server.usage().memory };
  } finally {
    await server.stop();
  }
}

const field = (/** @type {string} */ type) => `  ${type} bench_field = 536870000;`;

/** Puts a field into the message nearest to the middle of a text. */
function withField(/** @type {string} */ text) {
  const lines = text.split('\n');
  const heads = lines.flatMap((line, index) => (/^message \w+ \{$/.test(line) ? [index] : []));
  const middle = lines.length / 2;
  const head = heads.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
  if (head === undefined) throw new Error('no message to edit');
  lines.splice(head + 1, 0, field('MissingAtFirst'));
  return { text: lines.join('\n'), line: head + 1 };
}

/** Renames the message that many files use, and names it as before, again and again. @param {string} folder */
async function sharedEdits(folder) {
  const file = join(folder, SHARED);
  const text = await readFile(file, 'utf8');
  const line = text.split('\n').findIndex((one) => one === 'message Status {');
  const users = await usersOf(folder);
  const open = users.filter((_, index) => index % Math.ceil(users.length / OPEN_DEPENDENTS) === 0);
  const closed = users.filter((user) => !open.includes(user));
  const taken = { open: /** @type {number[]} */ ([]), closed: /** @type {number[]} */ ([]) };
  const server = await startLanguageServer(ourServer, folder);
  try {
    await server.open(file, text);
    for (const user of open) await server.open(user, await readFile(user, 'utf8'));
    for (let i = 0; i < SHARED_EDITS; i++) {
      const gone = i % 2 === 0;
      const wanted = gone ? names('Status') : (/** @type {readonly { readonly message: string }[]} */ diagnostics) => !names('Status')(diagnostics);
      const told = (/** @type {readonly string[]} */ files) => Promise.all(files.map((user) => server.diagnostics(user, wanted)));
      await server.editLine(file, line, gone ? 'message Gone {' : 'message Status {', () => {
        const started = performance.now();
        const note = (/** @type {number[]} */ times) => () => times.push(performance.now() - started);
        return Promise.all([told(open).then(note(taken.open)), told(closed).then(note(taken.closed))]);
      });
    }
    const [first, second] = [taken.open, taken.closed].map((times) => times.slice(SHARED_WARM_UP));
    return { open: first ?? [], closed: second ?? [], counts: { open: open.length, closed: closed.length } };
  } finally {
    await server.stop();
  }
}

/** Files that have a field of the type, and so an error when it is gone. @param {string} folder */
async function usersOf(folder) {
  const files = (await dependents(SHARED)).map((path) => join(folder, path));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return files.filter((_, index) => /^\s*(?:repeated )?(?:map<string, )?google\.rpc\.Status\b/m.test(texts[index] ?? ''));
}

/** @param {{ readonly rounds: number, readonly peers: boolean }} options @returns {Promise<readonly Row[]>} */
export async function liveRows({ rounds, peers }) {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'bench-live-'));
  try {
    await layOut(folder, corpusPaths);
    const buf = peers ? await findBuf() : undefined;
    const rows = [];
    for (const file of FILES) rows.push(...(await fileRows(file, folder, rounds, buf?.command)));
    rows.push(...(await sharedRows(folder, rounds)));
    rows.push(...(await checkedRows(folder, rounds)));
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** @param {string} folder @param {number} rounds @returns {Promise<readonly Row[]>} */
async function sharedRows(folder, rounds) {
  const runs = [];
  for (let round = 0; round < rounds; round++) runs.push(await sharedEdits(folder));
  const p95 = (/** @type {'open' | 'closed'} */ which) => median(runs.map((run) => share(run[which], 0.95)));
  const counts = runs[0]?.counts ?? { open: 0, closed: 0 };
  return [
    { what: `edit of ${SHARED} → ${counts.open} open files that use it, p95`, unit: 'ms', ours: p95('open'), bar: '≤ 300 ms' },
    { what: `the same → ${counts.closed} closed files that use it, p95`, unit: 'ms', ours: p95('closed'), bar: '≤ 2000 ms' },
  ];
}

/** Checked last of all, by its name: once it is told of, every file has been checked. */
const LAST = 'zzz.proto';

/** Nobody asks anything of the server; it checks every file by itself. @param {string} folder @param {number} rounds @returns {Promise<readonly Row[]>} */
async function checkedRows(folder, rounds) {
  const runs = [];
  await writeFile(join(folder, LAST), 'syntax = "proto3";\nmessage Last { MissingInLast x = 1; }\n');
  for (let round = 0; round < rounds; round++) {
    const server = await startLanguageServer(ourServer, folder);
    try {
      await server.diagnostics(join(folder, LAST), names('MissingInLast'));
      runs.push(server.usage());
    } finally {
      await server.stop();
    }
  }
  return [
    { what: 'start → every file checked, none open: CPU', unit: 's', ours: medianOfTold(runs.map(({ cpu }) => cpu)) },
    { what: `the server's peak memory`, unit: 'MB', ours: megabytes(medianOfTold(runs.map(({ memory }) => memory))), bar: '≤ 700 MB' },
  ];
}

/** @param {typeof FILES[number]} file @param {string} folder @param {number} rounds @param {string | undefined} buf @returns {Promise<readonly Row[]>} */
async function fileRows({ path, size, bar }, folder, rounds, buf) {
  const [ours, theirs] = [/** @type {Session[]} */ ([]), /** @type {Session[]} */ ([])];
  for (let round = 0; round < rounds; round++) {
    ours.push(await session(ourServer, folder, path, OUR_EDITS));
    if (buf === undefined) continue;
    try {
      theirs.push(await session({ command: buf, args: ['lsp', 'serve'] }, folder, path, PEER_EDITS));
    } catch (error) {
      console.warn(`buf lsp, ${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const at = (/** @type {readonly Session[]} */ sessions, /** @type {number} */ part) => median(sessions.map(({ edits }) => share(edits, part)));
  const peer = (/** @type {(sessions: readonly Session[]) => number | undefined} */ of) => ({ name: 'buf lsp', value: theirs.length > 0 ? of(theirs) : undefined });
  const cold = (/** @type {readonly Session[]} */ sessions) => median(sessions.map((one) => one.cold / 1000));
  const memory = (/** @type {readonly Session[]} */ sessions) => megabytes(medianOfTold(sessions.map((one) => one.memory)));
  return [
    { what: `start, open a ${size} file → its diagnostics`, unit: 's', ours: cold(ours), peer: peer(cold), bar: '≤ 1 s' },
    { what: `edit in it → diagnostics, p50`, unit: 'ms', ours: at(ours, 0.5), peer: peer((sessions) => at(sessions, 0.5)) },
    { what: `edit in it → diagnostics, p95`, unit: 'ms', ours: at(ours, 0.95), peer: peer((sessions) => at(sessions, 0.95)), bar },
    { what: `the server's peak memory`, unit: 'MB', ours: memory(ours), peer: peer(memory) },
  ];
}
