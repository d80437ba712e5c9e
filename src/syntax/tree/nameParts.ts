/** Splits a dotted name in the text into its parts. */
import type { Span } from '../../text/span.ts';
import { firstTokenFrom } from './tokenAt.ts';
import type { SyntaxTree } from './tree.ts';

/** Returns the spans of the parts of a dotted name. Blanks and comments may separate the parts. */
export function nameParts({ tokens }: SyntaxTree, { start, end }: Span): readonly Span[] {
  const parts: Span[] = [];
  for (let at = firstTokenFrom(tokens, start); at < tokens.count && tokens.start(at) < end; at++)
    if (tokens.kind(at) === 'identifier') parts.push({ start: tokens.start(at), end: tokens.end(at) });
  return parts;
}
