/** Objects whose optional properties may have nothing to say. */

type OptionalKeys<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T];

/** The same properties, those that may be undefined as optional ones. */
export type Defined<T> = Omit<T, OptionalKeys<T>> & { [K in OptionalKeys<T>]?: Exclude<T[K], undefined> };

/**
 * The object without its undefined properties. A type such as `{ deadline?: number }` takes no `deadline: undefined`
 * (exactOptionalPropertyTypes): `defined({ deadline })` has the property or lacks it.
 */
export function defined<const T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, property]) => property !== undefined)) as Defined<T>;
}
