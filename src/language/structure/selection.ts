/**
 * The steps of "Expand Selection": a word, a type, a field, the contents of a block, the block, the declaration, the
 * declaration with its comment, up to the file.
 */
import { commentRuns, commentSpans, isOnNextLine, type CommentSpan } from '../../syntax/lexing/commentSpans.ts';
import type { Node, OptionNode } from '../../syntax/tree/nodes.ts';
import { firstTokenFrom } from '../../syntax/tree/tokenAt.ts';
import { spanOf, type SyntaxTree, type TokenTable } from '../../syntax/tree/tree.ts';
import { nodePathAt } from '../../syntax/tree/walk.ts';
import { spanTouches, type Span } from '../../text/span.ts';

/**
 * The spans that contain an offset, innermost first; each span is larger than the one before. The last span is the
 * whole text.
 */
export function selectionSpans(tree: SyntaxTree, at: number): readonly Span[] {
  const offset = Math.max(0, Math.min(at, tree.text.length));
  if (tree.text === '') return [{ start: 0, end: 0 }];
  const path = nodePathAt(tree, offset);
  const nested = [
    ...tokenSpans(tree, offset),
    ...commentSpansAt(tree, offset),
    ...path.flatMap((node) => nodeSpans(tree, node)),
    { start: 0, end: tree.text.length },
  ];
  return growing(nested.filter((span) => span.start < span.end && spanTouches(span, offset)));
}

/** The spans, sorted by length. Each of them contains the one before; we leave out all others. */
function growing(spans: readonly Span[]): readonly Span[] {
  const chain: Span[] = [];
  for (const span of spans.toSorted((a, b) => lengthOf(a) - lengthOf(b))) {
    const inner = chain.at(-1);
    if (inner === undefined || isInside(inner, span)) chain.push(span);
  }
  return chain;
}

function lengthOf({ start, end }: Span): number {
  return end - start;
}

function isInside(inner: Span, { start, end }: Span): boolean {
  return start <= inner.start && inner.end <= end && (start < inner.start || inner.end < end);
}

/** The word, number or string at the cursor. We skip a bracket, because a step that selects one bracket is useless. */
function tokenSpans({ tokens }: SyntaxTree, offset: number): readonly Span[] {
  const next = firstTokenFrom(tokens, offset);
  const token = [next - 1, next].find((at) => at >= 0 && at < tokens.count && isWordAt(tokens, at, offset));
  if (token === undefined) return [];
  const span = { start: tokens.start(token), end: tokens.end(token) };
  if (tokens.kind(token) === 'string') return [insideQuotes(tokens.text(token), span), span];
  return [span];
}

function isWordAt(tokens: TokenTable, token: number, offset: number): boolean {
  return tokens.kind(token) !== 'symbol' && tokens.start(token) <= offset && offset <= tokens.end(token);
}

function insideQuotes(literal: string, { start, end }: Span): Span {
  const isClosed = literal.length > 1 && literal.endsWith(literal.charAt(0));
  return { start: start + 1, end: isClosed ? end - 1 : end };
}

/**
 * The spans of the comment at the cursor: its text, the comment, the comments that it continues, and the declaration
 * that it belongs to.
 */
function commentSpansAt(tree: SyntaxTree, offset: number): readonly Span[] {
  const next = firstTokenFrom(tree.tokens, offset);
  const run = commentRuns(tree.text, commentSpans(tree, next)).find((comments) =>
    comments.some((comment) => spanTouches(comment, offset)),
  );
  const comment = run?.find((one) => spanTouches(one, offset));
  if (run === undefined || comment === undefined) return [];
  const whole = { start: run[0]?.start ?? comment.start, end: run.at(-1)?.end ?? comment.end };
  const documented = nodePathAt(tree, startOf(tree, next)).find(({ kind, first }) => kind !== 'file' && first === next);
  return [insideMarkers(tree.text, comment), comment, whole, ...withComment(tree, documented)];
}

