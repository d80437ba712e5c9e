/** Finds the known name that is most similar to an unknown name, for messages that ask "Did you mean …?". */

/** The most similar of `names`; undefined if all of them are too different for a typing error. */
export function mostSimilar(name: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of names) {
    const distance = editDistance(plain(name), plain(candidate), least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/**
 * A typing error has at most this many wrong letters, even in a long name. A name with more differences is a different
 * name.
 */
const MOST_SLIPS = 3;

/** Whether `name` is probably `other` with a few wrong letters. */
export function isSlip(name: string, other: string): boolean {
  return slipsBetween(name, other) !== undefined;
}

/** The number of wrong letters; undefined if there are too many for a typing error. */
export function slipsBetween(name: string, other: string): number | undefined {
  const limit = Math.min(MOST_SLIPS, Math.max(1, Math.floor(name.length / 4))) + 1;
  const slips = editDistance(plain(name), plain(other), limit);
  return slips < limit ? slips : undefined;
}

/** Removes the style of a name, because `user_name`, `userName` and `UserName` differ only in style. */
function plain(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

/**
 * Counts the letters that are added, missing, changed or swapped with the next letter. It may stop and return `limit`
 * or more if the count is at least `limit`.
 */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforePrevious: readonly number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? (beforePrevious[j - 2] ?? 0) + 1 : limit;
      current.push(Math.min(changed, swapped, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length] ?? limit;
}
