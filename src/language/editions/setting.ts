/**
 * Decides where the features of a converted file are set. A feature can be set once for the file or on each
 * declaration, so we take the way with the fewest settings: most files then need one or two statements, and the
 * declarations stay as they are. If both ways need equally many, the file gets the statement, because it also covers
 * what is added later.
 */

/** One feature with its value, as it is written: `features.field_presence = IMPLICIT`. */
export interface Setting {
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

/** `onlySingle` are values that a file must not have. */
export function placing<T>(wanted: readonly Wanted<T>[], byDefault: string, onlySingle: readonly string[]): Placing<T> {
  const values = new Set(wanted.map(({ value }) => value));
  const choices = [...values].filter((value) => value !== byDefault && !onlySingle.includes(value));
  let best = exceptions(wanted, byDefault);
  let file: string | undefined;
  for (const choice of choices) {
    const single = exceptions(wanted, choice);
    if (single.length + 1 > best.length + countOf(file)) continue;
    best = single;
    file = choice;
  }
  return { file, single: best };
}

function exceptions<T>(wanted: readonly Wanted<T>[], value: string): readonly Wanted<T>[] {
  return wanted.filter((one) => one.value !== value);
}

function countOf(statement: string | undefined): number {
  if (statement === undefined) return 0;
  return 1;
}

/** As it stands in brackets; `option … ;` around it makes a statement. */
export function written({ name, value }: Setting): string {
  return `${name} = ${value}`;
}
