/** A worker thread that runs plugins and gofmt and reads Go, one job at a time. */
import { parentPort } from 'node:worker_threads';
import { createJobRunner, type WorkerJob } from '../../host/processes/workerJob.ts';

const run = createJobRunner();

parentPort?.on('message', (job: WorkerJob) => {
  // The pool sends the next job after the reply to this one, so replies need no number.
  run(job).then((result) => parentPort?.postMessage(result), endThread);
});

/**
 * A failed job may leave any state behind. An error thrown outside of promises ends the thread, and the pool notices.
 */
function endThread(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}
