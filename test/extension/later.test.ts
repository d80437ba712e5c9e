/** The parts of the extension that are made after its activation. */
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { later } from '../../src/extension/shared/later.ts';

/** Parts that note what happens to them. */
function noted(): { readonly events: string[]; readonly part: (name: string) => () => { dispose(): void } } {
  const events: string[] = [];
  const part = (name: string) => () => {
    events.push(`made ${name}`);
    return { dispose: () => void events.push(`disposed ${name}`) };
  };
  return { events, part };
}

const silent = (): void => undefined;

test('parts are made in a later turn, and disposed of with the extension', async () => {
  const { events, part } = noted();
  const parts = later([part('a'), part('b')], silent);
  expect(events).toEqual([]);
  await turn();
  expect(events).toEqual(['made a', 'made b']);
  parts.dispose();
  expect(events).toEqual(['made a', 'made b', 'disposed a', 'disposed b']);
});

test('an extension that ends before the turn makes no parts', async () => {
  const { events, part } = noted();
  later([part('a')], silent).dispose();
  await turn();
  expect(events).toEqual([]);
});

test('a part that cannot be made is told of, and the others are made', async () => {
  const { events, part } = noted();
  const told: string[] = [];
  const broken = (): never => {
    throw new Error('no provider');
  };
  const parts = later([broken, part('b')], (line) => void told.push(line));
  await turn();
  expect(told).toEqual(['A part of the extension did not start: no provider']);
  parts.dispose();
  expect(events).toEqual(['made b', 'disposed b']);
});
