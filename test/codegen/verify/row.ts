/** What one row of the verification gives, and how the page tells it. */
import { table } from '../../support/report.ts';

export interface Row {
  readonly what: string;
  readonly bar: string;
  readonly figure: string;
  /** How it was found out: what was run, what was put together, what was left out. */
  readonly method: readonly string[];
  /** Everything that keeps the row below its bar; it is met where there is nothing. */
  readonly failures: readonly string[];
}

/** `8008 of 8008 files (100 %)`, rounded down so that 100 % means all. */
export function counted(good: number, of: number, noun: string): string {
  const share = of === 0 ? 0 : Math.floor((good / of) * 10_000) / 100;
  return `${good} of ${of} ${noun} (${share} %)`;
}

export function rowsTable(rows: readonly Row[]): string {
  return table([['what', 'bar', 'figure', 'met'], ...rows.map(({ what, bar, figure, failures }) => [what, bar, figure, failures.length === 0 ? 'yes' : '**no**'])]).join('\n');
}

export function rowText({ what, method, failures }: Row): string {
  const list = failures.length === 0 ? ['No failures.'] : [`Failures: ${failures.length}`, '', ...failures.map(item)];
  return [`## ${what[0]?.toUpperCase() ?? ''}${what.slice(1)}`, '', ...method.map(item), '', ...list].join('\n');
}

function item(text: string): string {
  return `- ${text.trimEnd().replaceAll('\n', '\n  ')}`;
}
