/**
 * Copies and compares strings. JavaScript engines store a slice of a long string as a pointer into that string. So one
 * short slice without a copy would keep the text of a whole file in memory.
 */

/** Returns the same string as a separate copy. */
export function detached(piece: string): string {
  // `join` writes the parts into a new string. Engines copy a slice that is shorter than 13 characters anyway.
  if (piece.length < 13) return piece;
  return [piece.slice(0, 12), piece.slice(12)].join('');
}

const SLOTS = 1 << 15;
const MAX_LENGTH = 96;

/**
 * Strings that `sharedPiece` returned recently. The hash of a string decides its slot, and each slot has one string.
 */
const seen = new Array<string>(SLOTS).fill('');

/**
 * Returns a piece of a text as a separate string. The same names occur many times, so it reuses an earlier copy if it
 * can.
 */
export function sharedPiece(text: string, start: number, end: number): string {
  if (end - start > MAX_LENGTH) return detached(text.slice(start, end));
  let hash = 0;
  for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
  const known = seen[slot] ?? '';
  if (known.length === end - start && text.startsWith(known, start)) return known;
  return (seen[slot] = detached(text.slice(start, end)));
}

/** Compares two texts by their UTF-16 code units, for `sort`. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  if (a < b) return -1;
  return 1;
}

/**
 * Removes the given characters from the end of a text in linear time. A regular expression such as `/x+$/` would start
 * again at each `x`.
 */
export function withoutTail(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/**
 * Escapes control and format characters. With them, an untrusted text could look like several lines or reverse its
 * order.
 */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`);
}
