/** A worker thread that finishes its job, works forever, throws or exits, as the job says. */
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', (job: string) => {
  if (job === 'leave') process.exit(3);
  if (job === 'throw') throw new Error('out of memory');
  // A plugin that hangs never returns to the event loop.
  for (;;) if (job !== 'hang') break;
  parentPort?.postMessage(`did ${job}`);
});
