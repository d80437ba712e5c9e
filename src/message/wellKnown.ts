/** Reads and prints the well-known types whose JSON is one string. */
import { problem, value, type Reading } from './scalar.ts';

/** A time or a duration, as in `google.protobuf.Timestamp` and `google.protobuf.Duration`. */
export interface SecondsAndNanos {
  readonly seconds: bigint;
  readonly nanos: number;
}

const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/;
const FIRST_SECOND = -62135596800;
const LAST_SECOND = 253402300799;

/**
 * Reads a time in RFC 3339, with the limits of the canonical mapping: capital T and Z, and at most nine digits for the
 * fraction of a second.
 */
export function readTimestamp(text: string): Reading<SecondsAndNanos> {
  const parts = TIMESTAMP.exec(text);
  if (parts === null) return problem(`Expected a time such as "2026-01-31T12:00:00Z", found "${text}".`);
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const offset = (Number(parts[9] ?? 0) * 60 + Number(parts[10] ?? 0)) * (parts[8] === '-' ? -60 : 60);
  if (
    !isDay(year, month, day) ||
    hour > 23 ||
    minute > 59 ||
    second > 59 ||
    Number(parts[9] ?? 0) > 23 ||
    Number(parts[10] ?? 0) > 59
  ) {
    return problem(`This time does not exist: "${text}".`);
  }
  const seconds = midnight(year, month, day) + hour * 3600 + minute * 60 + second - offset;
  if (seconds < FIRST_SECOND || seconds > LAST_SECOND)
    return problem('Times go from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.');
  return value({ seconds: BigInt(seconds), nanos: nanosOf(parts[7]) });
}

/** Prints a time in RFC 3339 with `Z`; undefined if the time is out of range. */
export function printTimestamp({ seconds, nanos }: SecondsAndNanos): string | undefined {
  if (seconds < FIRST_SECOND || seconds > LAST_SECOND || nanos < 0 || nanos > 999_999_999) return undefined;
  return new Date(Number(seconds) * 1000).toISOString().replace('.000Z', `${fraction(nanos)}Z`);
}

const DURATION = /^(-?)(\d+)(?:\.(\d{1,9}))?s$/;
const MOST_SECONDS = 315_576_000_000n;

/**
 * Reads a duration such as `1.5s`, in seconds with at most nine digits after the point. The limit is 315,576,000,000
 * seconds in both directions (duration.proto).
 */
export function readDuration(text: string): Reading<SecondsAndNanos> {
  const parts = DURATION.exec(text);
  if (parts === null) return problem(`Expected a duration such as "1.5s", found "${text}".`);
  const seconds = BigInt(parts[2] ?? 0);
  const nanos = nanosOf(parts[3]);
  if (seconds > MOST_SECONDS || (seconds === MOST_SECONDS && nanos > 0))
    return problem(`Durations go from -${MOST_SECONDS}s to ${MOST_SECONDS}s.`);
  if (parts[1] !== '-') return value({ seconds, nanos });
  // If `nanos` is zero, `-nanos` would be a negative zero, but `0 - nanos` is not.
  return value({ seconds: 0n - seconds, nanos: 0 - nanos });
}

/** Prints a duration such as `1.500s`; undefined if it is out of range, or if seconds and nanos differ in sign. */
export function printDuration({ seconds, nanos }: SecondsAndNanos): string | undefined {
  const mixed = (seconds > 0n && nanos < 0) || (seconds < 0n && nanos > 0);
  const size = seconds < 0n ? -seconds : seconds;
  if (mixed || size > MOST_SECONDS || Math.abs(nanos) > 999_999_999) return undefined;
  return `${seconds < 0n || nanos < 0 ? '-' : ''}${size}${fraction(Math.abs(nanos))}s`;
}

/** Reads a field mask: paths in lowerCamelCase, separated by commas. */
export function readFieldMask(text: string): Reading<string[]> {
  if (text === '') return value([]);
  const paths = text.split(',');
  const bad = paths.find((path) => !/^[A-Za-z0-9]+(\.[A-Za-z0-9]+)*$/.test(path));
  if (bad !== undefined)
    return problem(`Expected field paths in lowerCamelCase such as "name,homeAddress.city", found "${bad}".`);
  return value(paths.map((path) => path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)));
}

/** Prints a field mask: paths in lowerCamelCase, separated by commas, such as `name,homeAddress.city`. */
export function printFieldMask(paths: readonly string[]): string {
  return paths.map((path) => path.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())).join(',');
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return new Date(midnight(year, month, day) * 1000).getUTCMonth() === month - 1;
}

/**
 * Returns the seconds from the epoch to the start of a day. `Date.UTC` alone reads the years 0 to 99 as 1900 to 1999.
 */
function midnight(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() / 1000;
}

function nanosOf(digits: string | undefined): number {
  return Number((digits ?? '').padEnd(9, '0'));
}

/** Prints the fraction of a second with 0, 3, 6 or 9 digits, as the canonical mapping demands. */
function fraction(nanos: number): string {
  if (nanos === 0) return '';
  return `.${String(nanos)
    .padStart(9, '0')
    .replace(/(000){1,2}$/, '')}`;
}
