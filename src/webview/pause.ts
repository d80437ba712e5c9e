/**
 * Delays the drawing of the page for a moment. Drawing takes longer than a quick call, and VS Code may pass messages on
 * in the same thread, so a request would wait for the drawing.
 */

/** A pause that ends by itself, or earlier when `end` is called. A new pause ends the previous one. */
export class Pause {
  #over: Promise<void> | undefined;
  #finish: (() => void) | undefined;

  /** Settles at the end of the current pause; undefined without a pause. */
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
