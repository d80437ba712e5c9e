/** Remembers which messages the user has already seen in this workspace. */

/** The part of VS Code's storage that we use. */
export interface Storage {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

const KEY = 'told';
/**
 * We remember at most this many messages and forget the oldest. A repeated message does less harm than a list that
 * grows.
 */
const MOST = 50;

export class Told {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Whether the user has not seen this message yet. Remembers the message as seen. */
  async isNew(what: string): Promise<boolean> {
    const stored = this.#storage.get(KEY);
    const known: readonly unknown[] = Array.isArray(stored) ? stored : [];
    if (known.includes(what)) return false;
    await this.#storage.update(KEY, [...known, what].slice(-MOST));
    return true;
  }
}
