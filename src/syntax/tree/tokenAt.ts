/** Finds tokens by their offset in the text. */
import type { TokenTable } from './tree.ts';

/** Returns the index of the first token that starts at or after `offset`, or the number of tokens if there is none. */
export function firstTokenFrom(tokens: TokenTable, offset: number): number {
  let low = 0;
  let high = tokens.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens.start(middle) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
