/**
 * The life cycle of every child, process or thread: `stopped`, `starting`, `running`, `stopping`. The state is plain
 * data. Its generation counts the starts, so a late event of an earlier child never changes the state of a later one.
 * If two callers start a child at once, there is only one start. A child that you stop during its start ends as
 * stopped. If a child ends, each request that waits for it is rejected with one typed error, whose message is a
 * sentence for the user.
 */
import { inBackground, messageOf } from '../../base/background.ts';

/** Why a child is not running. */
export type StopReason =
  | { readonly kind: 'neverStarted' }
  /** The user stopped the child or closed the window. */
  | { readonly kind: 'asked' }
  /** The child failed to start. */
  | { readonly kind: 'failed'; readonly message: string }
  /** The child ended by itself. `how` is a text for the user: `exit code 7`. */
  | { readonly kind: 'died'; readonly how: string };

/** The state of a child. */
export type LifeState<Running> =
  | { readonly kind: 'stopped'; readonly generation: number; readonly reason: StopReason }
  | { readonly kind: 'starting'; readonly generation: number }
  | { readonly kind: 'running'; readonly generation: number; readonly running: Running }
  | { readonly kind: 'stopping'; readonly generation: number; readonly reason: StopReason };

/** An event that changes the state. An event from another generation changes nothing. */
export type LifeEvent<Running> =
  | { readonly kind: 'start' }
  | { readonly kind: 'started'; readonly generation: number; readonly running: Running }
  | { readonly kind: 'ending'; readonly generation: number; readonly reason: StopReason }
  | { readonly kind: 'gone'; readonly generation: number };

/** Returns the state after an event. It returns the same object if the event changes nothing. */
export function nextState<Running>(state: LifeState<Running>, event: LifeEvent<Running>): LifeState<Running> {
  const { generation } = state;
  const isAlive = state.kind === 'starting' || state.kind === 'running';
  if (event.kind === 'start') {
    if (isAlive) return state;
    return { kind: 'starting', generation: generation + 1 };
  }
  if (event.generation !== generation) return state;
  switch (event.kind) {
    case 'started':
      if (state.kind === 'starting') return { kind: 'running', generation, running: event.running };
      return state;
    case 'ending':
      if (isAlive) return { kind: 'stopping', generation, reason: event.reason };
      return state;
    case 'gone':
      if (state.kind === 'stopping') return { kind: 'stopped', generation, reason: state.reason };
      return state;
  }
}

/** Why a child could not do what the caller requested. The message is a sentence for the user. */
export class ChildError extends Error {
  override readonly name = 'ChildError';
  readonly reason: 'stopped' | 'died' | 'crashLoop';

