/** Events with the interface of `vscode.EventEmitter`, for code that we test without an editor. */

/** Adds a listener, which `dispose` removes. */
export type Listen<T = void> = (listener: (value: T) => void) => { dispose(): void };

/** Calls its listeners in the order in which they were added. Does not catch their errors. */
export class Emitter<T = void> {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event: Listen<T> = (listener) => {
    // We wrap the listener in a new function, so a listener that is added twice is also called twice.
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
