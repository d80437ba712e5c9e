/**
 * Parses a text into a syntax tree. It never throws, takes linear time, and keeps everything readable in a broken text.
 *
 * The errors are protoc's, in protoc's order. If the text ends inside a block, a brace is missing somewhere. Then we
 * read the text a second time, only for the tree. In this second reading, indentation decides where the open blocks
 * end, so later declarations keep their places.
 */
import { defined } from '../base/defined.ts';
import type { Diagnostic } from '../text/diagnostic.ts';
import type { Span } from '../text/span.ts';
import { changeBetween } from '../text/change.ts';
import { Cursor, type ParseError } from './grammar/cursor.ts';
import { file, type FileProgress } from './grammar/declarations.ts';
import {
  COMMENT_START,
  lex,
  OPEN_COMMENT,
  type LexicalError,
  type LexResult,
  relex,
  type RelexResult,
} from './lexing/lexer.ts';
import type { FileItem, FileNode } from './tree/nodes.ts';
import type { Tokens } from './lexing/tokens.ts';
import type { SyntaxTree } from './tree/tree.ts';

/** Returns the tree of a text, with its syntax errors. */
export function parse(text: string): SyntaxTree {
  return parseTokens(text, lex(text));
}

/**
 * Returns the tree of a changed text, equal to the result of `parse`. It reads only the tokens near the change and the
 * declarations that contain them. The rest comes from the earlier tree, which does not change.
 */
export function reparse(before: SyntaxTree, text: string): SyntaxTree {
  if (before instanceof ParsedTree) return before.changedTo(text);
  return parse(text);
}

function parseTokens(text: string, lexed: LexResult): ParsedTree {
  const progress: FileProgress = { items: [], errorEnds: [] };
  const cursor = new Cursor(lexed.tokens, false);
  let root = file(cursor, progress);
  if (cursor.endedInsideBlock) root = file(new Cursor(lexed.tokens, true));
  return new ParsedTree(text, lexed, cursor, root, progress);
}

/** The kinds of items that are allowed anywhere in a file, and do not affect how other items are read. */
const INDEPENDENT: ReadonlySet<FileItem['kind']> = new Set<FileItem['kind']>([
  'message',
  'enum',
  'service',
  'extend',
  'option',
  'empty',
  'error',
]);

const NO_PROGRESS: FileProgress = { items: [], errorEnds: [] };

class ParsedTree implements SyntaxTree {
  readonly text: string;
  readonly syntax: SyntaxTree['syntax'];
  readonly edition: number;
  readonly root: FileNode;
  readonly diagnostics: readonly Diagnostic[];
  readonly #lexed: LexResult;
  readonly #errors: readonly ParseError[];
  /** The items and their errors. It is undefined if we must read the whole file again after a change. */
  readonly #progress: FileProgress | undefined;

  constructor(text: string, lexed: LexResult, cursor: Cursor, root: FileNode, progress: FileProgress) {
    this.text = text;
    this.syntax = cursor.syntax;
    this.edition = cursor.edition;
    this.root = root;
    this.diagnostics = inOrder(lexed.tokens, lexed.errors, cursor);
    this.#lexed = lexed;
    this.#errors = cursor.errors;
    this.#progress =
      cursor.endedInsideBlock || cursor.complainsUpTo !== Number.POSITIVE_INFINITY ? undefined : progress;
  }

  get tokens(): Tokens {
    return this.#lexed.tokens;
  }

  changedTo(text: string): ParsedTree {
    const lexed = relex(this.#lexed, text, changeBetween(this.text, text));
    return (this.#progress && this.#parseAgain(text, lexed, this.#progress)) ?? parseTokens(text, lexed);
  }

  /**
   * Reads only the items again that the change affects. Returns undefined if the change affects other items in other
   * ways.
   */
  #parseAgain(text: string, lexed: RelexResult, { items, errorEnds }: FileProgress): ParsedTree | undefined {
    const from = this.#firstTouched(lexed.first);
    const progress: FileProgress = { items: items.slice(0, from), errorEnds: errorEnds.slice(0, from) };
    const cursor = this.#cursorBehind(from, lexed.tokens);
    const kept = new KeptItems(items, from, lexed);
    const root = file(cursor, progress, () => kept.hasOneAt(cursor.at));
    const next = cursor.atEnd ? items.length : kept.next;
    const replaced = [...items.slice(from, next), ...progress.items.slice(from)];
    if (cursor.endedInsideBlock || !replaced.every(({ kind }) => INDEPENDENT.has(kind))) return undefined;
    this.#keep(next, cursor, progress);
    return new ParsedTree(text, lexed, cursor, root, progress);
  }

  /** Returns a cursor in the state that it had before an item. */
  #cursorBehind(item: number, tokens: Tokens): Cursor {
    const { items, errorEnds } = this.#progress ?? NO_PROGRESS;
    const cursor = new Cursor(tokens, false);
    cursor.at = (items[item - 1]?.last ?? -1) + 1;
    cursor.syntax = this.syntax;
    cursor.edition = this.edition;
    for (const error of this.#errors.slice(0, errorEnds[item - 1] ?? 0)) cursor.errors.push(error);
    return cursor;
  }

  /** Adds the old items from index `from` on, with their errors, to the items that were read again. */
  #keep(from: number, cursor: Cursor, progress: FileProgress): void {
    const { items, errorEnds } = this.#progress ?? NO_PROGRESS;
    const errorsBefore = errorEnds[from - 1] ?? 0;
    const errorShift = cursor.errors.length - errorsBefore;
    // We add items one by one, because the call stack is too small for millions of spread arguments.
    for (const item of items.slice(from)) progress.items.push(item);
    for (const end of errorEnds.slice(from)) progress.errorEnds.push(end + errorShift);
    for (const error of this.#errors.slice(errorsBefore)) cursor.errors.push(error);
  }

  /** Returns the index of the first item that a change at a token can affect. */
  #firstTouched(token: number): number {
    const items = this.root.items;
    const ends = this.#progress?.errorEnds ?? [];
    let index = items.findIndex(({ last }) => last >= token - 1);
    if (index < 0) index = items.length;
    // If an item is broken, the parser may have looked at tokens after its end.
    const isClean = (at: number): boolean => {
      const kind = items[at]?.kind;
      return kind !== 'error' && kind !== 'empty' && ends[at] === (ends[at - 1] ?? 0);
    };
    while (index > 0 && !(isClean(index - 1) && items[index]?.kind !== 'error')) index--;
    return index;
  }
}

