/**
 * Stores values in the background, because the disk may be slow or full. A value can be read as soon as it is set. Each
 * key has one write at a time, and only its last value waits for the next write. We report a failure once, and the next
 * failure only after a successful write.
 */
import { inBackground, messageOf } from '../../base/background.ts';

type Write = () => PromiseLike<void>;

interface Entry {
  value: unknown;
  /** The write of the last value, until it starts. */
  next: Write | undefined;
  writing: Promise<void> | undefined;
}

/** Stores the values of a window. If a write fails, the caller of `set` gets no error. */
export class WriteBehind {
  readonly #tell: (line: string) => void;
  readonly #entries = new Map<string, Entry>();
  #failed = false;

  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  /** Returns the last value that was set since the window started, or undefined. */
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

  /** Settles once no value waits to be written. */
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
