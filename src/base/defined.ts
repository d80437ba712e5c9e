/** Builds objects whose optional properties may be undefined. */

type OptionalKeys<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T];

/** The same properties. Those that may be undefined become optional. */
export type Defined<T> = Omit<T, OptionalKeys<T>> & { [K in OptionalKeys<T>]?: Exclude<T[K], undefined> };

/**
 * The object without its undefined properties. Under exactOptionalPropertyTypes, a type such as `{ deadline?: number }`
 * does not accept `deadline: undefined`. `defined({ deadline })` has the property or lacks it.
 */
export function defined<const T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, property]) => property !== undefined)) as Defined<T>;
}
