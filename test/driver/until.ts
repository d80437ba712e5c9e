/** Waits for a condition: the only way in which these tests wait. */

/** The longest wait: every event comes sooner, even on a machine with ten other busy programs. */
const PATIENCE_MS = 60_000;
const INTERVAL_MS = 40;

/**
 * Probes again until the result is neither undefined nor false, and returns it. An error of the probe counts as "not
 * yet". When the time is over, the error names what it waited for and the last error.
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  patienceMs = PATIENCE_MS,
  intervalMs = INTERVAL_MS,
): Promise<T> {
  const end = performance.now() + patienceMs;
  for (;;) {
    let last = '';
    try {
      const answer = await probe();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      last = error instanceof Error ? `; ${error.message}` : '';
    }
    if (performance.now() >= end) throw new Error(`waited ${patienceMs / 1000} s for ${what}${last}`);
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
}
