/**
 * Runs asynchronous work on many items, a few at a time. Many systems let a process open only about a thousand files,
 * and some let it open fewer. So work that opens one file per item must not start all at once.
 */

/**
 * We open at most this many files at the same time. The smallest common limit of a system is 256 (macOS), and a disk is
 * busy with far fewer.
 */
export const FILES_AT_ONCE = 32;

/**
 * Calls `work` for each item, at most `atOnce` at a time, and returns the results in the order of the items. After the
 * first error, it rejects and starts no further work.
 */
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
