/** Decodes source files, which may contain any bytes. */

const decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
const BYTE = 0xdc00;

/**
 * Decodes bytes as UTF-8, and keeps a byte-order mark. A byte that is not valid UTF-8 becomes the lone surrogate U+DC00
 * + byte, which no valid text contains. So the lexer can report the byte, and a column is still a number of bytes. If a
 * file starts with the first byte of a byte-order mark but not with the whole mark, its first three bytes are not valid
 * either.
 */
export function sourceText(bytes: Uint8Array): string {
  const head = falseMark(bytes);
  if (head === 0) {
    const text = whole(bytes, 0);
    if (text !== undefined) return text;
  }
  let result = '';
  let at = 0;
  for (; at < head; at++) result += rawByte(bytes[at] ?? 0);
  let good = at;
  while (at < bytes.length) {
    const length = sequenceLength(bytes[at] ?? 0);
    if (length > 0 && isSequence(bytes, at, length)) at += length;
    else {
      result += (whole(bytes, good, at) ?? '') + rawByte(bytes[at] ?? 0);
      good = ++at;
    }
  }
  return result + (whole(bytes, good) ?? '');
}

/** The number of bytes in a broken byte-order mark at the start; 0 if there is no such mark. */
function falseMark(bytes: Uint8Array): number {
  if (bytes[0] !== 0xef) return 0;
  if (bytes[1] === 0xbb && bytes[2] === 0xbf) return 0;
  return Math.min(3, bytes.length);
}

/** The invalid byte that a code unit stands for; undefined if the code unit is an ordinary one. */
export function byteOf(codeUnit: number): number | undefined {
  if (codeUnit >= BYTE + 0x80 && codeUnit <= BYTE + 0xff) return codeUnit - BYTE;
  return undefined;
}

function rawByte(byte: number): string {
  if (byte < 0x80) return String.fromCharCode(byte);
  return String.fromCharCode(BYTE + byte);
}

function whole(bytes: Uint8Array, start: number, end = bytes.length): string | undefined {
  try {
    if (end > bytes.length) return undefined;
    return decoder.decode(bytes.subarray(start, end));
  } catch {
    return undefined;
  }
}

/**
 * Whether the bytes at `at` are one valid UTF-8 sequence (RFC 3629). Decoding and catching the error would take a
 * thousand times as long.
 */
function isSequence(bytes: Uint8Array, at: number, length: number): boolean {
  const [low, high] = SECOND_BYTES.get(bytes[at] ?? 0) ?? [0x80, 0xbf];
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] ?? 0;
    if (byte < (i === 1 ? low : 0x80) || byte > (i === 1 ? high : 0xbf)) return false;
  }
  return true;
}

/** The allowed range of the second byte, for each first byte that restricts it. */
const SECOND_BYTES: ReadonlyMap<number, readonly [low: number, high: number]> = new Map([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
]);

/** The number of bytes in a UTF-8 character, by its first byte; 0 if no character starts with this byte. */
function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  if (first < 0xf5) return 4;
  return 0;
}

/**
 * The size of a text in UTF-8, in bytes. The size of a lone surrogate is three bytes, like that of its replacement
 * character.
 */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    // A surrogate pair takes four bytes, which are two bytes for each half.
    if (code < 0x800 || isHalfOfPair(text, at)) bytes++;
    else bytes += 2;
  }
  return bytes;
}

function isHalfOfPair(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (isHighSurrogate(code)) return isLowSurrogate(text.charCodeAt(at + 1));
  return isLowSurrogate(code) && isHighSurrogate(text.charCodeAt(at - 1));
}

function isHighSurrogate(code: number): boolean {
  return (code & 0xfc00) === 0xd800;
}

function isLowSurrogate(code: number): boolean {
  return (code & 0xfc00) === 0xdc00;
}
