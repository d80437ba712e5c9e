/** Makes Markdown from untrusted text: comments, names of files and types. */

/** A block of code. Its fence is longer than each run of backticks in it, so no text can end it. */
export function fenced(code: string, language: string): string {
  const fence = '`'.repeat(longestRun(code, 2) + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}

/** Code inside a line. Its marks are longer than each run of backticks in it; a line break becomes a blank. */
export function inlineCode(code: string): string {
  const marks = '`'.repeat(longestRun(code, 0) + 1);
  const text = code.replaceAll(/[\r\n]/g, ' ');
  const needsBlanks = text.startsWith('`') || text.endsWith('`') || text.trim() === '';
  return needsBlanks ? `${marks} ${text} ${marks}` : `${marks}${text}${marks}`;
}

function longestRun(code: string, atLeast: number): number {
  let longest = atLeast;
  for (const [run] of code.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}

/**
 * The Markdown with its pictures turned into links. An editor fetches a picture as soon as it shows it, so the
 * picture's server would see who reads the comment. A character without width separates `!` and `[` in each kind of
 * Markdown picture.
 */
export function withoutPictures(markdown: string): string {
  return markdown.replaceAll('![', '!\u200b[');
}
