/** Makes Markdown from untrusted text, such as comments and the names of files and types. */

/** A block of code. Its fence is longer than each run of backticks in the code, so the code cannot end the block. */
export function fenced(code: string, language: string): string {
  const fence = '`'.repeat(longestRun(code, 2) + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}

/** Code inside a line. Its marks are longer than each run of backticks in the code. A line break becomes a blank. */
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
 * Turns the pictures of a Markdown text into links. An editor fetches a picture as soon as it shows the text, so the
 * picture's server would learn who reads the comment. We put a zero-width character between `!` and `[`.
 */
export function withoutPictures(markdown: string): string {
  return markdown.replaceAll('![', '!\u200b[');
}
