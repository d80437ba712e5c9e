/**
 * Descriptor sets between processes. The language server hands out references; the runner and the local servers fetch
 * the bytes from it. The extension carries the references alone: a set can have many megabytes.
 */

/** Where a process can fetch a descriptor set, and the proof that it may. */
export interface SetReference {
  /** Tells sets apart: the same hash, the same bytes. */
  readonly hash: string;
  /** A Unix socket, or a named pipe of Windows. */
  readonly pipe: string;
  /** Shows that the reference was handed out, and not guessed. */
  readonly token: string;
}

/** The code of a JSON-RPC error: the set behind a reference is gone. Ask for another reference. */
export const SET_GONE = -32_050;
