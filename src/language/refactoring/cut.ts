/** Finds the part of a text that belongs to a declaration, with its comments, and the part that we remove with it. */
import { commentRuns, commentSpans, isOnNextLine, type CommentSpan } from '../../syntax/lexing/commentSpans.ts';
import type { Node } from '../../syntax/tree/nodes.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import { startsLine, withLineFeeds } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';

/** A declaration that we can remove from a text. */
export interface Cut {
  /** The span from the declaration's first comment to its last one, without blanks and line breaks at its ends. */
  readonly content: Span;
  /** The span to remove: whole lines, with the blank lines that would be superfluous. */
  readonly removed: Span;
}

/**
 * The span of a declaration with its comments. As in protoc, a comment on the next line belongs to the declaration only
 * if the declaration ends in `;`.
 */
export function cutOf(tree: SyntaxTree, node: Node): Cut {
  const { start, end } = spanOf(tree, node);
  const text = withLineFeeds(tree.text);
  const content = {
    start: leadingComments(tree, text, node)[0]?.start ?? start,
    end: trailingComments(tree, text, node).at(-1)?.end ?? end,
  };
  return { content, removed: linesOf(text, content) };
}

function leadingComments(tree: SyntaxTree, text: string, node: Node): readonly CommentSpan[] {
  const run = commentRuns(text, commentSpans(tree, node.first)).at(-1) ?? [];
  const own = run.filter(({ start }) => startsLine(text, start));
  const last = run.at(-1);
  const { start } = spanOf(tree, node);
  if (last === undefined || own.at(-1) !== last) return [];
  const isDirectlyAbove = isOnNextLine(text, last, { start, end: start });
  if (isDirectlyAbove || !text.slice(last.end, start).includes('\n')) return own;
  return [];
}

function trailingComments(tree: SyntaxTree, text: string, node: Node): readonly CommentSpan[] {
  const { end } = spanOf(tree, node);
  const comments = commentSpans(tree, node.last + 1);
  const onLine = comments.filter((one) => !text.slice(end, one.end).includes('\n'));
  const last = onLine.at(-1);
  if (last !== undefined) return isLineEnd(text, last.end) ? onLine : [];
  if (tree.tokens.text(node.last) !== ';') return [];
  const [run = []] = commentRuns(text, comments);
  const [first] = run;
  const final = run.at(-1);
  if (first === undefined || final === undefined || !isOnNextLine(text, { start: end, end }, first)) return [];
  const behind = text.slice(final.end, tree.tokens.start(node.last + 1));
  const isApart = behind.split('\n').length > 2 || ['}', ''].includes(nextToken(tree, node));
  return isApart ? run : [];
}

function nextToken({ tokens }: SyntaxTree, node: Node): string {
  if (node.last + 1 >= tokens.count) return '';
  return tokens.text(node.last + 1);
}

function isLineEnd(text: string, offset: number): boolean {
  return text.slice(offset, nextLine(text, offset)).trim() === '';
}

/** The whole lines of a declaration, if they contain nothing else. One blank line stays between its neighbours. */
function linesOf(text: string, { start, end }: Span): Span {
  if (!startsLine(text, start) || !isLineEnd(text, end)) return { start, end: behindBlanks(text, end) };
  const from = lineStart(text, start);
  const to = nextLine(text, end);
  const behind = behindBlankLines(text, to);
  if (behind === text.length) return { start: beforeBlankLines(text, from), end: to };
  return { start: from, end: isFreeBefore(text, from) ? behind : to };
}

function lineStart(text: string, offset: number): number {
  if (offset === 0) return 0;
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The start of the line after an offset, or the end of the text. */
function nextLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  if (newline < 0) return text.length;
  return newline + 1;
}

function behindBlanks(text: string, offset: number): number {
  let at = offset;
  while (text.charAt(at) === ' ' || text.charAt(at) === '\t') at++;
  return at;
}

function behindBlankLines(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const next = nextLine(text, at);
    if (text.slice(at, next).trim() !== '') return at;
    at = next;
  }
  return at;
}

function beforeBlankLines(text: string, from: number): number {
  let at = from;
  while (at > 0) {
    const above = lineStart(text, at - 1);
    if (text.slice(above, at).trim() !== '') return at;
    at = above;
  }
  return at;
}

/** Whether the previous line is blank, opens a block, or does not exist. */
function isFreeBefore(text: string, from: number): boolean {
  if (from === 0) return true;
  const line = text.slice(lineStart(text, from - 1), from).trim();
  return line === '' || line.endsWith('{');
}

/** The content with another indentation on each line after the first. */
export function reindented(content: string, from: string, to: string): string {
  if (from === to) return content;
  return content
    .split('\n')
    .map((line, at) => {
      if (line.trim() === '') return line;
      const inner = at > 0 && line.startsWith(from) ? line.slice(from.length) : line;
      if (at === 0) return line;
      return to + inner;
    })
    .join('\n');
}
