/** Finds what stands at a place among many spans without looking at each: hovers come while the pointer moves. */
import { spanTouches, type Span } from '../../text/span.ts';

interface Entry<T> {
  readonly item: T;
  readonly span: Span;
  /** Where the item stands in the list. */
  readonly order: number;
  /** The largest end among this entry and all before it. */
  readonly lastEnd: number;
}

/** Items by where they stand. Spans may overlap. */
export class SpanIndex<T> {
  readonly #entries: readonly Entry<T>[];

  constructor(items: readonly T[], spanOf: (item: T) => Span) {
    const sorted = items
      .map((item, order) => ({ item, span: spanOf(item), order }))
      .sort((a, b) => a.span.start - b.span.start);
    let lastEnd = 0;
    this.#entries = sorted.map((entry) => {
      lastEnd = Math.max(lastEnd, entry.span.end);
      return { ...entry, lastEnd };
    });
  }

  /** The first item of the list whose span holds the offset, or ends at it. */
  at(offset: number): T | undefined {
    let found: Entry<T> | undefined;
    for (let at = this.#startingFrom(offset + 1) - 1; at >= 0; at--) {
      const entry = this.#entries[at];
      if (entry === undefined || entry.lastEnd < offset) break;
      if (spanTouches(entry.span, offset) && (found === undefined || entry.order < found.order)) found = entry;
    }
    return found?.item;
  }

  /** Index of the first entry that starts at or behind an offset. */
  #startingFrom(offset: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.span.start ?? offset) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
