/** Keeps the best of many items without sorting all of them. */

interface Scored<T> {
  readonly one: T;
  readonly score: number;
}

/** Collects items with their scores and keeps the best of them; a higher score is better. */
export class Best<T> {
  readonly #most: number;
  readonly #kept: Scored<T>[] = [];
  #least = Number.NEGATIVE_INFINITY;

  /** The collection keeps at least `most` of the best items. */
  constructor(most: number) {
    this.#most = most;
  }

  add(one: T, score: number): void {
    if (score < this.#least) return;
    this.#kept.push({ one, score });
    if (this.#kept.length > this.#most * 8) this.#dropOthers();
  }

  all(): readonly Scored<T>[] {
    return this.#kept;
  }

  #dropOthers(): void {
    this.#kept.sort((a, b) => b.score - a.score);
    this.#kept.length = this.#most;
    this.#least = this.#kept[this.#most - 1]?.score ?? this.#least;
  }
}
