/**
 * The runs of the generator, one at a time per scope. A second click joins a run that still generates. It replaces a
 * run that waits for the user, because the question of that run may be about an older schema. Does not import `vscode`.
 */

/** What a run knows of its successor. */
export interface Run {
  /** Aborted if a newer run replaces this one. Then this run shows no more questions and messages. */
  readonly signal: AbortSignal;
  /** From now on, the run may wait for the user. */
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

  /** Settles when the run of the scope has ended. */
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
