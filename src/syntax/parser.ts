/**
 * Text to syntax tree. Never throws, takes linear time, and keeps what can be read of a broken text.
 *
 * The complaints are protoc's, in its order. Where the text ends inside a block, a brace is missing
 * somewhere; then the tree (and only it) comes from a second reading in which indentation tells where
 * the open blocks end, so that the declarations behind keep their places.
 */
import { defined } from '../base/defined.ts';
import type { Diagnostic } from '../text/diagnostic.ts';
import type { Span } from '../text/span.ts';
import { changeBetween } from '../text/change.ts';
import { Cursor, type ParseError } from './grammar/cursor.ts';
import { file, type FileProgress } from './grammar/declarations.ts';
import { lex, type LexicalError, type LexResult, relex, type RelexResult } from './lexing/lexer.ts';
import type { FileItem, FileNode } from './tree/nodes.ts';
import type { Tokens } from './lexing/tokens.ts';
import type { SyntaxTree } from './tree/tree.ts';

/** The tree of a text, with the diagnostics of its syntax. */
export function parse(text: string): SyntaxTree {
  return parseTokens(text, lex(text));
}

/**
 * The tree of a changed text: exactly what `parse` gives. Reads the tokens around the change and the declarations
 * that they stand in; the rest is taken from the tree before, which stays as it is.
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

/** What may stand anywhere in a file without deciding how anything else in it is read. */
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
  /** Missing where later items depend on earlier ones in more than their tokens. */
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

  /** Reads again the items that the change touches; gives nothing where more depends on them. */
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

  /** A cursor as it was when it had read the items before one. */
  #cursorBehind(item: number, tokens: Tokens): Cursor {
    const { items, errorEnds } = this.#progress ?? NO_PROGRESS;
    const cursor = new Cursor(tokens, false);
    cursor.at = (items[item - 1]?.last ?? -1) + 1;
    cursor.syntax = this.syntax;
    cursor.edition = this.edition;
    for (const error of this.#errors.slice(0, errorEnds[item - 1] ?? 0)) cursor.errors.push(error);
    return cursor;
  }

  /** Adds the items from one on, with their errors, to what was read again. */
  #keep(from: number, cursor: Cursor, progress: FileProgress): void {
    const { items, errorEnds } = this.#progress ?? NO_PROGRESS;
    const errorsBefore = errorEnds[from - 1] ?? 0;
    const errorShift = cursor.errors.length - errorsBefore;
    // One by one: spread arguments of a huge file would not fit on the stack.
    for (const item of items.slice(from)) progress.items.push(item);
    for (const end of errorEnds.slice(from)) progress.errorEnds.push(end + errorShift);
    for (const error of this.#errors.slice(errorsBefore)) cursor.errors.push(error);
  }

  /** Index of the first item that a change from a token on can have to do with. */
  #firstTouched(token: number): number {
    const items = this.root.items;
    const ends = this.#progress?.errorEnds ?? [];
    let index = items.findIndex(({ last }) => last >= token - 1);
    if (index < 0) index = items.length;
    // What was broken may have looked further than it reached.
    const isClean = (at: number): boolean => {
      const kind = items[at]?.kind;
      return kind !== 'error' && kind !== 'empty' && ends[at] === (ends[at - 1] ?? 0);
    };
    while (index > 0 && !(isClean(index - 1) && items[index]?.kind !== 'error')) index--;
    return index;
  }
}

/** The items behind a change, which stay as they are once reading has come to one of them. */
class KeptItems {
  /** Index of the first item that may stay. */
  next: number;
  readonly #items: readonly FileItem[];
  readonly #lexed: RelexResult;

  constructor(items: readonly FileItem[], from: number, lexed: RelexResult) {
    this.next = from;
    this.#items = items;
    this.#lexed = lexed;
  }

  /** Nodes hold the numbers of their tokens, so they can stay only where those are the same. */
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

/** protoc reads a token just before it looks at it, so complaints about the two kinds of things alternate. */
function inOrder(tokens: Tokens, lexical: readonly LexicalError[], cursor: Cursor): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const parsed = cursor.errors;
  let next = 0;
  for (const error of parsed) {
    while (next < lexical.length && (lexical[next]?.token ?? 0) <= error.found)
      diagnostics.push(lexicalDiagnostic(tokens, lexical[next++]));
    diagnostics.push(parseDiagnostic(tokens, error));
  }
  while (next < lexical.length && (lexical[next]?.token ?? 0) <= cursor.complainsUpTo) {
    diagnostics.push(lexicalDiagnostic(tokens, lexical[next++]));
  }
  return diagnostics;
}

function lexicalDiagnostic(tokens: Tokens, error: LexicalError | undefined): Diagnostic {
  const start = Math.min(error?.at ?? 0, tokens.source.length);
  const end = Math.min(start + 1, tokens.source.length);
  const span = { start, end };
  const editorSpan = error && lineEnd(tokens, error.token, start);
  return defined({
    code: 'lexical-error',
    severity: 'error' as const,
    message: error?.message ?? '',
    span,
    editorSpan,
  });
}

/** What ends at the end of a line has no character there to underline: the token is what is wrong. */
function lineEnd(tokens: Tokens, token: number, at: number): Span | undefined {
  if (!/[\r\n]/.test(tokens.source.charAt(at))) return undefined;
  return { start: Math.min(tokens.start(token), at), end: at };
}

function parseDiagnostic(tokens: Tokens, error: ParseError): Diagnostic {
  const { code, severity, message, token } = error;
  const span = { start: tokens.start(token), end: tokens.end(token) };
  return defined({ code, severity, message, span, editorSpan: endBefore(tokens, error) });
}

/** What ends a statement or begins a block: nothing is missing behind it. */
const BETWEEN_STATEMENTS: ReadonlySet<string> = new Set([';', '{', '}']);

/** What is missing at the end of a line is missing there, and not where protoc came to miss it. */
function endBefore(tokens: Tokens, { code, token }: ParseError): Span | undefined {
  if (!code.startsWith('expected-') || token === 0 || BETWEEN_STATEMENTS.has(tokens.text(token - 1))) return undefined;
  const end = tokens.end(token - 1);
  const gap = tokens.source.slice(end, tokens.start(token));
  if (token < tokens.count && !/[\r\n]/.test(gap)) return undefined;
  return { start: end, end };
}
