/** Reads what went wrong from an error of the file system. */

/** `ENOENT`, `EACCES`, … */
export function codeOf(error: unknown): string | undefined {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return undefined;
}
