/**
 * Foreign text as a terminal, a log or a build server may have it: file names, options, and what a server says could
 * otherwise move the cursor, colour a forged line, turn the order of words, or give a build server an order.
 */

/** Control characters but for line breaks and tabs, what turns the order of words, and characters that nobody sees. */
const ACTING =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\udb40[\udc00-\udc7f]/g;

/** The text with each character that acts as a JSON escape. JSON stays JSON: there they only stand in strings. */
export function forTerminal(text: string): string {
  return text.replace(ACTING, escaped);
}

/** A piece of foreign text that is to stay in its line. */
export function oneLine(text: string): string {
  return forTerminal(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

function escaped(characters: string): string {
  return Array.from({ length: characters.length }, (_, i) => {
    const code = characters.charCodeAt(i).toString(16).padStart(4, '0');
    return `\\u${code}`;
  }).join('');
}
