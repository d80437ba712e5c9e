/**
 * Reads the comments and blank lines between two tokens that formatted text keeps. Each comment either trails the token
 * before it or leads to the token after it.
 */
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import { DROPPED, MARK } from './marks.ts';

/** One comment, including its markers. */
export interface GapComment {
  readonly text: string;
  /** Whether the comment ends with its line: `// …`, or `# …` in text format. */
  readonly isLine: boolean;
  /** Whether an empty line precedes the comment. */
  readonly blankBefore: boolean;
  /** Whether whitespace precedes the comment. */
  readonly spaceBefore: boolean;
  /** Whether a line break precedes the comment. */
  readonly lineBefore: boolean;
}

/** The comments and the whitespace between two kept tokens. */
export interface Gap {
  readonly trailing: readonly GapComment[];
  readonly leading: readonly GapComment[];
  /** Whether an empty line directly precedes the second token. */
  readonly blankAfter: boolean;
  /** Whether whitespace without a line break directly precedes the second token. */
  readonly spaceAfter: boolean;
}

const EMPTY: Gap = { trailing: [], leading: [], blankAfter: false, spaceAfter: false };
const BLANK: Gap = { ...EMPTY, blankAfter: true };

const LINE_FEED = 10;
const SLASH = 47;
const BYTE_ORDER_MARK = 0xfeff;

/** The gaps of one text. We read each gap only when it is needed. */
export class Gaps {
  readonly #tree: SyntaxTree;
  readonly #marks: Uint8Array;
  readonly #moved: ReadonlyMap<number, Gap>;
  #lastIndex = -1;
  #last: Gap = EMPTY;

  /** `moved` maps the index of a token to the gap before it, if sorting has moved comments into or out of this gap. */
  constructor(tree: SyntaxTree, marks: Uint8Array, moved: ReadonlyMap<number, Gap> = new Map()) {
    this.#tree = tree;
    this.#marks = marks;
    this.#moved = moved;
  }

