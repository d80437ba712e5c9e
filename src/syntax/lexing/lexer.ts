/**
 * Splits text into tokens, by protoc's rules. Every text gives tokens; errors are listed separately, in protoc's words.
 * Whitespace and comments become gaps between tokens.
 */
import { byteOf } from '../../text/source.ts';
import { isAlphanumeric, isBlank, isDigit, isHexDigit, isLetter, isOctalDigit } from './characters.ts';
import type { Change } from '../../text/change.ts';
import { MOST_ERRORS } from '../../text/diagnostic.ts';
import { KIND, LITTLE_ROOM, Tokens } from './tokens.ts';

/** An error in a token, in protoc's words. */
export interface LexicalError {
  readonly message: string;
  /** The offset of the error in UTF-16 code units. */
  readonly at: number;
  /** The index of the token with the error. If the error is between tokens, it is the index of the next token. */
  readonly token: number;
}

/** protoc's two errors for a comment without an end: one at the end of the text, and one at the start of the comment. */
export const OPEN_COMMENT = 'End-of-file inside block comment.';
export const COMMENT_START = '  Comment started here.';

/** The tokens of a text, and its errors in the order of the text. */
export interface LexResult {
  readonly tokens: Tokens;
  readonly errors: readonly LexicalError[];
}

/** Splits a text into tokens, in linear time. */
export function lex(text: string): LexResult {
  const lexer = new Lexer(text);
  lexer.run();
  return { tokens: lexer.tokens, errors: lexer.errors };
}

/** The tokens of a changed text, and which of them are the same as before the change. */
export interface RelexResult extends LexResult {
  /** The tokens before this index are the same as before the change. */
  readonly first: number;
  /**
   * The tokens from this index on are the old tokens from `oldNext` on, possibly moved. If no old token remains there,
   * it is the number of tokens.
   */
  readonly next: number;
  readonly oldNext: number;
}

/** Splits a changed text into tokens. It reads only the changed text and the tokens next to it. */
export function relex(old: LexResult, text: string, change: Change): RelexResult {
  // There may be more errors that we did not keep, so we read the whole text again.
  if (old.errors.length >= MOST_ERRORS) return { ...lex(text), first: 0, next: 0, oldNext: 0 };
  const first = old.tokens.endingFrom(change.start);
  const lexer = new Lexer(text, old.tokens.count + LITTLE_ROOM);
  lexer.tokens.addFrom(old.tokens, 0, first, 0);
  for (const error of old.errors) if (error.token < first) lexer.errors.push(error);
  const oldNext = lexer.runUntil(old.tokens, first, change);
  const next = lexer.tokens.count;
  const shift = change.newEnd - change.oldEnd;
  lexer.tokens.addFrom(old.tokens, oldNext, old.tokens.count, shift);
  lexer.tokens.trim();
  const nextStart = old.tokens.start(oldNext);
  for (const { message, at, token } of old.errors) {
    const isBehind = token > oldNext || (token === oldNext && oldNext < old.tokens.count && at >= nextStart);
    if (isBehind) lexer.errors.push({ message, at: at + shift, token: token - oldNext + next });
  }
  return { tokens: lexer.tokens, errors: lexer.errors.slice(0, MOST_ERRORS), first, next, oldNext };
}

const NEWLINE = 10;
const DOUBLE_QUOTE = 34;
const QUOTE = 39;
const STAR = 42;
const DOT = 46;
const SLASH = 47;
const ZERO = 48;
const BACKSLASH = 92;
const BYTE_ORDER_MARK = 0xfeff;
const FIRST_BYTE_OF_MARK = 0xef;
const SECOND_BYTE_OF_MARK = 0xbb;
/** From this code unit on, the UTF-8 form of a code unit starts with the byte 0xEF. */
const FIRST_WITH_ITS_BYTE = 0xf000;

class Lexer {
  readonly tokens: Tokens;
  readonly errors: LexicalError[] = [];
  readonly #text: string;
  /** Whether the text contains a NUL, which ends comments and strings, as in protoc. Almost no text does. */
  readonly #hasNul: boolean;
  #at = 0;

  constructor(text: string, capacity?: number) {
    this.#text = text;
    this.#hasNul = text.includes('\0');
    this.tokens = new Tokens(text, capacity);
  }

