/** Reads a deadline that the user has typed. */

const UNITS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['min', 60_000],
  ['h', 3_600_000],
]);

/** What is wrong with a deadline. Each value is the name of a string in PanelStrings. */
export type DeadlineProblem = 'deadlineBad' | 'deadlineNoUnit' | 'deadlineTooShort' | 'deadlineTooLong';

/**
 * The longest deadline in milliseconds, which is a day. No call needs more, and the grpc-timeout header has at most
 * eight digits.
 */
const LONGEST = 86_400_000;

/** Returns a deadline in milliseconds, or undefined if the text is empty or not a deadline. */
export function readDeadline(text: string): number | undefined {
  const read = parse(text);
  if (typeof read === 'string') return undefined;
  return read;
}

/** Returns what is wrong with a deadline, or undefined. */
export function deadlineProblem(text: string): DeadlineProblem | undefined {
  const read = parse(text);
  if (typeof read === 'string') return read;
  return undefined;
}

function parse(text: string): number | DeadlineProblem | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const [, digits, unit] = /^(\d+(?:[.,]\d+)?)\s*(ms|s|min|m|h)?$/i.exec(trimmed) ?? [];
  if (digits === undefined) return 'deadlineBad';
  if (unit === undefined) return 'deadlineNoUnit';
  const amount = Number(digits.replace(',', '.')) * (UNITS.get(unit.toLowerCase()) ?? Number.NaN);
  if (amount > LONGEST) return 'deadlineTooLong';
  if (amount > 0) return amount;
  return 'deadlineTooShort';
}
