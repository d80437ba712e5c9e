/**
 * Text to syntax tree. Never throws, takes linear time, and keeps what can be read of a broken text.
 *
 * The complaints are protoc's, in its order. Where the text ends inside a block, a brace is missing
 * somewhere; then the tree (and only it) comes from a second reading in which indentation tells where
 * the open blocks end, so that the declarations behind keep their places.
 */
import type { Diagnostic } from '../text/diagnostic.ts';
import { Cursor, type ParseError } from './cursor.ts';
import { file } from './grammar.ts';
import { lex, type LexicalError } from './lexer.ts';
import type { Tokens } from './tokens.ts';
import type { SyntaxTree } from './tree.ts';

export function parse(text: string): SyntaxTree {
  const { tokens, errors } = lex(text);
  const cursor = new Cursor(tokens, errors, false);
  let root = file(cursor);
  if (cursor.endedInsideBlock) root = file(new Cursor(tokens, errors, true));
  return { text, syntax: cursor.syntax, edition: cursor.edition, tokens, root, diagnostics: inOrder(tokens, errors, cursor) };
}

/** protoc reads a token just before it looks at it, so complaints about the two kinds of things alternate. */
function inOrder(tokens: Tokens, lexical: readonly LexicalError[], cursor: Cursor): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const parsed = cursor.errors;
  let next = 0;
  for (const error of parsed) {
    while (next < lexical.length && (lexical[next]?.token ?? 0) <= error.found) diagnostics.push(lexicalDiagnostic(tokens, lexical[next++]));
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
