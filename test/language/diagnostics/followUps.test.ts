import { describe, expect, test } from 'vitest';
import { diagnosticsOf } from '../../../src/language/diagnostics/diagnostics.ts';
import { fixture, FOLDER } from '../../support/memoryWorkspace.ts';

/** The first line of each error, from the top of the file down. */
function errors(imports: string, body: string, others = ''): readonly string[] {
  const { workspace, path } = fixture(
    `-- a.proto --\nsyntax = "proto3";\npackage p;\n${imports}\n${body}$0\n${others}`,
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
