/** Prints default values as protoc prints them. */

import { withoutTail } from '../../base/strings.ts';

/** Escapes as C does; writes each non-printable character as three octal digits. */
export function escapeBytes(bytes: string): string {
  let result = '';
  for (let i = 0; i < bytes.length; i++) result += ESCAPES.get(bytes.charAt(i)) ?? escapedByte(bytes.charCodeAt(i));
  return result;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['"', '\\"'],
  ["'", "\\'"],
  ['\\', '\\\\'],
]);

function escapedByte(byte: number): string {
  if (byte >= 32 && byte < 127) return String.fromCharCode(byte);
  return `\\${byte.toString(8).padStart(3, '0')}`;
}

/** Formats a double with 15 digits if they are exact, and with 17 digits if not. */
export function formatDouble(value: number): string {
  const special = notFinite(value);
  if (special !== undefined) return special;
  const short = general(value, 15);
  if (Number(short) === value) return short;
  return general(value, 17);
}

/** Formats a float with as few digits as identify it, from six to nine. */
export function formatFloat(value: number): string {
  const float = Math.fround(value);
  const special = notFinite(clampToFloat(value, float));
  if (special !== undefined) return special;
  for (let digits = 6; digits < 9; digits++) {
    const text = general(float, digits);
    if (Math.fround(Number(text)) === float) return text;
  }
  return general(float, 9);
}

/** Returns the largest float if rounding overflows by less than half a step, as protoc does. */
function clampToFloat(value: number, float: number): number {
  if (Number.isFinite(float)) return value;
  return float;
}

function notFinite(value: number): string | undefined {
  if (Number.isNaN(value)) return 'nan';
  if (value === Number.POSITIVE_INFINITY) return 'inf';
  if (value === Number.NEGATIVE_INFINITY) return '-inf';
  return undefined;
}

/** Formats a number as C's `%.<digits>g` does. */
function general(value: number, digits: number): string {
  if (value === 0) {
    if (Object.is(value, -0)) return '-0';
    return '0';
  }
  const [mantissa = '', exponentText = '0'] = value.toExponential(digits - 1).split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= digits) {
    const sign = exponent < 0 ? '-' : '+';
    return `${trimZeros(mantissa)}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  return trimZeros(value.toFixed(Math.max(0, digits - 1 - exponent)));
}

function trimZeros(text: string): string {
  if (!text.includes('.')) return text;
  const trimmed = withoutTail(text, '0');
  if (trimmed.endsWith('.')) return trimmed.slice(0, -1);
  return trimmed;
}
