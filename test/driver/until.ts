/** Waiting on a condition: the only way these tests wait. */

/** Only what never comes takes so long; a machine that is busy with ten other programs does not. */
const PATIENCE_MS = 60_000;
const INTERVAL_MS = 40;

/**
 * Asks again until the answer is neither undefined nor false, and answers it. An error of the probe counts as "not
 * yet". When patience ends, the error says what was waited for and the last error seen.
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
