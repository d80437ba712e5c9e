/** Finds the comments of a text. Comments are not tokens; they are in the gaps between tokens. */
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

/**
 * Returns the comments between a token and the token before it. If `token` is the number of tokens, these are the
 * comments at the end of the text.
 */
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

/**
 * Returns the offset of the next slash before `to`. We do not use `indexOf`, because it would search far beyond the
 * gap, and again for each gap.
 */
function nextSlash(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && text.charCodeAt(at) !== SLASH) at++;
  return at;
}

/** Groups comments that readers see as one comment: each begins on the line after the previous one. */
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

/** Whether only one line break and blanks separate two spans. */
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

/** Returns the end of a block comment. A NUL ends the comment too, as in the lexer. */
function blockCommentEnd(text: string, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === NUL) return at;
    if (code === STAR && text.charCodeAt(at + 1) === SLASH) return Math.min(at + 2, to);
  }
  return to;
}
