/**
 * The parser's place in the tokens: looking, consuming, complaining, and finding where the next
 * declaration begins after a broken one.
 *
 * What is wrong is said where and as protoc says it. What is skipped is less than protoc skips: a line
 * that someone is still typing must not take the declarations below it with it.
 */
import { isBlank } from '../lexing/characters.ts';
import { MOST_ERRORS } from '../../text/diagnostic.ts';
import { KIND, type Tokens } from '../lexing/tokens.ts';
import { begins, type Context } from './beginnings.ts';

/** What the file's first statement says; proto2 if there is none. */
export type SyntaxName = 'proto2' | 'proto3' | 'editions';

/** A complaint of the parser, by tokens. The tree turns it into a diagnostic. */
export interface ParseError {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** Index of the token it is about; the number of tokens stands for the end of the text. */
  readonly token: number;
  /** Index of the token that was next when it was found: the order of complaints. */
  readonly found: number;
}

/** As many message declarations as protoc lets nest. */
const MAX_NESTING = 32;
/** protoc's parser does not count groups, its linker does; ours keeps the stack whole. */
const MAX_GROUP_NESTING = 200;

/** The state of one parse. Productions share it and move it on. */
export class Cursor {
  readonly tokens: Tokens;
  readonly errors: ParseError[] = [];
  /**
   * Whether indentation decides where a block ends whose brace is missing. Only for texts that were seen
   * to end inside a block.
   */
  readonly byIndentation: boolean;
  at = 0;
  context: Context = 'file';
  syntax: SyntaxName = 'proto2';
  /** Number of the edition, as in descriptor.proto; 0 where there is none. */
  edition = 0;
  depth = MAX_NESTING;
  groupDepth = MAX_GROUP_NESTING;
  /** What the file was seen to have; a second package and some imports behind are wrong. */
  hasPackage = false;
  hasOptionImport = false;
  endedInsideBlock = false;
  /** Index of the last token that is complained about. */
  complainsUpTo = Number.POSITIVE_INFINITY;

  constructor(tokens: Tokens, byIndentation: boolean) {
    this.tokens = tokens;
    this.byIndentation = byIndentation;
  }

  get atEnd(): boolean {
    return this.at >= this.tokens.count;
  }

  is(text: string): boolean {
    return this.tokens.is(this.at, text);
  }

  /** The one of these words that stands here. */
  anyOf<Word extends string>(...words: readonly Word[]): Word | undefined {
    return words.find((word) => this.is(word));
  }

  isKind(kind: number): boolean {
    return this.tokens.code(this.at) === kind;
  }

  accept(text: string): boolean {
    if (!this.tokens.is(this.at, text)) return false;
    this.at++;
    return true;
  }

  expect(text: string, message = `Expected "${text}".`): boolean {
    if (this.accept(text)) return true;
    this.error('expected-token', message);
    return false;
  }

  error(code: string, message: string, token = this.at): void {
    this.#complain({ code, severity: 'error', message, token, found: this.at });
  }

  warn(code: string, message: string, token: number): void {
    this.#complain({ code, severity: 'warning', message, token, found: this.at });
  }

  #complain(error: ParseError): void {
    if (this.isSilent) return;
    if (this.errors.length < MOST_ERRORS) this.errors.push(error);
    else this.stopComplaining();
  }

  /** Whether what is wrong here is not said. */
  get isSilent(): boolean {
    return this.at > this.complainsUpTo;
  }

  /** Keeps silent about everything behind this place. */
  stopComplaining(): void {
    this.complainsUpTo = this.at - 1;
  }

  /** Says that the text ended inside a block. */
  endError(what: string): void {
    this.endedInsideBlock = true;
    this.error('missing-brace', `Reached end of input in ${what} (missing '}').`);
  }

  /** Whether a token is the first of its line. */
  startsLine(index: number): boolean {
    const { source } = this.tokens;
    let at = this.tokens.start(index) - 1;
    while (at >= 0 && source.charCodeAt(at) !== 10 && isBlank(source.charCodeAt(at))) at--;
    return at < 0 || source.charCodeAt(at) === 10;
  }

  /** How far the line of a token is indented, in code units. */
  indentation(index: number): number {
    const { source } = this.tokens;
    const lineStart = source.lastIndexOf('\n', this.tokens.start(index) - 1) + 1;
    let at = lineStart;
    while (at < source.length && source.charCodeAt(at) !== 10 && isBlank(source.charCodeAt(at))) at++;
    return at - lineStart;
  }

  /**
   * Whether the next declaration begins at a token where a part of the present one is still missing:
   * a person is typing on the line above it.
   */
  isNextDeclaration(index = this.at): boolean {
    return this.tokens.code(index) !== KIND.string && this.startsLine(index) && this.#begins(index);
  }

  /** Skips what is left of a statement that could not be read. */
  skipStatement(): void {
    while (!this.atEnd) {
      if (this.isNextDeclaration()) return;
      if (this.is('}')) return;
      if (this.is('{')) {
        this.#skipBlock();
        return;
      }
      this.at++;
      if (this.tokens.is(this.at - 1, ';')) return;
    }
  }

  #skipBlock(): void {
    let depth = 0;
    while (!this.atEnd) {
      if (this.is('{')) depth++;
      else if (this.is('}')) depth--;
      else if (
        this.byIndentation &&
        this.#begins(this.at, 'file') &&
        this.startsLine(this.at) &&
        this.indentation(this.at) === 0
      )
        return;
      this.at++;
      if (depth === 0) return;
    }
  }

  /** Whether a declaration that `context` may hold begins at a token; looks at most a name ahead. */
  #begins(index: number, context = this.context): boolean {
    return begins(this.tokens, index, context);
  }
}
