/**
 * Limits the names that are declared inside very long names. Each full name contains the names of its parents. So a
 * text of 1 MB could have full names of many gigabytes: one message with a name of 60 kB, and tens of thousands of
 * declarations inside it.
 */

/** Names up to this length have no limit, because they cost little. protoc accepts packages of this length. */
export const LONG_SCOPE = 512;

/**
 * The limit for all longer names of a file together, in UTF-16 code units. We add the length of the parent's name once
 * for each declaration
 * inside it.
 */
const MOST_LONG_SCOPES = 8 * 1024 * 1024;

/** Counts how much of the limit one file has used. */
export class LongNames {
  #used = 0;

  /** Adds a name inside `scope`. Returns whether the file is still within the limit. */
  hasRoomIn(scope: string): boolean {
    if (scope.length <= LONG_SCOPE) return true;
    this.#used += scope.length;
    return this.#used <= MOST_LONG_SCOPES;
  }
}