  constructor(reason: ChildError['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** The texts for the user when a child is not running. */
export interface ChildWords {
  readonly stopped: string;
  readonly died: (how: string) => string;
}

/** One unexpected end of a child. */
export type Crash = Extract<StopReason, { readonly kind: 'failed' | 'died' }>;

/** Limits how often we restart a child that crashes. */
export interface CrashLimit {
  /** We stop after this many crashes or failed starts within the time of `within`. */
  readonly most: number;
  /** The time in milliseconds in which we count crashes. */
  readonly within: number;
  /**
   * Returns the text for the user when the limit is reached. `crashes` has the crashes within the time, the latest one
   * last.
   */
  readonly words: (crashes: readonly Crash[]) => string;
}

/** A process or a thread that a life cycle can end. */
export interface OwnedChild {
  /**
   * Whether we can reach the child. If we cannot, the child ends soon, and the reason for its end says more than an
   * error of the connection.
   */
  readonly connected: boolean;
  /**
   * Ends the child. It settles soon, when the child has ended. You may call it even if the child has ended by itself.
   */
  dispose(): Promise<void>;
}

/** One start of a child, as the launch function sees it. */
export interface Launch {
  /** Aborts if the caller does not want this start any more. */
  readonly signal: AbortSignal;
  /**
   * Gives the life cycle a child. Call it directly after you have made the child. If the start was cancelled meanwhile,
   * the life cycle ends the child at once.
   */
  own(child: OwnedChild): void;
  /** Reports that the child has ended by itself. */
  died(how: string): void;
}

/** How to start a child, and the functions that receive its state. */
export interface LifeCycleOptions<Running> {
  readonly launch: (launch: Launch) => Promise<Running>;
  readonly words: ChildWords;
  readonly log: (line: string) => void;
  readonly onChange?: (state: LifeState<Running>) => void;
  /** Called when a running child has ended by itself. If it was still starting, the rejected start reports this. */
  readonly onDied?: (how: string) => void;
  /** If the limit is reached, the child stays stopped until the crashes are old enough. */
  readonly crashLimit?: CrashLimit;
  /** Returns the milliseconds of a monotonic clock. */
  readonly now?: () => number;
}

/** Runs one child, which all requests share. The child starts with the first request, and again after a crash. */
export class LifeCycle<Running> {
  readonly #options: LifeCycleOptions<Running>;
  #state: LifeState<Running> = { kind: 'stopped', generation: 0, reason: { kind: 'neverStarted' } };
  /** The child that is starting or running. */
  #current: Generation<Running> | undefined;
  /** Settles when all children that we ended are gone. */
  #gone: Promise<unknown> = Promise.resolve();
  #crashes: readonly { readonly time: number; readonly crash: Crash }[] = [];
  #disposed = false;

  constructor(options: LifeCycleOptions<Running>) {
    this.#options = options;
  }

  get state(): LifeState<Running> {
    return this.#state;
  }

  /**
   * Returns the running child, and starts it if necessary. All callers share one start. It rejects with a ChildError,
   * or with the error that `launch` threw.
   */
  async start(): Promise<Running> {
    return (await this.#started()).running;
  }

  /**
   * Runs `work` with the running child, and starts the child if necessary. It rejects with a ChildError if the child
   * ends first.
   */
  async use<Result>(work: (running: Running) => Promise<Result>): Promise<Result> {
    const { child, running } = await this.#started();
    return child.whileAlive(() => work(running));
  }

  /** Stops the child. It settles when the child is gone, even if the child was still starting. */
  async stop(): Promise<void> {
    if (this.#current !== undefined) this.#end(this.#current, { kind: 'asked' });
    await this.#gone;
  }

  /** Starts the child again. The user wants this, so we forget earlier crashes. */
  async restart(): Promise<Running> {
    this.#crashes = [];
    await this.stop();
    return this.start();
  }

  /** Stops the child, which can never start again. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.stop();
  }

  #started(): Promise<Started<Running>> {
    if (this.#current !== undefined) return this.#current.started;
    const { words } = this.#options;
    if (this.#disposed) return Promise.reject(new ChildError('stopped', words.stopped));
    const loop = this.#crashLoop();
    if (loop !== undefined) return Promise.reject(new ChildError('crashLoop', loop));
    this.#move({ kind: 'start' });
    this.#current = new Generation(this.#state.generation, (child) => this.#launch(child));
    return this.#current.started;
  }

  async #launch(child: Generation<Running>): Promise<Started<Running>> {
    try {
      const running = await child.whileAlive(async () => {
        // We wait for the old child, because two children at once would compete for a port or a file.
        await this.#gone;
        child.signal.throwIfAborted();
        return this.#options.launch({
          signal: child.signal,
          own: (owned) => this.#own(child, owned),
          died: (how) => this.#end(child, { kind: 'died', how }),
        });
      });
      child.signal.throwIfAborted();
      this.#move({ kind: 'started', generation: child.number, running });
      return { child, running };
    } catch (error) {
      this.#end(child, { kind: 'failed', message: messageOf(error) });
      throw error;
    }
  }

  #own(child: Generation<Running>, owned: OwnedChild): void {
    if (child === this.#current) child.owned.push(owned);
    else inBackground(this.#dispose([owned]), 'A child could not be ended', this.#options.log);
  }

  #end(child: Generation<Running>, reason: StopReason): void {
    if (this.#current !== child) return;
    const wasRunning = this.#state.kind === 'running';
    this.#current = undefined;
    if (reason.kind === 'died' || reason.kind === 'failed') this.#countCrash(reason);
    this.#move({ kind: 'ending', generation: child.number, reason });
    child.end(this.#errorOf(reason));
    const gone = this.#dispose(child.owned).then(() => this.#move({ kind: 'gone', generation: child.number }));
    inBackground(gone, 'A child could not be ended', this.#options.log);
    if (reason.kind === 'died' && wasRunning) this.#options.onDied?.(reason.how);
  }

  #dispose(children: readonly OwnedChild[]): Promise<unknown> {
    this.#gone = Promise.allSettled([this.#gone, ...children.map((child) => child.dispose())]);
    return this.#gone;
  }

  #errorOf(reason: StopReason): ChildError {
    const { words } = this.#options;
    if (reason.kind === 'died') return new ChildError('died', words.died(reason.how));
    return new ChildError('stopped', words.stopped);
  }

  #countCrash(crash: Crash): void {
    // If there is no limit, we do not keep crashes, because no code reads them and the list would grow.
    if (this.#options.crashLimit !== undefined) this.#crashes = [...this.#crashes, { time: this.#now(), crash }];
  }

  /** Returns the text for the user if there were too many crashes. */
  #crashLoop(): string | undefined {
    const { crashLimit } = this.#options;
    if (crashLimit === undefined) return undefined;
    const since = this.#now() - crashLimit.within;
    this.#crashes = this.#crashes.filter(({ time }) => time > since);
    if (this.#crashes.length < crashLimit.most) return undefined;
    return crashLimit.words(this.#crashes.map(({ crash }) => crash));
  }

  #now(): number {
    return this.#options.now?.() ?? performance.now();
  }

  #move(event: LifeEvent<Running>): void {
    const before = this.#state;
    this.#state = nextState(before, event);
    if (this.#state !== before) this.#options.onChange?.(this.#state);
  }
}

interface Started<Running> {
  readonly child: Generation<Running>;
  readonly running: Running;
}

/** One child from its start to its end, and the requests that wait for it. */
class Generation<Running> {
  readonly number: number;
  readonly started: Promise<Started<Running>>;
  readonly owned: OwnedChild[] = [];
  readonly #abort = new AbortController();
  readonly #waiting = new Set<(error: ChildError) => void>();
  #error: ChildError | undefined;

  constructor(number: number, launch: (child: Generation<Running>) => Promise<Started<Running>>) {
    this.number = number;
    // We start in the next turn of the event loop, because `launch` uses fields that the constructor assigns after this
    // line.
    this.started = Promise.resolve().then(() => launch(this));
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  end(error: ChildError): void {
    this.#error = error;
    this.#abort.abort(error);
    for (const reject of this.#waiting) reject(error);
    this.#waiting.clear();
  }

  /** Settles as `work` does, or rejects if the child ends before that. */
  whileAlive<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#error !== undefined) return Promise.reject(this.#error);
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      attempt(work).then(
        (result) => {
          this.#waiting.delete(reject);
          resolve(result);
        },
        (error: unknown) => {
          // The connection knows only that it is closed. The end of the child follows soon and gives the reason.
          if (this.owned.some((child) => !child.connected) && this.#error === undefined) return;
          this.#waiting.delete(reject);
          reject(error instanceof Error ? error : new Error(messageOf(error)));
        },
      );
    });
  }
}

/** Runs `work`, and returns a promise even if `work` throws synchronously. */
function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
  return new Promise((resolve) => resolve(work()));
}
