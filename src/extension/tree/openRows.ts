/**
 * Which rows of the schema tree the user has opened and closed, kept for the workspace: VS Code forgets them when the
 * window is loaded again. Does not import `vscode`.
 */
import { isArrayOf, isBoolean, isObjectOf, isString } from '../../base/check.ts';

/** The part of `vscode.Memento` that is used. */
export interface Store {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const KEY = 'grpcWorkbench.openRows';

/** If the user opened and closed more rows, those of long ago are as at first. */
const MOST_ROWS = 500;

const areRows = isArrayOf(
  isObjectOf<{ readonly id: string; readonly isOpen: boolean }>({ id: isString, isOpen: isBoolean }),
);

/** Remembers rows by their ids. */
export class OpenRows {
  readonly #store: Store;
  /** The row that changed last is at the end. */
  readonly #rows = new Map<string, boolean>();

  constructor(store: Store) {
    this.#store = store;
    const stored = store.get(KEY);
    if (!areRows(stored)) return;
    for (const { id, isOpen } of stored.slice(-MOST_ROWS)) this.#rows.set(id, isOpen);
  }

  /** Undefined if the user has neither opened nor closed the row. */
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
