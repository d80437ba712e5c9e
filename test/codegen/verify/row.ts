/** The result of one row of the verification, and how the page shows it. */
import { table } from '../../support/report.ts';

/** The things that were checked, by name: schemas, tests, refusals with their reasons. */
export interface RowList {
  readonly title: string;
  readonly items: readonly string[];
}

export interface Row {
  readonly what: string;
  readonly bar: string;
  readonly figure: string;
  /** How the result was found: what was run, what was combined, what was left out. */
  readonly method: readonly string[];
  readonly lists?: readonly RowList[];
  /** Everything that keeps the row below its bar. The row passes if this is empty. */
  readonly failures: readonly string[];
}

/** A row, under its name for `--only`, and the time that it took. */
export interface NamedRow extends Row {
  readonly name: string;
  readonly took: string;
}

/** `8008 of 8008 files (100 %)`, rounded down so that 100 % means all. */
export function counted(good: number, of: number, noun: string): string {
  const share = of === 0 ? 0 : Math.floor((good / of) * 10_000) / 100;
  return `${good} of ${of} ${noun} (${share} %)`;
}

/** The result as a table, with one line per row. */
export function rowsTable(rows: readonly NamedRow[]): string {
  const lines = rows.map(({ name, what, bar, figure, failures, took }) => [
    `[${name}](#${name})`,
    what,
    bar,
    figure,
    failures.length === 0 ? 'yes' : '**no**',
    took,
  ]);
  return table([['row', 'what', 'bar', 'figure', 'met', 'took'], ...lines]).join('\n');
}

export function rowText({ name, what, bar, figure, method, lists = [], failures }: NamedRow): string {
  const parts = [
    `## ${name}`,
    `${what[0]?.toUpperCase() ?? ''}${what.slice(1)}.`,
    `Bar: ${bar}.\\\nFigure: ${figure}.`,
    list(method),
    ...lists.filter(({ items }) => items.length > 0).map(({ title, items }) => `${title}:\n\n${list(items)}`),
    failures.length === 0 ? 'No failures.' : `Failures: ${failures.length}\n\n${list(failures)}`,
  ];
  return parts.join('\n\n');
}

function list(items: readonly string[]): string {
  return items.map((text) => `- ${text.trimEnd().replaceAll('\n', '\n  ')}`).join('\n');
}
