/** Admits a few callers at a time; the others wait their turn. */
export class Turnstile {
  readonly #size: number;
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  constructor(size: number) {
    this.#size = size;
  }

  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inside >= this.#size) await new Promise<void>((enter) => this.#waiting.push(enter));
    else this.#inside++;
    try {
      return await work();
    } finally {
      // The next waiting caller takes over the place.
      const next = this.#waiting.shift();
      if (next === undefined) this.#inside--;
      else next();
    }
  }
}
