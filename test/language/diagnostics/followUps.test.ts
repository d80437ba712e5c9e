import { describe, expect, test } from 'vitest';
import { diagnosticsOf } from '../../../src/language/diagnostics/diagnostics.ts';
import { fixture, FOLDER } from '../../support/memoryWorkspace.ts';

/** The first line of each error, from the top of the file down. */
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

describe('where an import is not found', () => {
  test('the names that it may declare are not listed', () => {
    expect(errors('import "google/api/http.proto";', USES)).toEqual(['Import "google/api/http.proto" was not found.']);
  });

  test.each(['message M { p.Gone gone = 1; }', 'message M { int32 a = 1 [(p.gone) = true]; }'])(
    'nor where a found file imports it publicly: %s',
    (body) => {
      const others = '-- b.proto --\nsyntax = "proto3";\nimport public "gone.proto";\n';
      expect(errors('import "b.proto";', body, others)).toEqual([]);
    },
  );

  test('other errors are listed', () => {
    expect(errors('import "gone.proto";', 'message M { int32 a = 1; int32 b = 1; }')).toEqual([
      'Import "gone.proto" was not found.',
      'Field number 1 has already been used in "p.M" by field "a". Next available field number is 2.',
    ]);
  });

  test("protobuf's own types are listed, which no other file declares", () => {
    expect(errors('import "gone.proto";', 'message M { google.protobuf.Any any = 1; }')).toEqual([
      'Import "gone.proto" was not found.',
      '"google.protobuf.Any" is not defined.',
    ]);
    expect(errors('import "google/protobuf/amy.proto";', 'message M { google.protobuf.Any any = 1; }')).toEqual([
      'Import "google/protobuf/amy.proto" was not found.',
    ]);
  });

  test('names of options that no file declares are listed', () => {
    const others = '-- b.proto --\nsyntax = "proto3";\nimport public "gone.proto";\n';
    expect(errors('import "b.proto";', 'message M { option nope = 1; }', others)).toEqual([
      expect.stringContaining('Option "nope" unknown.'),
    ]);
  });
});

test('where each import is found, each unknown name is listed', () => {
  expect(errors('', USES)).toEqual(['"google.api.Http" is not defined.', '"Money" is not defined.']);
});

test('where a found file imports a missing one for itself, each unknown name is listed', () => {
  const others = '-- b.proto --\nsyntax = "proto3";\nimport "gone.proto";\n';
  expect(errors('import "b.proto";', 'message M { p.Gone gone = 1; }', others)).toHaveLength(1);
});

describe('where an import has errors of its own', () => {
  const doc = (text: string): string =>
    `-- doc.proto --\nsyntax = "proto3";\npackage o;\nimport "google/protobuf/descriptor.proto";\n${text}\n`;
  const twice =
    'extend google.protobuf.MessageOptions { string url = 50001; }\nextend google.protobuf.FieldOptions { string url = 50002; }';

  test.each([
    ['an option that it declares twice', twice, 'message M { string a = 1 [(o.url) = "x"]; }'],
    [
      'what lies in a message that is also an enum',
      'enum N { A = 0; }\nmessage N { message I {} }',
      'message M { o.N.I a = 1; }',
    ],
    ['what stands behind its broken text', 'message Broken { string = ; }\nmessage {', 'message M { o.Gone a = 1; }'],
  ])('%s is not listed', (_what, text, body) => {
    expect(errors('import "doc.proto";', body, doc(text), true)).toEqual([]);
  });

  test('names that its text does not have are listed', () => {
    expect(errors('import "doc.proto";', 'message M { o.Gone a = 1; Other b = 2; }', doc(twice), true)).toEqual([
      '"o.Gone" is not defined.',
      '"Other" is not defined.',
    ]);
  });
});

describe("where an import is a guess by a file's name", () => {
  const siblings = (text: string): string =>
    ['a', 'b'].map((name) => `-- ${name}/src/main/proto/period.proto --\nsyntax = "proto3";\n${text}\n`).join('');

  test('the import is wrong if its package has nothing that the file uses', () => {
    const others = siblings('package geology; enum Period { X = 0; }');
    expect(errors('import "period.proto";', 'message D { optional Period p = 1; }', others)).toEqual([
      'Import "period.proto" was not found.',
    ]);
  });

  test.each([
    ['the file is of the same package', 'package p; enum Period { X = 0; }', 'Perid'],
    ['the name says the package', 'package geology; enum Period { X = 0; }', 'geology.Perid'],
  ])('a name with a slip is listed if %s', (_why, text, name) => {
    expect(errors('import "period.proto";', `message D { ${name} p = 1; }`, siblings(text))).toEqual([
      `"${name}" is not defined.`,
    ]);
  });

  test('an import that is not used yet is not wrong', () => {
    const others = siblings('package geology; enum Period { X = 0; }');
    expect(errors('import "period.proto";', 'message D { string p = 1; }', others)).toEqual([]);
  });
});
