/** Decodes source files, which may contain any bytes. */

const decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
const BYTE = 0xdc00;

/**
 * Bytes read as UTF-8, including a byte-order mark. A byte that is not valid UTF-8 becomes the lone surrogate U+DC00 +
 * byte, which no valid text has. So the lexer can report it, and columns still count bytes. The same applies to the
 * bytes of a first character that starts like a byte-order mark but is not one.
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

/** How many bytes at the start look like a byte-order mark but are not one. */
function falseMark(bytes: Uint8Array): number {
  if (bytes[0] !== 0xef) return 0;
  if (bytes[1] === 0xbb && bytes[2] === 0xbf) return 0;
  return Math.min(3, bytes.length);
}

/** The byte that a code unit stands for; undefined if it stands for none. */
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
 * Checks the bytes directly, because a decoder that throws takes a thousand times as long. The ranges come from RFC
 * 3629.
 */
function isSequence(bytes: Uint8Array, at: number, length: number): boolean {
  const [low, high] = SECOND_BYTES.get(bytes[at] ?? 0) ?? [0x80, 0xbf];
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] ?? 0;
    if (byte < (i === 1 ? low : 0x80) || byte > (i === 1 ? high : 0xbf)) return false;
  }
  return true;
}

/** Allowed continuations by first byte, for first bytes that do not allow all of them. */
const SECOND_BYTES: ReadonlyMap<number, readonly [low: number, high: number]> = new Map([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
]);

/** Number of bytes in a character, by its first byte; 0 if no character starts with it. */
function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  if (first < 0xf5) return 4;
  return 0;
}

/** The size of a text in bytes of UTF-8. A lone surrogate takes three bytes, like its replacement character. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    // Each half of a surrogate pair takes two bytes.
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
