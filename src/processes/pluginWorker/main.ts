/** A worker thread that runs plugins and gofmt, and reads Go, one job at a time. */
import { parentPort } from 'node:worker_threads';
import { createJobRunner, type WorkerJob } from '../../host/processes/workerJob.ts';

const run = createJobRunner();

parentPort?.on('message', (job: WorkerJob) => {
  // The pool gives the next job when this one is answered, so answers need no number. What goes wrong ends the thread, and the pool hears of it.
  void run(job).then((result) => parentPort?.postMessage(result));
});
