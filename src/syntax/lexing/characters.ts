/** The character classes of protobuf's lexer. All their characters are ASCII. */

const LETTER = 1;
const DIGIT = 2;
const BLANK = 4;
const HEX = 8;
const OCTAL = 16;

const CLASSES = new Uint8Array(128);

function mark(characters: string, bit: number): void {
  for (let i = 0; i < characters.length; i++) {
    const code = characters.charCodeAt(i);
    CLASSES[code] = (CLASSES[code] ?? 0) | bit;
  }
}

mark('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_', LETTER);
mark('0123456789', DIGIT);
mark('0123456789abcdefABCDEF', HEX);
mark('01234567', OCTAL);
mark(' \t\r\v\f\n', BLANK);

function has(code: number, bits: number): boolean {
  // NaN stands for the end of the text, which is in no class.
  return code < 128 && ((CLASSES[code] ?? 0) & bits) !== 0;
}

/** Whether a code is a letter: A to Z, a to z, or the underscore. */
export const isLetter = (code: number): boolean => has(code, LETTER);
/** Whether a code is a digit: 0 to 9. */
export const isDigit = (code: number): boolean => has(code, DIGIT);
/** Whether a code is a letter or a digit. Identifiers consist of these. */
export const isAlphanumeric = (code: number): boolean => has(code, LETTER | DIGIT);
/** Whether a code is a hexadecimal digit: 0 to 9, A to F or a to f. */
export const isHexDigit = (code: number): boolean => has(code, HEX);
/** Whether a code is an octal digit: 0 to 7. */
export const isOctalDigit = (code: number): boolean => has(code, OCTAL);
/** Whether a code is whitespace, which separates tokens. */
export const isBlank = (code: number): boolean => has(code, BLANK);

/** Whether `text` is one identifier. */
export function isIdentifier(text: string): boolean {
  if (!isLetter(text.charCodeAt(0))) return false;
  for (let i = 1; i < text.length; i++) if (!isAlphanumeric(text.charCodeAt(i))) return false;
  return true;
}
