/**
 * Limits how much of a project file we read. The files are part of a checkout, so an attacker can choose their size.
 * The largest real files have some ten thousand characters. We treat a text above its limit as empty.
 */

/** The largest go.mod or go.work that we read, in UTF-16 code units. Our scanner takes a few milliseconds for it. */
export const LONGEST_GO = 256 * 1024;

/** The largest YAML file that we read, in UTF-16 code units. The YAML library takes up to 5 µs per code unit. */
export const LONGEST_YAML = 64 * 1024;

/**
 * The largest `.editorconfig` that we read, in UTF-16 code units. Each line costs a few regular expressions at most.
 */
export const LONGEST_EDITOR_CONFIG = 64 * 1024;

/** Returns the text, or an empty text if it has more than `longest` UTF-16 code units. */
export function withinLimit(text: string, longest: number): string {
  if (text.length > longest) return '';
  return text;
}
