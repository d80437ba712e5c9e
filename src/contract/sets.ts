/**
 * Passes descriptor sets between processes. The language server hands out references. With a reference, the runner and
 * the local servers fetch the bytes from the language server. The extension passes on only the references, because a
 * set can have many megabytes.
 */

/** The address at which a process can fetch a descriptor set, and the proof that it may do so. */
export interface SetReference {
  /** Identifies the set. Two sets with the same hash have the same bytes. */
  readonly hash: string;
  /** The address of the language server: a Unix socket, or a named pipe on Windows. */
  readonly pipe: string;
  /** Proves that the language server handed out the reference, so a process cannot guess one. */
  readonly token: string;
}

/**
 * The code of a JSON-RPC error: the descriptor set of a reference no longer exists. The caller must ask for another
 * reference.
 */
export const SET_GONE = -32_050;
