/**
 * Prints how many bytes the index of files takes, besides their summaries: `node --expose-gc indexMemory.mjs <list>`.
 * The list names one file per line.
 */
import { readFileSync } from 'node:fs';
import { parse } from '../../src/syntax/parser.ts';
import { summarize } from '../../src/workspace/files/summary.ts';
import { FileIndex } from '../../src/workspace/index/fileIndex.ts';

function used(): number {
  if (globalThis.gc === undefined) throw new Error('Start with --expose-gc.');
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const files = readFileSync(process.argv[2] ?? '', 'utf8').split('\n');
const summaries = new Map(files.map((file) => [file, summarize(parse(readFileSync(file, 'utf8')))]));
const before = used();
const index = new FileIndex();
for (const [file, summary] of summaries) index.set(file, parse(readFileSync(file, 'utf8')), summary, false);
const after = used();
if (index.rows(files[0] ?? '') === undefined) throw new Error('the index is empty');
console.log(after - before);
