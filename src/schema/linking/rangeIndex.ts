/** Finds a number among many ranges. Ranges of sound files lie apart, so that a search by halves is enough. */

interface Range {
  readonly start: number;
  readonly end: number;
}

/** In both, `inclusive` is 1 where the end belongs to a range. */
export class RangeIndex<T extends Range> {
  readonly #all: readonly T[];
  readonly #inclusive: 0 | 1;
  /** By their starts; missing where some overlap. */
  readonly #sorted: readonly T[] | undefined;

  constructor(ranges: readonly T[], inclusive: 0 | 1) {
    this.#all = ranges;
    this.#inclusive = inclusive;
    const sorted = [...ranges].sort(byStart);
    this.#sorted = inOrder(sorted, inclusive) ? sorted : undefined;
  }

  /** The ranges that hold a number, as they were given. */
  with(number: number): readonly T[] {
    if (this.#sorted === undefined) return this.#all.filter((range) => this.#holds(range, number));
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle]?.start ?? 0) <= number) low = middle + 1;
      else high = middle;
    }
    const range = this.#sorted[low - 1];
    if (range !== undefined && this.#holds(range, number)) return [range];
    return [];
  }

  #holds({ start, end }: T, number: number): boolean {
    return start <= number && number < end + this.#inclusive;
  }
}

/** Whether no two ranges share a number, and none ends before it starts. */
export function areApart(ranges: readonly Range[], inclusive: 0 | 1): boolean {
  return inOrder([...ranges].sort(byStart), inclusive);
}

function byStart(one: Range, other: Range): number {
  return one.start - other.start;
}

function inOrder(ranges: readonly Range[], inclusive: 0 | 1): boolean {
  let free = Number.NEGATIVE_INFINITY;
  for (const { start, end } of ranges) {
    if (start < free || end + inclusive <= start) return false;
    free = end + inclusive;
  }
  return true;
}
