/** Worker threads that hang, fail and exit: their job gets the error, and the next job has a thread again. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WorkerPool } from '../../../src/host/processes/workerPool.ts';
import { bundle, type Bundle } from '../../support/bundle.ts';

const never = new AbortController().signal;
let worker: Bundle;
beforeAll(async () => {
  worker = await bundle('test/host/processes/children/worker.ts');
});
afterAll(() => worker.remove());

function pool(size = 1): WorkerPool<string, string> {
  return new WorkerPool(worker.path, size);
}

describe('a pool of worker threads', () => {
  test('each job gets its own result, even if there are more jobs than threads', async () => {
    const threads = pool(2);
    const jobs = Array.from({ length: 9 }, (_, index) => `job ${index}`);
    expect(await Promise.all(jobs.map((job) => threads.run(job, never)))).toEqual(jobs.map((job) => `did ${job}`));
    await threads.close();
  });

  test.each([
    ['throws', 'throw', 'The thread that runs plugins ended unexpectedly: out of memory.'],
    ['leaves', 'leave', 'The thread that runs plugins ended unexpectedly: exit code 3.'],
  ])('a job fails if its thread %s', async (_, job, message) => {
    const threads = pool();
    const [failed, next] = await Promise.allSettled([threads.run(job, never), threads.run('next', never)]);
    expect(failed).toMatchObject({ reason: { name: 'ChildError', reason: 'died', message } });
    expect(next).toMatchObject({ value: 'did next' });
    await threads.close();
  });

  test('a cancelled job ends its thread, and the pool continues with the next job', async () => {
    const threads = pool();
    threads.warm();
    const cancel = new AbortController();
    const hanging = threads.run('hang', cancel.signal);
    const next = threads.run('next', never);
    cancel.abort(new Error('enough'));
    await expect(hanging).rejects.toThrow('enough');
    expect(await next).toBe('did next');
    await threads.close();
  });

  test('a closed pool rejects running and waiting jobs, even while a thread starts', async () => {
    const threads = pool();
    threads.warm();
    const jobs = Promise.allSettled([threads.run('hang', never), threads.run('next', never)]);
    await threads.close();
    expect((await jobs).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(threads.run('later', never)).rejects.toThrow('closed');
  });
});
