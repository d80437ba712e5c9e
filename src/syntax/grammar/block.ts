/** Reads blocks in braces, and decides where an unclosed block ends. */
import type { Context } from './beginnings.ts';
import type { Cursor } from './cursor.ts';
import { KIND } from '../lexing/tokens.ts';

/** Takes the `{` of a declaration. If other tokens come first, it skips them, up to the end of the line. */
export function openBlock(p: Cursor): boolean {
  if (p.accept('{')) return true;
  p.error('expected-token', 'Expected "{".');
  if (p.startsLine(p.at)) return false;
  for (let at = p.at; at < p.tokens.count && !p.startsLine(at); at++) {
    if (p.tokens.is(at, ';') || p.tokens.is(at, '}')) return false;
    if (p.tokens.is(at, '{')) {
      p.at = at + 1;
      return true;
    }
  }
  return false;
}

/**
 * Reads statements up to the closing brace. `first` is the index of the declaration's first token. `atLeastOne` is set
 * for blocks that protoc does not allow to be empty.
 */
export function block(
  p: Cursor,
  context: Context,
  first: number,
  what: string,
  statement: () => void,
  atLeastOne = false,
): void {
  const outer = p.context;
  p.context = context;
  const openedAt = p.byIndentation ? p.indentation(first) : 0;
  let indented = false;
  let must = atLeastOne;
  for (;;) {
    if (!must && p.accept('}')) break;
    if (p.atEnd) {
      p.endError(what);
      break;
    }
    if (p.byIndentation && p.startsLine(p.at)) {
      const column = p.indentation(p.at);
      if (isLeftOpen(p, column, openedAt, indented)) break;
      indented ||= column > openedAt;
    }
    must = false;
    const before = p.at;
    statement();
    if (p.at === before && !p.is('}')) p.at++;
    else if (p.at === before && atLeastOne) must = false;
  }
  p.context = outer;
}

function isLeftOpen(p: Cursor, column: number, openedAt: number, indented: boolean): boolean {
  if (p.is('}')) return column < openedAt;
  if (indented && column <= openedAt) return true;
  return isTopLevelOnly(p);
}

/** Whether a declaration that cannot be inside a block begins here. */
function isTopLevelOnly(p: Cursor): boolean {
  const { tokens, at } = p;
  if (p.is('service')) return tokens.code(at + 1) === KIND.identifier && tokens.is(at + 2, '{');
  if (p.is('import')) return tokens.code(at + 1) === KIND.string;
  if ((p.is('message') || p.is('enum')) && p.context !== 'message') {
    return tokens.code(at + 1) === KIND.identifier && tokens.is(at + 2, '{');
  }
  return false;
}
