/**
 * Keeps the last results of programs whose result depends only on their input, such as a plugin in WebAssembly. Users
 * often generate again although most inputs have not changed. This cache does not look at the disk.
 */
import { createHash } from 'node:crypto';

interface Kept<Result> {
  readonly result: Result;
  readonly size: number;
}

/** Keeps results up to a total size. It drops the least recently used result first. */
export class RecentResults<Result> {
  readonly #kept = new Map<string, Kept<Result>>();
  readonly #most: number;
  #size = 0;

  /** `most` is the limit for the sum of the sizes that `keep` gets. */
  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): Result | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept.result;
  }

  keep(key: string, result: Result, size: number): void {
    this.#forget(key);
    this.#kept.set(key, { result, size });
    this.#size += size;
    for (const oldest of this.#kept.keys()) {
      if (this.#size <= this.#most) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#size -= this.#kept.get(key)?.size ?? 0;
    this.#kept.delete(key);
  }
}

/** Returns a key for an input of several parts. The key is a hash, because inputs may be large and are not trusted. */
export function keyOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('base64');
}
