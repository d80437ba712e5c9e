/**
 * Puts the drawing of the page off for a moment. Drawing a page takes longer than a quick call, and VS Code may use the
 * same thread to pass messages on, so the request would leave after the drawing.
 */

/** A pause that ends by itself, or sooner. A new one ends the one before. */
export class Pause {
  #over: Promise<void> | undefined;
  #finish: (() => void) | undefined;

  /** Settles at the end of the pause; undefined if there is none. */
  get over(): Promise<void> | undefined {
    return this.#over;
  }

  start(milliseconds: number): void {
    this.end();
    const timer = setTimeout(() => this.end(), milliseconds);
    this.#over = new Promise((resolve) => {
      this.#finish = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  end(): void {
    this.#finish?.();
    this.#finish = undefined;
    this.#over = undefined;
  }
}
