/** Formats an error of a schema as one line. */
import type { SchemaProblem } from '../../contract/languageServer.ts';

/** Returns `greeter.proto:5:3: message`. Lines and columns are counted from one. */
export function problemText({ file, message, place }: SchemaProblem): string {
  return `${file}:${place.range.startLine + 1}:${place.range.startCharacter + 1}: ${message}`;
}
