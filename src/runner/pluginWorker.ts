/** A worker thread that runs plugins and gofmt, one job at a time. */
import { parentPort } from 'node:worker_threads';
import { createJobRunner, type WorkerJob } from '../codegen/workerJob.ts';

const run = createJobRunner();

parentPort?.on('message', (job: WorkerJob) => {
  // The pool gives the next job when this one is answered, so answers need no number.
  parentPort?.postMessage(run(job));
});
