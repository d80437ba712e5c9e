/**
 * Copies pieces of a text that outlive it. Engines make a slice of a long string by a pointer into it, so one slice
 * would keep the whole text of a file in memory.
 */

/** The same string, as a separate copy. */
export function detached(piece: string): string {
  // Joining writes the parts into a new string. Short slices are copies already.
  if (piece.length < 13) return piece;
  return [piece.slice(0, 12), piece.slice(12)].join('');
}

const SLOTS = 1 << 15;
const MAX_LENGTH = 96;

/** Recently seen strings. Each string has only one slot, which its characters decide. */
const seen = new Array<string>(SLOTS).fill('');

/**
 * A piece of a text as a separate string. It is often an existing string, because the same names come again and again.
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

/** Orders texts by their UTF-16 code units, for `sort`. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  if (a < b) return -1;
  return 1;
}

/** A text without these characters at its end. An expression such as `/x+$/` would start again at each `x`. */
export function withoutTail(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/**
 * Escapes control and format characters, so that a foreign text cannot look like several lines or reverse their order.
 */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`);
}
