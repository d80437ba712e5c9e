/**
 * Runs asynchronous work on many items, a few at a time. A process may open only about a thousand files, or fewer. So
 * work that opens one file per item must not start all at once.
 */

/** Far below the smallest common limit of open files (256 on macOS), and more than a disk needs to be busy. */
export const FILES_AT_ONCE = 32;

/** Returns results in the order of the items. Rejects with the first error, and starts no further work. */
export async function mapLimited<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  atOnce: number = FILES_AT_ONCE,
): Promise<readonly R[]> {
  const results: R[] = [];
  const waiting = [...items.entries()];
  waiting.reverse();
  const workOff = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [index, item] = next;
      try {
        results[index] = await work(item);
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, workOff));
  return results;
}
