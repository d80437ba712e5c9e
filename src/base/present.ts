/** Builds lists from items that may be undefined. */

/** Returns the items that are not undefined, in their order. */
export function present<T extends readonly unknown[]>(...items: T): Exclude<T[number], undefined>[] {
  return items.filter((item): item is Exclude<T[number], undefined> => item !== undefined);
}
