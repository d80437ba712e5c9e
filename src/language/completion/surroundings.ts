/**
 * Finds what contains the cursor, judged only by the tokens before it: the open blocks, the statement so far, and the
 * name that you are typing. The text after the cursor does not show what may come here, and a syntax error above must
 * not hide it.
 */
import { behindTextComments } from '../../syntax/lexing/textComments.ts';
import { firstTokenFrom } from '../../syntax/tree/tokenAt.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import { startsLine, withLineFeeds } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';

/** The kind of declaration that a brace belongs to. An `aggregate` is a message in text format. */
export type BlockKind = 'message' | 'enum' | 'service' | 'method' | 'oneof' | 'extend' | 'aggregate' | 'unknown';

/** A block that is still open at the cursor. */
export interface Block {
  readonly kind: BlockKind;
  /** The index of the first token of the statement that opens the block. */
  readonly from: number;
  /** The index of the block's `{` or `<`. */
  readonly open: number;
  /** The name that the block declares; for an `extend` block, the extendee as written. */
  readonly name: string;
}

/** What surrounds the cursor. All numbers are indexes of tokens. */
export interface Surroundings {
  readonly tree: SyntaxTree;
  /** The open blocks, outermost first; empty at the top level of the file. */
  readonly blocks: readonly Block[];
  /**
   * The statement before the cursor: the tokens from `from` to just before `to`, without the name that the user is
   * typing.
   */
  readonly from: number;
  readonly to: number;
  /** The tokens in comments of text format. */
  readonly comments: ReadonlySet<number>;
  readonly place: Place;
}

/** What the cursor is in: code, a string, or a place without completion, such as a comment. */
export type Place =
  | { readonly kind: 'code'; readonly typed: TypedName }
  /**
   * The cursor is in a string. `content` is the text between the quotes; `closed` says that the second quote exists.
   */
  | { readonly kind: 'string'; readonly content: Span; readonly closed: boolean }
  | { readonly kind: 'nowhere' };

/** The dotted name up to the cursor, such as `google.protobuf.Ti`. */
export interface TypedName {
  /** The part before the last dot, without this dot, such as `google.protobuf`. A leading dot stays. */
  readonly qualifier: string | undefined;
  /** The part after the last dot, such as `Ti`. */
  readonly word: string;
  readonly wordSpan: Span;
  readonly wholeSpan: Span;
}

/**
 * The surroundings of an offset, in UTF-16 code units. The text may have any errors. We read it from the beginning of
 * the file to the offset.
 */
export function surroundings(tree: SyntaxTree, offset: number): Surroundings {
  const next = firstTokenFrom(tree.tokens, offset);
  const inside = insideToken(tree, next - 1, offset);
  if (inside === 'comment') return nowhere(tree);
  if (inside === 'string') {
    return { tree, ...scan(tree, next - 1, offset), to: next - 1, place: stringPlace(tree, next - 1) };
  }
  const { typed, to } = typedName(tree, next, offset);
  const scanned = scan(tree, to, typed.wholeSpan.start);
  if (endsInTextComment(tree, scanned.comments, to, offset)) return nowhere(tree);
  return { tree, ...scanned, to, place: { kind: 'code', typed } };
}

function nowhere(tree: SyntaxTree): Surroundings {
  return { tree, blocks: [], from: 0, to: 0, comments: NO_COMMENTS, place: { kind: 'nowhere' } };
}

const NO_COMMENTS: ReadonlySet<number> = new Set();

/** Whether the cursor is in a comment of text format, which continues to the end of its line. */
function endsInTextComment(
  { text, tokens }: SyntaxTree,
  comments: ReadonlySet<number>,
  to: number,
  offset: number,
): boolean {
  return comments.has(to - 1) && !text.slice(tokens.end(to - 1), offset).includes('\n');
}

