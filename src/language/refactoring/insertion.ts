/** Inserts declarations into a text: at the end of a file, after another declaration, or into a block. */
import type { Node } from '../../syntax/tree/nodes.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import { spanOf } from '../../syntax/tree/tree.ts';
import type { TextEdit } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import { behindBrace, indentInside, insert } from '../fixes/fix.ts';
import { cutOf, reindented } from './cut.ts';
import { Refused } from './refactoring.ts';

/** The text of a declaration, with the indentation of its first line. */
export interface Piece {
  readonly text: string;
  readonly indent: string;
}

/** The text of declarations with a new indentation. A blank line separates them. */
function linesOf(pieces: readonly Piece[], indent: string, eol: string): string {
  const texts = pieces.map(
    ({ text, indent: from }) => indent + reindented(text.replaceAll('\r\n', '\n'), from, indent),
  );
  return texts.join('\n\n').replaceAll('\n', eol);
}

/** The text of a file, with declarations added at its end. */
export function atFileEnd(text: string, pieces: readonly Piece[]): string {
  const eol = lineBreakOf(text);
  const body = text.trimEnd();
  if (body === '') return linesOf(pieces, '', eol) + eol;
  const rest = text.slice(body.length);
  const lines = `${body}${eol}${eol}${linesOf(pieces, '', eol)}`;
  return lines + (rest === '' ? eol : lastBreak(rest, eol));
}

/** The whitespace at the end of a file. It stays as it is, but we add a missing line break. */
function lastBreak(rest: string, eol: string): string {
  if (rest.includes('\n') || rest.includes('\r')) return rest;
  return rest + eol;
}

/** The edit that inserts declarations after another one, with a blank line between them. */
export function behind(tree: SyntaxTree, node: Node, pieces: readonly Piece[]): TextEdit {
  const eol = lineBreakOf(tree.text);
  const { content } = cutOf(tree, node);
  return insert(content.end, `${eol}${eol}${linesOf(pieces, '', eol)}`);
}

/** The edit that inserts declarations at the start of a block. */
export function intoBlock(tree: SyntaxTree, block: Node, pieces: readonly Piece[]): TextEdit {
  const at = behindBrace(tree, block);
  const eol = lineBreakOf(tree.text);
  const rest = at === undefined ? '' : tree.text.slice(at, lineEnd(tree.text, at));
  if (at === undefined || !(rest.trim() === '' || rest.trim().startsWith('//')))
    throw new Refused('The block needs lines of its own. Format the file first.');
  const lines = linesOf(pieces, indentInside(tree, block), eol);
  const isEmpty = tree.text.slice(at + rest.length, spanOf(tree, block).end - 1).trim() === '';
  return insert(at + rest.trimEnd().length, `${eol}${lines}${isEmpty ? '' : eol}`);
}

function lineEnd(text: string, offset: number): number {
  const found = text.slice(offset).search(/[\r\n]/);
  if (found < 0) return text.length;
  return offset + found;
}
