/**
 * Reads and prints scalars in JSON by protobuf's canonical mapping (https://protobuf.dev/programming-guides/json/). It
 * reads integers digit by digit, so that integers above 2^53 stay exact.
 */
import { withoutTail } from '../base/strings.ts';
import { ScalarType } from '@bufbuild/protobuf';
import { NUMBER, type JsonNode } from './jsonText.ts';

/** A scalar in the type that protobuf-es uses; a 64-bit integer is a bigint. */
export type ScalarJsonValue = string | number | bigint | boolean | Uint8Array;

/** The result of reading: the value, or a message for the user that says why we could not read it. */
export type Reading<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'problem'; readonly message: string };

/** Makes the result of a successful reading. */
export function value<T>(read: T): Reading<T> {
  return { kind: 'value', value: read };
}

/** Makes the result of a failed reading. It fits a Reading of any type. */
export function problem(message: string): { readonly kind: 'problem'; readonly message: string } {
  return { kind: 'problem', message };
}

/** Reads a scalar field. The mapping also allows numbers as strings, and integers such as `1.0` and `1e3`. */
export function readScalar(type: ScalarType, node: JsonNode): Reading<ScalarJsonValue> {
  switch (type) {
    case ScalarType.BOOL:
      if (node.kind === 'keyword' && node.value !== null) return value(node.value);
      return expected('true or false', node);
    case ScalarType.STRING:
      if (node.kind === 'string') return readString(node.value);
      return expected('a string', node);
    case ScalarType.BYTES:
      if (node.kind === 'string') return readBase64(node.value);
      return expected('bytes as a base64 string', node);
    case ScalarType.FLOAT:
    case ScalarType.DOUBLE:
      return readFloat(type, node);
    default:
      return readInteger(type, node);
  }
}

/** Reads the key of a map entry. In JSON, a key is always a string. */
export function readMapKey(type: ScalarType, key: string): Reading<string | number | bigint | boolean> {
  if (type === ScalarType.STRING) return readString(key);
  if (type === ScalarType.BOOL) {
    if (key === 'true' || key === 'false') return value(key === 'true');
    return problem(`Expected the key "true" or "false", found "${key}".`);
  }
  return integerFrom(type, key, `the key "${key}"`);
}

/** Makes the problem of a value that is not `what`. The message shows the value. */
export function expected(what: string, node: JsonNode): { readonly kind: 'problem'; readonly message: string } {
  return problem(`Expected ${what}, found ${found(node)}.`);
}

function found(node: JsonNode): string {
  switch (node.kind) {
    case 'object':
      return 'an object';
    case 'array':
      return 'a list';
    case 'string':
      if (node.value.length > 40) return 'a string';
      return JSON.stringify(node.value);
    case 'number':
    case 'word':
      return node.text;
    case 'keyword':
      return String(node.value);
  }
}

function readString(text: string): Reading<string> {
  // A lone surrogate has no UTF-8 form, and an encoder would silently replace it.
  const broken = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);
  if (broken) return problem('This is not valid Unicode: a surrogate stands alone.');
  return value(text);
}

const BASE64 = /^[A-Za-z0-9+/\-_]*={0,2}$/;

function readBase64(text: string): Reading<Uint8Array> {
  const digits = withoutTail(text, '=');
  const padded = digits.length !== text.length;
  if (!BASE64.test(text) || digits.length % 4 === 1 || (padded && text.length % 4 !== 0))
    return problem('This is not base64.');
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let count = 0;
  let at = 0;
  for (let i = 0; i < digits.length; i++) {
    bits = ((bits << 6) | sextet(digits.charCodeAt(i))) & 0xffffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes[at++] = (bits >> count) & 0xff;
    }
  }
  return value(bytes);
}

/** The value of a base64 digit, in the standard or the URL-safe alphabet. */
function sextet(code: number): number {
  if (code >= 97) return code - 71;
  if (code === 95) return 63;
  if (code >= 65) return code - 65;
  if (code >= 48 && code <= 57) return code + 4;
  if (code === 43 || code === 45) return 62;
  return 63;
}

