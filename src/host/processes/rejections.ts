/**
 * The last safety net of a process: it writes an unhandled rejection to the log, and the process continues. Node would
 * end the process, and with it everything that the user was doing.
 */

/** `log` receives the stack, which shows where to look. */
export function surviveRejections(log: (line: string) => void): void {
  process.on('unhandledRejection', (reason) => {
    const text = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
    try {
      log(`A promise was rejected and no code handled it: ${text}`);
    } catch {
      // The log goes to an editor that has left. That is why the promise was rejected, and nothing reads the log any
      // more.
    }
  });
}
