/** "Did you mean": finds the known name that is nearest to an unknown one. */

/** The nearest of `names`, if it is near enough to be a typing error. */
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

/** Even the longest names have only a few typing errors: a name with other words is another name. */
const MOST_SLIPS = 3;

/** Whether a few wrong letters explain that one name stands for another. */
export function isSlip(name: string, other: string): boolean {
  return slipsBetween(name, other) !== undefined;
}

/** How many letters are wrong; undefined if they are too many to be a typing error. */
export function slipsBetween(name: string, other: string): number | undefined {
  const limit = Math.min(MOST_SLIPS, Math.max(1, Math.floor(name.length / 4))) + 1;
  const slips = editDistance(plain(name), plain(other), limit);
  return slips < limit ? slips : undefined;
}

/** `user_name`, `userName` and `UserName` differ in style only. */
function plain(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

/**
 * How many letters are added, left out, changed or swapped with the next one; at least `limit` once it cannot be less.
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
