/** Escapes have the meaning of the language specification, in bytes. */
import { describe, expect, it } from 'vitest';
import { unescapeLiteral, utf8Text } from '../../../src/syntax/lexing/strings.ts';
import { integerValue, smallInteger } from '../../../src/syntax/lexing/numbers.ts';

describe('unescapeLiteral', () => {
  it.each([
    ['"abc"', 'abc'],
    ["'a\"b'", 'a"b'],
    ['"\\n\\t\\\\\\""', '\n\t\\"'],
    ['"\\x41\\101\\0"', 'AA\0'],
    ['"é"', 'Ã©'],
    ['"\\u00e9"', 'Ã©'],
    ['"\\U0001F600"', utf8('😀')],
    ['"\\ud83d\\ude00"', utf8('😀')],
    ['"open', 'open'],
    ['"', ''],
    ['"\\"', '"'],
  ])('the literal %s is unescaped', (literal, bytes) => {
    expect(unescapeLiteral(literal)).toBe(bytes);
  });
});

function utf8(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

it('bytes are read as UTF-8', () => {
  expect(utf8Text(utf8('grüße 😀'))).toBe('grüße 😀');
});

describe('integerValue', () => {
  it.each([
    ['0', 0n],
    ['017', 15n],
    ['0x1F', 31n],
    ['18446744073709551615', 18446744073709551615n],
    ['18446744073709551616', undefined],
    ['09', undefined],
    ['1'.repeat(1000), undefined],
  ])('%s is read as %s', (text, value) => {
    expect(integerValue(text)).toBe(value);
  });

  it('a small integer has an upper limit', () => {
    expect(smallInteger('2147483647', 0x7fffffff)).toBe(2147483647);
    expect(smallInteger('2147483648', 0x7fffffff)).toBeUndefined();
  });
});
