// The schema tree with many files, measured at the language server as a whole process. The folder is made for the run.
// For google-proto-files, it measures the CPU of the server's process over many requests, because its clock ticks every
// 10 ms.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withBundle } from '../../scripts/lib/typescript.mjs';
import { corpusPaths, layOut } from '../lib/corpus.mjs';
import { median, medianOfTold, megabytes, share } from '../lib/figures.mjs';
import { startLanguageServer } from '../lib/languageServer.mjs';
import { ourServer } from './live.mjs';

/** @typedef {import('../lib/figures.mjs').Row} Row */

const FILES = 1_000;
const EDITS = 20;

function protoText(/** @type {number} */ index, /** @type {number} */ methods) {
  const rpcs = Array.from(
    { length: methods },
    (_, i) => `  rpc Call${i}(Request${index}) returns (Reply${index});`,
  ).join('\n');
  const fields = Array.from({ length: 10 }, (_, i) => `  string field_${i} = ${i + 1};`).join('\n');
  return `syntax = "proto3";\npackage bench.p${index % 50};\nservice Service${index} {\n${rpcs}\n}\nmessage Request${index} {\n${fields}\n}\nmessage Reply${index} {\n${fields}\n}\n`;
}

async function measure(/** @type {string} */ folder) {
  const started = performance.now();
  const server = await startLanguageServer(ourServer, folder);
  try {
    /** @type {(() => void) | undefined} */
    let changed;
    server.connection.onNotification('grpcWorkbench/schemaChanged', () => changed?.());
    const children = (/** @type {string | undefined} */ parent) =>
      server.connection.sendRequest('grpcWorkbench/schemaChildren', parent === undefined ? {} : { parent });
    await children(undefined);
    const cold = performance.now() - started;
    const file = join(folder, 'f0.proto');
    const text = await readFile(file, 'utf8');
    const line = text.split('\n').findIndex((one) => one.startsWith('  rpc '));
    await server.open(file, text);
    const edits = [];
    for (let i = 0; i < EDITS; i++) {
      const told = () => new Promise((/** @type {(value: void) => void} */ resolve) => (changed = resolve));
      const before = performance.now();
      await server.editLine(file, line, `  rpc Renamed${i}(Request0) returns (Reply0);`, told);
      // A tree with one open package and one open service requests these levels again.
      await children(undefined);
      const [service] = await children('p:bench.p0');
      const methods = await children(service.id);
      if (!methods.some((/** @type {{ label: string }} */ row) => JSON.stringify(row).includes(`Renamed${i}`)))
        throw new Error('the tree does not show the edit');
      edits.push(performance.now() - before);
    }
    return { cold, edits };
  } finally {
    await server.stop();
  }
}

/** The messages of the package with the most rows, and a file of it with the longest text. */
const LARGEST = 't:google.cloud.compute.v1beta';
const SERVICES = 'g:services';
const EDITED = 'google/pubsub/v1/pubsub.proto';
const METHOD = 'google.cloud.compute.v1.Instances.List';
const QUERIES = ['P', 'Publ', 'CreTop', 'pubsub.Publ'];
const ASKED = 20;

/** @typedef {Awaited<ReturnType<typeof startLanguageServer>>} Server */

/**
 * CPU per request, in ms; undefined if the platform does not tell.
 * @param {Server} server
 * @param {number} count
 * @param {(index: number) => Promise<unknown>} ask
 */
async function cpuOf(server, count, ask) {
  await server.idle();
  const before = server.usage().cpu;
  for (let i = 0; i < count; i++) await ask(i);
  const after = server.usage().cpu;
  return before === undefined || after === undefined ? undefined : ((after - before) * 1000) / count;
}