  /** The index of the first kept token from an index on; the number of tokens if there is none. */
  kept(from: number): number {
    let at = from;
    while (at < this.#tree.tokens.count && this.#isDropped(at)) at++;
    return at;
  }

  /** The index of the last kept token before an index; -1 if there is none. */
  keptBefore(index: number): number {
    let at = index - 1;
    while (at >= 0 && this.#isDropped(at)) at--;
    return at;
  }

  /** The gap before a kept token, or before the end of the text. */
  before(index: number): Gap {
    if (index !== this.#lastIndex) {
      this.#last = this.#moved.get(index) ?? this.#read(index);
      this.#lastIndex = index;
    }
    return this.#last;
  }

  /** Whether there are comments between two kept tokens. */
  hasComments(first: number, last: number): boolean {
    for (let at = this.kept(first + 1); at <= last; at = this.kept(at + 1)) {
      const gap = this.before(at);
      if (gap.leading.length + gap.trailing.length > 0) return true;
    }
    return false;
  }

  #isDropped(index: number): boolean {
    return ((this.#marks[index] ?? 0) & DROPPED) !== 0;
  }

  #read(index: number): Gap {
    const { text, tokens } = this.#tree;
    const previous = this.keptBefore(index);
    // Most gaps are empty or a single character, so we do not read them.
    if (previous === index - 1 && previous >= 0 && tokens.start(index) - tokens.end(previous) < 2) return EMPTY;
    const start = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
    const reader = new GapReader(text, previous < 0 ? start : tokens.end(previous));
    for (let at = previous + 1; at < index; at++) {
      const mark = this.#marks[at] ?? 0;
      if (reader.hasRead(tokens.start(at))) continue;
      reader.readTo(tokens.start(at));
      if ((mark & MARK.textComment) !== 0) reader.textComment();
      else reader.skip(tokens.end(at), (mark & MARK.separator) !== 0);
    }
    reader.readTo(tokens.start(index));
    if (reader.comments.length === 0) return reader.blank ? BLANK : EMPTY;
    const trailing = previous < 0 ? 0 : reader.trailing(index >= tokens.count || this.#claims(previous, index));
    return {
      trailing: reader.comments.slice(0, trailing),
      leading: reader.comments.slice(trailing),
      blankAfter: reader.blank,
      spaceAfter: reader.space,
    };
  }

  /** Whether comments after a token belong to it even if the next token is on the same line. */
  #claims(previous: number, next: number): boolean {
    const before = this.#tree.tokens.text(previous);
    const after = this.#tree.tokens.text(next);
    if (before === ';' || before === ',') return !CLOSERS.has(after);
    return BLOCK_ENDS.has(before) && !CONTINUES.has(after);
  }
}

const CLOSERS: ReadonlySet<string> = new Set(['}', ']', '>', ')']);
const BLOCK_ENDS: ReadonlySet<string> = new Set(['}', ']', '>']);
/** Tokens that continue a statement after a bracket, or end the list that contains the bracket. */
const CONTINUES: ReadonlySet<string> = new Set([';', ',', ']', ':', '.', '[', '{', '=', ')']);

/** Reads a gap from its start to its end. */
class GapReader {
  readonly comments: GapComment[] = [];
  readonly #text: string;
  #at: number;
  #whitespace = 0;
  #lineFeeds = 0;
  /** The number of comments so far on the line of the previous token. */
  #onLine = 0;
  /** The number of comments between a value and the separator on its line. These comments belong to the value. */
  #beforeSeparator = 0;
  #isOnLine = true;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  /** Whether an empty line directly precedes the current offset. */
  get blank(): boolean {
    return this.#lineFeeds > 1;
  }

  /** Whether whitespace without a line break directly precedes the current offset. */
  get space(): boolean {
    return this.#whitespace > 0 && this.#lineFeeds === 0;
  }

  /**
   * The number of comments that belong to the previous token. Comments on its line belong to it if the line ends after
   * them, or if `claimed` is set.
   */
  trailing(claimed: boolean): number {
    const lineEnds = !this.#isOnLine;
    return Math.max(lineEnds || claimed ? this.#onLine : 0, this.#beforeSeparator);
  }

  readTo(end: number): void {
    while (this.#at < end) {
      if (this.#text.charCodeAt(this.#at) === SLASH) this.#comment(end);
      else this.#blank();
    }
  }

  /** Whether an offset was already read, as a part of a comment. */
  hasRead(place: number): boolean {
    return place < this.#at;
  }

  /** Reads a comment that begins with `#`. Its words are tokens, because the lexer does not recognize such comments. */
  textComment(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#add(end < 0 ? this.#text.length : end, true);
  }

  /** Skips a token that formatted text does not have. */
  skip(end: number, isSeparator: boolean): void {
    this.#at = end;
    if (isSeparator) this.#beforeSeparator = this.#onLine;
    else this.#leaveLine();
  }

  /**
   * Ends the line of the previous token at an empty statement, because comments before this statement do not trail the
   * token.
   */
  #leaveLine(): void {
    if (this.#isOnLine) this.#onLine = 0;
    this.#isOnLine = false;
  }

  #blank(): void {
    this.#whitespace++;
    if (this.#text.charCodeAt(this.#at) === LINE_FEED) {
      this.#lineFeeds++;
      this.#isOnLine = false;
    }
    this.#at++;
  }

  #comment(end: number): void {
    const start = this.#at;
    const isLine = this.#text.charCodeAt(start + 1) === SLASH;
    const close = isLine ? this.#text.indexOf('\n', start) : this.#text.indexOf('*/', start + 2) + 2;
    this.#add(close < 0 || close > end ? end : close, isLine);
  }

  #add(end: number, isLine: boolean): void {
    const start = this.#at;
    this.#at = end;
    this.comments.push({
      text: this.#text.slice(start, this.#at),
      isLine,
      blankBefore: this.blank,
      spaceBefore: this.#whitespace > 0,
      lineBefore: this.#lineFeeds > 0,
    });
    if (this.#isOnLine) this.#onLine++;
    this.#whitespace = 0;
    this.#lineFeeds = 0;
  }
}
