/**
 * How large a source may be, and the message for one that is larger. The limit holds for files and for open documents,
 * so that a text gets the same verdict wherever it comes from.
 */

/**
 * In bytes, for a process that others wait for. The largest real protos have 4 MB, and the parser takes a tenth of a
 * second per megabyte.
 */
export const LARGEST_PROTO = 8 * 1024 * 1024;

/** The reason that follows a path: "is larger than 8 MB". `limit` is in bytes. */
export function isLargerThan(limit: number): string {
  return `is larger than ${Math.round(limit / 1024 / 1024)} MB`;
}
