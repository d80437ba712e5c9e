/**
 * Limits the size of a source, and has the message for a larger one. The limit applies to files and to open documents,
 * so a text gets the same diagnostics wherever it comes from.
 */

/**
 * The largest source in bytes that we read, because other requests wait while we parse. The largest real protos have 4
 * MB, and the parser takes a tenth of a second per megabyte.
 */
export const LARGEST_PROTO = 8 * 1024 * 1024;

/** The reason for refusing a file, to follow its path: "is larger than 8 MB". `limit` is in bytes. */
export function isLargerThan(limit: number): string {
  return `is larger than ${Math.round(limit / 1024 / 1024)} MB`;
}
