// The schema tree with many files, from the language server as a whole process; the folder is made for the run.
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, share } from '../lib/figures.mjs';
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
      // What a tree with one package and one service open asks for again.
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
    ];
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
