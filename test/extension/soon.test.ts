/** Which work ends soon. The test controls the clock. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { endsSoon } from '../../src/extension/shared/soon.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('work that ends in time ends soon, and no timer remains', async () => {
  const work = new Promise((resolve) => setTimeout(resolve, 299));
  const soon = endsSoon(work, 300);
  await vi.advanceTimersByTimeAsync(299);
  expect(await soon).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test('work that fails in time ends soon too, and the caller handles its error', async () => {
  const work = Promise.reject(new Error('broken'));
  expect(await endsSoon(work, 300)).toBe(true);
  await expect(work).rejects.toThrow('broken');
});

test('work that is still running when the time is over does not end soon', async () => {
  const soon = endsSoon(new Promise(() => undefined), 300);
  await vi.advanceTimersByTimeAsync(300);
  expect(await soon).toBe(false);
});
