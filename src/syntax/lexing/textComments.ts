/**
 * Comments in text format. protoc's lexer does not know `#`, so a comment is a series of tokens up to the end of its
 * line.
 */
import type { TokenTable } from '../tree/tree.ts';

/** Index of the first token from `at` on that is not in a comment, at most `limit`. */
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
