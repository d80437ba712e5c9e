/**
 * Attaches comments to declarations as protoc does. A trailing comment belongs to the declaration that ends before it.
 * A leading comment belongs to the declaration that begins after it. A detached comment belongs to neither.
 */
import { startOfText } from '../text/lines.ts';
import { isBlank } from './lexing/characters.ts';
import type { Node } from './tree/nodes.ts';
import type { SyntaxTree } from './tree/tree.ts';

/**
 * The comments between two tokens, without their markers, as SourceCodeInfo of descriptor.proto keeps them. An empty
 * text means that there is no comment.
 */
export interface GapComments {
  readonly trailing: string;
  readonly detached: readonly string[];
  readonly leading: string;
}

const SLASH = 47;
const NONE: GapComments = { trailing: '', detached: [], leading: '' };

/** Returns the comment above a declaration, without its markers; undefined if there is none. */
export function docComment(tree: SyntaxTree, node: Node): string | undefined {
  const { leading } = commentsBefore(tree, node.first);
  if (leading === '') return undefined;
  return leading;
}

/** Returns the comment after a declaration, or after the `{` that opens its block; undefined if there is none. */
export function trailingComment(tree: SyntaxTree, node: Node): string | undefined {
  const { tokens } = tree;
  let end = node.first;
  while (end < node.last && tokens.text(end) !== '{') end++;
  const { trailing } = commentsBefore(tree, end + 1);
  if (trailing === '') return undefined;
  return trailing;
}

/** Returns the comments between a token and the token before it. */
export function commentsBefore(tree: SyntaxTree, token: number): GapComments {
  const { text, tokens } = tree;
  const from = gapStart(tree, token);
  const to = tokens.start(token);
  if (!hasSlash(text, from, to)) return NONE;
  const next = token < tokens.count ? tokens.text(token) : '';
  return new GapReader(text, from, to).read(token === 0, next);
}

function gapStart({ text, tokens }: SyntaxTree, token: number): number {
  if (token === 0) return startOfText(text);
  return tokens.end(token - 1);
}

/**
 * Whether there is a slash between two offsets. We do not use `indexOf`, because it would search far beyond the gap,
 * and again for each gap.
 */
function hasSlash(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (text.charCodeAt(at) === SLASH) return true;
  return false;
}

/** Reads the comments of one gap between two tokens. */
class GapReader {
  readonly #text: string;
  readonly #to: number;
  #at: number;
  /** The number of line breaks since the token before the gap. */
  #line = 0;
  #trailing = '';
  readonly #detached: string[] = [];
  #pending: { text: string; ofLines: boolean } | undefined;
  #finished = 0;
  #hasTrailing = false;
  #mayTrail = true;

  constructor(text: string, from: number, to: number) {
    this.#text = text;
    this.#at = from;
    this.#to = to;
  }

  read(first: boolean, next: string): GapComments {
    let trailingEnd = -1;
    if (first) this.#mayTrail = false;
    else {
      this.#blanks();
      if (this.#looksAt('//')) {
        trailingEnd = 0;
        this.#lineComment();
        this.#finish();
      } else if (this.#looksAt('/*')) {
        this.#blockComment();
        trailingEnd = this.#line;
        this.#blanks();
        this.#finish();
      } else if (!this.#newline()) return NONE;
    }
    this.#rest();
    const atScopeEnd = next === '' || next === '}' || next === ']' || next === ')';
    if (atScopeEnd) this.#finish();
    const sameLine = next !== '' && ((!first && this.#line === 0) || trailingEnd === this.#line);
    if (sameLine) this.#detachSingle();
    return { trailing: this.#trailing, detached: this.#detached, leading: this.#pending?.text ?? '' };
  }

  /** Reads the comments after the line of the previous token. */
  #rest(): void {
    for (;;) {
      this.#blanks();
      if (this.#at >= this.#to) return;
      if (this.#looksAt('//')) this.#lineComment();
      else if (this.#looksAt('/*')) {
        this.#blockComment();
        this.#blanks();
        this.#newline();
      } else if (this.#newline()) {
        this.#finish();
        this.#mayTrail = false;
      } else this.#at++;
    }
  }

  #looksAt(marker: string): boolean {
    return this.#at + 1 < this.#to && this.#text.startsWith(marker, this.#at);
  }

  #blanks(): void {
    while (this.#at < this.#to && this.#text.charCodeAt(this.#at) !== 10 && isBlank(this.#text.charCodeAt(this.#at)))
      this.#at++;
  }

  #newline(): boolean {
    if (this.#at >= this.#to || this.#text.charCodeAt(this.#at) !== 10) return false;
    this.#at++;
    this.#line++;
    return true;
  }

  #lineComment(): void {
    const newline = this.#text.indexOf('\n', this.#at);
    const end = newline < 0 || newline >= this.#to ? this.#to : newline + 1;
    const text = this.#text.slice(this.#at + 2, end);
    if (this.#pending?.ofLines === false) this.#finish();
    this.#pending = { text: (this.#pending?.text ?? '') + text, ofLines: true };
    if (end === newline + 1) this.#line++;
    this.#at = end;
  }

  #blockComment(): void {
    const found = this.#text.indexOf('*/', this.#at + 2);
    const closed = found >= 0 && found + 2 <= this.#to;
    const end = closed ? found : this.#to;
    const body = this.#text.slice(this.#at + 2, end);
    this.#finish();
    this.#line += body.split('\n').length - 1;
    this.#pending = { text: body.replace(/\n[ \t\r\v\f]*\*?/g, '\n'), ofLines: false };
    this.#at = Math.min(end + 2, this.#to);
  }

  /** Ends a comment that does not belong to the next token. It is a trailing or a detached comment. */
  #finish(): void {
    if (this.#pending === undefined) return;
    if (this.#mayTrail) {
      this.#trailing += this.#pending.text;
      this.#hasTrailing = true;
      this.#mayTrail = false;
    } else this.#detached.push(this.#pending.text);
    this.#pending = undefined;
    this.#finished++;
  }

  /** Detaches a comment that is alone between two tokens on one line. It belongs to neither token. */
  #detachSingle(): void {
    const count = this.#finished + Number(this.#pending !== undefined);
    if (count !== 1) return;
    if (this.#hasTrailing) {
      this.#detached.unshift(this.#trailing);
      this.#trailing = '';
    }
    this.#finish();
  }
}
