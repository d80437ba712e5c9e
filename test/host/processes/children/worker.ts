/** A worker thread that answers its job, works forever, throws or leaves, as it is told. */
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', (job: string) => {
  if (job === 'leave') process.exit(3);
  if (job === 'throw') throw new Error('out of memory');
  // A plugin that hangs does not come back to the event loop.
  for (;;) if (job !== 'hang') break;
  parentPort?.postMessage(`did ${job}`);
});
