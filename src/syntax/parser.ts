/**
 * Text to syntax tree. Never throws, takes linear time, and keeps what can be read of a broken text.
 *
 * The complaints are protoc's, in its order. Where the text ends inside a block, a brace is missing
 * somewhere; then the tree (and only it) comes from a second reading in which indentation tells where
 * the open blocks end, so that the declarations behind keep their places.
 */
import type { Diagnostic } from '../text/diagnostic.ts';
import { changeBetween } from '../text/change.ts';
import { Cursor, type ParseError } from './grammar/cursor.ts';
import { file, type FileProgress } from './grammar/declarations.ts';
import { lex, type LexicalError, type LexResult, relex, type RelexResult } from './lexing/lexer.ts';
import type { FileItem, FileNode } from './tree/nodes.ts';
import type { Tokens } from './lexing/tokens.ts';
import type { SyntaxTree } from './tree/tree.ts';

export function parse(text: string): SyntaxTree {
  return parseTokens(text, lex(text));
}

/**
 * The tree of a changed text: exactly what `parse` gives. Reads the tokens around the change and the declarations
 * that they stand in; the rest is taken from the tree before, which stays as it is.
 */
export function reparse(before: SyntaxTree, text: string): SyntaxTree {
  return before instanceof ParsedTree ? before.changedTo(text) : parse(text);
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
    const errorsBefore = errorEnds[from - 1] ?? 0;
    const progress: FileProgress = { items: items.slice(0, from), errorEnds: errorEnds.slice(0, from) };
    const cursor = new Cursor(lexed.tokens, false);
    cursor.at = (items[from - 1]?.last ?? -1) + 1;
    cursor.syntax = this.syntax;
    cursor.edition = this.edition;
    for (const error of this.#errors.slice(0, errorsBefore)) cursor.errors.push(error);
    let next = from;
    // Nodes hold the numbers of their tokens, so they can stay where those are the same.
    const known = (): boolean => {
      if (lexed.next !== lexed.oldNext || cursor.at <= lexed.next) return false;
      while ((items[next]?.first ?? Number.POSITIVE_INFINITY) < cursor.at) next++;
      return items[next]?.first === cursor.at && items[next]?.kind !== 'error';
    };
    const root = file(cursor, progress, known);
    if (cursor.atEnd) next = items.length;
    const replaced = [...items.slice(from, next), ...progress.items.slice(from)];
    if (cursor.endedInsideBlock || !replaced.every(({ kind }) => INDEPENDENT.has(kind))) return undefined;
    const errorShift = cursor.errors.length - (errorEnds[next - 1] ?? 0);
    for (let i = next; i < items.length; i++) {
      const item = items[i];
      if (item !== undefined) progress.items.push(item);
      progress.errorEnds.push((errorEnds[i] ?? 0) + errorShift);
    }
    for (const error of this.#errors.slice(errorEnds[next - 1] ?? 0)) cursor.errors.push(error);
    return new ParsedTree(text, lexed, cursor, root, progress);
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
  return { code: 'lexical-error', severity: 'error', message: error?.message ?? '', span: { start, end } };
}

function parseDiagnostic(tokens: Tokens, error: ParseError): Diagnostic {
  const { code, severity, message, token } = error;
  return { code, severity, message, span: { start: tokens.start(token), end: tokens.end(token) } };
}
