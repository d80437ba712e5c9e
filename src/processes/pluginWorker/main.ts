/** A worker thread that runs plugins and gofmt and reads Go, one job at a time. */
import { parentPort } from 'node:worker_threads';
import { createJobRunner, type WorkerJob } from '../../host/processes/workerJob.ts';

const run = createJobRunner();

parentPort?.on('message', (job: WorkerJob) => {
  // Replies need no number, because the pool sends the next job only after the reply to this one.
  run(job).then((result) => parentPort?.postMessage(result), endThread);
});

/**
 * Ends the thread, because a failed job may leave it in any state. An error that is thrown outside of promises ends the
 * thread, and the pool notices it.
 */
function endThread(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}
