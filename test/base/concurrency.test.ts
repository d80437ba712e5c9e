import { describe, expect, it } from 'vitest';
import { mapLimited } from '../../src/base/concurrency.ts';

const ITEMS = Array.from({ length: 50 }, (_, i) => i);

describe('work on many items', () => {
  it('runs at most the given number of items at once, and returns the results in order', async () => {
    let going = 0;
    let most = 0;
    const results = await mapLimited(
      ITEMS,
      async (item) => {
        most = Math.max(most, ++going);
        for (let turn = 0; turn < item % 3; turn++) await Promise.resolve();
        going--;
        return item * 2;
      },
      4,
    );
    expect(most).toBe(4);
    expect(results).toEqual(ITEMS.map((item) => item * 2));
  });

  it('starts no further items after an error, and rejects with that error', async () => {
    const begun: number[] = [];
    const failing = mapLimited(
      ITEMS,
      (item) => {
        begun.push(item);
        return item === 5 ? Promise.reject(new Error('five')) : Promise.resolve();
      },
      2,
    );
    await expect(failing).rejects.toThrow('five');
    expect(begun.length).toBeLessThan(10);
  });

  it('returns an empty list for no items', async () => {
    expect(await mapLimited([], () => Promise.reject(new Error('never')))).toEqual([]);
  });
});
