/** For processes that do one piece of work and end. */
import { setFlagsFromString } from 'node:v8';

/**
 * Lets the heap grow further between two full collections: nearly all that a compiler makes stays until it ends, so that
 * looking through it finds little. What a compilation takes is in docs/bench.md.
 */
export function expectShortLife(): void {
  setFlagsFromString('--heap-growing-percent=400');
}