/** @param {string} folder */
async function measureCorpus(folder) {
  const server = await startLanguageServer(ourServer, folder);
  try {
    /** @type {(method: string, params: object) => Promise<any>} */
    const ask = (method, params) => server.connection.sendRequest(`grpcWorkbench/${method}`, params);
    await ask('schemaChildren', {});
    const first = await cpuOf(server, ASKED, () => ask('schemaChildren', {}));
    const all = await cpuOf(server, 1, async () => {
      await askPackages(ask, 'g:packages');
    });
    const level = await cpuOf(server, ASKED, () => ask('schemaChildren', { parent: LARGEST }));
    const services = await cpuOf(server, ASKED, () => ask('schemaChildren', { parent: SERVICES }));
    const rows = await ask('schemaChildren', { parent: LARGEST });
    const messages = rows.filter((/** @type {{ kind: string }} */ row) => row.kind === 'message');
    const members = await cpuOf(server, ASKED, (i) => ask('schemaChildren', { parent: messages[i * 50].id }));
    const find = await cpuOf(server, ASKED, async () => {
      const found = await ask('schemaFind', { kind: 'method', fullName: METHOD });
      if (found.length !== 1) throw new Error(`${METHOD} is not found`);
    });
    const search = await cpuOf(server, ASKED, (i) =>
      ask('schemaSearch', { query: QUERIES[i % QUERIES.length], limit: 100 }),
    );
    return { first, services, all, level, members, find, search, edit: await editsOf(server, join(folder, EDITED)) };
  } finally {
    await server.stop();
  }
}

/**
 * Requests the levels of all packages below a row.
 * @param {(method: string, params: object) => Promise<any>} ask
 * @param {string} parent
 */
async function askPackages(ask, parent) {
  for (const { id, kind } of await ask('schemaChildren', { parent }))
    if (kind === 'package' || kind === 'types') await askPackages(ask, id);
}

/**
 * Measures edits of a method, with their diagnostics and the rows that a fully open tree requests again.
 * @param {Server} server
 * @param {string} file
 */
async function editsOf(server, file) {
  const text = await readFile(file, 'utf8');
  const line = text.split('\n').findIndex((one) => one.startsWith('  rpc '));
  /** @type {((change: { rows?: readonly (string | null)[] }) => void) | undefined} */
  let changed;
  server.connection.onNotification('grpcWorkbench/schemaChanged', (change) => changed?.(change));
  await server.open(file, text);
  return cpuOf(server, ASKED, async (i) => {
    const told = new Promise((/** @type {(rows: readonly (string | null)[] | undefined) => void} */ resolve) => {
      changed = ({ rows }) => resolve(rows);
    });
    await server.changeLine(file, line, `  rpc Renamed${i}(Topic) returns (Topic) {`);
    const rows = await told;
    if (rows === undefined) throw new Error('an edit made every row of the tree uncertain');
    for (const id of rows)
      await server.connection.sendRequest('grpcWorkbench/schemaChildren', id === null ? {} : { parent: id });
  });
}

/**
 * Measures hover, definition and completion as the first requests to a server that has just started.
 * @param {string} folder
 */
async function measureEarly(folder) {
  const server = await startLanguageServer(ourServer, folder);
  try {
    const file = join(folder, EDITED);
    const text = await readFile(file, 'utf8');
    const line = text.split('\n').findIndex((one) => one.includes('(Topic)'));
    const position = { line, character: (text.split('\n')[line]?.indexOf('(Topic)') ?? 0) + 2 };
    await server.open(file, text);
    const hover = await server.ask('textDocument/hover', file, position);
    if (hover === null) throw new Error('the hover is empty');
    await server.ask('textDocument/definition', file, position);
    await server.ask('textDocument/completion', file, position);
    const { cpu } = server.usage();
    return cpu === undefined ? undefined : cpu * 1000;
  } finally {
    await server.stop();
  }
}

/** The size of the corpus's index, in bytes. @param {string} folder */
async function indexMemory(folder) {
  const list = join(folder, 'files.txt');
  await writeFile(list, corpusPaths.map((path) => join(folder, path)).join('\n'));
  return withBundle('bench/entries/indexMemory.ts', async (program) => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program, list]);
    return Number(stdout);
  });
}

const MANY = 20_000;

