// The language server next to buf's. A user begins while a server still reads and checks the folder, and continues when
// the server is idle. So edits are measured in both states, one directly after the other and in the rhythm of typing.
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/lib/setup.mjs';
import { bufSession, findBuf } from '../lib/buf.mjs';
import { corpusPaths, layOut } from '../lib/corpus.mjs';
import { addLast, allChecked, KEY_EVERY_MS, openForEditing } from '../lib/editing.mjs';
import { median, medianOfTold, megabytes, share } from '../lib/figures.mjs';
import { startLanguageServer } from '../lib/languageServer.mjs';
import { SHARED, SHARED_EDITS, sharedEdits } from '../lib/sharedEdits.mjs';

/** @typedef {import('../lib/figures.mjs').Row} Row */
/** @typedef {import('../lib/editing.mjs').Server} Server */
/** @typedef {{ readonly edits: readonly number[], readonly keys: readonly number[] }} Edits */
/** @typedef {Edits & { readonly mends: readonly number[], readonly colours: readonly number[] }} IdleEdits */
/** @typedef {import('../lib/buf.mjs').BufSession} BufSession */

export const ourServer = { command: process.execPath, args: [join(root, 'dist', 'languageServer.js'), '--stdio'] };

/** Files of the corpus, by the text that the table shows for them. */
const FILES = [
  { path: 'google/pubsub/v1/pubsub.proto', size: '114 kB', bar: '≤ 50 ms' },
  { path: 'google/container/v1beta1/cluster_service.proto', size: '340 kB', bar: '≤ 50 ms' },
  { path: 'google/cloud/compute/v1beta/compute.proto', size: '4.26 MB', bar: '≤ 150 ms' },
];

const EDITS = 40;
const KEYS = 30;
/** This many first edits are left out, because a process that has just started is still compiling itself. */
const WARM_UP = 5;

/**
 * Opens a file in a fresh process and edits it while the server still reads and checks the folder.
 * @param {string} folder
 * @param {string} path
 */
export async function busySession(folder, path) {
  const started = performance.now();
  const server = await startLanguageServer(ourServer, folder);
  try {
    let busy = true;
    const over = () => (busy = false);
    void allChecked(server, folder).then(over, over);
    const document = await openForEditing(server, join(folder, path));
    const cold = performance.now() - started;
    await document.backToBack(WARM_UP);
    const edits = await document.backToBack(EDITS, () => busy);
    const keys = await document.typed(KEYS, () => busy);
    return { cold, edits, keys };
  } finally {
    await server.stop();
  }
}

/**
 * Edits a file when the server is idle.
 * @param {Server} server
 * @param {string} folder
 * @param {string} path
 * @returns {Promise<IdleEdits>}
 */
export async function idleEdits(server, folder, path) {
  const document = await openForEditing(server, join(folder, path));
  await document.backToBack(WARM_UP);
  await server.idle();
  const edits = await document.backToBack(EDITS);
  await server.idle();
  const keys = await document.typed(KEYS);
  await server.idle();
  const mends = await document.mended(EDITS);
  await server.idle();
  const colours = await document.coloured(EDITS);
  await document.close();
  await server.idle();
  return { edits, keys, mends, colours };
}

/**
 * Measures one process: it checks every file without a request, and then we edit one file after another.
 * @param {string} folder
 */
async function idleSession(folder) {
  const server = await startLanguageServer(ourServer, folder);
  try {
    await allChecked(server, folder);
    await server.idle();
    const checked = server.usage();
    const files = [];
    for (const { path } of FILES) files.push(await idleEdits(server, folder, path));
    const edited = server.usage();
    return { checked, edited, files, shared: await sharedEdits(server, folder) };
  } finally {
    await server.stop();
  }
}

/** @typedef {Awaited<ReturnType<typeof idleSession>>} IdleSession */
/** @typedef {Awaited<ReturnType<typeof busySession>>} BusySession */

/**
 * How many processes of each kind.
 * @typedef {{ readonly rounds: number, readonly bufRounds: number }} Options
 */

