/** Descriptor sets that the runner was asked about, as long as they are likely to be asked about again. */
import { ResponseError } from 'vscode-jsonrpc/node';
import { SET_GONE, type SetReference } from '../../contract/sets.ts';
import { fetchSet, SetGoneError } from '../../host/processes/fetchSet.ts';

/** What is made of a set, by hash. The one used last is the last to go. */
export class KeptSets<Made> {
  readonly #kept = new Map<string, Promise<Made>>();
  readonly #most: number;
  readonly #make: (set: Uint8Array) => Made;

  constructor(most: number, make: (set: Uint8Array) => Made) {
    this.#most = most;
    this.#make = make;
  }

  /** Rejects with SET_GONE where the set is not to be had, and with what making it says. */
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
      // The next who asks may have more luck.
      this.#kept.delete(reference.hash);
      throw error instanceof SetGoneError ? new ResponseError(SET_GONE, error.message) : error;
    }
  }
}
