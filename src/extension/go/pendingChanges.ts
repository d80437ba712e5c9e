/** The changes since our last request to the runner about Go: paths, or "anything" once we cannot be sure of them. */

/** More changes than these at once, and the watcher has probably lost some. */
const MANY_CHANGES = 500;

/** The changes that wait. */
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

  /** Any file may have changed. */
  addAnything(): void {
    this.#isUnsure = true;
    this.#paths.clear();
  }

  /** Undefined if any file may have changed. The caller must pass the changes on. */
  take(): readonly string[] | undefined {
    const taken = this.#isUnsure ? undefined : [...this.#paths];
    this.#isUnsure = false;
    this.#paths.clear();
    return taken;
  }
}
