/**
 * Writes to standard output and standard error for commands. The program that reads the output may be slow, or may have
 * ended: `… | head -1` closes the pipe after the first line. The command then ends without an error message, as other
 * tools do.
 */
import type { Writable } from 'node:stream';

/**
 * The state of a stream. `closed`: the reader has closed the pipe. `failed`: the write failed, for example because the
 * disk is full.
 */
type State = 'open' | 'closed' | 'failed';

/** The error codes of a closed pipe. Windows has two of them. */
const CLOSED: ReadonlySet<string> = new Set(['EPIPE', 'EOF']);

/** One output stream, which we open at the first write. It never throws an error. */
export class Output {
  readonly #open: () => Writable;
  readonly #onEnd: (message?: string) => void;
  #stream: Writable | undefined;
  #state: State = 'open';

  /**
   * `open` is called at the first write, because Node then loads its streams, which takes longer than compiling a small
   * file. `onEnd` is called when no more output can arrive. It gets a message, unless the reader closed the pipe.
   */
  constructor(open: () => Writable, onEnd: (message?: string) => void) {
    this.#open = open;
    this.#onEnd = onEnd;
  }

  get state(): State {
    return this.#state;
  }

  write(text: string): void {
    if (this.#state !== 'open') return;
    this.#stream ??= this.#listened(this.#open());
    this.#stream.write(text);
  }

  /** Settles once the written output needs no more memory, or can no longer arrive. */
  drained(): Promise<void> {
    const stream = this.#stream;
    if (this.#state !== 'open' || !stream?.writableNeedDrain) return Promise.resolve();
    return new Promise((settle) => {
      const done = (): void => {
        stream.off('drain', done).off('error', done);
        settle();
      };
      stream.on('drain', done).on('error', done);
    });
  }

  #listened(stream: Writable): Writable {
    return stream.on('error', (error: NodeJS.ErrnoException) => {
      if (this.#state !== 'open') return;
      if (CLOSED.has(error.code ?? '')) {
        this.#state = 'closed';
        this.#onEnd(undefined);
        return;
      }
      this.#state = 'failed';
      this.#onEnd(error.message);
    });
  }
}
