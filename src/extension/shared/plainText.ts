/**
 * Makes foreign text safe for places in which VS Code interprets it: a notification shows `[words](command:…)` as a
 * link that runs a command.
 */
import { visible } from '../../base/strings.ts';

/** The text with its links taken apart, in one line, and control characters as escapes. The words stay readable. */
export function plainText(text: string): string {
  return visible(text.replace(/[\r\n\t]+/g, ' ').replaceAll('](', '] ('));
}

/** The same for the status bar, where `$(name)` is an icon. */
export function statusText(text: string): string {
  return plainText(text).replaceAll('$(', '$ (');
}
