/** Keeps descriptor sets that requests have named, while more requests for them are likely. */
import { ResponseError } from 'vscode-jsonrpc/node';
import { SET_GONE, type SetReference } from '../../contract/sets.ts';
import { fetchSet, SetGoneError } from '../../host/processes/fetchSet.ts';

/**
 * Keeps one result for each set, by the hash of the set. If there are too many, the least recently used one is removed.
 */
export class KeptSets<Made> {
  readonly #kept = new Map<string, Promise<Made>>();
  readonly #most: number;
  readonly #make: (set: Uint8Array) => Made;

  constructor(most: number, make: (set: Uint8Array) => Made) {
    this.#most = most;
    this.#make = make;
  }

  /**
   * Returns the result for a set. Rejects with SET_GONE if the set no longer exists, or with the error of making the
   * result.
   */
  get(reference: SetReference): Promise<Made> {
    const { hash } = reference;
    const made = this.#kept.get(hash) ?? this.#fetch(reference);
    this.#kept.delete(hash);
    this.#kept.set(hash, made);
    for (const oldest of [...this.#kept.keys()].slice(0, -this.#most)) this.#kept.delete(oldest);
    return made;
  }

  async #fetch(reference: SetReference): Promise<Made> {
    try {
      return this.#make(await fetchSet(reference));
    } catch (error) {
      // We do not keep an error, because the next request may succeed.
      this.#kept.delete(reference.hash);
      if (error instanceof SetGoneError) throw new ResponseError(SET_GONE, error.message);
      throw error;
    }
  }
}
