/** An error of a schema as one line. */
import type { SchemaProblem } from '../../contract/languageServer.ts';

/** `greeter.proto:5:3: message`, counted from one. */
export function problemText({ file, message, place }: SchemaProblem): string {
  return `${file}:${place.range.startLine + 1}:${place.range.startCharacter + 1}: ${message}`;
}
