/**
 * How much of a project file we read. These files come with a checkout, so their size is an attacker's choice: the
 * largest that people keep have some ten thousand characters, and a text beyond its limit counts as empty.
 */

/** Our own scanner takes a few milliseconds for that much. */
export const LONGEST_GO = 256 * 1024;

/** The YAML library takes some 5 µs per character of its worst texts. */
export const LONGEST_YAML = 64 * 1024;

/** The text, or an empty one if it is longer than `longest`, in UTF-16 code units. */
export function withinLimit(text: string, longest: number): string {
  if (text.length > longest) return '';
  return text;
}
