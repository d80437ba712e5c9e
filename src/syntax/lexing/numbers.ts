/** Computes the values of number tokens. */
import type { NumberNode } from '../tree/nodes.ts';

const MAX_UINT64 = 0xffff_ffff_ffff_ffffn;

/**
 * Returns the value of an integer token (decimal, `0x…` or octal). It is undefined if the value does not fit into 64
 * bits or a digit is wrong.
 */
export function integerValue(text: string): bigint | undefined {
  const value = text.length < 10 ? smallValue(text) : bigValue(text);
  if (value === undefined || value > MAX_UINT64) return undefined;
  return value;
}

/**
 * Returns the value of a decimal integer with at most nine digits, as most integers are; undefined for any other token.
 */
export function plainNumber(text: string): number | undefined {
  if (text.length > 9 || (text.length > 1 && text.charCodeAt(0) === 48)) return undefined;
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

/** Returns the value of an integer token if it is at most `max`, which is 2^32 or less; undefined otherwise. */
export function smallInteger(text: string, max: number): number | undefined {
  const value = plainNumber(text) ?? Number(integerValue(text) ?? -1n);
  if (value < 0 || value > max) return undefined;
  return value;
}

/** Returns the value of a small number, whose node has the sign and the digits separately. */
export function signedNumber({ text, negative }: Pick<NumberNode, 'text' | 'negative'>): number {
  if (negative) return -Number(text);
  return Number(text);
}

/** Returns the value of a float token, even if the token has a lexer error. */
export function floatValue(text: string): number {
  return Number.parseFloat(text);
}

function smallValue(text: string): bigint | undefined {
  const value = Number(javaScriptForm(text));
  if (Number.isInteger(value)) return BigInt(value);
  return undefined;
}

function bigValue(text: string): bigint | undefined {
  const form = javaScriptForm(text);
  // A number with more than 64 bits is an error. We do not read it, because that would take quadratic time.
  if (form.replace(/^0[xo]?0*/, '').length > 64) return undefined;
  try {
    return BigInt(form);
  } catch {
    return undefined;
  }
}

/** Converts an integer to JavaScript's form. In protobuf, `017` is octal, and `0x` alone is 0. */
function javaScriptForm(text: string): string {
  if (text.length === 1 || text.charCodeAt(0) !== 48) return text;
  const second = text.charCodeAt(1);
  if (second !== 120 && second !== 88) return `0o${text.slice(1)}`;
  if (text.length === 2) return '0';
  return text;
}
