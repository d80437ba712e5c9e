/**
 * Standard output and standard error as commands write to them. Their reader may be slow, or gone: `… | head -1` closes
 * the pipe as soon as it has seen enough, and then a command ends quietly, as other tools do.
 */
import type { Writable } from 'node:stream';

/** `closed`: the reader has seen enough. `failed`: a full disk, for one. */
type State = 'open' | 'closed' | 'failed';

/** Windows has two words for it. */
const CLOSED: ReadonlySet<string> = new Set(['EPIPE', 'EOF']);

/** One stream, opened at the first write. Its errors never throw. */
export class Output {
  readonly #open: () => Writable;
  readonly #onEnd: (message?: string) => void;
  #stream: Writable | undefined;
  #state: State = 'open';

  /**
   * `open` is asked at the first write: Node loads its streams then, which costs more than compiling a small file.
   * `onEnd`: nothing that is written from now on arrives; with a message where that is not the reader's wish.
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

  /** Settles once what was written needs no more memory, or never arrives. */
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
      this.#state = CLOSED.has(error.code ?? '') ? 'closed' : 'failed';
      this.#onEnd(this.#state === 'failed' ? error.message : undefined);
    });
  }
}
