/**
 * Standard output and standard error for commands. Their reader may be slow or gone: `… | head -1` closes the pipe
 * after the first line. The command then ends quietly, as other tools do.
 */
import type { Writable } from 'node:stream';

/** `closed`: the reader has closed the pipe. `failed`: for example, the disk is full. */
type State = 'open' | 'closed' | 'failed';

/** Windows has two error codes for it. */
const CLOSED: ReadonlySet<string> = new Set(['EPIPE', 'EOF']);

/** One stream, opened at the first write. Its errors are never thrown. */
export class Output {
  readonly #open: () => Writable;
  readonly #onEnd: (message?: string) => void;
  #stream: Writable | undefined;
  #state: State = 'open';

  /**
   * `open` is called at the first write: Node loads its streams then, which takes longer than compiling a small file.
   * `onEnd` is called when further output no longer arrives; it gets a message unless the reader wanted that.
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

  /** Settles once the written output needs no more memory, or can never arrive. */
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
