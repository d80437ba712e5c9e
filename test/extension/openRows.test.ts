/** The rows that the user has opened and closed are the same after the window is loaded again. */
import { expect, test } from 'vitest';
import { OpenRows, type Store } from '../../src/extension/tree/openRows.ts';

function memory(stored?: unknown): Store {
  const values = new Map<string, unknown>();
  return {
    get: (key) => values.get(key) ?? stored,
    update: (key, value) => {
      values.set(key, structuredClone(value));
      return Promise.resolve();
    },
  };
}

test('rows that were opened or closed are remembered, and other rows keep their first state', async () => {
  const store = memory();
  const rows = new OpenRows(store);
  await rows.set('g:packages', false);
  await rows.set('p:a', false);
  await rows.set('p:a', true);
  const again = new OpenRows(store);
  expect(['g:packages', 'p:a', 'p:b'].map((id) => again.isOpen(id))).toEqual([false, true, undefined]);
});

test('only the last of very many rows are remembered', async () => {
  const store = memory();
  const rows = new OpenRows(store);
  for (let at = 0; at <= 500; at++) await rows.set(`p:${at}`, true);
  for (const open of [rows, new OpenRows(store)])
    expect(['p:0', 'p:1', 'p:500'].map((id) => open.isOpen(id))).toEqual([undefined, true, true]);
});

test.each([['text'], [[{ id: 1, isOpen: true }]], [null]])('the stored value %j is ignored', (stored) => {
  expect(new OpenRows(memory(stored)).isOpen('1')).toBeUndefined();
});
