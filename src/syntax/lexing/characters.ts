/** The character classes of protobuf's lexer; they are ASCII only. */

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
  // NaN stands for the end of the text. It is in no class.
  return code < 128 && ((CLASSES[code] ?? 0) & bits) !== 0;
}

/** A to Z, a to z, and the underscore. */
export const isLetter = (code: number): boolean => has(code, LETTER);
/** 0 to 9. */
export const isDigit = (code: number): boolean => has(code, DIGIT);
/** A letter or a digit: a character of an identifier. */
export const isAlphanumeric = (code: number): boolean => has(code, LETTER | DIGIT);
/** 0 to 9, A to F and a to f. */
export const isHexDigit = (code: number): boolean => has(code, HEX);
/** 0 to 7. */
export const isOctalDigit = (code: number): boolean => has(code, OCTAL);
/** A character that separates tokens and is not part of a token or a comment. */
export const isBlank = (code: number): boolean => has(code, BLANK);

/** Whether `text` is one identifier. */
export function isIdentifier(text: string): boolean {
  if (!isLetter(text.charCodeAt(0))) return false;
  for (let i = 1; i < text.length; i++) if (!isAlphanumeric(text.charCodeAt(i))) return false;
  return true;
}