function startOf({ text, tokens }: SyntaxTree, token: number): number {
  if (token < tokens.count) return tokens.start(token);
  return text.length;
}

function insideMarkers(text: string, { kind, start, end }: CommentSpan): Span {
  const written = text.slice(start, end);
  if (kind === 'line') return trimmed(text, { start: start + 2, end });
  return trimmed(text, { start: start + 2, end: written.length >= 4 && written.endsWith('*/') ? end - 2 : end });
}

/** The spans of a node: the node, its block, and the node with the comment above it. */
function nodeSpans(tree: SyntaxTree, node: Node): readonly Span[] {
  if (node.kind === 'file' || node.last < node.first) return [];
  const own = spanOf(tree, node);
  return [own, ...blocksOf(tree, node).flatMap((block) => blockSpans(tree, block)), ...withComment(tree, node)];
}

function withComment(tree: SyntaxTree, node: Node | undefined): readonly Span[] {
  if (node === undefined || node.last < node.first) return [];
  const own = spanOf(tree, node);
  const run = commentRuns(tree.text, commentSpans(tree, node.first)).at(-1);
  const [first, last] = [run?.[0], run?.at(-1)];
  if (first === undefined || last === undefined || !isOnNextLine(tree.text, last, own)) return [];
  return [{ start: first.start, end: own.end }];
}

/** A pair of brackets, as indexes of tokens. The second bracket may be missing in an unfinished text. */
interface Block {
  readonly open: number;
  readonly close: number | undefined;
}

function blocksOf(tree: SyntaxTree, node: Node): readonly Block[] {
  switch (node.kind) {
    case 'message':
    case 'enum':
    case 'service':
    case 'oneof':
    case 'extend':
    case 'method':
      return present(itemBlock(tree, node, node.items));
    case 'field':
      return present(optionBlock(tree, node.options), itemBlock(tree, node, node.group));
    case 'enumValue':
    case 'extensions':
      return present(optionBlock(tree, node.options));
    case 'aggregate':
    case 'list':
      return present(bracketed(tree, node.first, node.last));
    default:
      return [];
  }
}

function present(...blocks: readonly (Block | undefined)[]): readonly Block[] {
  return blocks.filter((block) => block !== undefined);
}

/** The block of a declaration. Its first item follows the opening brace. */
function itemBlock(tree: SyntaxTree, node: Node, items: readonly Node[] | undefined): Block | undefined {
  if (items === undefined) return undefined;
  const open = items[0] === undefined ? lastIndexOf(tree, '{', node) : items[0].first - 1;
  return bracketed(tree, open, node.last);
}

function lastIndexOf({ tokens }: SyntaxTree, bracket: string, { first, last }: Node): number {
  let at = last;
  while (at > first && tokens.text(at) !== bracket) at--;
  return at;
}

/** The brackets around the option list of a field. */
function optionBlock(tree: SyntaxTree, options: readonly OptionNode[]): Block | undefined {
  const [first, last] = [options[0], options.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return bracketed(tree, first.first - 1, last.last + 1);
}

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['{', '}'],
  ['[', ']'],
  ['<', '>'],
]);

function bracketed({ tokens }: SyntaxTree, open: number, close: number): Block | undefined {
  const closing = open < 0 || open >= tokens.count ? undefined : CLOSING.get(tokens.text(open));
  if (closing === undefined) return undefined;
  const isClosed = close > open && close < tokens.count && tokens.text(close) === closing;
  return { open, close: isClosed ? close : undefined };
}

/** The text between the brackets without the blanks at both ends, and the text with the brackets. */
function blockSpans({ text, tokens }: SyntaxTree, { open, close }: Block): readonly Span[] {
  if (close === undefined) return [];
  const between = { start: tokens.end(open), end: tokens.start(close) };
  return [trimmed(text, between), { start: tokens.start(open), end: tokens.end(close) }];
}

function trimmed(text: string, { start, end }: Span): Span {
  let [from, to] = [start, end];
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return { start: from, end: to };
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}
