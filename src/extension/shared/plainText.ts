/**
 * Makes text from outside safe for places where VS Code interprets text: a notification shows `[words](command:…)` as a
 * link that runs a command.
 */
import { visible } from '../../base/strings.ts';

/**
 * Returns the text in one line, without working links and with control characters as escapes. The words stay readable.
 */
export function plainText(text: string): string {
  return visible(text.replace(/[\r\n\t]+/g, ' ').replaceAll('](', '] ('));
}

/** Returns plain text for the status bar, where VS Code would show `$(name)` as an icon. */
export function statusText(text: string): string {
  return plainText(text).replaceAll('$(', '$ (');
}
