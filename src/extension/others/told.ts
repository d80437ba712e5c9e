/** What the user has been told in this workspace already. */

/** The part of VS Code's storage that we use. */
export interface Storage {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

const KEY = 'told';
/** The oldest are forgotten: to be told again is better than a list that grows. */
const MOST = 50;

export class Told {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Whether this was never told; from now on, it was. */
  async isNew(what: string): Promise<boolean> {
    const stored = this.#storage.get(KEY);
    const known: readonly unknown[] = Array.isArray(stored) ? stored : [];
    if (known.includes(what)) return false;
    await this.#storage.update(KEY, [...known, what].slice(-MOST));
    return true;
  }
}
