/**
 * Decides where the features of a converted file are set. A feature can be set on each declaration that differs from the
 * default of the edition. Or the file sets what its syntax had by default, and only the declarations that differ from
 * that have a setting. We take the way with the fewest settings: most files then need a few statements at the top, and
 * their declarations stay as they are. If both need equally many, the file gets the statement, so that a declaration
 * that is added later means what it means today. For the same reason, a file never sets anything but that default.
 */

/** One feature with its value, as it is written: `features.field_presence = IMPLICIT`. */
export interface FeatureSetting {
  readonly name: string;
  readonly value: string;
}

/** A declaration, and the value that a feature must have there. */
export interface Wanted<T> {
  readonly on: T;
  readonly value: string;
}

/** The settings of one feature: of the file, and of single declarations. */
export interface Placing<T> {
  /** Undefined if the default of the edition is right. */
  readonly file: string | undefined;
  readonly single: readonly Wanted<T>[];
}

/** What a feature is without a setting: in the edition, and in the syntax that the file has now. */
export interface Defaults {
  readonly edition: string;
  readonly syntax: string;
}

/** Chooses the settings for the declarations to which a feature matters. */
export function placing<T>(wanted: readonly Wanted<T>[], { edition, syntax }: Defaults): Placing<T> {
  const single = exceptions(wanted, edition);
  const besideStatement = exceptions(wanted, syntax);
  if (besideStatement.length < single.length) return { file: syntax, single: besideStatement };
  return { file: undefined, single };
}

function exceptions<T>(wanted: readonly Wanted<T>[], value: string): readonly Wanted<T>[] {
  return wanted.filter((one) => one.value !== value);
}

/** As it stands in brackets; `option … ;` around it makes a statement. */
export function written({ name, value }: FeatureSetting): string {
  return `${name} = ${value}`;
}
