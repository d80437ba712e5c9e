/** Type guards for data from another process, made from smaller ones, so that a message is believed only as far as it was looked at. */

export type Check<T> = (value: unknown) => value is T;

export const isString: Check<string> = (value) => typeof value === 'string';

export const isBoolean: Check<boolean> = (value) => typeof value === 'boolean';

/** NaN and the infinities are no data. */
export const isNumber: Check<number> = (value): value is number => Number.isFinite(value);

export const isBytes: Check<Uint8Array> = (value) => value instanceof Uint8Array;

export function isOneOf<const T extends string | number>(...allowed: readonly T[]): Check<T> {
  return (value): value is T => (allowed as readonly unknown[]).includes(value);
}

export function isArrayOf<T>(item: Check<T>): Check<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(item);
}

export function isPairOf<A, B>(first: Check<A>, second: Check<B>): Check<readonly [A, B]> {
  return (value): value is readonly [A, B] =>
    Array.isArray(value) && value.length === 2 && first(value[0]) && second(value[1]);
}

/** For an optional property: it may be missing. */
export function isMissingOr<T>(check: Check<T>): Check<T> {
  return (value): value is T => value === undefined || check(value);
}

/** An object whose named properties pass; others are let be. */
export function isObjectOf<T extends object>(checks: { readonly [K in keyof T]-?: Check<T[K]> }): Check<T> {
  const entries = Object.entries<Check<unknown>>(checks);
  return (value): value is T =>
    typeof value === 'object' &&
    value !== null &&
    entries.every(([key, check]) => check((value as Record<string, unknown>)[key]));
}

type Checked<C> = C extends Check<infer T> ? T : never;

export function isAnyOf<const C extends readonly Check<unknown>[]>(...checks: C): Check<Checked<C[number]>> {
  return (value): value is Checked<C[number]> => checks.some((check) => check(value));
}