function insideToken(tree: SyntaxTree, index: number, offset: number): 'string' | 'comment' | undefined {
  const { tokens, text } = tree;
  if (
    index >= 0 &&
    tokens.kind(index) === 'string' &&
    (offset < tokens.end(index) || (offset === tokens.end(index) && !isClosed(tree, index)))
  ) {
    return 'string';
  }
  const from = index < 0 ? 0 : tokens.end(index);
  if (from <= offset && endsInComment(text.slice(from, offset))) return 'comment';
  return undefined;
}

function isClosed({ tokens, text }: SyntaxTree, index: number): boolean {
  const [start, end] = [tokens.start(index), tokens.end(index)];
  return end - start > 1 && text.charAt(end - 1) === text.charAt(start);
}

/** Whether the cursor is in a comment, given the text between the token before and the cursor. */
function endsInComment(gap: string): boolean {
  for (let at = gap.indexOf('/'); at >= 0; at = gap.indexOf('/', at)) {
    const mark = gap.startsWith('//', at) ? '\n' : '*/';
    const end = gap.indexOf(mark, at + 2);
    if (end < 0) return true;
    at = end + mark.length;
  }
  return false;
}

function stringPlace(tree: SyntaxTree, index: number): Place {
  const [start, end] = [tree.tokens.start(index), tree.tokens.end(index)];
  const closed = isClosed(tree, index);
  return { kind: 'string', content: { start: start + 1, end: closed ? end - 1 : end }, closed };
}

/**
 * The name up to the cursor. `to` is the index of the name's first token, or of the next token if the user has typed no
 * name.
 */
function typedName(tree: SyntaxTree, next: number, offset: number): { typed: TypedName; to: number } {
  const { tokens, text } = tree;
  let to = next;
  let wordStart = offset;
  const last = next - 1;
  const isWord = last >= 0 && tokens.end(last) >= offset && ['identifier', 'integer'].includes(tokens.kind(last));
  if (isWord) {
    to = last;
    wordStart = tokens.start(last);
  }
  const isDot = (index: number): boolean =>
    index >= 0 && tokens.end(index) - tokens.start(index) === 1 && text.charAt(tokens.start(index)) === '.';
  let wholeStart = wordStart;
  // By convention, a dotted name contains no blanks.
  while (isDot(to - 1) && tokens.end(to - 1) === wholeStart) {
    to--;
    wholeStart = tokens.start(to);
    if (to === 0 || tokens.kind(to - 1) !== 'identifier' || tokens.end(to - 1) !== wholeStart) break;
    to--;
    wholeStart = tokens.start(to);
  }
  const qualifier = wholeStart === wordStart ? undefined : text.slice(wholeStart, wordStart - 1);
  const typed: TypedName = {
    qualifier,
    word: text.slice(wordStart, offset),
    wordSpan: { start: wordStart, end: offset },
    wholeSpan: { start: wholeStart, end: offset },
  };
  return { typed, to };
}

interface OpenBlock extends Block {
  /**
   * The number of option brackets that were open in the outer statement when the block began. The outer statement
   * continues after a block that is a part of it.
   */
  readonly lists: number;
}

function scan(
  tree: SyntaxTree,
  to: number,
  cursor: number,
): { blocks: readonly Block[]; from: number; comments: ReadonlySet<number> } {
  const scanner = new Scanner(tree, to);
  scanner.run();
  return { blocks: scanner.blocks, from: scanner.startOfLast(cursor), comments: scanner.comments };
}

/**
 * The block that each keyword opens. It is a map, because an object would also find inherited names such as
 * `constructor`.
 */
const DECLARES: ReadonlyMap<string, BlockKind> = new Map<string, BlockKind>([
  ['message', 'message'],
  ['enum', 'enum'],
  ['service', 'service'],
  ['oneof', 'oneof'],
]);

/** A line that ends with one of these tokens continues in the next line. */
const GOES_ON = new Set([
  '=',
  '(',
  ',',
  '<',
  '[',
  '{',
  ':',
  '.',
  '-',
  'stream',
  'returns',
  'to',
  'optional',
  'required',
  'repeated',
  'reserved',
  'extensions',
  'option',
  'import',
  'public',
  'weak',
  'export',
  'local',
  'extend',
  'message',
  'enum',
  'service',
  'oneof',
  'rpc',
  'group',
  'package',
  'syntax',
  'edition',
]);

