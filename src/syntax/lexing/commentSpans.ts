/** Where the comments of a text are. Comments are no tokens: they stand in the gaps between tokens. */
import type { Span } from '../../text/span.ts';
import type { SyntaxTree } from '../tree/tree.ts';

/** One comment with its markers. The span of a line comment ends before the line break. */
export interface CommentSpan extends Span {
  readonly kind: 'line' | 'block';
}

const NONE: readonly CommentSpan[] = [];
const NUL = 0;
const NEWLINE = 10;
const RETURN = 13;
const STAR = 42;
const SLASH = 47;

/** The comments between a token and its predecessor. For the number of tokens, it is the gap at the end of the text. */
export function commentSpans(tree: SyntaxTree, token: number): readonly CommentSpan[] {
  const { text, tokens } = tree;
  const from = token === 0 ? 0 : tokens.end(token - 1);
  const to = token < tokens.count ? tokens.start(token) : text.length;
  let at = nextSlash(text, from, to);
  if (at === to) return NONE;
  const found: CommentSpan[] = [];
  while (at < to) {
    const comment = commentAt(text, at, to);
    if (comment !== undefined) found.push(comment);
    at = nextSlash(text, comment?.end ?? at + 1, to);
  }
  return found;
}

/** Searches only inside the gap. The next slash of the text may be far away, and each gap would search for it again. */
function nextSlash(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && text.charCodeAt(at) !== SLASH) at++;
  return at;
}

/** Comments that belong together as readers see them: each begins on the line after the one before. */
export function commentRuns(text: string, comments: readonly CommentSpan[]): readonly (readonly CommentSpan[])[] {
  const runs: CommentSpan[][] = [];
  for (const comment of comments) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && isOnNextLine(text, last, comment)) run.push(comment);
    else runs.push([comment]);
  }
  return runs;
}

/** Whether nothing but one line break and blanks separate two spans. */
export function isOnNextLine(text: string, { end }: Span, { start }: Span): boolean {
  return ONE_BREAK.test(text.slice(end, start));
}

const ONE_BREAK = /^[^\S\r\n]*(?:\r\n|\n|\r)[^\S\r\n]*$/;

function commentAt(text: string, start: number, to: number): CommentSpan | undefined {
  switch (text.charCodeAt(start + 1)) {
    case SLASH:
      return { kind: 'line', start, end: lineCommentEnd(text, start + 2, to) };
    case STAR:
      return { kind: 'block', start, end: blockCommentEnd(text, start + 2, to) };
    default:
      return undefined;
  }
}

function lineCommentEnd(text: string, from: number, to: number): number {
  let end = from;
  while (end < to && text.charCodeAt(end) !== NEWLINE && text.charCodeAt(end) !== NUL) end++;
  if (end > from && text.charCodeAt(end - 1) === RETURN) return end - 1;
  return end;
}

/** A NUL ends a comment, as for the lexer. */
function blockCommentEnd(text: string, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === NUL) return at;
    if (code === STAR && text.charCodeAt(at + 1) === SLASH) return Math.min(at + 2, to);
  }
  return to;
}
