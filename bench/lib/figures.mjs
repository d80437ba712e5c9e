// The measured figures, and how the page shows them.

/**
 * One row of the table.
 * @typedef {object} Row
 * @property {string} what
 * @property {'s' | 'ms' | 'MB'} unit
 * @property {number | undefined} ours In the unit; missing if this machine cannot measure it.
 * @property {{ readonly name: string, readonly value: number | undefined }} [peer] Missing if there is nothing to
 * compare with.
 * @property {string} [bar] The figure that we want to reach.
 */

/** The longest wait, in ms. Anything that takes longer counts as infinite and is shown as over the limit. */
export const LIMIT_MS = 180_000;

/** @param {readonly number[]} values */
export function median(values) {
  return share(values, 0.5);
}

/** The value below which the given share of the values lies. @param {readonly number[]} values @param {number} part */
export function share(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** The median of the values; undefined if a run has none. @param {readonly (number | undefined)[]} values */
export function medianOfTold(values) {
  const told = values.filter((value) => value !== undefined);
  return told.length === values.length ? median(told) : undefined;
}

export const megabytes = (/** @type {number | undefined} */ bytes) =>
  bytes === undefined ? undefined : bytes / 1_000_000;

/** @param {number | undefined} value @param {string} unit */
function shown(value, unit) {
  if (value === undefined || Number.isNaN(value)) return 'not measured';
  if (value === Number.POSITIVE_INFINITY) return `over ${LIMIT_MS / 1000} s`;
  const digits = unit === 'MB' ? 0 : digitsOf(value);
  return `${value.toFixed(digits)} ${unit}`;
}

/** Formats a value with three significant digits, and as a whole number from 100 on. */
function digitsOf(/** @type {number} */ value) {
  if (value >= 100) return 0;
  return value >= 10 ? 1 : 2;
}

/** @param {number} ours @param {number} theirs */
function ratio(ours, theirs) {
  const value = ours / theirs;
  if (!Number.isFinite(theirs) || !Number.isFinite(value)) return '–';
  return value >= 0.1 ? value.toFixed(2) : value.toPrecision(1);
}

/**
 * A Markdown table with columns as wide as their content.
 * @param {readonly (readonly string[])[]} rows The first is the
 * heading.
 */
function markdownTable(rows) {
  const width = (/** @type {number} */ column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0));
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell, column) => cell.padEnd(width(column))).join(' | ')} |`;
  const [heading = [], ...rest] = rows;
  return [line(heading), line(heading.map((_, column) => '-'.repeat(width(column)))), ...rest.map(line)].join('\n');
}

/** @param {readonly Row[]} rows */
export function figuresTable(rows) {
  return markdownTable([
    ['what', 'ours', 'peer', 'ours / peer', 'should be'],
    ...rows.map(({ what, unit, ours, peer, bar }) => [
      what,
      shown(ours, unit),
      peer === undefined ? '–' : `${shown(peer.value, unit)} (${peer.name})`,
      ours === undefined || peer?.value === undefined ? '–' : ratio(ours, peer.value),
      bar ?? '–',
    ]),
  ]);
}
