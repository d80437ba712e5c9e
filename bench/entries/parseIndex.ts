/**
 * Reads files and keeps what an index needs from each, on two threads: `node parseIndex.mjs <ours|protobufjs> <list>`.
 * The list names one file per line. Prints how many files could be read.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import protobufjs from 'protobufjs';
import { parse } from '../../src/syntax/parser.ts';
import { summarize } from '../../src/workspace/files/summary.ts';

type Kind = 'ours' | 'protobufjs';

interface Job {
  readonly kind: Kind;
  readonly files: readonly string[];
}

const THREADS = Math.min(2, availableParallelism());

function indexed({ kind, files }: Job): number {
  const kept: unknown[] = [];
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    if (kind === 'ours') kept.push(summarize(parse(text)));
    else {
      try {
        kept.push(protobufjs.parse(text, { keepCase: true }).root);
      } catch {
        // protobufjs cannot read every file of the corpus; we count only those that it can read.
      }
    }
  }
  return kept.length;
}

function inWorker(job: Job): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: job });
    worker.on('message', resolve);
    worker.on('error', reject);
  });
}

if (isMainThread) {
  const [kind, list = ''] = process.argv.slice(2);
  const files = readFileSync(list, 'utf8').split('\n');
  const parts = Array.from({ length: THREADS }, (_, thread) => files.filter((_, index) => index % THREADS === thread));
  const counts = await Promise.all(
    parts.map((part) => inWorker({ kind: kind === 'ours' ? 'ours' : 'protobufjs', files: part })),
  );
  console.log(counts.reduce((sum, count) => sum + count, 0));
} else {
  parentPort?.postMessage(indexed(workerData as Job));
}
