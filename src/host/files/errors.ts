/** Reads the code of an error from the file system. */

/** Returns the code of an error, such as `ENOENT` or `EACCES`; undefined if it has none. */
export function codeOf(error: unknown): string | undefined {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return undefined;
}
