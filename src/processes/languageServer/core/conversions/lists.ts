/** Lists as LSP leaves them out. */

/** LSP leaves out a list that has no items. */
export function unlessEmpty<T>(items: readonly T[]): T[] | undefined {
  if (items.length === 0) return undefined;
  return [...items];
}
