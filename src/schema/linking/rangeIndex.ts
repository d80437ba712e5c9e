/**
 * Finds the ranges that contain a number, and ranges that overlap. Ranges of a valid file do not overlap. For an
 * invalid file, the search stops when it has enough to report.
 */
import { MOST_ERRORS } from '../../text/diagnostic.ts';

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Finds the ranges that contain a number. `inclusive` is 1 if the end belongs to the range. */
export class RangeIndex<T extends Range> {
  readonly #ranges: readonly T[];
  readonly #inclusive: 0 | 1;
  /** Indexes of the ranges, sorted by start. */
  readonly #order: Uint32Array;
  /** The largest end in each part of the binary search, at the index of the part's middle. */
  readonly #largestEnd: Float64Array;

  constructor(ranges: readonly T[], inclusive: 0 | 1) {
    this.#ranges = ranges;
    this.#inclusive = inclusive;
    this.#order = byStart(ranges);
    this.#largestEnd = new Float64Array(ranges.length);
    this.#measure(0, ranges.length);
  }

  /** Returns the ranges that contain a number, in the order in which the constructor got them. */
  with(number: number): readonly T[] {
    const found: number[] = [];
    this.#collect(0, this.#order.length, number, found);
    return found.sort((a, b) => a - b).flatMap((index) => this.#ranges[index] ?? []);
  }

  #measure(low: number, high: number): number {
    if (low >= high) return Number.NEGATIVE_INFINITY;
    const middle = (low + high) >> 1;
    const inHalves = Math.max(this.#measure(low, middle), this.#measure(middle + 1, high));
    const largest = Math.max(inHalves, this.#at(middle)?.end ?? inHalves);
    this.#largestEnd[middle] = largest;
    return largest;
  }

  #collect(low: number, high: number, number: number, found: number[]): void {
    if (low >= high) return;
    const middle = (low + high) >> 1;
    if ((this.#largestEnd[middle] ?? 0) + this.#inclusive <= number) return;
    this.#collect(low, middle, number, found);
    const range = this.#at(middle);
    if (range === undefined || range.start > number || found.length >= MOST_ERRORS) return;
    if (number < range.end + this.#inclusive) found.push(this.#order[middle] ?? 0);
    this.#collect(middle + 1, high, number, found);
  }

  #at(place: number): T | undefined {
    return this.#ranges[this.#order[place] ?? 0];
  }
}

/**
 * We compare at most this many pairs of ranges. Ranges that end before they start may overlap nothing, so the limit on
 * errors would never stop the search.
 */
const MOST_COMPARED = 1_000_000;

/** The indexes of two ranges, the smaller index first. */
export type Pair = readonly [first: number, second: number];

/**
 * Returns the pairs of ranges that share a number, in the order of the list. It returns at most as many pairs as we
 * report for one file.
 */
export function overlappingPairs(ranges: readonly Range[], inclusive: 0 | 1): readonly Pair[] {
  const pairs: Pair[] = [];
  const order = byStart(ranges);
  let compared = 0;
  for (const [place, index] of order.entries()) {
    const one = ranges[index];
    for (let next = place + 1; one !== undefined && next < order.length; next++) {
      const otherIndex = order[next] ?? 0;
      const other = ranges[otherIndex];
      if (other === undefined || other.start >= one.end + inclusive) break;
      if (pairs.length === MOST_ERRORS || ++compared > MOST_COMPARED) return sorted(pairs);
      if (other.end + inclusive > one.start) pairs.push([Math.min(index, otherIndex), Math.max(index, otherIndex)]);
    }
  }
  return sorted(pairs);
}

function sorted(pairs: Pair[]): readonly Pair[] {
  return pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

function byStart(ranges: readonly Range[]): Uint32Array {
  const order = new Uint32Array(ranges.length);
  const starts = new Float64Array(ranges.length);
  let [isSorted, last] = [true, Number.NEGATIVE_INFINITY];
  // A message may have two million ranges. This loop takes a tenth of the time of `Uint32Array.from`.
  for (const [index, { start }] of ranges.entries()) {
    order[index] = index;
    starts[index] = start;
    if (start < last) isSorted = false;
    last = start;
  }
  // The ranges in most files are already sorted. Sorting a million ranges would take a second.
  if (isSorted) return order;
  return order.sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0) || a - b);
}
