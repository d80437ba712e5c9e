/** The results that are kept: one per input, and no more than there is room for. */
import { describe, expect, test } from 'vitest';
import { keyOf, RecentResults } from '../../../src/host/processes/recentResults.ts';

describe('recent results', () => {
  test('the least recently used result is dropped first when there is no room', () => {
    const results = new RecentResults<string>(10);
    results.keep('a', 'A', 4);
    results.keep('b', 'B', 4);
    expect(results.get('a')).toBe('A');
    results.keep('c', 'C', 4);
    expect(['a', 'b', 'c'].map((key) => results.get(key))).toEqual(['A', undefined, 'C']);
  });

  test('a result that replaces another one is counted once', () => {
    const results = new RecentResults<string>(10);
    for (let i = 0; i < 100; i++) results.keep('a', String(i), 5);
    results.keep('b', 'B', 5);
    expect(['a', 'b'].map((key) => results.get(key))).toEqual(['99', 'B']);
  });

  test('a result that is too large by itself is not kept', () => {
    const results = new RecentResults<string>(10);
    results.keep('a', 'A', 11);
    expect(results.get('a')).toBeUndefined();
    results.keep('b', 'B', 10);
    expect(results.get('b')).toBe('B');
  });

  test('two results have different keys if the parts of their input end at different places', () => {
    const bytes = new TextEncoder().encode('bc');
    expect(keyOf('a', bytes)).toBe(keyOf('a', new Uint8Array(bytes)));
    expect(keyOf('a', 'bc')).not.toBe(keyOf('ab', 'c'));
  });
});