/** Counts the open brackets of a statement. A line break inside brackets does not end the statement. */
class Brackets {
  #depth = 0;

  get areClosed(): boolean {
    return this.#depth === 0;
  }

  pass(token: string): void {
    if (token === '(' || token === '[') this.#depth++;
    else if (token === ')' || token === ']') this.#depth--;
  }
}

class Scanner {
  readonly blocks: OpenBlock[] = [];
  readonly comments = new Set<number>();
  readonly #tree: SyntaxTree;
  readonly #lines: string;
  readonly #to: number;
  readonly #leftOpen: boolean;
  #from = 0;
  /** The number of open option brackets in the statement so far. */
  #lists = 0;
  /** The last value in braces. More values may follow in its list. */
  #lastValue = { close: -1, name: '' };

  constructor(tree: SyntaxTree, to: number) {
    this.#tree = tree;
    this.#lines = withLineFeeds(tree.text);
    this.#to = to;
    this.#leftOpen = tree.diagnostics.some(({ code }) => code === 'missing-brace');
  }

  run(): void {
    const { tokens, text } = this.#tree;
    for (let at = 0; at < this.#to; at++) {
      const kind = tokens.kind(at);
      if (kind === 'identifier') this.#recover(at);
      if (kind !== 'symbol') continue;
      switch (text.charAt(tokens.start(at))) {
        case '{':
          this.#open(at);
          break;
        case '}':
          this.#close(at);
          break;
        case '<':
          if (this.#isInAggregate) this.#open(at);
          break;
        case '>':
          if (this.#isInAggregate && tokens.text(this.blocks.at(-1)?.open ?? at) === '<') this.#close(at);
          break;
        case '#':
          at = this.#passComment(at) - 1;
          break;
        case '[':
          this.#lists++;
          break;
        case ']':
          this.#lists--;
          break;
        case ';':
          if (this.blocks.at(-1)?.kind !== 'aggregate') this.#begin(at + 1);
          break;
        default:
          break;
      }
    }
  }

  get #isInAggregate(): boolean {
    return this.blocks.at(-1)?.kind === 'aggregate';
  }

  /**
   * The index of the token after a comment in text format. If no comment begins at the `#`, it is the token after the
   * `#`.
   */
  #passComment(at: number): number {
    if (this.blocks.at(-1)?.kind !== 'aggregate') return at + 1;
    const { text, tokens } = this.#tree;
    const behind = behindTextComments(text, tokens, at, this.#to);
    for (let index = at; index < behind; index++) this.comments.add(index);
    return behind;
  }

  #begin(at: number): void {
    this.#from = at;
    this.#lists = 0;
  }

