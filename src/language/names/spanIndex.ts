/**
 * Finds the items at an offset without looking at each span, because editors ask for hovers while the pointer moves.
 */
import type { Span } from '../../text/span.ts';

/**
 * An index of items by their spans, which may overlap. It keeps only numbers, because a file may have hundreds of
 * thousands of items.
 */
export class SpanIndex<T> {
  readonly #items: readonly T[];
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  /** The indexes of the items, sorted by the starts of their spans. */
  readonly #order: Uint32Array;
  /** For each position in this order, the largest end among the items up to this position. */
  readonly #lastEnds: Uint32Array;

  constructor(items: readonly T[], spanOf: (item: T) => Span) {
    this.#items = items;
    this.#starts = new Uint32Array(items.length);
    this.#ends = new Uint32Array(items.length);
    for (const [index, item] of items.entries()) {
      const { start, end } = spanOf(item);
      this.#starts[index] = start;
      this.#ends[index] = end;
    }
    this.#order = byStart(this.#starts);
    this.#lastEnds = this.#order.map((index) => this.#endOf(index));
    for (let at = 1; at < this.#lastEnds.length; at++)
      this.#lastEnds[at] = Math.max(this.#lastEnds[at - 1] ?? 0, this.#lastEnds[at] ?? 0);
  }

  /** The first item in the list whose span contains the offset or ends at the offset. */
  at(offset: number): T | undefined {
    let found = Number.POSITIVE_INFINITY;
    for (let at = this.#startingFrom(offset + 1) - 1; at >= 0; at--) {
      if ((this.#lastEnds[at] ?? 0) < offset) break;
      const index = this.#order[at] ?? 0;
      if (this.#endOf(index) >= offset) found = Math.min(found, index);
    }
    return this.#items[found];
  }

  #endOf(index: number): number {
    return this.#ends[index] ?? 0;
  }

  /** The first position in the order whose item starts at the offset or after it. */
  #startingFrom(offset: number): number {
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[this.#order[middle] ?? 0] ?? offset) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The indexes of the spans, sorted by start. We sort only if necessary, because most lists are sorted already. */
function byStart(starts: Uint32Array): Uint32Array {
  const order = Uint32Array.from(starts.keys());
  if (starts.every((start, index) => index === 0 || (starts[index - 1] ?? 0) <= start)) return order;
  return order.sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0) || a - b);
}
