/** Descriptor sets that requests have named, as long as more requests are likely. */
import { ResponseError } from 'vscode-jsonrpc/node';
import { SET_GONE, type SetReference } from '../../contract/sets.ts';
import { fetchSet, SetGoneError } from '../../host/processes/fetchSet.ts';

/** The results for each set, by hash. The least recently used one goes first. */
export class KeptSets<Made> {
  readonly #kept = new Map<string, Promise<Made>>();
  readonly #most: number;
  readonly #make: (set: Uint8Array) => Made;

  constructor(most: number, make: (set: Uint8Array) => Made) {
    this.#most = most;
    this.#make = make;
  }

  /** Rejects with SET_GONE if the set is not available, and with the error of making the result. */
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
      // The next request may succeed.
      this.#kept.delete(reference.hash);
      if (error instanceof SetGoneError) throw new ResponseError(SET_GONE, error.message);
      throw error;
    }
  }
}
