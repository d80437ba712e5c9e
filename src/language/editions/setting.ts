/**
 * Decides where a converted file sets a feature. In the first way, each declaration that differs from the edition's
 * default has a setting. In the second way, the file sets the default of its old syntax, and only the declarations that
 * differ from this default have a setting. We choose the way with fewer settings: most files then need only a few
 * statements at the top, and their declarations stay as they are. If both ways need the same number of settings, we set
 * the feature for the file. Then a declaration that the user adds later has the meaning that it would have had before
 * the conversion. For the same reason, the
 * file never sets another value than the default of its old syntax.
 */

/** One feature with its value, as it is written: `features.field_presence = IMPLICIT`. */
export interface FeatureSetting {
  readonly name: string;
  readonly value: string;
}

/** The value that a feature must have for a declaration. */
export interface Wanted<T> {
  readonly on: T;
  readonly value: string;
}

/** The settings of one feature: one for the whole file, and those of single declarations. */
export interface Placing<T> {
  /** The value for the file; undefined if the default of the edition is right. */
  readonly file: string | undefined;
  readonly single: readonly Wanted<T>[];
}

/** The values of a feature without a setting: in the edition, and in the current syntax of the file. */
export interface Defaults {
  readonly edition: string;
  readonly syntax: string;
}

/** Chooses the places of a feature's settings. `wanted` has the declarations to which the feature matters. */
export function placing<T>(wanted: readonly Wanted<T>[], { edition, syntax }: Defaults): Placing<T> {
  const single = exceptions(wanted, edition);
  const besideStatement = exceptions(wanted, syntax);
  if (besideStatement.length < single.length) return { file: syntax, single: besideStatement };
  return { file: undefined, single };
}

function exceptions<T>(wanted: readonly Wanted<T>[], value: string): readonly Wanted<T>[] {
  return wanted.filter((one) => one.value !== value);
}

/** The setting as it is written in brackets. With `option` before it and `;` after it, it is a statement. */
export function written({ name, value }: FeatureSetting): string {
  return `${name} = ${value}`;
}
