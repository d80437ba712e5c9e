/** What the file system says went wrong. */

/** `ENOENT`, `EACCES`, … */
export function codeOf(error: unknown): string | undefined {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return undefined;
}
