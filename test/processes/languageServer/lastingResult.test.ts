/** Results that stay the same are turned into JSON once, and every writer sends the same message. */
import { expect, test } from 'vitest';
import { LastingResult } from '../../../src/processes/languageServer/core/lastingResult.ts';
import { encoded } from '../../../src/processes/languageServer/node/stdio.ts';

/** Makes a value that counts how often it is turned into JSON. */
function counted(): { readonly value: { readonly toJSON: () => unknown }; readonly times: () => number } {
  let times = 0;
  return { value: { toJSON: () => ({ name: 'Größe 😀', made: ++times }) }, times: () => times };
}

const text = (message: object): string => new TextDecoder().decode(encoded({ jsonrpc: '2.0', ...message }));

test('a result is turned into JSON once, however often it is sent', () => {
  const { value, times } = counted();
  const result = new LastingResult(value);
  expect([1, 2, 3].map((id) => text({ id, result }))).toEqual(
    [1, 2, 3].map((id) => `{"jsonrpc":"2.0","id":${id},"result":{"name":"Größe 😀","made":1}}`),
  );
  expect(times()).toBe(1);
});

test('a writer that does not know lasting results sends the same text', () => {
  const result = new LastingResult([{ name: 'A' }]);
  const before = JSON.stringify({ id: 1, result });
  expect(text({ id: 1, result })).toBe('{"jsonrpc":"2.0","id":1,"result":[{"name":"A"}]}');
  expect([before, JSON.stringify({ id: 1, result })]).toEqual(Array(2).fill('{"id":1,"result":[{"name":"A"}]}'));
});

test('messages without a lasting result are encoded as usual', () => {
  expect(text({ id: 1, result: { name: 'Größe' } })).toBe('{"jsonrpc":"2.0","id":1,"result":{"name":"Größe"}}');
  expect(text({ method: 'exit' })).toBe('{"jsonrpc":"2.0","method":"exit"}');
});
