/**
 * Holds the result of a request that stays the same until a text changes. An editor may request it many times, and its
 * JSON may have many megabytes, so we make the JSON only once.
 */

const encoder = new TextEncoder();

/**
 * A result whose JSON is made once. The connection over standard output sends its bytes; every other connection turns
 * the value into JSON, as it does with all results.
 */
export class LastingResult<T> {
  #held: { readonly kind: 'value'; readonly value: T } | { readonly kind: 'json'; readonly bytes: Uint8Array };

  /** Takes the value, which must not change afterwards. */
  constructor(value: T) {
    this.#held = { kind: 'value', value };
  }

  /** Returns the JSON in UTF-8. A connection that sends bytes never needs the value again, so we free its memory. */
  get json(): Uint8Array {
    if (this.#held.kind === 'value')
      this.#held = { kind: 'json', bytes: encoder.encode(JSON.stringify(this.#held.value)) };
    return this.#held.bytes;
  }

  toJSON(): T {
    if (this.#held.kind === 'value') return this.#held.value;
    return JSON.parse(new TextDecoder().decode(this.#held.bytes)) as T;
  }
}
