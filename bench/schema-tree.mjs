// How long the schema tree takes with many files: `node bench/schema-tree.mjs [files]`, after `npm run build`.
// The language server is a whole process here, spoken to as an editor does; the folder is made for the run.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

const RUNS = 5;
const EDITS = 20;
const fileCount = Number(process.argv[2] ?? 1000);
const server = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist', 'server.js');

function protoText(index, methods) {
  const rpcs = Array.from({ length: methods }, (_, i) => `  rpc Call${i}(Request${index}) returns (Reply${index});`).join('\n');
  const fields = Array.from({ length: 10 }, (_, i) => `  string field_${i} = ${i + 1};`).join('\n');
  return `syntax = "proto3";\npackage bench.p${index % 50};\nservice Service${index} {\n${rpcs}\n}\nmessage Request${index} {\n${fields}\n}\nmessage Reply${index} {\n${fields}\n}\n`;
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

async function measure(folder) {
  const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  let changed;
  connection.onNotification('grpcWorkbench/schemaChanged', () => changed?.());
  connection.listen();
  const children = (parent) => connection.sendRequest('grpcWorkbench/schemaChildren', parent === undefined ? {} : { parent });
  const started = performance.now();
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {}, workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'bench' }] });
  await connection.sendNotification('initialized', {});
  const packages = await children();
  const cold = performance.now() - started;

  const uri = pathToFileURL(join(folder, 'f0.proto')).href;
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'proto', version: 1, text: protoText(0, 4) } });
  const edits = [];
  for (let i = 0; i < EDITS; i++) {
    const before = performance.now();
    const told = new Promise((resolve) => (changed = resolve));
    await connection.sendNotification('textDocument/didChange', { textDocument: { uri, version: i + 2 }, contentChanges: [{ text: protoText(0, 5 + i) }] });
    await told;
    // What a tree with one package and one service open asks for again.
    await children();
    const rows = await children('p:bench.p0');
    const methods = await children(rows[0].id);
    if (methods.length !== 5 + i) throw new Error(`the tree shows ${methods.length} methods, not ${5 + i}`);
    edits.push(performance.now() - before);
  }
  connection.dispose();
  child.kill();
  return { packages: packages.length, cold, edit: median(edits), slowestEdit: Math.max(...edits) };
}

const folder = await mkdtemp(join(tmpdir(), 'bench-tree-'));
try {
  await mkdir(folder, { recursive: true });
  await Promise.all(Array.from({ length: fileCount }, (_, i) => writeFile(join(folder, `f${i}.proto`), protoText(i, 4))));
  const runs = [];
  for (let i = 0; i < RUNS; i++) runs.push(await measure(folder));
  const show = (name) => `${median(runs.map((run) => run[name])).toFixed(1)} ms`;
  console.log(`${fileCount} files in ${runs[0].packages} packages, medians of ${RUNS} processes`);
  console.log(`start → first level shown   ${show('cold')}`);
  console.log(`edit → open rows shown      ${show('edit')} (slowest of ${EDITS}: ${show('slowestEdit')})`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
