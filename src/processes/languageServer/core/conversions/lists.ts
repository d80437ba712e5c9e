/** Converts lists that may be empty. */

/** Returns undefined for an empty list, because LSP leaves out such a list. */
export function unlessEmpty<T>(items: readonly T[]): T[] | undefined {
  if (items.length === 0) return undefined;
  return [...items];
}
