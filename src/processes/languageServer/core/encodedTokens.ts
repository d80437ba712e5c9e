/**
 * Encodes semantic tokens as LSP requires: five numbers per token, with each position relative to the previous token.
 */
import { modifiersOfStyle, typeOfStyle, type TokenStyles } from '../../../language/navigation/semanticTokens.ts';
import { firstTokenFrom } from '../../../syntax/tree/tokenAt.ts';
import type { SyntaxTree } from '../../../syntax/tree/tree.ts';
import type { LineIndex } from '../../../text/lines.ts';
import type { Span } from '../../../text/span.ts';

const NUMBERS_PER_TOKEN = 5;

/** Returns the numbers of the tokens that start in a span. */
export function encodedTokens(tree: SyntaxTree, styles: TokenStyles, lines: LineIndex, within: Span): Uint32Array {
  const { tokens } = tree;
  const first = firstTokenFrom(tokens, within.start);
  const end = firstTokenFrom(tokens, within.end);
  const numbers = new Uint32Array(NUMBERS_PER_TOKEN * countOf(styles, first, end));
  let line = lines.lineAt(within.start);
  let [lastLine, lastCharacter, at] = [0, 0, 0];
  for (let token = first; token < end; token++) {
    const style = styles[token] ?? 0;
    if (style === 0) continue;
    const start = tokens.start(token);
    while (line + 1 < lines.lineCount && lines.lineStart(line + 1) <= start) line++;
    const character = start - lines.lineStart(line);
    numbers[at++] = line - lastLine;
    numbers[at++] = line === lastLine ? character - lastCharacter : character;
    numbers[at++] = tokens.end(token) - start;
    numbers[at++] = typeOfStyle(style);
    numbers[at++] = modifiersOfStyle(style);
    [lastLine, lastCharacter] = [line, character];
  }
  return numbers;
}

function countOf(styles: TokenStyles, first: number, end: number): number {
  let count = 0;
  for (let token = first; token < end; token++) if (styles[token] !== 0) count++;
  return count;
}

/** An edit that replaces some of the numbers. */
export interface TokensEdit {
  readonly start: number;
  readonly deleteCount: number;
  readonly data: Uint32Array;
}

/** Returns the smallest edit that changes `before` to `after`. It is undefined if the numbers are the same. */
export function tokensEdit(before: Uint32Array, after: Uint32Array): TokensEdit | undefined {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  if (start === before.length && start === after.length) return undefined;
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  return { start, deleteCount: before.length - same - start, data: after.subarray(start, after.length - same) };
}
