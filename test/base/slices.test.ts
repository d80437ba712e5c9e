import { expect, test } from 'vitest';
import { inSlices } from '../../src/base/slices.ts';

function* counted(steps: string[], count: number): Generator<undefined, string, undefined> {
  for (let step = 1; step <= count; step++) {
    steps.push(`step ${step}`);
    yield;
  }
  return 'done';
}

test('other work gets its turn between two slices', async () => {
  const events: string[] = [];
  const work = inSlices(counted(events, 2), new AbortController().signal, 0);
  setImmediate(() => events.push('other'));
  expect(await work).toBe('done');
  expect(events).toEqual(['step 1', 'other', 'step 2']);
});

test('cancelled work does no further steps', async () => {
  const steps: string[] = [];
  const giving = new AbortController();
  const work = inSlices(counted(steps, 3), giving.signal, 0);
  giving.abort(new Error('not needed any more'));
  await expect(work).rejects.toThrow('not needed any more');
  expect(steps).toEqual(['step 1']);
});

test('work that fails rejects with its error', async () => {
  const failing = function* (): Generator<undefined, never, undefined> {
    throw new Error('broken');
  };
  await expect(inSlices(failing(), new AbortController().signal)).rejects.toThrow('broken');
});
