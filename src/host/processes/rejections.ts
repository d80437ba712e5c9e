/**
 * The last net under a process: a rejection without a handler is written to the log, and the process goes on.
 * Node would end it, and with it everything that the user was doing.
 */

/** `log` gets the stack, which says where to look. */
export function surviveRejections(log: (line: string) => void): void {
  process.on('unhandledRejection', (reason) => {
    const text = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
    log(`A promise was rejected and no code handled it: ${text}`);
  });
}
