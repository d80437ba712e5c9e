/** Writes the protobuf wire format into one growing buffer. */
const encoder = new TextEncoder();

/** The numbers from `start` up to `end` in a longer list. */
export interface NumberRun {
  readonly values: ArrayLike<number>;
  readonly start: number;
  readonly end: number;
}

/** Appends fields to a growing buffer (https://protobuf.dev/programming-guides/encoding/). */
export class WireWriter {
  #buffer: Uint8Array = new Uint8Array(256);
  #at = 0;

  finish(): Uint8Array {
    return this.#buffer.slice(0, this.#at);
  }

  /** Returns the bytes that were written, and empties the buffer for the next use. */
  take(): Uint8Array {
    const taken = this.finish();
    this.#at = 0;
    return taken;
  }

  get length(): number {
    return this.#at;
  }

  tag(number: number, wireType: number): void {
    this.varint(number * 8 + wireType);
  }

  /** Writes a non-negative number below 2^53, or a negative int32, which takes ten bytes. */
  varint(value: number): void {
    if (value >= 0 && value < 0x80) {
      // Tags, lengths of names and most numbers need only one byte.
      this.#reserve(1);
      this.#buffer[this.#at++] = value;
      return;
    }
    if (value < 0) {
      this.varint64(BigInt.asUintN(64, BigInt(value)));
      return;
    }
    this.#reserve(10);
    let rest = value;
    while (rest > 0x7f) {
      this.#buffer[this.#at++] = (rest & 0x7f) | 0x80;
      rest = Math.floor(rest / 128);
    }
    this.#buffer[this.#at++] = rest;
  }

  varint64(value: bigint): void {
    this.#reserve(10);
    let rest = BigInt.asUintN(64, value);
    while (rest > 0x7fn) {
      this.#buffer[this.#at++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#buffer[this.#at++] = Number(rest);
  }

  fixed32(value: number): void {
    this.#reserve(4);
    this.#view().setUint32(this.#at, value >>> 0, true);
    this.#at += 4;
  }

  fixed64(value: bigint): void {
    this.#reserve(8);
    this.#view().setBigUint64(this.#at, BigInt.asUintN(64, value), true);
    this.#at += 8;
  }

  float(value: number): void {
    this.#reserve(4);
    this.#view().setFloat32(this.#at, value, true);
    this.#at += 4;
  }

  double(value: number): void {
    this.#reserve(8);
    this.#view().setFloat64(this.#at, value, true);
    this.#at += 8;
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  bytesField(number: number, bytes: Uint8Array): void {
    this.tag(number, 2);
    this.varint(bytes.length);
    this.raw(bytes);
  }

  varintField(number: number, value: number): void {
    this.tag(number, 0);
    this.varint(value);
  }

  /** Writes a string as UTF-8. */
  stringField(number: number, text: string): void {
    const start = this.#at;
    if (this.byteStringField(number, text)) return;
    this.#at = start;
    this.bytesField(number, encoder.encode(text));
  }

  /** Writes a string with one char code per byte. Returns whether it is pure ASCII. */
  byteStringField(number: number, bytes: string): boolean {
    const { length } = bytes;
    this.tag(number, 2);
    this.varint(length);
    this.#reserve(length);
    const buffer = this.#buffer;
    const at = this.#at;
    let seen = 0;
    for (let i = 0; i < length; i++) {
      const code = bytes.charCodeAt(i);
      seen |= code;
      buffer[at + i] = code;
    }
    this.#at = at + length;
    return seen < 128;
  }

  /** Writes a message field. `write` writes the fields of the message. */
  messageField(number: number, write: () => void): void {
    this.tag(number, 2);
    this.#reserve(1);
    const start = ++this.#at;
    write();
    const length = this.#at - start;
    const extra = varintSize(length) - 1;
    if (extra > 0) {
      // We kept one byte for the length, but it needs more.
      this.#reserve(extra);
      this.#buffer.copyWithin(start + extra, start, this.#at);
    }
    const end = this.#at + extra;
    this.#at = start - 1;
    this.varint(length);
    this.#at = end;
  }

  packedVarints(number: number, { values, start, end }: NumberRun): void {
    if (start === end) return;
    this.messageField(number, () => {
      for (let at = start; at < end; at++) this.varint(values[at] ?? 0);
    });
  }

  #view(): DataView {
    return new DataView(this.#buffer.buffer);
  }

  #reserve(count: number): void {
    if (this.#at + count <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(this.#buffer.length * 2, this.#at + count));
    larger.set(this.#buffer);
    this.#buffer = larger;
  }
}

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 128)) size++;
  return size;
}
