/**
 * Promises that no caller waits for. Each one says where its failure goes: a rejection that nobody handles ends a
 * process of Node. A lint rule refuses a promise that is neither awaited, returned nor given to this function.
 */

/** Runs `work` in the background. If it fails, `log` gets one line: `what`, and the reason. Never throws or rejects. */
export function inBackground(work: PromiseLike<unknown>, what: string, log: (line: string) => void): void {
  work.then(undefined, (error: unknown) => log(`${what}: ${messageOf(error)}`));
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