/** Measures what an editor requests again for a large file without a change. */
async function largeFileRows() {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'bench-tree-'));
  const file = join(folder, 'large.proto');
  const messages = Array.from(
    { length: MANY },
    (_, i) =>
      `// About message ${i}.\nmessage Message${i} {\n  string name = 1;\n  Message${(i * 7) % MANY} other = 2;\n}\n`,
  );
  const text = `syntax = "proto3";\npackage large;\n${messages.join('')}`;
  await writeFile(file, text);
  const server = await startLanguageServer(ourServer, folder);
  try {
    await server.open(file, text);
    /** @type {(method: string) => Promise<unknown>} */
    const ask = (method) => server.ask(method, file, { line: 2 + 5 * (MANY - 1) + 3, character: 4 });
    const outline = 'textDocument/documentSymbol';
    const hover = 'textDocument/hover';
    if (!JSON.stringify(await ask(hover)).includes('About message')) throw new Error('the hover is empty');
    await ask(outline);
    /** @type {(what: string, ours: number | undefined) => Row} */
    const row = (what, ours) => ({
      what: `${MANY} messages in a file: ${what}, CPU`,
      unit: 'ms',
      ours,
      bar: '≤ 50 ms',
    });
    return [
      row('the outline again', await cpuOf(server, ASKED, () => ask(outline))),
      row('a hover', await cpuOf(server, ASKED, () => ask(hover))),
    ];
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** @param {number} rounds @returns {Promise<readonly Row[]>} */
async function corpusRows(rounds) {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'bench-tree-'));
  try {
    await layOut(folder, corpusPaths);
    const runs = [];
    const early = [];
    for (let round = 0; round < rounds; round++) {
      runs.push(await measureCorpus(folder));
      early.push(await measureEarly(folder));
    }
    /** @type {(what: string, bar: string, values: readonly (number | undefined)[]) => Row} */
    const row = (what, bar, values) => ({
      what: `google-proto-files: ${what}, CPU`,
      unit: 'ms',
      ours: medianOfTold(values),
      bar,
    });
    return [
      {
        what: `google-proto-files: memory of the index of ${corpusPaths.length} files`,
        unit: 'MB',
        ours: megabytes(await indexMemory(folder)),
        bar: '≤ 20 MB',
      },
      row(
        'first level',
        '≤ 300 ms',
        runs.map(({ first }) => first),
      ),
      row(
        'level of all services',
        '≤ 30 ms',
        runs.map(({ services }) => services),
      ),
      row(
        'level of the package with the most rows',
        '≤ 30 ms',
        runs.map(({ level }) => level),
      ),
      row(
        'fields of a message in its 4.26 MB file',
        '≤ 30 ms',
        runs.map(({ members }) => members),
      ),
      row(
        'levels of all packages together',
        '≤ 1000 ms',
        runs.map(({ all }) => all),
      ),
      row(
        'an edit, with diagnostics and all that the tree asks again',
        '≤ 50 ms',
        runs.map(({ edit }) => edit),
      ),
      row(
        'finding one method by its name',
        '≤ 20 ms',
        runs.map(({ find }) => find),
      ),
      row(
        'search for what is typed',
        '≤ 100 ms',
        runs.map(({ search }) => search),
      ),
      row('start of the process, then hover, definition and completion', '≤ 600 ms', early),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** @param {{ readonly rounds: number }} options @returns {Promise<readonly Row[]>} */
export async function schemaTreeRows({ rounds }) {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'bench-tree-'));
  try {
    await Promise.all(Array.from({ length: FILES }, (_, i) => writeFile(join(folder, `f${i}.proto`), protoText(i, 4))));
    const runs = [];
    for (let round = 0; round < rounds; round++) runs.push(await measure(folder));
    return [
      {
        what: `schema tree of ${FILES} files: start → first level shown`,
        unit: 'ms',
        ours: median(runs.map(({ cold }) => cold)),
      },
      {
        what: `schema tree of ${FILES} files: edit → open rows shown, p95`,
        unit: 'ms',
        ours: median(runs.map(({ edits }) => share(edits, 0.95))),
      },
      ...(await corpusRows(rounds)),
      ...(await largeFileRows()),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
