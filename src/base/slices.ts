/** Runs long work in slices. Between two slices, the process handles the messages that have arrived. */

/** The length of a slice in ms. One step of the work can take longer, because we cannot interrupt a step. */
const SLICE_MS = 20;
/**
 * The event loop turns this many times between two slices. A message needs several turns from its first byte to our
 * handler, and its reply needs several more.
 */
export const TURNS = 4;

/**
 * Runs a generator in slices, one `next` per step, and returns its result. If the signal aborts, it rejects with the
 * signal's reason and runs no further step.
 */
export async function inSlices<T>(
  work: Generator<undefined, T, undefined>,
  signal: AbortSignal,
  sliceMs = SLICE_MS,
): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    const end = performance.now() + sliceMs;
    do {
      const step = work.next();
      if (step.done === true) return step.value;
    } while (performance.now() < end);
    await letOthersIn();
  }
}

/** Waits until the event loop has turned as often as a message and its reply need. */
export async function letOthersIn(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Runs a generator to its end without a pause, and returns its result. */
export function resultOf<T>(work: Generator<undefined, T, undefined>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
