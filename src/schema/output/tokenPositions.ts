/**
 * Computes lines and columns of tokens as protoc does. Columns count UTF-8 bytes, and a tab moves to the next multiple
 * of 8.
 */
import { byteOf } from '../../text/source.ts';
import type { TokenTable } from '../../syntax/tree/tree.ts';

const TAB_WIDTH = 8;

/** The start and the end of each token, by the index of the token. */
export interface TokenPositions {
  /** The line of each token. Lines and columns are zero-based. */
  readonly lines: Uint32Array;
  readonly columns: Uint32Array;
  readonly endColumns: Uint32Array;
}

/** Returns the positions of all tokens. The last entry is the end of the text. */
export function tokenPositions(text: string, tokens: TokenTable): TokenPositions {
  const { count } = tokens;
  const lines = new Uint32Array(count + 1);
  const columns = new Uint32Array(count + 1);
  const endColumns = new Uint32Array(count + 1);
  const place = new Place(text);
  for (let i = 0; i < count; i++) {
    place.advance(tokens.start(i));
    lines[i] = place.line;
    columns[i] = place.column;
    place.advance(tokens.end(i));
    endColumns[i] = place.column;
  }
  place.advance(text.length);
  lines[count] = place.line;
  columns[count] = endColumns[count] = place.column;
  return { lines, columns, endColumns };
}

/** Finds the zero-based line and column of single offsets, in any order. It is fast also for long lines. */
export class ProtocPositions {
  readonly #text: string;
  /** The position after every `STRIDE` code units, for the part of the text that was read so far. */
  readonly #strides: { readonly line: number; readonly column: number }[] = [{ line: 0, column: 0 }];

  constructor(text: string) {
    this.#text = text;
  }

  at(offset: number): { readonly line: number; readonly column: number } {
    const stride = Math.floor(offset / STRIDE);
    for (let next = this.#strides.length; next <= stride; next++)
      this.#strides.push(this.#read(next - 1, next * STRIDE));
    return this.#read(stride, offset);
  }

  #read(stride: number, to: number): { readonly line: number; readonly column: number } {
    const { line, column } = this.#strides[stride] ?? { line: 0, column: 0 };
    const place = new Place(this.#text, stride * STRIDE, line, column);
    place.advance(to);
    return { line: place.line, column: place.column };
  }
}

const STRIDE = 4096;

class Place {
  line: number;
  column: number;
  readonly #text: string;
  #at: number;

  constructor(text: string, at = 0, line = 0, column = 0) {
    this.#text = text;
    this.#at = at;
    this.line = line;
    this.column = column;
  }

  advance(to: number): void {
    for (; this.#at < to; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === 10) {
        this.line++;
        this.column = 0;
      } else if (code === 9) this.column += TAB_WIDTH - (this.column % TAB_WIDTH);
      else this.column += code < 0x80 ? 1 : utf8Length(this.#text, this.#at);
    }
  }
}

/**
 * Returns the number of UTF-8 bytes of a UTF-16 code unit. The two units of a surrogate pair have four bytes together.
 */
function utf8Length(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 0x800) return 2;
  if (code < 0xd800 || code >= 0xe000) return 3;
  const raw =
    byteOf(code) !== undefined && !(at > 0 && text.charCodeAt(at - 1) >= 0xd800 && text.charCodeAt(at - 1) < 0xdc00);
  if (raw) return 1;
  return 2;
}
