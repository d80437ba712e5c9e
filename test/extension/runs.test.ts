import { expect, test } from 'vitest';
import { Runs, type Run } from '../../src/extension/go/runs.ts';

/** Runs that end when the test ends them. */
function runs(): { readonly all: Runs<string>; readonly begun: (Run & { readonly end: () => void })[] } {
  const begun: (Run & { readonly end: () => void })[] = [];
  const all = new Runs<string>(
    (_scope, run) => new Promise<void>((resolve) => void begun.push({ ...run, end: resolve })),
  );
  return { all, begun };
}

test('a second click joins the run that is still generating', async () => {
  const { all, begun } = runs();
  const clicks = [all.start('greeter'), all.start('greeter')];
  expect(begun).toHaveLength(1);
  begun[0]?.end();
  await Promise.all(clicks);
});

test('a click replaces a run that waits for the user', async () => {
  const { all, begun } = runs();
  const first = all.start('greeter');
  begun[0]?.asks();
  const second = all.start('greeter');
  expect(begun.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  begun[0]?.end();
  await first;
  const third = all.start('greeter');
  expect(begun, 'the second run is still known').toHaveLength(2);
  begun[1]?.end();
  await Promise.all([second, third]);
});

test('runs of two modules continue in parallel', async () => {
  const { all, begun } = runs();
  const both = [all.start('greeter'), all.start('visits')];
  expect(begun.map(({ signal }) => signal.aborted)).toEqual([false, false]);
  for (const { end } of begun) end();
  await Promise.all(both);
});

test('a run that failed is no longer joined', async () => {
  let count = 0;
  const all = new Runs<string>(() => Promise.reject(new Error(`failure ${++count}`)));
  await expect(all.start('greeter')).rejects.toThrow('failure 1');
  await expect(all.start('greeter')).rejects.toThrow('failure 2');
});
