/**
 * Skips comments in text format. In protoc's lexer, `#` does not start a comment, so the words of such a comment are
 * tokens up to the end of the line.
 */
import type { TokenTable } from '../tree/tree.ts';

/** Returns the index of the first token from `at` on that is not in a comment. It is `limit` at most. */
export function behindTextComments(source: string, tokens: TokenTable, at: number, limit: number): number {
  let next = at;
  while (next < limit && source.charAt(tokens.start(next)) === '#') next = nextLine(source, tokens, next, limit);
  return next;
}

function nextLine(source: string, tokens: TokenTable, at: number, limit: number): number {
  const newline = source.indexOf('\n', tokens.start(at));
  let next = at;
  while (next < limit && (newline < 0 || tokens.start(next) < newline)) next++;
  return next;
}
