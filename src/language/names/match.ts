/**
 * Rates how well the typed text matches a name: as the beginning of the name, or as the beginnings of its words.
 * Editors sort the entries again.
 */
import { isWordStart } from '../../workspace/files/letters.ts';

/**
 * The score of a name: 0 if the typed text does not match, otherwise higher for a better match. The part of `name`
 * before the index `from` does not matter.
 */
export function matchScore(typed: string, name: string, from = 0): number {
  if (typed === '') return 1;
  const first = lower(typed.charCodeAt(0));
  for (let at = from; at < name.length; at++) {
    const code = name.charCodeAt(at);
    if (lower(code) !== first || !isWordStart(code, at === from ? 0 : name.charCodeAt(at - 1))) continue;
    const alike = sameLetters(typed, name, at);
    const isWhole = alike === typed.length;
    if (isWhole && at > from) return 2;
    if (isWhole) {
      if (name.startsWith(typed, at)) return 4;
      return 3;
    }
    if (isSubsequence(typed, name, at)) return 1;
  }
  return 0;
}

/** How many letters of `typed` equal the letters of `name` from the index `at` on, ignoring case. */
function sameLetters(typed: string, name: string, at: number): number {
  let count = 0;
  while (count < typed.length && lower(typed.charCodeAt(count)) === lower(name.charCodeAt(at + count))) count++;
  return count;
}

/** Whether the typed letters occur in the name in the same order, perhaps with other letters between them. */
function isSubsequence(typed: string, name: string, from: number): boolean {
  let matched = 0;
  for (let at = from; at < name.length && matched < typed.length; at++) {
    if (lower(name.charCodeAt(at)) === lower(typed.charCodeAt(matched))) matched++;
  }
  return matched === typed.length;
}

function lower(code: number): number {
  if (code >= 65 && code <= 90) return code + 32;
  return code;
}

/** The part of a dotted name after its last dot. */
export function simpleName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** The part of a dotted name up to its last dot, with the dot. */
export function scopeOf(name: string): string {
  return name.slice(0, name.lastIndexOf('.') + 1);
}
