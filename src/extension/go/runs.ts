/**
 * Allows one run of the generator at a time per scope. A second click joins a run that still generates. If the run
 * waits for the user, a new run replaces it, because the question of the old run may be about an older schema. Does not
 * import `vscode`.
 */

/** What a run needs to know about later runs of the same scope. */
export interface Run {
  /** Aborts if a newer run replaces this run. After that, this run must show no more questions and messages. */
  readonly signal: AbortSignal;
  /** The run calls this before it waits for the user. From then on, a newer run can replace this run. */
  readonly asks: () => void;
}

interface Current {
  readonly done: Promise<void>;
  readonly stop: AbortController;
  readonly isAsking: boolean;
}

/** The runs that have not ended. */
export class Runs<Scope> {
  readonly #generate: (scope: Scope, run: Run) => Promise<void>;
  readonly #current = new Map<string, Current>();

  constructor(generate: (scope: Scope, run: Run) => Promise<void>) {
    this.#generate = generate;
  }

  /** Starts a run of a scope, or joins the current one. Settles when the run has ended. */
  async start(scope: Scope): Promise<void> {
    const key = JSON.stringify(scope);
    const current = this.#current.get(key);
    if (current !== undefined && !current.isAsking) return current.done;
    current?.stop.abort();
    const run = this.#begin(scope);
    this.#current.set(key, run);
    try {
      await run.done;
    } finally {
      if (this.#current.get(key) === run) this.#current.delete(key);
    }
  }

  #begin(scope: Scope): Current {
    const stop = new AbortController();
    let asking = false;
    const asks = (): void => {
      asking = true;
    };
    return {
      done: this.#generate(scope, { signal: stop.signal, asks }),
      stop,
      get isAsking() {
        return asking;
      },
    };
  }
}
