/**
 * Converts string literals: their escapes to bytes, and bytes to text. A string of bytes has one char code (0–255) per
 * byte.
 */
import { detached } from '../../base/strings.ts';
import { byteOf } from '../../text/source.ts';
import type { StringNode } from '../tree/nodes.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Returns the text of a string. Its bytes are read as UTF-8. */
export function stringText(node: StringNode): string {
  return utf8Text(node.bytes);
}

/** Returns the text of UTF-8 bytes. Bytes that are not UTF-8 become U+FFFD. */
export function utf8Text(bytes: string): string {
  if (isAscii(bytes)) return bytes;
  return decoder.decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
}

/** Returns the UTF-8 form of a text, as a string of bytes. */
function utf8Bytes(text: string): string {
  if (isAscii(text)) return text;
  let result = '';
  for (const character of text) {
    const byte = character.length === 1 ? byteOf(character.charCodeAt(0)) : undefined;
    result += byte === undefined ? byteString(encoder.encode(character)) : String.fromCharCode(byte);
  }
  return result;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

function byteString(bytes: Uint8Array): string {
  let result = '';
  for (const byte of bytes) result += String.fromCharCode(byte);
  return result;
}

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
  ['?', '?'],
  ["'", "'"],
  ['"', '"'],
  // If no digits follow, `\u` and `\U` are not escapes.
  ['u', 'u'],
  ['U', 'U'],
]);

/** Returns the bytes of one literal. `literal` includes the quotes, but the closing one may be missing. */
export function unescapeLiteral(literal: string): string {
  const closed = literal.length > 1 && literal.endsWith(literal.charAt(0));
  const body = literal.slice(1, closed ? -1 : undefined);
  if (!body.includes('\\')) return utf8Bytes(detached(body));
  // If the last quote is escaped, it belongs to the text, and the literal has no closing quote.
  const whole = closed && endsEscaped(body) ? literal.slice(1) : body;
  return unescapeBody(whole);
}

function endsEscaped(body: string): boolean {
  let backslashes = 0;
  while (body.charCodeAt(body.length - 1 - backslashes) === 92) backslashes++;
  return backslashes % 2 === 1;
}

function unescapeBody(body: string): string {
  const escape = /\\(?:([0-7]{1,3})|[xX]([0-9a-fA-F]{0,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([^]))/g;
  let result = '';
  let at = 0;
  for (let match = escape.exec(body); match !== null; match = escape.exec(body)) {
    result += utf8Bytes(body.slice(at, match.index));
    at = escape.lastIndex;
    const [, octal, hex, short, long, other] = match;
    if (octal !== undefined) result += String.fromCharCode(Number.parseInt(octal, 8) & 255);
    else if (hex !== undefined) result += String.fromCharCode(Number.parseInt(hex || '0', 16));
    else if (other !== undefined) result += SIMPLE_ESCAPES.get(other) ?? '?';
    else {
      const first = Number.parseInt(short ?? long ?? '0', 16);
      const second = trailSurrogate(first, body, at);
      if (second === undefined) result += codePointBytes(first);
      else {
        result += codePointBytes(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
        at += 6;
        escape.lastIndex = at;
      }
    }
  }
  return result + utf8Bytes(body.slice(at));
}

/**
 * Returns the low surrogate after a high surrogate. Two escapes with `\u` for the two surrogates are one code point.
 */
function trailSurrogate(first: number, body: string, at: number): number | undefined {
  if (first < 0xd800 || first >= 0xdc00) return undefined;
  const match = /^\\u([0-9a-fA-F]{4})/.exec(body.slice(at, at + 6));
  const second = Number.parseInt(match?.[1] ?? '0', 16);
  if (second >= 0xdc00 && second < 0xe000) return second;
  return undefined;
}

/** Returns the UTF-8 form of a code point. A lone surrogate is encoded like any other code point, as in protoc. */
function codePointBytes(point: number): string {
  const tail = (shift: number): number => 0x80 | ((point >> shift) & 0x3f);
  if (point < 0x80) return String.fromCharCode(point);
  if (point < 0x800) return String.fromCharCode(0xc0 | (point >> 6), tail(0));
  if (point < 0x10000) return String.fromCharCode(0xe0 | (point >> 12), tail(6), tail(0));
  if (point < 0x110000) return String.fromCharCode(0xf0 | (point >> 18), tail(12), tail(6), tail(0));
  return `\\U${point.toString(16).padStart(8, '0')}`;
}
