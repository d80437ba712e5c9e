/** Which files wait to be checked, the most wanted first: open ones, then those that an edit reaches, then the rest. */
import type { FilePath } from '../base/path.ts';

export class CheckQueue {
  readonly #isOpen: (path: FilePath) => boolean;
  readonly #open = new Set<FilePath>();
  readonly #doubted = new Set<FilePath>();
  readonly #fresh = new Set<FilePath>();

  constructor(isOpen: (path: FilePath) => boolean) {
    this.#isOpen = isOpen;
  }

  /** Something that its diagnostics were made from has changed. */
  doubted(path: FilePath): void {
    if (this.#isOpen(path)) this.#open.add(path);
    // What was never checked keeps its place.
    else if (!this.#fresh.has(path)) this.#doubted.add(path);
  }

  /** A file that was never checked. */
  found(path: FilePath): void {
    this.#fresh.add(path);
  }

  forget(path: FilePath): void {
    this.#open.delete(path);
    this.#doubted.delete(path);
    this.#fresh.delete(path);
  }

  /** Open files only, of which each is answered for before anything else. */
  takeOpen(): FilePath | undefined {
    return this.#take(this.#open);
  }

  /** The next one, which waits no longer then. */
  take(): FilePath | undefined {
    return this.takeOpen() ?? this.#take(this.#doubted) ?? this.#take(this.#fresh);
  }

  #take(from: Set<FilePath>): FilePath | undefined {
    for (const path of from) {
      this.forget(path);
      return path;
    }
    return undefined;
  }
}