  run(): void {
    this.#byteOrderMark();
    while (this.#toToken()) this.#token(this.#here());
    this.tokens.trim();
  }

  /**
   * Reads tokens after the existing ones. It stops after the change, at the first token that the old text has too.
   * Returns the index of this token among the old tokens, or the number of old tokens if there is no such token.
   */
  runUntil(old: Tokens, from: number, { oldEnd, newEnd }: Change): number {
    const shift = newEnd - oldEnd;
    if (from === 0) this.#byteOrderMark();
    else this.#at = this.tokens.end(from - 1);
    let next = from;
    while (this.#toToken()) {
      while (next < old.count && old.start(next) + shift < this.#at) next++;
      const stood = next < old.count && old.start(next) + shift === this.#at;
      // We do not stop at a point, because the token before it decides how the lexer reads it.
      if (stood && this.#at >= newEnd && this.#here() !== DOT) return next;
      this.#token(this.#here());
    }
    return old.count;
  }

  /** Skips whitespace and comments up to the next token. Returns false at the end of the text. */
  #toToken(): boolean {
    const length = this.#text.length;
    while (this.#at < length) {
      const code = this.#here();
      if (isBlank(code)) this.#at++;
      else if (isControl(code)) this.#controlCharacters();
      else if (code !== SLASH || !this.#comment()) return true;
    }
    return false;
  }

  /**
   * Skips a byte order mark at the start of the file. protoc refuses other characters there whose first UTF-8 byte is
   * the same.
   */
  #byteOrderMark(): void {
    const first = this.#here();
    if (!(first >= FIRST_WITH_ITS_BYTE) && byteOf(first) !== FIRST_BYTE_OF_MARK) return;
    this.#at++;
    if (first === BYTE_ORDER_MARK) return;
    if (byteOf(first) === FIRST_BYTE_OF_MARK && byteOf(this.#here()) === SECOND_BYTE_OF_MARK) this.#at++;
    this.#error('Proto file starts with 0xEF but not UTF-8 BOM. Only UTF-8 is accepted for proto file.');
    // protoc's parser treats the text that was read so far as a token.
    this.tokens.push(KIND.symbol, 0, this.#at);
  }

  #here(): number {
    return this.#text.charCodeAt(this.#at);
  }

  #error(message: string, at = this.#at): void {
    if (this.errors.length < MOST_ERRORS) this.errors.push({ message, at, token: this.tokens.count });
  }

  #controlCharacters(): void {
    this.#error('Invalid control characters encountered in text.');
    while (this.#at < this.#text.length && isControl(this.#here())) this.#at++;
  }

  #comment(): boolean {
    const next = this.#text.charCodeAt(this.#at + 1);
    if (next === SLASH) this.#lineComment();
    else if (next === STAR) this.#blockComment();
    else return false;
    return true;
  }

  #lineComment(): void {
    const end = this.#text.indexOf('\n', this.#at);
    const nul = this.#hasNul ? this.#text.indexOf('\0', this.#at) : -1;
    if (nul >= 0 && !(end >= 0 && end < nul)) this.#at = nul;
    else this.#at = end < 0 ? this.#text.length : end;
  }

  #blockComment(): void {
    const start = this.#at;
    this.#at += 2;
    for (;;) {
      const code = this.#here();
      if (this.#at >= this.#text.length || code === 0) {
        this.#error(OPEN_COMMENT);
        this.#error(COMMENT_START, start);
        return;
      }
      this.#at++;
      if (code === STAR && this.#here() === SLASH) {
        this.#at++;
        return;
      }
      if (code === SLASH && this.#here() === STAR)
        this.#error('"/*" inside block comment.  Block comments cannot be nested.');
    }
  }

  #token(code: number): void {
    const start = this.#at;
    const kind = this.#tokenKind(code);
    this.tokens.push(kind, start, this.#at);
  }

  #tokenKind(code: number): number {
    if (isLetter(code)) {
      do this.#at++;
      while (isAlphanumeric(this.#here()));
      return KIND.identifier;
    }
    if (isDigit(code)) return this.#number();
    if (code === DOT && isDigit(this.#text.charCodeAt(this.#at + 1))) {
      const previous = this.tokens.count - 1;
      if (this.tokens.code(previous) === KIND.identifier && this.tokens.end(previous) === this.#at) {
        this.#error('Need space between identifier and decimal point.');
      }
      return this.#number();
    }
    if (code === DOUBLE_QUOTE || code === QUOTE) return this.#string(code);
    return this.#symbol(code);
  }

  #symbol(code: number): number {
    if (code >= 128) {
      const point = this.#text.codePointAt(this.#at) ?? code;
      this.#error(`Interpreting non ascii codepoint ${byteOf(point) ?? firstUtf8Byte(point)}.`);
      if (point > 0xffff) this.#at++;
    }
    this.#at++;
    return KIND.symbol;
  }

  #number(): number {
    let float = false;
    const zero = this.#here() === ZERO;
    const second = this.#text.charCodeAt(this.#at + 1);
    if (zero && (second === 120 || second === 88)) {
      this.#at += 2;
      if (!isHexDigit(this.#here())) this.#error('"0x" must be followed by hex digits.');
      while (isHexDigit(this.#here())) this.#at++;
    } else if (zero && isDigit(second)) {
      this.#octal();
    } else {
      float = this.#decimal();
    }
    this.#afterNumber(float);
    if (float) return KIND.float;
    return KIND.integer;
  }

  #octal(): void {
    while (isOctalDigit(this.#here())) this.#at++;
    if (!isDigit(this.#here())) return;
    this.#error('Numbers starting with leading zero must be in octal.');
    this.#digits();
  }

  /** Reads the rest of a decimal number. Returns whether it has a point or an exponent. */
  #decimal(): boolean {
    let float = false;
    this.#digits();
    if (this.#here() === DOT) {
      float = true;
      this.#at++;
      this.#digits();
    }
    if (this.#here() === 101 || this.#here() === 69) {
      float = true;
      this.#at++;
      if (this.#here() === 43 || this.#here() === 45) this.#at++;
      if (!isDigit(this.#here())) this.#error('"e" must be followed by exponent.');
      this.#digits();
    }
    return float;
  }

  #digits(): void {
    while (isDigit(this.#here())) this.#at++;
  }

  #afterNumber(float: boolean): void {
    if (isLetter(this.#here())) this.#error('Need space between number and identifier.');
    else if (this.#here() === DOT) {
      this.#error(
        float
          ? "Already saw decimal point or exponent; can't have another one."
          : 'Hex and octal numbers must be integers.',
      );
    }
  }

  #string(quote: number): number {
    this.#at++;
    for (;;) {
      const code = this.#here();
      if (this.#at >= this.#text.length || code === 0) {
        this.#error('Unexpected end of string.');
        break;
      }
      if (code === NEWLINE) {
        this.#error('Multiline strings are not allowed. Did you miss a "?.');
        break;
      }
      this.#at++;
      if (code === quote) break;
      if (code === BACKSLASH) this.#escape();
    }
    return KIND.string;
  }

  #escape(): void {
    const code = this.#here();
    if (this.#at < this.#text.length && 'abfnrtv\\?\'"01234567'.includes(String.fromCharCode(code))) {
      this.#at++;
    } else if (code === 120 || code === 88) {
      this.#at++;
      if (!this.#accept(isHexDigit)) this.#error('Expected hex digits for escape sequence.');
    } else if (code === 117) {
      this.#at++;
      if (!this.#acceptHex(4)) this.#error('Expected four hex digits for \\u escape sequence.');
    } else if (code === 85) {
      this.#at++;
      if (!this.#longEscape()) this.#error('Expected eight hex digits up to 10ffff for \\U escape sequence');
    } else {
      this.#error('Invalid escape sequence in string literal.');
    }
  }

  #longEscape(): boolean {
    const zero = (code: number): boolean => code === ZERO;
    const zeroOrOne = (code: number): boolean => code === ZERO || code === ZERO + 1;
    return this.#accept(zero) && this.#accept(zero) && this.#accept(zeroOrOne) && this.#acceptHex(5);
  }

  #acceptHex(count: number): boolean {
    for (let i = 0; i < count; i++) if (!this.#accept(isHexDigit)) return false;
    return true;
  }

  #accept(test: (code: number) => boolean): boolean {
    if (!test(this.#here())) return false;
    this.#at++;
    return true;
  }
}

function isControl(code: number): boolean {
  return code < 32 && !isBlank(code);
}

/** Returns the first byte of the UTF-8 form. protoc reads bytes, and this is the byte that its error shows. */
function firstUtf8Byte(point: number): number {
  if (point < 0x800) return 0xc0 | (point >> 6);
  if (point < 0x10000) return 0xe0 | (point >> 12);
  return 0xf0 | (point >> 18);
}
