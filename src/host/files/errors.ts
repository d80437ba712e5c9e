/** What the file system says went wrong. */

/** `ENOENT`, `EACCES`, … */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
