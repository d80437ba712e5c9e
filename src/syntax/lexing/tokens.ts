/** Stores the tokens of a text in typed arrays: nine bytes per token, and no object for each. */
import { sharedPiece } from '../../base/strings.ts';
import type { TokenKind, TokenTable } from '../tree/tree.ts';

const KINDS = ['identifier', 'integer', 'float', 'string', 'symbol'] as const satisfies readonly TokenKind[];

/** The number of each token kind in the array of kinds. */
export const KIND = { identifier: 0, integer: 1, float: 2, string: 3, symbol: 4 } as const;

interface Room {
  readonly kinds: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

function roomFor(capacity: number): Room {
  return { kinds: new Uint8Array(capacity), starts: new Uint32Array(capacity), ends: new Uint32Array(capacity) };
}

/** The number of tokens that we keep space for, because an edit of one or two keys may add them. */
export const LITTLE_ROOM = 16;

/** The number of tokens in the shared arrays. The tokens of a larger file have their own arrays. */
const SHARED_CAPACITY = 1 << 15;

/**
 * The shared arrays for a text while we read it. They are undefined while a text uses them; only one text is read at a
 * time.
 */
let shared: Room | undefined;

/** The token table of one text. The lexer fills it, and it does not change afterwards. */
export class Tokens implements TokenTable {
  readonly source: string;
  #kinds: Uint8Array;
  #starts: Uint32Array;
  #ends: Uint32Array;
  #count = 0;

  /** Makes an empty table. Call `trim` after you have added all tokens. */
  constructor(source: string, capacity = (source.length >> 3) + 16) {
    this.source = source;
    const room = capacity > SHARED_CAPACITY ? roomFor(capacity) : (shared ?? roomFor(SHARED_CAPACITY));
    if (room === shared) shared = undefined;
    this.#kinds = room.kinds;
    this.#starts = room.starts;
    this.#ends = room.ends;
  }

  get count(): number {
    return this.#count;
  }

  push(kind: number, start: number, end: number): void {
    if (this.#count === this.#kinds.length) this.#resize(this.#count * 2);
    this.#kinds[this.#count] = kind;
    this.#starts[this.#count] = start;
    this.#ends[this.#count] = end;
    this.#count++;
  }

  /** Adds the tokens of another text, from index `from` to index `to`. Each one moves by `shift` code units. */
  addFrom(other: Tokens, from: number, to: number, shift: number): void {
    const at = this.#count;
    this.#count += to - from;
    if (this.#count > this.#kinds.length) this.#resize(this.#count);
    this.#kinds.set(other.#kinds.subarray(from, to), at);
    this.#starts.set(other.#starts.subarray(from, to), at);
    this.#ends.set(other.#ends.subarray(from, to), at);
    if (shift === 0) return;
    for (let i = at; i < this.#count; i++) {
      this.#starts[i] = (this.#starts[i] ?? 0) + shift;
      this.#ends[i] = (this.#ends[i] ?? 0) + shift;
    }
  }

  /** Returns the index of the first token that ends at or after an offset, or the number of tokens if there is none. */
  endingFrom(offset: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.end(middle) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * Releases unused space, except space for a few tokens. An edited text is read again with each key and may need that.
   */
  trim(): void {
    if (this.#kinds.length - this.#count <= LITTLE_ROOM && this.#kinds.length !== SHARED_CAPACITY) {
      this.#starts.fill(this.source.length, this.#count);
      this.#ends.fill(this.source.length, this.#count);
      return;
    }
    const room = { kinds: this.#kinds, starts: this.#starts, ends: this.#ends };
    this.#resize(this.#count);
    if (room.kinds.length === SHARED_CAPACITY) shared = room;
  }

  code(index: number): number {
    if (index < this.#count) return this.#kinds[index] ?? -1;
    return -1;
  }

  kind(index: number): TokenKind {
    return KINDS[this.code(index)] ?? 'symbol';
  }

  start(index: number): number {
    return this.#starts[index] ?? this.source.length;
  }

  end(index: number): number {
    return this.#ends[index] ?? this.source.length;
  }

  text(index: number): string {
    return this.source.slice(this.start(index), this.end(index));
  }

  /**
   * Returns the text between two tokens. It is a copy, because names are kept longer than the source, and must not keep
   * the source in memory.
   */
  name(first: number, last = first): string {
    return sharedPiece(this.source, this.start(first), this.end(last));
  }

  /** Whether token `index` has exactly the given `text`. */
  is(index: number, text: string): boolean {
    if (index >= this.#count) return false;
    const start = this.start(index);
    if (this.end(index) - start !== text.length || this.source.charCodeAt(start) !== text.charCodeAt(0)) return false;
    return text.length === 1 || this.source.startsWith(text, start);
  }

  #resize(capacity: number): void {
    this.#kinds = resized(this.#kinds, new Uint8Array(capacity));
    this.#starts = resized(this.#starts, new Uint32Array(capacity));
    this.#ends = resized(this.#ends, new Uint32Array(capacity));
  }
}

function resized<T extends Uint8Array | Uint32Array>(from: T, to: T): T {
  to.set(from.length > to.length ? from.subarray(0, to.length) : from);
  return to;
}
