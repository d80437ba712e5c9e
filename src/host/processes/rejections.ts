/**
 * Keeps a process alive after an unhandled rejection, and writes it to the log. Otherwise Node would end the process,
 * with all work in progress.
 */

/** Installs the handler. `log` receives the stack, which shows where the error comes from. */
export function surviveRejections(log: (line: string) => void): void {
  process.on('unhandledRejection', (reason) => {
    const text = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
    try {
      log(`A promise was rejected and no code handled it: ${text}`);
    } catch {
      // The connection to the editor is closed, so the promise was rejected, and nothing reads the log any more.
    }
  });
}
