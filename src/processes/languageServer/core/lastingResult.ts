/**
 * The result of a request that stays the same until a text changes. An editor may request it again and again, and its
 * JSON may have many megabytes, so we make this JSON once.
 */

const encoder = new TextEncoder();

/** A writer that knows this class sends the bytes; every other writer turns the value into JSON, as for all results. */
export class LastingResult<T> {
  #held: { readonly kind: 'value'; readonly value: T } | { readonly kind: 'json'; readonly bytes: Uint8Array };

  /** The value must not change afterwards. */
  constructor(value: T) {
    this.#held = { kind: 'value', value };
  }

  /** Whoever sends bytes once always sends bytes, so the value need not use memory any longer. */
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
