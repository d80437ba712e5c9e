/** Builds objects whose optional properties may be undefined. */

type OptionalKeys<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T];

/** `T`, but each property that may be undefined is optional. */
export type Defined<T> = Omit<T, OptionalKeys<T>> & { [K in OptionalKeys<T>]?: Exclude<T[K], undefined> };

/**
 * Returns the object without its undefined properties. Under exactOptionalPropertyTypes, a type such as `{ deadline?:
 * number }` does not accept `deadline: undefined`. `defined({ deadline })` leaves that property out.
 */
export function defined<const T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, property]) => property !== undefined)) as Defined<T>;
}