const SPECIAL: ReadonlyMap<string, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);
/** A float with at least this absolute value is out of range, because it would be rounded up to 2^128. */
const FLOAT_LIMIT = 2 ** 128 - 2 ** 103;

function readFloat(type: ScalarType.FLOAT | ScalarType.DOUBLE, node: JsonNode): Reading<number> {
  const name = typeName(type);
  const special = node.kind === 'string' ? SPECIAL.get(node.value) : undefined;
  if (special !== undefined) return value(special);
  const text = numberText(node);
  if (text === undefined) return expected(`a number (${name})`, node);
  const number = Number(text);
  const limit = type === ScalarType.FLOAT ? FLOAT_LIMIT : Infinity;
  if (!(Math.abs(number) < limit)) return problem(`${text} is out of range for ${name}.`);
  if (type === ScalarType.FLOAT) return value(Math.fround(number));
  return value(number);
}

function readInteger(type: ScalarType, node: JsonNode): Reading<number | bigint> {
  const text = numberText(node);
  if (text === undefined) return expected(`a whole number (${typeName(type)})`, node);
  return integerFrom(type, text, found(node));
}

function numberText(node: JsonNode): string | undefined {
  if (node.kind === 'number') return node.text;
  if (node.kind === 'string' && NUMBER.test(node.value)) return node.value;
  return undefined;
}

function integerFrom(type: ScalarType, text: string, what: string): Reading<number | bigint> {
  const name = typeName(type);
  const integer = exactInteger(text);
  if (integer === undefined) return problem(`Expected a whole number (${name}), found ${what}.`);
  const { least, most } = range(type);
  if (integer < least || integer > most) return problem(`${text} is out of range for ${name}: ${least} to ${most}.`);
  if (is64Bit(type)) return value(integer);
  return value(Number(integer));
}

/** Returns the integer that a JSON number stands for, also for `1e3` and `1.0`; undefined for a fraction. */
export function exactInteger(text: string): bigint | undefined {
  if (!NUMBER.test(text)) return undefined;
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = `${whole}${fraction}`;
  const first = digits.search(/[1-9]/);
  if (first < 0) return 0n;
  const significant = withoutTail(digits.slice(first), '0');
  const zeros = digits.length - first - significant.length + Number(exponent) - fraction.length;
  if (zeros < 0) return undefined;
  const magnitude = magnitudeOf(significant, zeros);
  if (text.startsWith('-')) return -magnitude;
  return magnitude;
}

/**
 * Returns the absolute value of an integer. Integer types have at most 20 digits, so an integer with more than 40
 * digits is out of range and need not be exact.
 */
function magnitudeOf(significant: string, zeros: number): bigint {
  if (significant.length + zeros > 40) return 10n ** 40n;
  return BigInt(significant) * 10n ** BigInt(zeros);
}

/** Whether an integer type has 64 bits. JSON writes such integers as strings. */
export function is64Bit(type: ScalarType): boolean {
  return [ScalarType.INT64, ScalarType.UINT64, ScalarType.SINT64, ScalarType.FIXED64, ScalarType.SFIXED64].includes(
    type,
  );
}

function range(type: ScalarType): { readonly least: bigint; readonly most: bigint } {
  const bits = is64Bit(type) ? 64n : 32n;
  const unsigned = [ScalarType.UINT32, ScalarType.FIXED32, ScalarType.UINT64, ScalarType.FIXED64].includes(type);
  if (unsigned) return { least: 0n, most: 2n ** bits - 1n };
  return { least: -(2n ** (bits - 1n)), most: 2n ** (bits - 1n) - 1n };
}

/** Returns the name of a scalar type as protos write it, such as `int32`. */
export function typeName(type: ScalarType): string {
  return ScalarType[type].toLowerCase();
}