/** @param {Options} options @returns {Promise<readonly Row[]>} */
export async function liveRows({ rounds, bufRounds }) {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'bench-live-'));
  try {
    await layOut(folder, corpusPaths);
    await addLast(folder);
    const buf = bufRounds > 0 ? await findBuf() : undefined;
    const idle = /** @type {IdleSession[]} */ ([]);
    const perFile = FILES.map(() => ({
      busy: /** @type {BusySession[]} */ ([]),
      theirs: /** @type {BufSession[]} */ ([]),
    }));
    for (let round = 0; round < rounds; round++) {
      idle.push(await idleSession(folder));
      for (const [index, { path }] of FILES.entries()) {
        perFile[index]?.busy.push(await busySession(folder, path));
        const theirs = buf && round < bufRounds && (await bufSession(buf.command, folder, path).catch(warn(path)));
        if (theirs) perFile[index]?.theirs.push(theirs);
      }
    }
    const files = perFile.flatMap((sessions, index) =>
      fileRows(index, {
        ...sessions,
        idle: idle.map((one) => one.files[index] ?? { edits: [], keys: [], mends: [], colours: [] }),
      }),
    );
    return [
      ...files,
      ...memoryRows(
        idle,
        perFile.map(({ theirs }) => theirs),
      ),
      ...sharedRows(idle),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const warn = (/** @type {string} */ path) => (/** @type {unknown} */ error) => {
  console.warn(`buf lsp, ${path}: ${error instanceof Error ? error.message : String(error)}`);
  return undefined;
};

const across = (/** @type {readonly (readonly number[])[]} */ runs, /** @type {number} */ part) =>
  median(runs.map((times) => share(times, part)));

/** @param {number} index @param {{ readonly busy: readonly BusySession[], readonly theirs: readonly BufSession[], readonly idle: readonly IdleEdits[] }} sessions @returns {readonly Row[]} */
function fileRows(index, { busy, theirs, idle }) {
  const { size, bar } = FILES[index] ?? { size: '', bar: '' };
  /** @type {(value: number) => Pick<Row, 'peer'>} */
  const peer = (value) => (theirs.length > 0 ? { peer: { name: 'buf lsp', value } } : {});
  const [peerCold, peerEdits] = [median(theirs.map(({ cold }) => cold / 1000)), theirs.map(({ edits }) => edits)];
  /** @type {(state: string, runs: readonly Edits[]) => Row[]} */
  const inState = (state, runs) => {
    const [edits, keys] = [runs.map((run) => run.edits), runs.map((run) => run.keys)];
    return [
      { what: `${size}, ${state}: edit → diagnostics, p50`, unit: 'ms', ours: across(edits, 0.5) },
      { what: `${size}, ${state}: edit → diagnostics, p95`, unit: 'ms', ours: across(edits, 0.95), bar },
      {
        what: `${size}, ${state}: the same, a key every ${KEY_EVERY_MS} ms, p95`,
        unit: 'ms',
        ours: across(keys, 0.95),
        bar,
      },
    ];
  };
  const [p50, p95, ...others] = inState('idle', idle);
  return [
    {
      what: `${size}: start, open the file → its diagnostics`,
      unit: 's',
      ours: median(busy.map(({ cold }) => cold / 1000)),
      bar: '≤ 1 s',
      ...peer(peerCold),
    },
    ...inState('busy', busy),
    ...(p50 && p95
      ? [
          { ...p50, ...peer(across(peerEdits, 0.5)) },
          { ...p95, ...peer(across(peerEdits, 0.95)) },
        ]
      : []),
    ...others,
    {
      what: `${size}, idle: an edit that fixes the last error → no diagnostics, p95`,
      unit: 'ms',
      ours: across(
        idle.map(({ mends }) => mends),
        0.95,
      ),
      bar,
    },
    {
      what: `${size}, idle: edit → which colours have changed, p95`,
      unit: 'ms',
      ours: across(
        idle.map(({ colours }) => colours),
        0.95,
      ),
      bar: '≤ 100 ms',
    },
  ];
}

/** @param {readonly IdleSession[]} idle @param {readonly (readonly BufSession[])[]} theirs @returns {readonly Row[]} */
function memoryRows(idle, theirs) {
  const memory = (/** @type {readonly { readonly memory?: number | undefined }[]} */ usages) =>
    megabytes(medianOfTold(usages.map((usage) => usage.memory)));
  const largest = Math.max(
    ...theirs.flatMap((sessions) => (sessions.length > 0 ? [memory(sessions) ?? Number.NaN] : [])),
  );
  return [
    {
      what: 'start → every file checked, none open: CPU',
      unit: 's',
      ours: medianOfTold(idle.map(({ checked }) => checked.cpu)),
    },
    {
      what: `the server's peak memory then`,
      unit: 'MB',
      ours: memory(idle.map(({ checked }) => checked)),
      bar: '≤ 700 MB',
    },
    {
      what: `the same after the edits of all three files`,
      unit: 'MB',
      ours: memory(idle.map(({ edited }) => edited)),
      ...(Number.isFinite(largest) && { peer: { name: 'buf lsp, one file', value: largest } }),
      bar: '≤ 700 MB',
    },
  ];
}

/** @param {readonly IdleSession[]} idle @returns {readonly Row[]} */
function sharedRows(idle) {
  const { open, closed } = idle[0]?.shared.counts ?? { open: 0, closed: 0 };
  const times = (/** @type {'open' | 'closed'} */ which, /** @type {number} */ part) =>
    across(
      idle.map(({ shared }) => shared[which]),
      part,
    );
  return [
    { what: `edit of ${SHARED} → ${open} open files that use it, p50`, unit: 'ms', ours: times('open', 0.5) },
    { what: `the same, slowest of ${SHARED_EDITS}`, unit: 'ms', ours: times('open', 1), bar: '≤ 300 ms' },
    { what: `edit of ${SHARED} → ${closed} closed files that use it, p50`, unit: 'ms', ours: times('closed', 0.5) },
    { what: `the same, slowest of ${SHARED_EDITS}`, unit: 'ms', ours: times('closed', 1), bar: '≤ 2000 ms' },
  ];
}
