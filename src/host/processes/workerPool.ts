/** A few worker threads that take jobs in turn. Cancelling a job ends its thread: a plugin cannot be asked to stop. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/**
 * Go's printer goes as deep as a descriptor has lines: with Node's 4 MB it stops at an enum of some
 * thousand values. A stack takes memory only as far as it is used.
 */
const STACK_SIZE_MB = 256;

interface Pending<Job, Result> {
  readonly job: Job;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

export class WorkerPool<Job, Result> {
  readonly #script: string;
  readonly #size: number;
  readonly #queue: Pending<Job, Result>[] = [];
  /** Every living thread, with what it works on. */
  readonly #workers = new Map<Worker, Pending<Job, Result> | undefined>();
  #closed = false;

  constructor(script: string, size = availableParallelism()) {
    this.#script = script;
    this.#size = Math.max(1, size);
  }

  /** Rejects with the signal's reason when it aborts, and with what the worker died of when it dies. */
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

  /** Starts a thread ahead of the first job, so that it boots while modules are still being compiled. */
  warm(): void {
    if (this.#workers.size === 0 && !this.#closed) this.#start();
  }

  async close(): Promise<void> {
    this.#closed = true;
    const threads = [...this.#workers.keys()];
    const unfinished = [...this.#queue.splice(0), ...this.#workers.values()];
    this.#workers.clear();
    for (const pending of unfinished) pending?.reject(new Error('the worker pool was closed'));
    await Promise.all(threads.map((worker) => worker.terminate()));
  }

  #next(): void {
    while (this.#queue.length > 0) {
      const worker = this.#free();
      const pending = worker === undefined ? undefined : this.#queue.shift();
      if (worker === undefined || pending === undefined) return;
      this.#workers.set(worker, pending);
      worker.ref();
      worker.postMessage(pending.job);
    }
  }

  #free(): Worker | undefined {
    for (const [worker, pending] of this.#workers) if (pending === undefined) return worker;
    return this.#workers.size < this.#size ? this.#start() : undefined;
  }

  #start(): Worker {
    const worker = new Worker(this.#script, { resourceLimits: { stackSizeMb: STACK_SIZE_MB } });
    this.#workers.set(worker, undefined);
    worker.on('message', (result: Result) => {
      const pending = this.#workers.get(worker);
      if (!this.#workers.has(worker)) return;
      this.#workers.set(worker, undefined);
      worker.unref();
      pending?.resolve(result);
      this.#next();
    });
    worker.on('error', (error: Error) => this.#lose(worker, error));
    worker.on('exit', (code) => this.#lose(worker, new Error(`a worker thread ended with exit code ${code}`)));
    // An idle thread must not keep the process alive.
    worker.unref();
    return worker;
  }

  #lose(worker: Worker, reason: Error): void {
    const pending = this.#workers.get(worker);
    if (!this.#workers.delete(worker)) return;
    void worker.terminate();
    pending?.reject(reason);
    this.#next();
  }

  #abort(pending: Pending<Job, Result>, signal: AbortSignal): void {
    const queued = this.#queue.indexOf(pending);
    if (queued >= 0) this.#queue.splice(queued, 1);
    const reason = signal.reason instanceof Error ? signal.reason : new Error('cancelled');
    for (const [worker, current] of this.#workers) if (current === pending) this.#lose(worker, reason);
    pending.reject(reason);
  }
}
