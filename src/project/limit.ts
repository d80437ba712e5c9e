/**
 * Limits how much of a project file we read. These files come with a checkout, so an attacker can choose their size.
 * The largest real files have some ten thousand characters. A text beyond its limit counts as empty.
 */

/** Our own scanner takes a few milliseconds for a text of this size. */
export const LONGEST_GO = 256 * 1024;

/** The YAML library takes some 5 µs per character for the worst files. */
export const LONGEST_YAML = 64 * 1024;

/** Each line costs a few patterns at most. */
export const LONGEST_EDITOR_CONFIG = 64 * 1024;

/** The text, or an empty text if it is longer than `longest`, in UTF-16 code units. */
export function withinLimit(text: string, longest: number): string {
  if (text.length > longest) return '';
  return text;
}
