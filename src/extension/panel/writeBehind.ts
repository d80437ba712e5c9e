/**
 * Stores values in the background, because the disk may be slow or full. A value can be read as soon as it is set. Each
 * key has one write at a time, and only the last value waits. A failure is reported once, and again only after a
 * successful write in between.
 */
import { inBackground, messageOf } from '../../base/background.ts';

type Write = () => PromiseLike<void>;

interface Entry {
  value: unknown;
  /** Set while the last value was not handed to the storage. */
  next: Write | undefined;
  writing: Promise<void> | undefined;
}

/** The writes of a window. A failure never reaches the caller of `set`. */
export class WriteBehind {
  readonly #tell: (line: string) => void;
  readonly #entries = new Map<string, Entry>();
  #failed = false;

  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  /** The last value that was set in this session. */
  get(key: string): { readonly value: unknown } | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: unknown, write: Write): void {
    const entry: Entry = this.#entries.get(key) ?? { value, next: undefined, writing: undefined };
    this.#entries.set(key, entry);
    entry.value = value;
    entry.next = write;
    if (entry.writing !== undefined) return;
    const writing = this.#drain(entry);
    entry.writing = writing;
    inBackground(writing, 'What panels remember was not stored', this.#tell);
  }

  /** Settles when there is nothing left to write. */
  async settled(): Promise<void> {
    for (;;) {
      const writing = [...this.#entries.values()].flatMap((entry) => entry.writing ?? []);
      if (writing.length === 0) return;
      await Promise.all(writing);
    }
  }

  async #drain(entry: Entry): Promise<void> {
    while (entry.next !== undefined) {
      const write = entry.next;
      entry.next = undefined;
      await this.#attempt(write);
    }
    entry.writing = undefined;
  }

  async #attempt(write: Write): Promise<void> {
    try {
      await write();
      this.#failed = false;
    } catch (error) {
      if (!this.#failed) this.#tell(`What panels remember cannot be stored: ${messageOf(error)}`);
      this.#failed = true;
    }
  }
}
