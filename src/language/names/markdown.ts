/** Makes Markdown from untrusted text: comments, names of files and types. */

/** A block of code. Its fence is longer than each run of backticks in it, so no text can end it. */
export function fenced(code: string, language: string): string {
  let longest = 2;
  for (const [run] of code.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}

/**
 * The Markdown with its pictures turned into links. An editor fetches a picture as soon as it shows it, so the
 * picture's server would see who reads the comment. A character without width separates `!` and `[` in each kind of
 * Markdown picture.
 */
export function withoutPictures(markdown: string): string {
  return markdown.replaceAll('![', '!\u200b[');
}
