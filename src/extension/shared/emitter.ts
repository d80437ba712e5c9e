/** An event like an event of `vscode.EventEmitter`, for parts that we test without an editor. */

/** Adds a listener, which `dispose` removes. */
export type Listen<T = void> = (listener: (value: T) => void) => { dispose(): void };

/** Calls its listeners in the order in which they came. It does not catch their errors. */
export class Emitter<T = void> {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event: Listen<T> = (listener) => {
    // A new function each time, so that a listener that is added twice is called twice.
    const own = (value: T): void => listener(value);
    this.#listeners.add(own);
    return { dispose: () => this.#listeners.delete(own) };
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
