/** A document of the editor near the size limit: each edit changes the size by the exact number of bytes. */
import { expect, test } from 'vitest';
import { OpenDocument } from '../../../src/processes/languageServer/core/openDocument.ts';
import { utf8Length } from '../../../src/text/source.ts';
import { LARGEST_PROTO } from '../../../src/workspace/files/sizeLimit.ts';

/** Replaces this many code units at a place of the first line. */
function replace(document: OpenDocument, character: number, length: number, text: string): void {
  const range = { start: { line: 0, character }, end: { line: 0, character: character + length } };
  document.change([{ range, text }]);
}

test.each([
  ['letters of one byte', 'a'],
  ['letters of three bytes', '€'],
  ['characters of two units', '😀'],
])('a text of %s is accepted as long as it has no more bytes than allowed', (_, character) => {
  const size = utf8Length(character);
  const document = new OpenDocument('file:///a.proto', character.repeat(Math.floor(LARGEST_PROTO / size)));
  const free = LARGEST_PROTO % size;
  replace(document, 0, 0, 'x'.repeat(free));
  expect(utf8Length(document.text ?? '')).toBe(LARGEST_PROTO);
  replace(document, 0, 0, 'x');
  expect(document.text).toBeUndefined();
  replace(document, 0, 1, '');
  expect(utf8Length(document.text ?? '')).toBe(LARGEST_PROTO);
});

test('a split character has the size of its halves', () => {
  const document = new OpenDocument('file:///a.proto', '😀'.repeat(LARGEST_PROTO / 4));
  // A letter between the halves of the first character: the halves need two bytes more, and the letter one.
  replace(document, 1, 0, 'x');
  expect(document.text).toBeUndefined();
  replace(document, 1, 1, '');
  expect(utf8Length(document.text ?? '')).toBe(LARGEST_PROTO);
});
