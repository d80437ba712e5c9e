/** The parts of the extension that are made when they are first needed. */
import { expect, test } from 'vitest';
import { OnDemand } from '../../src/extension/shared/onDemand.ts';

/** A part that counts how often it is made and disposed of. */
function counted(): {
  readonly counts: { made: number; disposed: number };
  readonly part: OnDemand<{ dispose(): void }>;
} {
  const counts = { made: 0, disposed: 0 };
  const part = new OnDemand(() => {
    counts.made++;
    return Promise.resolve({
      dispose: () => {
        counts.disposed++;
      },
    });
  });
  return { counts, part };
}

test('a part is made once, by the first who needs it', async () => {
  const { counts, part } = counted();
  expect(part.made).toBeUndefined();
  expect(counts.made).toBe(0);
  const [first, second] = await Promise.all([part.get(), part.get()]);
  expect(second).toBe(first);
  expect(part.made).toBe(first);
  expect(counts.made).toBe(1);
});

test('a part is disposed of with the extension, even if it was still being made', async () => {
  const made = counted();
  await made.part.get();
  made.part.dispose();
  expect(made.counts.disposed).toBe(1);
  const late = counted();
  const making = late.part.get();
  late.part.dispose();
  await making;
  expect(late.counts.disposed).toBe(1);
});

test('a part that nothing has needed is not made at the end', () => {
  const { counts, part } = counted();
  part.dispose();
  expect(counts).toEqual({ made: 0, disposed: 0 });
});

test('the caller hears that a part cannot be made, and the next call tries again', async () => {
  let attempts = 0;
  const part = new OnDemand(() => {
    attempts++;
    if (attempts === 1) return Promise.reject(new Error('no such file'));
    return Promise.resolve({ dispose: () => undefined });
  });
  await expect(part.get()).rejects.toThrow('no such file');
  await part.get();
  expect(attempts).toBe(2);
});
