/**
 * Remembers which rows of the schema tree the user has opened and closed. We store them in the workspace's storage,
 * because VS Code forgets them when the window reloads. Does not import `vscode`.
 */
import { isArrayOf, isBoolean, isObjectOf, isString } from '../../base/check.ts';

/** The part of `vscode.Memento` that this file uses. */
export interface Store {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const KEY = 'grpcWorkbench.openRows';

/** We remember at most this many rows. Rows that the user changed earlier return to their first state. */
const MOST_ROWS = 500;

const areRows = isArrayOf(
  isObjectOf<{ readonly id: string; readonly isOpen: boolean }>({ id: isString, isOpen: isBoolean }),
);

/** Remembers by id whether the user has opened or closed a row. */
export class OpenRows {
  readonly #store: Store;
  /** Whether each row is open. The row that the user changed last is at the end. */
  readonly #rows = new Map<string, boolean>();

  constructor(store: Store) {
    this.#store = store;
    const stored = store.get(KEY);
    if (!areRows(stored)) return;
    for (const { id, isOpen } of stored.slice(-MOST_ROWS)) this.#rows.set(id, isOpen);
  }

  /** Whether the user has opened the row. Returns undefined if the user has neither opened nor closed it. */
  isOpen(id: string): boolean | undefined {
    return this.#rows.get(id);
  }

  async set(id: string, isOpen: boolean): Promise<void> {
    this.#rows.delete(id);
    this.#rows.set(id, isOpen);
    const [oldest] = this.#rows.keys();
    if (this.#rows.size > MOST_ROWS && oldest !== undefined) this.#rows.delete(oldest);
    await this.#store.update(
      KEY,
      [...this.#rows].map(([row, state]) => ({ id: row, isOpen: state })),
    );
  }
}
