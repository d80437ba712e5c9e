/** Looking by halves finds what looking at every range finds. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { areApart, RangeIndex } from '../../../src/schema/linking/rangeIndex.ts';

const range = fc
  .tuple(fc.integer({ min: -20, max: 60 }), fc.integer({ min: -1, max: 6 }))
  .map(([start, length]) => ({ start, end: start + length }));

it.each([0, 1] as const)('finds the ranges of a number, their ends %i', (inclusive) => {
  fc.assert(
    fc.property(fc.array(range, { maxLength: 12 }), fc.integer({ min: -25, max: 70 }), (ranges, number) => {
      const holding = ranges.filter(({ start, end }) => start <= number && number < end + inclusive);
      expect(new RangeIndex(ranges, inclusive).with(number)).toEqual(holding);
      if (areApart(ranges, inclusive)) expect(holding.length).toBeLessThan(2);
    }),
    { numRuns: 2_000 },
  );
});

it('knows neighbours from overlaps', () => {
  expect(
    areApart(
      [
        { start: 5, end: 9 },
        { start: 1, end: 5 },
      ],
      0,
    ),
  ).toBe(true);
  expect(
    areApart(
      [
        { start: 5, end: 9 },
        { start: 1, end: 5 },
      ],
      1,
    ),
  ).toBe(false);
});
