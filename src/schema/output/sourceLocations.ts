/**
 * Keeps the locations of one file in one list of numbers. A file of 4 MB can have six million locations. As objects,
 * they would take seconds of garbage collection.
 */

import type { NumberRun } from '../descriptors/wire.ts';

/** The comments of a location. */
export interface LocationComments {
  readonly leading?: string;
  readonly trailing?: string;
  readonly detached?: readonly string[];
}

/**
 * Receives one location: its path, its place, and its comments. The place is the start line and column, the end line if
 * it differs, and the end column; zero-based.
 */
export type VisitLocation = (path: NumberRun, span: NumberRun, comments: LocationComments) => void;

const NO_COMMENTS: LocationComments = {};

/** A list of locations that can grow. */
export class SourceLocations {
  /** For each location: the length of its path, the path, the length of its span, and the span. */
  #numbers = new Int32Array(1024);
  #used = 0;
  #count = 0;
  readonly #comments = new Map<number, LocationComments>();

  /** Returns the index of the new location. */
  add(path: readonly number[], span: readonly number[]): number {
    this.#reserve(path.length + span.length + 2);
    this.#addList(path);
    this.#addList(span);
    return this.#count++;
  }

  comment(location: number, comments: LocationComments): void {
    this.#comments.set(location, comments);
  }

  /** Calls `visit` with each location, in the order in which they were added. */
  each(visit: VisitLocation): void {
    let at = 0;
    for (let index = 0; index < this.#count; index++) {
      const path = this.#listAt(at);
      const span = this.#listAt(path.end);
      at = span.end;
      visit(path, span, this.#comments.get(index) ?? NO_COMMENTS);
    }
  }

  #addList(list: readonly number[]): void {
    this.#numbers[this.#used++] = list.length;
    for (const number of list) this.#numbers[this.#used++] = number;
  }

  #listAt(at: number): NumberRun {
    const start = at + 1;
    return { values: this.#numbers, start, end: start + (this.#numbers[at] ?? 0) };
  }

  #reserve(count: number): void {
    if (this.#used + count <= this.#numbers.length) return;
    const larger = new Int32Array(2 * this.#numbers.length + count);
    larger.set(this.#numbers);
    this.#numbers = larger;
  }
}
