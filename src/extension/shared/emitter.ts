/** An event as `vscode.EventEmitter` makes one, for parts that are tested without an editor. */

/** Adds a listener, which `dispose` removes. */
export type Listen<T = void> = (listener: (value: T) => void) => { dispose(): void };

/** Calls its listeners in the order in which they came. It does not catch their errors. */
export class Emitter<T = void> {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event: Listen<T> = (listener) => {
    // A listener of its own each time, so that one who listens twice is told twice.
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
