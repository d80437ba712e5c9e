/**
 * Descriptor sets between processes. The language server hands out references; the runner and the local servers fetch
 * the bytes from it. The extension passes on only the references, because a set can have many megabytes.
 */

/** Where a process can fetch a descriptor set, and the proof that it may do so. */
export interface SetReference {
  /** Identifies the set: sets with the same hash have the same bytes. */
  readonly hash: string;
  /** A Unix socket, or a named pipe on Windows. */
  readonly pipe: string;
  /** Proves that the reference was handed out and not guessed. */
  readonly token: string;
}

/** The code of a JSON-RPC error: the set behind a reference is gone. Ask for another reference. */
export const SET_GONE = -32_050;
