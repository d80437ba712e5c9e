/**
 * Collects the Go files that changed since our last request to the runner. If we may have missed a change, it says that
 * any file may have changed.
 */

/** A watcher that reports more changes than this at once has probably lost some. */
const MANY_CHANGES = 500;

/** The changes that the next request has to report. */
export class PendingChanges {
  readonly #paths = new Set<string>();
  #isUnsure = false;

  get isUnsure(): boolean {
    return this.#isUnsure;
  }

  add(path: string): void {
    if (!this.#isUnsure) this.#paths.add(path);
    if (this.#paths.size > MANY_CHANGES) this.addAnything();
  }

  /** Notes that any file may have changed. */
  addAnything(): void {
    this.#isUnsure = true;
    this.#paths.clear();
  }

  /**
   * Returns the changed paths and forgets them, so the caller must pass them on. Returns undefined if any file may have
   * changed.
   */
  take(): readonly string[] | undefined {
    const taken = this.#isUnsure ? undefined : [...this.#paths];
    this.#isUnsure = false;
    this.#paths.clear();
    return taken;
  }
}
