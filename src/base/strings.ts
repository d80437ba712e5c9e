/**
 * Pieces of a text that outlive it. Engines make a slice of a long string by pointing into it, so that one
 * kept name would keep the whole text of its file.
 */

/** The same string, as a copy of its own. */
export function detached(piece: string): string {
  // Joining writes the parts into a new string. Short slices are copies already.
  if (piece.length < 13) return piece;
  return [piece.slice(0, 12), piece.slice(12)].join('');
}

const SLOTS = 1 << 15;
const MAX_LENGTH = 96;

/** Strings that were seen lately, each in the one slot that its characters lead to. */
const seen = new Array<string>(SLOTS).fill('');

/** A piece of a text as a string of its own; mostly one that was made before, since names come again and again. */
export function sharedPiece(text: string, start: number, end: number): string {
  if (end - start > MAX_LENGTH) return detached(text.slice(start, end));
  let hash = 0;
  for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
  const known = seen[slot] ?? '';
  if (known.length === end - start && text.startsWith(known, start)) return known;
  return (seen[slot] = detached(text.slice(start, end)));
}

/** A text without these characters at its end. An expression such as `/x+$/` would begin anew at each `x`. */
export function withoutTail(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** Control and format characters as escapes, so that a foreign text cannot pose as several lines or turn their order. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`);
}
