import { describe, expect, test } from 'vitest';
import { inlayHints, type WantedHints } from '../../../src/language/navigation/inlayHints.ts';
import { applyEdits } from '../../../src/text/edit.ts';
import type { Span } from '../../../src/text/span.ts';
import { fixture } from '../../support/memoryWorkspace.ts';

const NONE: WantedHints = { features: false, defaults: false, numbers: false };
const ALL: WantedHints = { features: true, defaults: true, numbers: true };

/** Returns the text with each inlay hint in `‹›`. */
function noted(text: string, wanted: WantedHints, within?: Span): string {
  const { workspace, path } = fixture(`-- a.proto --\n$0${text}`, { wellKnown: true });
  const file = workspace.linked(path) ?? expect.fail('there is no file');
  const hints = inlayHints(file, within ?? { start: 0, end: text.length }, wanted);
  return applyEdits(
    text,
    hints.map(({ offset, label }) => ({ span: { start: offset, end: offset }, newText: ` ‹${label}›` })),
  );
}

/** Returns the text without the inlay hints. */
function plain(text: string): string {
  return text.replaceAll(/ ‹[^›]*›/g, '');
}

describe('inlay hints', () => {
  test.each<[what: string, kind: keyof WantedHints, expected: string]>([
    [
      'show which features a declaration inherits from the file or a message',
      'features',
      'edition = "2023"; option features.field_presence = IMPLICIT; message M { option features.utf8_validation = NONE; string s = 1 ‹[field_presence = IMPLICIT, utf8_validation = NONE]›; }',
    ],
    [
      'do not show features that the declaration sets itself, or that are the usual ones',
      'features',
      'edition = "2024"; option features.field_presence = EXPLICIT; message M { string s = 1 [features.field_presence = IMPLICIT]; }',
    ],
    [
      'show which features enums and messages inherit',
      'features',
      'edition = "2023"; option features = { enum_type: CLOSED json_format: LEGACY_BEST_EFFORT }; enum E ‹[enum_type = CLOSED, json_format = LEGACY_BEST_EFFORT]› { Z = 0; } message M ‹[json_format = LEGACY_BEST_EFFORT]› {}',
    ],
    ['show no features outside of editions', 'features', 'syntax = "proto2"; message M { required int32 x = 1; }'],
    [
      'show the value of an enum field that is not set',
      'defaults',
      'syntax = "proto2"; enum E { RED = 0; BLUE = 1; } message M { optional E a = 1 ‹[default = RED]›; optional E b = 2 [deprecated = true] ‹[default = RED]›; optional E c = 3 [default = BLUE]; repeated E d = 4; required E e = 5; oneof o { E f = 6; } optional group G = 7 { optional E g = 1 ‹[default = RED]›; } extensions 9; extend M { optional E h = 9 ‹[default = RED]›; } }',
    ],
    [
      'show the value of optional fields of proto3 too',
      'defaults',
      'syntax = "proto3"; enum E { Z = 0; } message M { optional E a = 1 ‹[default = Z]›; map<int32, E> b = 2; }',
    ],
    [
      'show the numbers of extensions in options, and of fields in their values',
      'numbers',
      'syntax = "proto2"; import "google/protobuf/descriptor.proto"; message R { optional int32 n = 3; repeated R more = 4; extensions 9; extend R { optional R deep = 9; } } extend google.protobuf.FieldOptions { optional R rule = 50000; } message M { optional int32 f = 1 [deprecated = true, (rule ‹= 50000›).more ‹= 4› = { n ‹= 3›: 1 more ‹= 4› { [R.deep ‹= 9›] {} } }]; }',
    ],
    [
      'appear in broken text',
      'defaults',
      'syntax = "proto3"; enum E { Z = 0; } message M { E a = 1 ‹[default = Z]› E b = ; E c = 3 ‹[default = Z]›; } } message { E',
    ],
  ])('inlay hints %s', (_, kind, expected) => {
    expect(noted(plain(expected), { ...NONE, [kind]: true })).toBe(expected);
  });

  test('inlay hints are missing unless the user wants them', () => {
    const text = 'syntax = "proto3"; enum E { Z = 0; } message M { E a = 1; }';
    expect(noted(text, NONE)).toBe(text);
  });

  test('inlay hints cover only the part of the text that the editor shows', () => {
    const text = 'syntax = "proto3";\nenum E { Z = 0; }\nmessage M {\n  E a = 1;\n  E b = 2;\n  E c = 3;\n}\n';
    const start = text.indexOf('  E b');
    expect(noted(text, ALL, { start, end: text.indexOf('  E c') })).toBe(
      text.replace('b = 2', 'b = 2 ‹[default = Z]›'),
    );
  });

  test('inlay hints end after 5000, however much of the file is requested', () => {
    const fields = Array.from({ length: 6000 }, (_, at) => `E f${at} = ${at + 1};`).join(' ');
    const text = `syntax = "proto3"; enum E { Z = 0; } message M { ${fields} }`;
    expect(noted(text, ALL).split('‹')).toHaveLength(5001);
  });
});
