/** Gives jobs to a few worker threads. To cancel a job, we end its thread, because a plugin cannot stop on request. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { inBackground } from '../../base/background.ts';
import { LifeCycle, type ChildWords, type Launch } from './lifeCycle.ts';

/**
 * The stack size of a thread. Go's printer recurses as deep as a descriptor has lines. With Node's 4 MB stack, it fails
 * at an enum with some thousand values. Only the used part of a stack takes memory.
 */
const STACK_SIZE_MB = 256;

/**
 * The texts for the user. The pool needs no crash limit: we do not repeat a failed job, so threads cannot crash in a
 * loop.
 */
const WORDS: ChildWords = {
  stopped: 'The thread that runs plugins was stopped.',
  died: (how) => `The thread that runs plugins ended unexpectedly: ${how}.`,
};

interface Pending<Job, Result> {
  readonly job: Job;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Runs jobs on at most `size` threads with the same script; other jobs wait in order. The default is one thread per
 * processor.
 */
export class WorkerPool<Job, Result> {
  readonly #script: string;
  readonly #size: number;
  readonly #queue: Pending<Job, Result>[] = [];
  readonly #threads: Thread<Job, Result>[] = [];
  #closed = false;

  constructor(script: string, size = availableParallelism()) {
    this.#script = script;
    this.#size = Math.max(1, size);
  }

  /**
   * Runs a job. It rejects with the signal's reason if the signal aborts, and with a ChildError if the thread ends
   * first.
   */
  run(job: Job, signal: AbortSignal): Promise<Result> {
    signal.throwIfAborted();
    if (this.#closed) return Promise.reject(new Error('the worker pool is closed'));
    return new Promise((resolve, reject) => {
      const abort = (): void => this.#abort(pending, signal);
      const settled = (): void => signal.removeEventListener('abort', abort);
      const pending: Pending<Job, Result> = {
        job,
        resolve: (result) => {
          settled();
          resolve(result);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      };
      signal.addEventListener('abort', abort, { once: true });
      this.#queue.push(pending);
      this.#next();
    });
  }

  /** Starts a thread before the first job, so that it starts up while modules are still compiling. */
  warm(): void {
    if (this.#threads.length === 0 && !this.#closed) this.#add().warm();
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const pending of this.#queue.splice(0)) pending.reject(new Error('the worker pool was closed'));
    await Promise.all(this.#threads.map((thread) => thread.dispose()));
  }

  #next(): void {
    while (this.#queue.length > 0) {
      const thread = this.#free();
      if (thread === undefined) return;
      const pending = this.#queue.shift();
      if (pending === undefined) return;
      inBackground(
        thread.work(pending).then(() => this.#next()),
        'A job could not be given to a thread',
        (line) => pending.reject(new Error(line)),
      );
    }
  }

  #free(): Thread<Job, Result> | undefined {
    const idle = this.#threads.find((thread) => thread.current === undefined);
    if (idle !== undefined) return idle;
    if (this.#threads.length < this.#size) return this.#add();
    return undefined;
  }

  #add(): Thread<Job, Result> {
    const thread = new Thread<Job, Result>(this.#script);
    this.#threads.push(thread);
    return thread;
  }

  #abort(pending: Pending<Job, Result>, signal: AbortSignal): void {
    const queued = this.#queue.indexOf(pending);
    if (queued >= 0) this.#queue.splice(queued, 1);
    pending.reject(signal.reason instanceof Error ? signal.reason : new Error('cancelled'));
    this.#threads.find((thread) => thread.current === pending)?.stop();
  }
}

interface RunningWorker<Job, Result> {
  readonly work: (job: Job) => Promise<Result>;
}

/** One of the threads in the pool. It starts with the first job, and again after a job has ended it. */
class Thread<Job, Result> {
  readonly #life: LifeCycle<RunningWorker<Job, Result>>;
  #current: Pending<Job, Result> | undefined;

  constructor(script: string) {
    this.#life = new LifeCycle({
      launch: (launch) => Promise.resolve(startWorker<Job, Result>(script, launch)),
      words: WORDS,
      // We need no log, because a job is rejected with the reason if its thread ends.
      log: () => undefined,
    });
  }

  get current(): Pending<Job, Result> | undefined {
    return this.#current;
  }

  /** Runs a job. It settles when the thread is free again, and never rejects. */
  async work(pending: Pending<Job, Result>): Promise<void> {
    this.#current = pending;
    try {
      pending.resolve(await this.#life.use((worker) => worker.work(pending.job)));
    } catch (error) {
      pending.reject(error as Error);
    } finally {
      this.#current = undefined;
    }
  }

  warm(): void {
    // We ignore the error here, because the first job waits for the same start and gets the error.
    inBackground(this.#life.start(), 'A thread did not start', () => undefined);
  }

  stop(): void {
    inBackground(this.#life.stop(), 'A thread did not stop', () => undefined);
  }

  dispose(): Promise<void> {
    return this.#life.dispose();
  }
}

function startWorker<Job, Result>(script: string, launch: Launch): RunningWorker<Job, Result> {
  const worker = new Worker(script, { resourceLimits: { stackSizeMb: STACK_SIZE_MB } });
  let answer: (result: Result) => void = () => undefined;
  worker.on('message', (result: Result) => {
    // An idle thread must not keep the process alive.
    worker.unref();
    answer(result);
  });
  worker.on('error', (error: Error) => launch.died(error.message));
  worker.on('exit', (code) => launch.died(`exit code ${code}`));
  worker.unref();
  launch.own({
    connected: true,
    dispose: async () => {
      await worker.terminate();
    },
  });
  return {
    work: (job) =>
      new Promise((resolve) => {
        answer = resolve;
        worker.ref();
        worker.postMessage(job);
      }),
  };
}
