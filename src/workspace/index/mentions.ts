/**
 * Lists the names that the text of a file mentions. A search for the uses of a name then links only the files that may
 * have one. We keep sorted hashes of the identifiers: four bytes per name, and no table of strings that grows with each
 * edit. Two names may share a hash. So the result may include a file without the name, but it never misses a file.
 */
import type { SyntaxTree } from '../../syntax/tree/tree.ts';

const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * Returns the sorted hashes of all identifiers in a text. Letter case is ignored, because a group `Result` also has the
 * name `result`.
 */
export function mentionsIn({ text, tokens }: SyntaxTree): Uint32Array {
  const hashes = new Set<number>();
  for (let at = 0; at < tokens.count; at++) {
    if (tokens.kind(at) === 'identifier') hashes.add(hashOf(text, tokens.start(at), tokens.end(at)));
  }
  return Uint32Array.from(hashes).sort();
}

/** Returns the hash of an identifier, which is an unsigned 32-bit number. */
export function hashOfName(name: string): number {
  return hashOf(name, 0, name.length);
}

/** Whether a sorted list has the hash. It uses a binary search. */
export function hasHash(sorted: Uint32Array, hash: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < hash) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === hash;
}

/** Computes FNV-1a over the code units, with ASCII letters in lower case. */
function hashOf(text: string, start: number, end: number): number {
  let hash = OFFSET_BASIS;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    const folded = code >= 65 && code <= 90 ? code + 32 : code;
    hash = Math.imul(hash ^ folded, PRIME);
  }
  return hash >>> 0;
}
