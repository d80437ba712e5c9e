/**
 * A limit for names inside of very long names. Each full name repeats the names around it, so a text of 1 MB can have
 * full names of many gigabytes: a message with a name of 60 kB, and tens of thousands of declarations inside.
 */

/** Names up to this length cost little. protoc accepts packages of this length. */
export const LONG_SCOPE = 512;

/** The total length of longer names, repeated for each declaration inside of them, in UTF-16 code units. */
const MOST_LONG_SCOPES = 8 * 1024 * 1024;

/** Counts how much a file uses of the limit. */
export class LongNames {
  #used = 0;

  /** Whether there is room for one more name inside of `scope`. */
  hasRoomIn(scope: string): boolean {
    if (scope.length <= LONG_SCOPE) return true;
    this.#used += scope.length;
    return this.#used <= MOST_LONG_SCOPES;
  }
}
