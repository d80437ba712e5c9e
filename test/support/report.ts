/** The result of a comparison: counts with the share that they should reach, and a description of every difference. */

export interface Check {
  readonly what: string;
  readonly good: number;
  readonly of: number;
  /** The share of good items below which the check has failed; 0 if the report only shows the count. */
  readonly bar: number;
}

export interface Part {
  readonly title: string;
  readonly checks: readonly Check[];
  readonly differences: readonly string[];
}

export function failed({ good, of, bar }: Check): boolean {
  return good < of * bar;
}

/** The share is rounded down, so that 100 % means all. */
function share(good: number, of: number): string {
  if (of === 0) return '–';
  return good === of ? '100 %' : `${(Math.floor((good / of) * 100_000) / 1000).toFixed(3)} %`;
}

/** Writes the part in Markdown: the counts as a table, then each difference. */
export function partText({ title, checks, differences }: Part): string {
  const rows = checks.map((check) => {
    const { what, good, of, bar } = check;
    return [
      what,
      String(good),
      String(of),
      share(good, of),
      bar === 0 ? '–' : `${failed(check) ? '**missed** ' : ''}${bar * 100} %`,
    ];
  });
  const list =
    differences.length === 0
      ? ['No differences.']
      : [`Differences: ${differences.length}`, '', ...differences.map((one) => `- ${one.replaceAll('\n', '\n  ')}`)];
  return [`## ${title}`, '', ...table([['what', 'good', 'of', 'share', 'at least'], ...rows]), '', ...list].join('\n');
}

export function table(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number): number => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(width(column))).join(' | ')} |`;
  const [heading = [], ...rest] = rows;
  return [line(heading), line(heading.map((_, column) => '-'.repeat(width(column)))), ...rest.map(line)];
}
