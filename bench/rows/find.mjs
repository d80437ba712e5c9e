// Questions about all files, in a folder with all of google-proto-files: symbols, references and renames, ours next to
// buf's in the same run. Cold is the first question as soon as the server has read the folder.
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findBuf } from '../lib/buf.mjs';
import { corpusPaths, layOut } from '../lib/corpus.mjs';
import { addLast, allChecked } from '../lib/editing.mjs';
import { median, share } from '../lib/figures.mjs';
import { startLanguageServer } from '../lib/languageServer.mjs';
import { ourServer } from './live.mjs';

/** @typedef {import('../lib/figures.mjs').Row} Row */
/** @typedef {import('../lib/editing.mjs').Server} Server */
/** @typedef {{ readonly command: string, readonly args: readonly string[] }} Program */
/** Milliseconds by the name of the question; missing if the server refuses. @typedef {ReadonlyMap<string, number>} Times */

/** Some 600 files mention it. */
const REFERENCES = { path: 'google/rpc/status.proto', name: 'Status', fewest: 800 };
/** Almost 500 files use it. */
const RENAME = { path: 'google/longrunning/operations.proto', name: 'Operation', fewest: 480 };
const SYMBOLS = ['Sub', 'pubsub sub', 'Operation', 'CreateTopic', 'Status', 'Instance', 'google compute inst', 'L'];
const AGAIN = 5;

/** @type {readonly { readonly what: string, readonly bar: string }[]} */
const QUESTIONS = [
  { what: 'workspace symbol, first', bar: '≤ 50 ms' },
  { what: 'workspace symbol, warm, p95', bar: '≤ 50 ms' },
  { what: 'references to google.rpc.Status, cold', bar: '≤ 100 ms' },
  { what: 'references to google.rpc.Status, warm, p95', bar: '≤ 100 ms' },
  { what: 'rename of google.longrunning.Operation (486 files), first', bar: '≤ 1000 ms' },
  { what: 'rename of google.longrunning.Operation (486 files), again', bar: '≤ 1000 ms' },
];

/** Asks one server everything. @param {Program} program @param {string} folder @param {boolean} isOurs */
async function session(program, folder, isOurs) {
  const server = await startLanguageServer(program, folder);
  /** @type {Map<string, number>} */
  const times = new Map();
  /** @param {number} index @param {readonly (() => Promise<unknown>)[]} works */
  const time = async (index, works) => {
    const taken = [];
    for (const work of works) {
      const started = performance.now();
      await work();
      taken.push(performance.now() - started);
    }
    times.set(QUESTIONS[index]?.what ?? '', share(taken, 0.95));
  };
  try {
    const checked = isOurs ? allChecked(server, folder) : Promise.resolve();
    const subjects = [await opened(server, folder, REFERENCES), await opened(server, folder, RENAME)];
    const [status, operation] = subjects;
    if (status === undefined || operation === undefined) return times;
    // Our server replies once it has read the folder.
    await (isOurs ? server.askOf('textDocument/documentLink', status.file) : server.idle());
    const references = () => referencesTo(server, status);
    await unlessRefused(() => time(2, [references]));
    await checked;
    await server.idle();
    const [first, ...others] = SYMBOLS.map(
      (query) => () => server.connection.sendRequest('workspace/symbol', { query }),
    );
    if (first !== undefined) await unlessRefused(() => time(0, [first]));
    await unlessRefused(() => time(1, others));
    await unlessRefused(() => time(3, Array(AGAIN).fill(references)));
    await unlessRefused(() => time(4, [() => renamed(server, operation, 'OperationRenamed')]));
    await unlessRefused(() => time(5, [() => renamed(server, operation, 'OperationAgain')]));
    return times;
  } finally {
    await server.stop();
  }
}

/** Opens the declaration of a message. @param {Server} server @param {string} folder @param {typeof RENAME} subject */
async function opened(server, folder, { path, name, fewest }) {
  const file = join(folder, path);
  const text = await readFile(file, 'utf8');
  await server.open(file, text);
  const line = text.split('\n').findIndex((one) => one.startsWith(`message ${name} `));
  return { file, fewest, position: { line, character: 'message '.length + 1 } };
}

/** @typedef {Awaited<ReturnType<typeof opened>>} Subject */

/** @param {Server} server @param {Subject} subject */
async function referencesTo({ connection }, { file, position, fewest }) {
  const textDocument = { uri: pathToFileURL(file).href };
  const found = await connection.sendRequest('textDocument/references', {
    textDocument,
    position,
    context: { includeDeclaration: true },
  });
  if ((found?.length ?? 0) < fewest) throw new Error(`only ${found?.length ?? 0} references`);
}

/** @param {Server} server @param {Subject} subject @param {string} newName */
async function renamed({ connection }, { file, position, fewest }, newName) {
  const textDocument = { uri: pathToFileURL(file).href };
  const edit = await connection.sendRequest('textDocument/rename', { textDocument, position, newName });
  const files = edit?.documentChanges?.length ?? Object.keys(edit?.changes ?? {}).length;
  if (files < fewest) throw new Error(`edits in only ${files} files`);
}

/** A server may lack a feature, or find less. @param {() => Promise<void>} work */
async function unlessRefused(work) {
  try {
    await work();
  } catch (error) {
    console.warn(error instanceof Error ? error.message : String(error));
  }
}

/** @param {{ readonly rounds: number, readonly bufRounds: number }} options @returns {Promise<readonly Row[]>} */
export async function findRows({ rounds, bufRounds }) {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'bench-find-'));
  try {
    await layOut(folder, corpusPaths);
    await addLast(folder);
    const buf = bufRounds > 0 ? await findBuf() : undefined;
    /** @type {Times[]} */
    const ours = [];
    /** @type {Times[]} */
    const theirs = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(await session(ourServer, folder, true));
      if (buf !== undefined && round < bufRounds)
        theirs.push(await session({ command: buf.command, args: ['lsp', 'serve'] }, folder, false));
    }
    return QUESTIONS.map(({ what, bar }) => {
      const peer = medianOf(theirs, what);
      return {
        what,
        unit: /** @type {const} */ ('ms'),
        ours: medianOf(ours, what),
        ...(peer !== undefined && { peer: { name: 'buf lsp', value: peer } }),
        bar,
      };
    });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** @param {readonly Times[]} sessions @param {string} what */
function medianOf(sessions, what) {
  const told = sessions.flatMap((times) => times.get(what) ?? []);
  return told.length === 0 ? undefined : median(told);
}
