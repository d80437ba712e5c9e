/**
 * The parser's position in the tokens. The cursor looks ahead, consumes tokens, reports errors, and finds the next
 * declaration after a broken one.
 *
 * Errors have protoc's words and places. The parser skips less than protoc: a line that the user is still typing must
 * not hide the declarations after it.
 */
import type { DiagnosticCode } from '../../text/diagnosticCodes.ts';
import { isBlank } from '../lexing/characters.ts';
import { MOST_ERRORS } from '../../text/diagnostic.ts';
import { KIND, type Tokens } from '../lexing/tokens.ts';
import { begins, type Context } from './beginnings.ts';

/** The language revision that the file's first statement declares. Without this statement, it is proto2. */
export type SyntaxName = 'proto2' | 'proto3' | 'editions';

/** An error of the parser, with token indexes. The parser turns it into a diagnostic when it makes the tree. */
export interface ParseError {
  readonly code: DiagnosticCode;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** The index of the wrong token. The number of tokens stands for the end of the text. */
  readonly token: number;
  /** The index of the next token when the parser found the error. It decides the order of errors. */
  readonly found: number;
}

/** The parser counts down from this number at each nested message, as protoc does. It does not count groups. */
const MAX_NESTING = 32;
/**
 * The number of levels of nested groups at which we stop, to prevent a stack overflow. protoc's parser does not count
 * groups, but its linker does.
 */
const MAX_GROUP_NESTING = 200;

/** The state of one parse. Productions share it and advance it. */
export class Cursor {
  readonly tokens: Tokens;
  readonly errors: ParseError[] = [];
  /**
   * Whether indentation decides where an unclosed block ends. It is set only if the text ended inside a block in the
   * first reading.
   */
  readonly byIndentation: boolean;
  at = 0;
  context: Context = 'file';
  syntax: SyntaxName = 'proto2';
  /** The number of the edition in descriptor.proto; 0 if the file has no edition. */
  edition = 0;
  depth = MAX_NESTING;
  groupDepth = MAX_GROUP_NESTING;
  /**
   * Whether the file has a package or an option import. A second package is an error, and so is another import after an
   * option import.
   */
  hasPackage = false;
  hasOptionImport = false;
  endedInsideBlock = false;
  /** The index of the last token at which the parser reports errors. */
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

  /** Returns the next token if it is one of these words. */
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

  error(code: DiagnosticCode, message: string, token = this.at): void {
    this.#complain({ code, severity: 'error', message, token, found: this.at });
  }

  warn(code: DiagnosticCode, message: string, token: number): void {
    this.#complain({ code, severity: 'warning', message, token, found: this.at });
  }

  #complain(error: ParseError): void {
    if (this.isSilent) return;
    if (this.errors.length < MOST_ERRORS) this.errors.push(error);
    else this.stopComplaining();
  }

  /** Whether the parser reports no errors at this place. */
  get isSilent(): boolean {
    return this.at > this.complainsUpTo;
  }

  /** Stops the reports of errors from this place on. */
  stopComplaining(): void {
    this.complainsUpTo = this.at - 1;
  }

  /** Reports that the text ended inside a block. */
  endError(what: string): void {
    this.endedInsideBlock = true;
    this.error('missing-brace', `Reached end of input in ${what} (missing '}').`);
  }

  /** Whether a token is the first on its line. */
  startsLine(index: number): boolean {
    const { source } = this.tokens;
    let at = this.tokens.start(index) - 1;
    while (at >= 0 && source.charCodeAt(at) !== 10 && isBlank(source.charCodeAt(at))) at--;
    return at < 0 || source.charCodeAt(at) === 10;
  }

  /** Returns how many code units the line of a token is indented. */
  indentation(index: number): number {
    const { source } = this.tokens;
    const lineStart = source.lastIndexOf('\n', this.tokens.start(index) - 1) + 1;
    let at = lineStart;
    while (at < source.length && source.charCodeAt(at) !== 10 && isBlank(source.charCodeAt(at))) at++;
    return at - lineStart;
  }

  /**
   * Whether the next declaration begins at a token although the current one is incomplete. This happens when the user
   * types on the line above a declaration.
   */
  isNextDeclaration(index = this.at): boolean {
    return this.tokens.code(index) !== KIND.string && this.startsLine(index) && this.#begins(index);
  }

  /** Skips the rest of a statement that the parser could not read. */
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

  /** Whether a declaration that `context` allows begins at a token. It looks at one name after the token at most. */
  #begins(index: number, context = this.context): boolean {
    return begins(this.tokens, index, context);
  }
}