  /**
   * The index of the first token of the cursor's statement. It is on the cursor's line, unless the lines above continue
   * to it.
   */
  startOfLast(cursor: number): number {
    if (this.blocks.at(-1)?.kind === 'aggregate') return this.#from;
    const { tokens } = this.#tree;
    const brackets = new Brackets();
    for (let at = this.#from; at < this.#to; at++) {
      if (brackets.areClosed && this.#beginsOnItsLine(at, tokens.start(at))) this.#from = at;
      brackets.pass(tokens.text(at));
    }
    if (brackets.areClosed && this.#beginsOnItsLine(this.#to, cursor)) return this.#to;
    return this.#from;
  }

  /** Whether a token, or the cursor before it, starts a line and a new statement. */
  #beginsOnItsLine(at: number, offset: number): boolean {
    return at > this.#from && this.#startsLine(offset) && !this.#leadsOn(at);
  }

  /** Whether the token before this one requires a continuation. */
  #leadsOn(at: number): boolean {
    const { tokens } = this.#tree;
    const before = tokens.text(at - 1);
    return GOES_ON.has(before) || (before === ')' && tokens.text(this.#from) === 'rpc');
  }

  /** Lets a declaration at the start of a line end an unfinished statement before it. */
  #recover(at: number): void {
    const { tokens } = this.#tree;
    if (at === this.#from && !this.#leftOpen) return;
    const word = tokens.text(at);
    const named = tokens.kind(at + 1) === 'identifier' && tokens.end(at + 1) <= this.#tree.text.length;
    const behind = tokens.text(at + 2);
    const begins = named && ((DECLARES.has(word) && behind === '{') || (word === 'rpc' && behind === '('));
    if (!begins || !this.#startsLine(tokens.start(at))) return;
    if (this.#leftOpen && (word === 'message' || word === 'enum' || word === 'service') && this.#isAtMargin(at))
      this.blocks.length = 0;
    while (this.blocks.at(-1)?.kind === 'aggregate') this.blocks.pop();
    this.#begin(at);
  }

  #open(at: number): void {
    const { kind, name } = this.#opened(at);
    this.blocks.push({ kind, name, from: this.#from, open: at, lists: this.#lists });
    this.#begin(at + 1);
  }

  #opened(at: number): { kind: BlockKind; name: string } {
    const { tokens } = this.#tree;
    const declares = at - 2 >= this.#from ? DECLARES.get(tokens.text(at - 2)) : undefined;
    if (declares !== undefined) return { kind: declares, name: tokens.text(at - 1) };
    if (this.blocks.at(-1)?.kind === 'aggregate') return { kind: 'aggregate', name: this.#fieldBefore(at) };
    const word = (index: number): string => (index < at ? tokens.text(index) : '');
    const first = word(this.#from);
    if (first === 'option' || this.#lists > 0) return { kind: 'aggregate', name: '' };
    if (first === 'extend') return { kind: 'extend', name: this.#joined(this.#from + 1, at) };
    if (first === 'rpc') return { kind: 'method', name: word(this.#from + 1) };
    for (const group of [this.#from, this.#from + 1])
      if (word(group) === 'group') return { kind: 'message', name: word(group + 1) };
    return { kind: 'unknown', name: '' };
  }

  #joined(from: number, to: number): string {
    let text = '';
    for (let index = from; index < to; index++) text += this.#tree.tokens.text(index);
    return text;
  }

  /** The name of the field in text format whose value begins at a brace. */
  #fieldBefore(at: number): string {
    const { tokens } = this.#tree;
    const outer = this.blocks.at(-1)?.open ?? 0;
    let index = this.#before(at);
    while (index > outer && tokens.text(index) === ',') index = this.#before(index);
    // In a list, the field's name comes before the bracket and the earlier values.
    if (index === this.#lastValue.close) return this.#lastValue.name;
    if (tokens.text(index) === '[') index = this.#before(index);
    if (tokens.text(index) === ':') index = this.#before(index);
    if (tokens.text(index) !== ']') return tokens.text(index);
    const parts = [']'];
    for (
      index = this.#before(index);
      index > outer && isOfExtensionName(tokens.text(index));
      index = this.#before(index)
    )
      parts.unshift(tokens.text(index));
    return `${tokens.text(index)}${parts.join('')}`;
  }

  /** The index of the token before this one, without comments in text format. */
  #before(at: number): number {
    let index = at - 1;
    while (this.comments.has(index)) index--;
    return index;
  }

  #close(at: number): void {
    const closed = this.blocks.pop();
    this.#begin(at + 1);
    if (closed?.kind !== 'aggregate') return;
    this.#lastValue = { close: at, name: closed.name };
    // Fields in text format need no separator, so everything before a closed value is complete.
    if (this.blocks.at(-1)?.kind === 'aggregate') return;
    this.#from = closed.from;
    this.#lists = closed.lists;
  }

  #startsLine(offset: number): boolean {
    return startsLine(this.#lines, offset);
  }

  #isAtMargin(at: number): boolean {
    const start = this.#tree.tokens.start(at);
    return start === 0 || this.#lines.charAt(start - 1) === '\n';
  }
}

/** Whether the brackets of an extension's name may contain a token. */
function isOfExtensionName(text: string): boolean {
  return text === '.' || text === '/' || /^\w+$/.test(text);
}
