/**
 * Promises that no caller waits for. Each call says who handles a failure, because Node ends a process at the first
 * rejection without a handler. A lint rule refuses a promise that is neither awaited, returned nor given to this
 * function.
 */

/** Runs `work` in the background. If it fails, `log` gets one line: `what`, and the reason. Never throws or rejects. */
export function inBackground(work: PromiseLike<unknown>, what: string, log: (line: string) => void): void {
  work.then(undefined, (error: unknown) => log(`${what}: ${messageOf(error)}`));
}

/** The message of an error, or the text of anything else that was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return String(error);
}
