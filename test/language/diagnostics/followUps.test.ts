import { describe, expect, test } from 'vitest';
import { diagnosticsOf } from '../../../src/language/diagnostics/diagnostics.ts';
import { fixture, FOLDER } from '../../support/memoryWorkspace.ts';

/** Returns the first line of each error, in the order of the file. */
function errors(imports: string, body: string, others = '', wellKnown = false): readonly string[] {
  const { workspace, path } = fixture(
    `-- a.proto --\nsyntax = "proto3";\npackage p;\n${imports}\n${body}$0\n${others}`,
    { wellKnown },
  );
  const file = workspace.linked(path);
  const all = file ? diagnosticsOf(workspace, path, file, (place) => place.replace(`${FOLDER}/`, '')) : [];
  return all.filter(({ severity }) => severity === 'error').map(({ message }) => message.split('\n')[0] ?? '');
}

const USES = [
  'message M {',
  '  google.api.Http http = 1;',
  '  Money price = 2 [(buf.validate.field).required = true];',
  '}',
].join('\n');

describe('if an import is not found', () => {
  test('names that a missing import may declare are not reported', () => {
    expect(errors('import "google/api/http.proto";', USES)).toEqual(['Import "google/api/http.proto" was not found.']);
  });

  test.each(['message M { p.Gone gone = 1; }', 'message M { int32 a = 1 [(p.gone) = true]; }'])(
    'names that a missing import may declare are not reported even if a found file imports it publicly: %s',
    (body) => {
      const others = '-- b.proto --\nsyntax = "proto3";\nimport public "gone.proto";\n';
      expect(errors('import "b.proto";', body, others)).toEqual([]);
    },
  );

  test('other errors are reported despite a missing import', () => {
    expect(errors('import "gone.proto";', 'message M { int32 a = 1; int32 b = 1; }')).toEqual([
      'Import "gone.proto" was not found.',
      'Field number 1 has already been used in "p.M" by field "a". Next available field number is 2.',
    ]);
  });

  test("protobuf's own types are reported despite a missing import, because no other file declares them", () => {
    expect(errors('import "gone.proto";', 'message M { google.protobuf.Any any = 1; }')).toEqual([
      'Import "gone.proto" was not found.',
      '"google.protobuf.Any" is not defined.',
    ]);
    expect(errors('import "google/protobuf/amy.proto";', 'message M { google.protobuf.Any any = 1; }')).toEqual([
      'Import "google/protobuf/amy.proto" was not found.',
    ]);
  });

  test('names of options that no file declares are reported despite a missing import', () => {
    const others = '-- b.proto --\nsyntax = "proto3";\nimport public "gone.proto";\n';
    expect(errors('import "b.proto";', 'message M { option nope = 1; }', others)).toEqual([
      expect.stringContaining('Option "nope" unknown.'),
    ]);
  });
});

test('if each import is found, each unknown name is reported', () => {
  expect(errors('', USES)).toEqual(['"google.api.Http" is not defined.', '"Money" is not defined.']);
});

test('if a found file has a missing import that is not public, each unknown name is reported', () => {
  const others = '-- b.proto --\nsyntax = "proto3";\nimport "gone.proto";\n';
  expect(errors('import "b.proto";', 'message M { p.Gone gone = 1; }', others)).toHaveLength(1);
});

describe('if an import has errors of its own', () => {
  const doc = (text: string): string =>
    `-- doc.proto --\nsyntax = "proto3";\npackage o;\nimport "google/protobuf/descriptor.proto";\n${text}\n`;
  const twice =
    'extend google.protobuf.MessageOptions { string url = 50001; }\nextend google.protobuf.FieldOptions { string url = 50002; }';

  test.each([
    ['an option that it declares twice', twice, 'message M { string a = 1 [(o.url) = "x"]; }'],
    [
      'a type in a message that is also an enum',
      'enum N { A = 0; }\nmessage N { message I {} }',
      'message M { o.N.I a = 1; }',
    ],
    [
      'a name that its broken text may declare',
      'message Broken { string = ; }\nmessage {',
      'message M { o.Gone a = 1; }',
    ],
  ])('if an import has errors, %s is not reported', (_what, text, body) => {
    expect(errors('import "doc.proto";', body, doc(text), true)).toEqual([]);
  });

  test('names that do not occur in the text of a broken import are reported', () => {
    expect(errors('import "doc.proto";', 'message M { o.Gone a = 1; Other b = 2; }', doc(twice), true)).toEqual([
      '"o.Gone" is not defined.',
      '"Other" is not defined.',
    ]);
  });
});

describe('if an import is only a guess from the name of a file', () => {
  const siblings = (text: string): string =>
    ['a', 'b'].map((name) => `-- ${name}/src/main/proto/period.proto --\nsyntax = "proto3";\n${text}\n`).join('');

  test('a guessed import is treated as missing if its package declares nothing that the file uses', () => {
    const others = siblings('package geology; enum Period { X = 0; }');
    expect(errors('import "period.proto";', 'message D { optional Period p = 1; }', others)).toEqual([
      'Import "period.proto" was not found.',
    ]);
  });

  test.each([
    ['the file belongs to the same package', 'package p; enum Period { X = 0; }', 'Perid'],
    ['the name contains the package', 'package geology; enum Period { X = 0; }', 'geology.Perid'],
  ])('a misspelled name is reported despite a guessed import if %s', (_why, text, name) => {
    expect(errors('import "period.proto";', `message D { ${name} p = 1; }`, siblings(text))).toEqual([
      `"${name}" is not defined.`,
    ]);
  });

  test('a guessed import is not treated as missing while the file does not use it', () => {
    const others = siblings('package geology; enum Period { X = 0; }');
    expect(errors('import "period.proto";', 'message D { string p = 1; }', others)).toEqual([]);
  });
});
