/**
 * Makes the edits between two texts, line by line. A refactoring makes its new text in several steps, but an editor
 * gets only the lines that differ. So cursors, folds and breakpoints in other lines stay at their places.
 */
import type { TextEdit } from '../../text/edit.ts';

/** If more lines than this differ, one edit replaces all of them. */
const MOST_DIFFERENT = 1000;

/** The edits from one text to the other. They do not overlap, and they are in the order of the text. */
export function lineEdits(before: string, after: string): readonly TextEdit[] {
  if (before === after) return [];
  const [old, now] = [linesOf(before), linesOf(after)];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  const shorter = Math.min(old.length, now.length) - head;
  while (tail < shorter && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  const middle = new Middle(old.slice(head, old.length - tail), now.slice(head, now.length - tail));
  return middle.edits(lengthOf(old.slice(0, head)));
}

/** The lines of a text, with their line breaks. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0);
}

/**
 * Compares the lines between the equal start and the equal end of two texts, with the algorithm of Myers ("An O(ND)
 * Difference Algorithm").
 */
class Middle {
  readonly #old: readonly string[];
  readonly #now: readonly string[];

  constructor(old: readonly string[], now: readonly string[]) {
    this.#old = old;
    this.#now = now;
  }

  edits(start: number): readonly TextEdit[] {
    const edits: TextEdit[] = [];
    let [x, y, offset] = [0, 0, start];
    for (const [nextX, nextY] of [...this.#keptPairs(), [this.#old.length, this.#now.length] as const]) {
      const removed = lengthOf(this.#old.slice(x, nextX));
      const newText = this.#now.slice(y, nextY).join('');
      if (removed > 0 || newText !== '') edits.push({ span: { start: offset, end: offset + removed }, newText });
      offset += removed + (this.#old[nextX]?.length ?? 0);
      [x, y] = [nextX + 1, nextY + 1];
    }
    return edits;
  }

  /** The lines that stay, as pairs of old and new indexes; none if too many lines differ. */
  #keptPairs(): readonly (readonly [number, number])[] {
    const trace = this.#trace();
    if (trace === undefined) return [];
    const kept: (readonly [number, number])[] = [];
    let [x, y] = [this.#old.length, this.#now.length];
    for (let depth = trace.length - 1; depth >= 0; depth--) {
      const reached = trace[depth];
      if (reached === undefined) break;
      const diagonal = x - y;
      const previous = this.#comesFromAbove(reached, diagonal, depth) ? diagonal + 1 : diagonal - 1;
      const fromX = depth === 0 ? 0 : (reached.get(previous) ?? 0);
      const fromY = depth === 0 ? 0 : fromX - previous;
      while (x > fromX && y > fromY) kept.push([--x, --y]);
      [x, y] = [fromX, fromY];
    }
    return kept.reverse();
  }

  /** How far the search got on each diagonal, for each number of differences; undefined if too many lines differ. */
  #trace(): readonly ReadonlyMap<number, number>[] | undefined {
    const trace: ReadonlyMap<number, number>[] = [];
    let reached: ReadonlyMap<number, number> = new Map([[1, 0]]);
    for (let depth = 0; depth <= MOST_DIFFERENT; depth++) {
      trace.push(reached);
      const next = new Map<number, number>();
      for (let diagonal = -depth; diagonal <= depth; diagonal += 2) {
        const x = this.#furthest(reached, diagonal, depth);
        next.set(diagonal, x);
        if (x >= this.#old.length && x - diagonal >= this.#now.length) return trace;
      }
      reached = next;
    }
    return undefined;
  }

  #furthest(reached: ReadonlyMap<number, number>, diagonal: number, depth: number): number {
    const isDown = this.#comesFromAbove(reached, diagonal, depth);
    let x = isDown ? (reached.get(diagonal + 1) ?? 0) : (reached.get(diagonal - 1) ?? 0) + 1;
    while (x < this.#old.length && x - diagonal < this.#now.length && this.#old[x] === this.#now[x - diagonal]) x++;
    return x;
  }

  #comesFromAbove(reached: ReadonlyMap<number, number>, diagonal: number, depth: number): boolean {
    if (diagonal === -depth) return true;
    return diagonal !== depth && (reached.get(diagonal - 1) ?? -1) < (reached.get(diagonal + 1) ?? -1);
  }
}
