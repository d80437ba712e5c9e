/** Binary search, and a search in order, find the same as a search of every range. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { overlappingPairs, RangeIndex } from '../../../src/schema/linking/rangeIndex.ts';
import { MOST_ERRORS } from '../../../src/text/diagnostic.ts';

const range = fc
  .tuple(fc.integer({ min: -20, max: 60 }), fc.integer({ min: -1, max: 6 }))
  .map(([start, length]) => ({ start, end: start + length }));

it.each([0, 1] as const)('finds the ranges that contain a number (inclusive: %i)', (inclusive) => {
  fc.assert(
    fc.property(fc.array(range, { maxLength: 12 }), fc.integer({ min: -25, max: 70 }), (ranges, number) => {
      const holding = ranges.filter(({ start, end }) => start <= number && number < end + inclusive);
      expect(new RangeIndex(ranges, inclusive).with(number)).toEqual(holding);
    }),
    { numRuns: 2_000 },
  );
});

it.each([0, 1] as const)('finds the pairs of ranges that share a number (inclusive: %i)', (inclusive) => {
  fc.assert(
    fc.property(fc.array(range, { maxLength: 12 }), (ranges) => {
      const pairs = ranges.flatMap((one, first) =>
        ranges.flatMap((other, second) => {
          const shared = one.end + inclusive > other.start && other.end + inclusive > one.start;
          return first < second && shared ? [[first, second]] : [];
        }),
      );
      expect(overlappingPairs(ranges, inclusive)).toEqual(pairs);
    }),
    { numRuns: 2_000 },
  );
});

it('finds no more pairs than we report for a file', () => {
  const same = Array.from({ length: 100_000 }, () => ({ start: 1, end: 5 }));
  expect(overlappingPairs(same, 0)).toHaveLength(MOST_ERRORS);
  expect(new RangeIndex(same, 0).with(3)).toHaveLength(MOST_ERRORS);
});
