/**
 * A short digest of a long sequence of strings and numbers. It is for comparing two sequences. Two different sequences
 * have the same digest with a probability of 2^-64. It does not protect against an attacker.
 */
export class Digest {
  #first = 0x811c9dc5;
  #second = 0x9747b28c;

  /** Adds a number, which must be an integer. */
  number(value: number): void {
    this.#word(value | 0);
    // The upper bits of a number outside 32 bits follow as a second word.
    if (value !== (value | 0)) this.#word(Math.floor(value / 0x100000000));
  }

  text(value: string | undefined): void {
    // An undefined text must have a different digest from an empty text.
    if (value === undefined) {
      this.#word(-1);
      return;
    }
    // This loop does the same as #word, but with local variables. Nearly all input is text, and accessing a field for
    // each code unit would be slow.
    let first = this.#first;
    let second = this.#second;
    for (let i = 0; i < value.length; i++) {
      const unit = value.charCodeAt(i);
      const one = Math.imul(first ^ unit, 0x01000193);
      first = (one << 5) | (one >>> 27);
      const other = Math.imul(second ^ unit, 0x5bd1e995);
      second = (other << 13) | (other >>> 19);
    }
    this.#first = first;
    this.#second = second;
    this.#word(value.length);
  }

  flag(value: boolean): void {
    this.#word(value ? 1 : 2);
  }

  bytes(value: Uint8Array | undefined): void {
    if (value === undefined) {
      this.#word(-1);
      return;
    }
    for (const byte of value) this.#word(byte);
    this.#word(value.length);
  }

  /** Returns the digest as sixteen hexadecimal digits. */
  finish(): string {
    return hex(mix(this.#first)) + hex(mix(this.#second));
  }

  #word(word: number): void {
    const first = Math.imul(this.#first ^ word, 0x01000193);
    this.#first = (first << 5) | (first >>> 27);
    const second = Math.imul(this.#second ^ word, 0x5bd1e995);
    this.#second = (second << 13) | (second >>> 19);
  }
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
