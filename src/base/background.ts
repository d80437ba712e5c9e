/**
 * Runs promises that no caller awaits. Each call says how a failure is logged, because Node ends the process at the
 * first unhandled rejection. A lint rule forbids a promise that is not awaited, returned or passed to `inBackground`.
 */

/** Runs `work` in the background. If `work` fails, `log` gets one line with `what` and the reason. It never throws. */
export function inBackground(work: PromiseLike<unknown>, what: string, log: (line: string) => void): void {
  work.then(undefined, (error: unknown) => log(`${what}: ${messageOf(error)}`));
}

/** Returns the message of an error, or the text of any other value that was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return String(error);
}