/** The items after a change. When the parser reaches one of them, it keeps the rest as they are. */
class KeptItems {
  /** The index of the first item that the parser may keep. */
  next: number;
  readonly #items: readonly FileItem[];
  readonly #lexed: RelexResult;

  constructor(items: readonly FileItem[], from: number, lexed: RelexResult) {
    this.next = from;
    this.#items = items;
    this.#lexed = lexed;
  }

  /**
   * Whether an old item begins at a token and can be kept. Nodes contain token indexes, so an item can be kept only if
   * its indexes are unchanged.
   */
  hasOneAt(token: number): boolean {
    const { next, oldNext } = this.#lexed;
    if (next !== oldNext || token <= next) return false;
    while (this.#firstTokenOf(this.next) < token) this.next++;
    return this.#firstTokenOf(this.next) === token && this.#items[this.next]?.kind !== 'error';
  }

  #firstTokenOf(item: number): number {
    return this.#items[item]?.first ?? Number.POSITIVE_INFINITY;
  }
}

/**
 * Merges the errors of lexer and parser. protoc reads a token just before it parses the token, so errors of both kinds
 * alternate.
 */
function inOrder(tokens: Tokens, lexical: readonly LexicalError[], cursor: Cursor): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const parsed = cursor.errors;
  let next = 0;
  for (const error of parsed) {
    while (next < lexical.length && (lexical[next]?.token ?? 0) <= error.found)
      diagnostics.push(lexicalDiagnostic(tokens, lexical, next++));
    diagnostics.push(parseDiagnostic(tokens, error));
  }
  while (next < lexical.length && (lexical[next]?.token ?? 0) <= cursor.complainsUpTo) {
    diagnostics.push(lexicalDiagnostic(tokens, lexical, next++));
  }
  return diagnostics;
}

function lexicalDiagnostic(tokens: Tokens, errors: readonly LexicalError[], index: number): Diagnostic {
  const error = errors[index];
  const opening = errors[index + 1];
  if (error?.message === OPEN_COMMENT && opening?.message === COMMENT_START)
    return openCommentDiagnostic(tokens, error.at, opening.at);
  const start = Math.min(error?.at ?? 0, tokens.source.length);
  const end = Math.min(start + 1, tokens.source.length);
  const span = { start, end };
  const editorSpan = error && lineEnd(tokens, error.token, start);
  return defined({
    code: 'lexical-error' as const,
    severity: 'error' as const,
    message: error?.message ?? '',
    span,
    editorSpan,
  });
}

/** An editor shows one error at the start of the comment, because the user has to look there. */
function openCommentDiagnostic(tokens: Tokens, at: number, opening: number): Diagnostic {
  const end = Math.min(at, tokens.source.length);
  return {
    code: 'lexical-error',
    severity: 'error',
    message: OPEN_COMMENT,
    span: { start: end, end: Math.min(end + 1, tokens.source.length) },
    editorSpan: { start: opening, end: opening + 2 },
    related: [{ span: { start: end, end }, message: 'the end of the file' }],
  };
}

/**
 * Returns the span to underline for a lexer error at the end of a line. There is no character to underline, so it is
 * the token.
 */
function lineEnd(tokens: Tokens, token: number, at: number): Span | undefined {
  if (!/[\r\n]/.test(tokens.source.charAt(at))) return undefined;
  return { start: Math.min(tokens.start(token), at), end: at };
}

function parseDiagnostic(tokens: Tokens, error: ParseError): Diagnostic {
  const { code, severity, message, token } = error;
  const span = { start: tokens.start(token), end: tokens.end(token) };
  return defined({ code, severity, message, span, editorSpan: endBefore(tokens, error) });
}

/** The tokens that end a statement or begin a block. Nothing can be missing directly after them. */
const BETWEEN_STATEMENTS: ReadonlySet<string> = new Set([';', '{', '}']);

/**
 * Returns the end of a line at which something is missing. The editor shows the error there, although protoc reports it
 * at the next token.
 */
function endBefore(tokens: Tokens, { code, token }: ParseError): Span | undefined {
  if (!code.startsWith('expected-') || token === 0 || BETWEEN_STATEMENTS.has(tokens.text(token - 1))) return undefined;
  const end = tokens.end(token - 1);
  const gap = tokens.source.slice(end, tokens.start(token));
  if (token < tokens.count && !/[\r\n]/.test(gap)) return undefined;
  return { start: end, end };
}
