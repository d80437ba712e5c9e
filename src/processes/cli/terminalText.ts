/**
 * Makes untrusted text safe for a terminal, a log or a build server. Such text comes from file names, options and
 * servers. It could otherwise move the cursor, colour a forged line, reverse the order of words, or give a command to a
 * build server.
 */

/**
 * Matches control characters other than line breaks and tabs, characters that change the order of words, and invisible
 * characters.
 */
const ACTING =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\udb40[\udc00-\udc7f]/g;

/**
 * Replaces each such character with a JSON escape. JSON stays valid, because only its strings can contain these
 * characters.
 */
export function forTerminal(text: string): string {
  return text.replace(ACTING, escaped);
}

/** Makes untrusted text safe, and keeps it on one line. */
export function oneLine(text: string): string {
  return forTerminal(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

function escaped(characters: string): string {
  return Array.from({ length: characters.length }, (_, i) => {
    const code = characters.charCodeAt(i).toString(16).padStart(4, '0');
    return `\\u${code}`;
  }).join('');
}
