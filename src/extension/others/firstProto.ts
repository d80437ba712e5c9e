/**
 * Looks for other extensions once more after the first .proto file is opened, because only that starts some of them. VS
 * Code has no event for an extension that becomes active, so we look at intervals for a limited time.
 */

/** What it needs from the extension. */
export interface FirstProtoPorts {
  /** Whether an extension for .proto files has yet to start. */
  readonly isWaiting: () => boolean;
  readonly look: () => void;
  /** Waits for one interval. Rejects if the signal is aborted. */
  readonly pause: (signal: AbortSignal) => Promise<unknown>;
}

/** An extension that is not active after this many intervals may be switched off or broken. */
const MOST_PAUSES = 20;

export class FirstProto {
  readonly #ports: FirstProtoPorts;
  readonly #stopped = new AbortController();
  #wasOpened = false;

  constructor(ports: FirstProtoPorts) {
    this.#ports = ports;
  }

  /** Tells of an opened document. Only the first .proto file counts. */
  async opened(path: string): Promise<void> {
    if (this.#wasOpened || !path.endsWith('.proto')) return;
    this.#wasOpened = true;
    const { signal } = this.#stopped;
    for (let left = MOST_PAUSES; left > 0 && this.#ports.isWaiting(); left--) {
      await this.#ports.pause(signal).catch(() => undefined);
      if (signal.aborted) return;
    }
    this.#ports.look();
  }

  dispose(): void {
    this.#stopped.abort();
  }
}
