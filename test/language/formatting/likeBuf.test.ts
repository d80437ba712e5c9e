/**
 * Our formatted text has the bytes of `buf format`, and formatting loses nothing. The script verify-format.mjs checks
 * the rest.
 */
import { describe, expect, it } from 'vitest';
import { sample } from '../../support/corpus.ts';
import {
  asBufWrites,
  awkwardFiles,
  awkwardGolden,
  compareDescriptors,
  corpusFiles,
  formatted,
  KNOWN_DIFFERENCES,
  violations,
} from '../../support/formatting.ts';

const SEED = 11;

describe('an awkward file', () => {
  const golden = awkwardGolden();

  it.each(awkwardFiles())(
    'an awkward file is formatted as by buf, unless a known reason prevents it: $name',
    ({ name, text }) => {
      const result = formatted(text);
      const buf = golden.get(name);
      if (result.kind !== 'formatted') {
        expect(result.kind).toBe('refused');
        return;
      }
      const isEqual = asBufWrites(result.text) === buf;
      expect(KNOWN_DIFFERENCES.has(name), result.text).toBe(!isEqual);
      expect(violations(text, result)).toEqual([]);
    },
  );

  it('an awkward file is refused only if protoc does not accept it either', () => {
    const refused = awkwardFiles().filter(({ text }) => formatted(text).kind !== 'formatted');

    expect(refused.length).toBeLessThan(12);
  });
});

describe('a real file', () => {
  const files = sample(corpusFiles(), 40, SEED);

  it.each(files)('formatting a real file loses nothing: $name', ({ text }) => {
    expect(violations(text, formatted(text))).toEqual([]);
  });

  it('a formatted real file has the same descriptors', () => {
    expect(compareDescriptors(files).differences).toEqual([]);
  });
});
