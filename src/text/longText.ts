/**
 * A text of many megabytes that a program edits and the user does not read. We store it in pieces, and an edit replaces
 * only the pieces near it.
 */
import type { Range } from './lines.ts';
import { utf8Length } from './source.ts';

/** The length of a piece, in UTF-16 code units. */
const PIECE = 16_384;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * A piece of a text. It never starts or ends inside a surrogate pair or a CRLF, so its counts stay valid next to any
 * other piece.
 */
interface Piece {
  readonly text: string;
  readonly lineBreaks: number;
  /** The size of the piece in UTF-8, in bytes. */
  readonly bytes: number;
}

/** A long text that `replace` changes. */
export class LongText {
  #pieces: Piece[];
  #bytes: number;

  constructor(text: string) {
    this.#pieces = piecesOf(text);
    this.#bytes = bytesOf(this.#pieces);
  }

  /** The size of the text in UTF-8, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  toString(): string {
    return this.#pieces.map(({ text }) => text).join('');
  }

  /** Replaces the text in a range. A position after the end of its line or of the text means that end. */
  replace({ start, end }: Range, text: string): void {
    const from = this.#offsetAt(start.line, start.character);
    const to = this.#offsetAt(end.line, end.character);
    this.#splice(Math.min(from, to), Math.max(from, to), text);
  }

  /**
   * Replaces the text between two offsets. It also splits the neighbouring pieces again, because the new text may
   * complete a surrogate pair or a CRLF with them.
   */
  #splice(from: number, to: number, text: string): void {
    const first = this.#pieceAt(from);
    const last = this.#pieceAt(to);
    const begin = Math.max(first.index - 1, 0);
    const end = Math.min(last.index + 2, this.#pieces.length);
    const before = this.#joined(begin, first.index) + this.#textOf(first.index).slice(0, from - first.start);
    const after = this.#textOf(last.index).slice(to - last.start) + this.#joined(last.index + 1, end);
    const pieces = piecesOf(before + text + after);
    this.#bytes += bytesOf(pieces) - bytesOf(this.#pieces.slice(begin, end));
    this.#pieces = [...this.#pieces.slice(0, begin), ...pieces, ...this.#pieces.slice(end)];
  }

  #textOf(index: number): string {
    return this.#pieces[index]?.text ?? '';
  }

  #joined(from: number, to: number): string {
    return this.#pieces
      .slice(from, to)
      .map(({ text }) => text)
      .join('');
  }

  /** Returns the first piece that contains an offset or ends at it. */
  #pieceAt(offset: number): { readonly index: number; readonly start: number } {
    let start = 0;
    for (const [index, { text }] of this.#pieces.entries()) {
      if (offset <= start + text.length) return { index, start };
      start += text.length;
    }
    return { index: this.#pieces.length, start };
  }

  #offsetAt(line: number, character: number): number {
    return Math.min(this.#lineStart(line) + character, this.#lineStart(line + 1));
  }

  #lineStart(line: number): number {
    let start = 0;
    let breaksLeft = line;
    for (const { text, lineBreaks } of this.#pieces) {
      if (breaksLeft === 0) break;
      if (breaksLeft <= lineBreaks) return start + behindLineBreak(text, breaksLeft);
      breaksLeft -= lineBreaks;
      start += text.length;
    }
    return start;
  }
}

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; ) {
    const end = endOfPiece(text, at + PIECE);
    pieces.push(pieceOf(text.slice(at, end)));
    at = end;
  }
  return pieces;
}

function endOfPiece(text: string, end: number): number {
  const before = text.charCodeAt(end - 1);
  const behind = text.charCodeAt(end);
  const isCrlf = before === CARRIAGE_RETURN && behind === LINE_FEED;
  const isPair = (before & 0xfc00) === 0xd800 && (behind & 0xfc00) === 0xdc00;
  return isCrlf || isPair ? end + 1 : end;
}

function pieceOf(text: string): Piece {
  let lineBreaks = 0;
  for (let at = 0; at < text.length; at++) if (endsLine(text, at)) lineBreaks++;
  return { text, lineBreaks, bytes: utf8Length(text) };
}

/** Returns the offset after the line break with this number. The first line break of a piece has the number one. */
function behindLineBreak(text: string, count: number): number {
  let left = count;
  for (let at = 0; at < text.length; at++) {
    if (endsLine(text, at)) left--;
    if (left === 0) return at + 1;
  }
  return text.length;
}

/** Whether the code unit at `at` is the last one of a line break. */
function endsLine(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === LINE_FEED || (code === CARRIAGE_RETURN && text.charCodeAt(at + 1) !== LINE_FEED);
}

function bytesOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { bytes }) => sum + bytes, 0);
}
