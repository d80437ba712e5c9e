/** A worker thread that runs plugins and gofmt, and reads Go, one job at a time. */
import { parentPort } from 'node:worker_threads';
import { createJobRunner, type WorkerJob } from '../../host/processes/workerJob.ts';

const run = createJobRunner();

parentPort?.on('message', (job: WorkerJob) => {
  // The pool gives the next job when this one is answered, so answers need no number.
  run(job).then((result) => parentPort?.postMessage(result), endThread);
});

/** A job that failed may leave anything behind. Thrown outside of promises, its error ends the thread, and the pool hears of it. */
function endThread(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}
