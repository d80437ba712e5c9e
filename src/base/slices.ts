/** Long work in slices, between which the process answers what has come in meanwhile. */

/** How long a slice may take, in ms. A step that cannot be divided may take longer. */
const SLICE_MS = 20;
/**
 * Turns of the event loop between slices: a message needs several from its first byte until our handler runs, and so
 * does the reply.
 */
export const TURNS = 4;

/**
 * Does work whose every step is one `next`. Rejects with the signal's reason if the signal aborts, and then does no
 * further step.
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

/** Lets the event loop turn as often as a message and its reply need. */
export async function letOthersIn(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** The result of work that is done at once. */
export function resultOf<T>(work: Generator<undefined, T, undefined>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
