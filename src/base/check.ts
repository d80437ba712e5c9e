/** Small type guards that combine into checks of data from another process. We trust such data only after a check. */

/** A function that decides whether a value is a `T`. It never throws and does not change the value. */
export type Check<T> = (value: unknown) => value is T;

/** Accepts any string, including the empty one. */
export const isString: Check<string> = (value) => typeof value === 'string';

/** Accepts only `true` and `false`, not truthy or falsy values. */
export const isBoolean: Check<boolean> = (value) => typeof value === 'boolean';

/** Accepts any finite number, but not NaN or an infinity. */
export const isNumber: Check<number> = (value): value is number => Number.isFinite(value);

/** Accepts a Uint8Array, which includes Node's Buffer. */
export const isBytes: Check<Uint8Array> = (value) => value instanceof Uint8Array;

/** Accepts exactly the given values, compared by `===`. */
export function isOneOf<const T extends string | number>(...allowed: readonly T[]): Check<T> {
  return (value): value is T => (allowed as readonly unknown[]).includes(value);
}

/** Accepts an array if every item passes the check. The array may be empty. */
export function isArrayOf<T>(item: Check<T>): Check<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(item);
}

/** Accepts an array of exactly two items, if each passes its own check. */
export function isPairOf<A, B>(first: Check<A>, second: Check<B>): Check<readonly [A, B]> {
  return (value): value is readonly [A, B] =>
    Array.isArray(value) && value.length === 2 && first(value[0]) && second(value[1]);
}

/** Accepts undefined, and every value that `check` accepts. Use it for an optional property. */
export function isMissingOr<T>(check: Check<T>): Check<T> {
  return (value): value is T => value === undefined || check(value);
}

/** Accepts an object if each of the named properties passes its check. It ignores other properties. */
export function isObjectOf<T extends object>(checks: { readonly [K in keyof T]-?: Check<T[K]> }): Check<T> {
  const entries = Object.entries<Check<unknown>>(checks);
  return (value): value is T =>
    typeof value === 'object' &&
    value !== null &&
    entries.every(([key, check]) => check((value as Record<string, unknown>)[key]));
}

type Checked<C> = C extends Check<infer T> ? T : never;

/** Accepts a value that at least one of the checks accepts. If there are no checks, it accepts nothing. */
export function isAnyOf<const C extends readonly Check<unknown>[]>(...checks: C): Check<Checked<C[number]>> {
  return (value): value is Checked<C[number]> => checks.some((check) => check(value));
}
