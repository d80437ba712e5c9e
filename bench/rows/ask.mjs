// What an editor asks while the user writes, in a folder with all of google-proto-files: completion after each key,
// and hover and definition. Cold is the first question to a server that was just started, and waits until the folder
// was read; warm are questions to one that has nothing else to do.
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corpusPaths, layOut } from '../lib/corpus.mjs';
import { addLast, allChecked } from '../lib/editing.mjs';
import { median, share } from '../lib/figures.mjs';
import { startLanguageServer } from '../lib/languageServer.mjs';
import { findRows } from './find.mjs';
import { ourServer } from './live.mjs';

/** @typedef {import('../lib/figures.mjs').Row} Row */
/** @typedef {import('../lib/editing.mjs').Server} Server */

/** A document that was never saved, in a folder of the corpus. */
const DOCUMENT = 'google/bench/v1/asked.proto';
const LINES = [
  'syntax = "proto3";',
  'package google.bench.v1;',
  'import "google/pubsub/v1/pubsub.proto";',
  '',
  'message Asked {',
  '',
  '}',
  '',
];
const TOP_LEVEL = 3;
const IN_MESSAGE = 5;

/**
 * A word that is typed into a line; each key sends a request.
 * @typedef {object} Typing
 * @property {string} before What the line begins with.
 * @property {string} word
 * @property {string} wanted What the reply to the whole word contains.
 * @property {number} [column] The column of the request; after the key if missing.
 */
/** @typedef {{ readonly what: string, readonly method: string, readonly line: number, readonly typings: readonly Typing[] }} Question */

/** Types a field's name and asks about its type. @param {string} wanted @returns {readonly Typing[]} */
const fieldNames = (wanted) =>
  ['subscription', 'source', 'copied_from'].map((word) => ({
    before: '  google.pubsub.v1.Subscription ',
    word,
    wanted,
    column: 22,
  }));

/** @type {readonly Question[]} */
const QUESTIONS = [
  {
    what: 'completion of a type, with its import',
    method: 'textDocument/completion',
    line: IN_MESSAGE,
    typings: [
      { before: '  ', word: 'Timest', wanted: '"google/protobuf/timestamp.proto"' },
      { before: '  repeated ', word: 'LatLn', wanted: '"google/type/latlng.proto"' },
      { before: '  map<string, ', word: 'Operat', wanted: '"google/longrunning/operations.proto"' },
      { before: '  ', word: 'google.rpc.St', wanted: '"google/rpc/status.proto"' },
    ],
  },
  {
    what: 'completion of a keyword',
    method: 'textDocument/completion',
    line: TOP_LEVEL,
    typings: ['message', 'service', 'import', 'extend', 'option'].map((word) => ({
      before: '',
      word: word.slice(0, -1),
      wanted: `"${word}"`,
    })),
  },
  {
    what: 'completion of an option name',
    method: 'textDocument/completion',
    line: IN_MESSAGE,
    typings: [
      { before: '  string name = 1 [', word: 'deprec', wanted: '"deprecated"' },
      { before: '  string name = 1 [', word: 'json_', wanted: '"json_name"' },
      { before: '  string name = 1 [(', word: 'google.api.field_b', wanted: 'google.api.field_behavior' },
      { before: '  option ', word: 'no_sta', wanted: '"no_standard_descriptor_accessor"' },
    ],
  },
  {
    what: 'hover over a type',
    method: 'textDocument/hover',
    line: IN_MESSAGE,
    typings: fieldNames('A subscription resource'),
  },
  {
    what: 'definition of a type',
    method: 'textDocument/definition',
    line: IN_MESSAGE,
    typings: fieldNames('google/pubsub/v1/pubsub.proto'),
  },
];

const ROUNDS_OF_KEYS = 2;

/**
 * @param {Server} server
 * @param {string} file
 * @param {Question} question
 * @param {Typing} typing
 * @param {number} keys How many letters of the word are typed.
 */
async function ask(server, file, { method, line }, { before, word, wanted, column }, keys) {
  const text = before + word.slice(0, keys);
  const started = performance.now();
  await server.changeLine(file, line, text);
  const answer = await server.ask(method, file, { line, character: column ?? text.length });
  const taken = performance.now() - started;
  if (keys === word.length && !JSON.stringify(answer).includes(wanted))
    throw new Error(`${method} at "${text}" knows no ${wanted}`);
  return taken;
}

/** @param {string} folder @param {Question} question */
async function cold(folder, question) {
  const [first] = question.typings;
  if (first === undefined) throw new Error('nothing to type');
  const server = await startLanguageServer(ourServer, folder);
  try {
    await server.open(join(folder, DOCUMENT), LINES.join('\n'));
    return await ask(server, join(folder, DOCUMENT), question, first, first.word.length);
  } finally {
    await server.stop();
  }
}

/** Asks one process all questions. @param {string} folder */
async function warm(folder) {
  const file = join(folder, DOCUMENT);
  const server = await startLanguageServer(ourServer, folder);
  try {
    await allChecked(server, folder);
    await server.open(file, LINES.join('\n'));
    await server.idle();
    const times = [];
    for (const question of QUESTIONS) {
      /** @type {number[]} */
      const taken = [];
      for (let round = 0; round < ROUNDS_OF_KEYS; round++) {
        for (const typing of question.typings) {
          for (let keys = 1; keys <= typing.word.length; keys++)
            taken.push(await ask(server, file, question, typing, keys));
        }
      }
      await server.changeLine(file, question.line, '');
      times.push(taken);
    }
    return times;
  } finally {
    await server.stop();
  }
}

/** @param {{ readonly rounds: number, readonly bufRounds: number }} options @returns {Promise<readonly Row[]>} */
export async function askRows(options) {
  return [...(await typingRows(options)), ...(await findRows(options))];
}

/** @param {{ readonly rounds: number }} options @returns {Promise<readonly Row[]>} */
async function typingRows({ rounds }) {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'bench-ask-'));
  try {
    await layOut(folder, corpusPaths);
    await addLast(folder);
    const warmTimes = /** @type {number[][][]} */ ([]);
    const coldTimes = /** @type {number[][]} */ ([]);
    for (let round = 0; round < rounds; round++) {
      warmTimes.push(await warm(folder));
      const times = [];
      for (const question of QUESTIONS) times.push(await cold(folder, question));
      coldTimes.push(times);
    }
    return QUESTIONS.flatMap(({ what }, index) => {
      const at = (/** @type {number} */ part) => median(warmTimes.map((times) => share(times[index] ?? [], part)));
      return [
        { what: `${what}, cold`, unit: 'ms', ours: median(coldTimes.map((times) => times[index] ?? Number.NaN)) },
        { what: `${what}, warm, p50`, unit: 'ms', ours: at(0.5) },
        { what: `${what}, warm, p95`, unit: 'ms', ours: at(0.95), bar: '≤ 50 ms' },
      ];
    });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
