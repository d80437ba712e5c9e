/**
 * Compares formatted text with the original before an editor gets it: the tokens and the comments must be the same. A
 * formatter that loses a comment or joins two tokens damages files, and users do not read each changed line.
 */
import { parse } from '../../syntax/parser.ts';
import { lex } from '../../syntax/lexing/lexer.ts';
import type { Node } from '../../syntax/tree/nodes.ts';
import type { SyntaxTree, TokenTable } from '../../syntax/tree/tree.ts';
import { Gaps } from './gaps.ts';
import { DROPPED, MARK, tokenMarks } from './marks.ts';
import { inFormattedOrder } from './order.ts';

/**
 * Whether a formatted text says the same as a tree. Only the marked tokens and the order of the file's statements may
 * differ.
 */
export function saysTheSame(tree: SyntaxTree, marks: Uint8Array, formatted: string, isSorted: boolean): boolean {
  const { tokens, errors } = lex(formatted);
  if (errors.length > 0) return false;
  const expected = isSorted ? sortedTokens(tree) : allTokens(tree);
  // Only a tree shows which words are in comments of text format, so we parse the formatted text.
  if (hasTextComments(marks)) return saysTheSameAs(tree, marks, parse(formatted), expected);
  if (!areTokensEqual(tree, marks, expected, tokens)) return false;
  const after: SyntaxTree = { ...tree, text: formatted, tokens };
  return areEqual(commentsOf(tree), commentsOf(after));
}

function saysTheSameAs(tree: SyntaxTree, marks: Uint8Array, after: SyntaxTree, expected: readonly number[]): boolean {
  const words = textCommentsOf(marks);
  const wordsAfter = textCommentsOf(tokenMarks(after));
  if (!areTokensEqual(tree, marks, expected, after.tokens, wordsAfter)) return false;
  const count = tree.tokens.count;
  return areEqual(commentsOf(tree, 0, count, words), commentsOf(after, 0, after.tokens.count, wordsAfter));
}

/** The marks of comments in text format, without all other marks. */
function textCommentsOf(marks: Uint8Array): Uint8Array {
  return marks.map((mark) => mark & MARK.textComment);
}

function hasTextComments(marks: Uint8Array): boolean {
  return marks.some((mark) => (mark & MARK.textComment) !== 0);
}

/** Whether the formatted text of one statement says the same as its node. */
export function statementSaysTheSame(tree: SyntaxTree, marks: Uint8Array, node: Node, formatted: string): boolean {
  // Only a tree shows which words are in comments of text format, but one statement alone may not parse.
  if (hasTextComments(marks)) return false;
  const { tokens, errors } = lex(formatted);
  const expected = Array.from({ length: node.last - node.first + 1 }, (_, at) => node.first + at);
  if (errors.length > 0 || !areTokensEqual(tree, marks, expected, tokens)) return false;
  const after: SyntaxTree = { ...tree, text: formatted, tokens };
  return areEqual(commentsOf(tree, node.first + 1, node.last), commentsOf(after, 1, tokens.count - 1));
}

function allTokens({ tokens }: SyntaxTree): readonly number[] {
  return Array.from({ length: tokens.count }, (_, at) => at);
}

function sortedTokens(tree: SyntaxTree): readonly number[] {
  const sorted: number[] = [];
  for (const { first, last } of inFormattedOrder(tree)) for (let at = first; at <= last; at++) sorted.push(at);
  // All other tokens must belong to empty statements, which formatted text does not have.
  const empty = tree.root.items.filter(({ kind }) => kind === 'empty');
  const left = empty.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  return sorted.length + left === tree.tokens.count ? sorted : [];
}

function areTokensEqual(
  tree: SyntaxTree,
  marks: Uint8Array,
  expected: readonly number[],
  found: TokenTable,
  words: Uint8Array = new Uint8Array(),
): boolean {
  const kept = Array.from({ length: found.count }, (_, at) => at).filter((at) => (words[at] ?? 0) === 0);
  const textAt = (place: number): string => found.text(kept[place] ?? found.count);
  let at = 0;
  for (const token of expected) {
    const mark = marks[token] ?? 0;
    if ((mark & DROPPED) !== 0) continue;
    if ((mark & MARK.colonBefore) !== 0 && textAt(at++) !== ':') return false;
    if (textAt(at++) !== writtenText(tree.tokens.text(token), mark)) return false;
  }
  return at === kept.length;
}

function writtenText(text: string, mark: number): string {
  if ((mark & MARK.angle) === 0) return text;
  return text === '<' ? '{' : '}';
}

/** The words of each comment. They are sorted, because statements may move together with their comments. */
function commentsOf(
  tree: SyntaxTree,
  first = 0,
  last = tree.tokens.count,
  marks: Uint8Array = new Uint8Array(tree.tokens.count),
): readonly string[] {
  const gaps = new Gaps(tree, marks);
  const comments: string[] = [];
  for (let at = gaps.kept(first); at <= last; at = gaps.kept(at + 1)) {
    const { trailing, leading } = gaps.before(at);
    for (const { text } of trailing) comments.push(words(text));
    for (const { text } of leading) comments.push(words(text));
  }
  return comments.sort();
}

/** The words of a comment, without its markers and the whitespace at the ends of its lines. */
function words(comment: string): string {
  if (comment.startsWith('#')) return comment.trim();
  const text = comment.startsWith('//') ? comment.slice(2) : comment.slice(2, -2);
  return text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();
}

function areEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((comment, at) => comment === b[at]);
}
