/** The comparison that guards a conversion notices each feature that a converted file lacks. */
import { describe, expect, test } from 'vitest';
import { firstDifference, meaningOf } from '../../../src/language/editions/meaning.ts';
import { compileTexts } from '../../support/compileText.ts';

/** Returns the meaning of the text as `a.proto`, which must have no error. */
function meaning(text: string): ReturnType<typeof meaningOf> {
  const { files, lines } = compileTexts({ 'a.proto': text });
  expect(lines.filter((line) => !line.includes('warning'))).toEqual([]);
  const [file] = files;
  if (file === undefined) throw new Error('no file');
  return meaningOf(file.descriptor);
}

const PROTO2_FILE = 'option features.enum_type = CLOSED; option features.json_format = LEGACY_BEST_EFFORT;';

describe('the meaning of a file', () => {
  test.each([
    [
      'presence',
      'syntax = "proto3"; message A { int32 a = 1; }',
      'edition = "2023"; message A { int32 a = 1; }',
      'A.a',
    ],
    [
      'presence of an optional field',
      'syntax = "proto3"; message A { optional int32 a = 1; }',
      'edition = "2023"; option features.field_presence = IMPLICIT; message A { int32 a = 1; }',
      'A.a',
    ],
    [
      'required fields',
      'syntax = "proto2"; message A { required int32 a = 1; }',
      `edition = "2023"; ${PROTO2_FILE} message A { int32 a = 1; }`,
      'A.a',
    ],
    [
      'packed fields',
      'syntax = "proto3"; message A { repeated int32 a = 1 [packed = false]; }',
      'edition = "2023"; message A { repeated int32 a = 1; }',
      'A.a',
    ],
    [
      'the check of UTF-8',
      'syntax = "proto2"; message A { optional string a = 1; }',
      `edition = "2023"; ${PROTO2_FILE} message A { string a = 1; }`,
      'A.a',
    ],
    [
      'the check of UTF-8 in maps',
      'syntax = "proto2"; message A { map<string, int32> a = 1; }',
      `edition = "2023"; ${PROTO2_FILE} message A { map<string, int32> a = 1; }`,
      'A.AEntry.key',
    ],
    [
      'groups',
      'syntax = "proto2"; message A { optional group G = 1 {} }',
      `edition = "2023"; ${PROTO2_FILE} message A { message G {} G g = 1; }`,
      'A.g',
    ],
    [
      'closed enums',
      'syntax = "proto2"; enum E { X = 0; }',
      'edition = "2023"; option features.json_format = LEGACY_BEST_EFFORT; enum E { X = 0; }',
      'E',
    ],
    ['the JSON format', 'syntax = "proto2"; message A {}', 'edition = "2023"; message A {}', 'A'],
    [
      'visibility',
      'syntax = "proto3"; message A { message B {} }',
      'edition = "2024"; message A { message B {} }',
      'A.B',
    ],
    [
      'defaults',
      'syntax = "proto2"; message A { optional int32 a = 1 [default = 2]; }',
      `edition = "2023"; ${PROTO2_FILE} message A { int32 a = 1 [default = 3]; }`,
      'A.a',
    ],
    [
      'options',
      'syntax = "proto3"; message A { repeated int32 a = 1 [deprecated = true]; }',
      'edition = "2023"; message A { repeated int32 a = 1; }',
      'A.a',
    ],
    ['a removed declaration', 'syntax = "proto3"; message A {} message B {}', 'edition = "2023"; message A {}', 'B'],
    ['a new declaration', 'syntax = "proto3"; message A {}', 'edition = "2023"; message A {} message B {}', 'B'],
  ])('the comparison of meanings notices %s', (_, before, after, different) => {
    expect(firstDifference(meaning(before), meaning(after))).toBe(different);
  });

  test('the comparison of meanings does not notice how a file says the same', () => {
    const before = `syntax = "proto3"; message A { int32 a = 1; optional A b = 2; repeated int32 c = 3 [packed = true]; }`;
    const after = `edition = "2023"; option features.field_presence = IMPLICIT;
      message A { int32 a = 1; A b = 2; repeated int32 c = 3; }`;
    expect(firstDifference(meaning(before), meaning(after))).toBeUndefined();
  });
});
