/**
 * Stores the letters of names as bits. Each key that the user types starts a search through all names, and the letters
 * alone rule out most of them. We compute the bits when we read a file, so the user does not wait for them.
 */

/** Returns the bit of a letter, whatever its case. All other characters share the remaining six bits. */
export function letterBit(code: number): number {
  const lower = code | 32;
  if (lower >= 97 && lower <= 122) return 1 << (lower - 97);
  return 1 << (26 + (code % 6));
}

/** Returns two numbers per name: the first letters of the words in its last part, and all letters of that part. */
export function lettersOf(names: readonly { readonly name: string }[]): Int32Array {
  const letters = new Int32Array(2 * names.length);
  for (const [index, { name }] of names.entries()) {
    let [starts, all, before] = [0, 0, 0];
    for (let at = name.lastIndexOf('.') + 1; at < name.length; at++) {
      const code = name.charCodeAt(at);
      const bit = letterBit(code);
      all |= bit;
      if (isWordStart(code, before)) starts |= bit;
      before = code;
    }
    letters[2 * index] = starts;
    letters[2 * index + 1] = all;
  }
  return letters;
}

/** Whether a letter begins a word. `before` is the letter before it, or 0 if there is none. */
export function isWordStart(code: number, before: number): boolean {
  return before === 0 || isBetweenWords(before) || (isUpper(code) && !isUpper(before));
}

/** Whether a character separates words: `.`, `/`, `-` or `_`. */
function isBetweenWords(code: number): boolean {
  return code === 0x2e || code === 0x2f || code === 0x2d || code === 0x5f;
}

function isUpper(code: number): boolean {
  return code >= 65 && code <= 90;
}
