/** Reads a deadline as people type one. */

const UNITS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['min', 60_000],
  ['h', 3_600_000],
]);

/** Milliseconds, undefined for none, `bad` for what cannot be read. */
export function readDeadline(text: string): number | undefined | 'bad' {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const match = /^(\d+(?:[.,]\d+)?)\s*(ms|s|min|m|h)$/i.exec(trimmed);
  if (match === null) return 'bad';
  const amount = Number((match[1] ?? '').replace(',', '.')) * (UNITS.get((match[2] ?? '').toLowerCase()) ?? Number.NaN);
  // grpc-timeout has at most eight digits; a day is more than any call needs.
  if (amount > 0 && amount <= 86_400_000) return amount;
  return 'bad';
}
