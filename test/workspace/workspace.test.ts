import { describe, expect, test } from 'vitest';
import { descriptorSet } from '../../src/workspace/descriptors.ts';
import { loadSchema } from '../../src/message/schema.ts';
import { finish } from '../support/finish.ts';
import { fixture, FOLDER } from '../support/memoryWorkspace.ts';

const TWO_FILES = `-- proto/a.proto --
syntax = "proto3";
package a;
import "b.proto";
message A { b.B b = 1; }
-- proto/b.proto --
syntax = "proto3";
package b;
message B {}
`;

function errorsOf(workspace: ReturnType<typeof fixture>['workspace'], path: string): readonly string[] {
  return (
    workspace
      .linked(`${FOLDER}/${path}`)
      ?.diagnostics.filter((item) => item.severity === 'error')
      .map((item) => item.message) ?? ['not linked']
  );
}

describe('Workspace', () => {
  test('links a file against files on disk', () => {
    expect(errorsOf(fixture(TWO_FILES).workspace, 'proto/a.proto')).toEqual([]);
  });

  test('looks up the imports of each file once per layout, before a question asks for them', () => {
    const { workspace } = fixture(TWO_FILES);
    expect([workspace.followNext(), workspace.followNext(), workspace.followNext()]).toEqual([true, true, false]);
    workspace.setBuffer('/untitled:./Untitled-1', `import "b.proto";\n`);
    expect([workspace.followNext(), workspace.followNext()]).toEqual([true, true]);
    expect(workspace.importersOf(`${FOLDER}/proto/b.proto`)).toEqual(
      new Set([`${FOLDER}/proto/a.proto`, '/untitled:./Untitled-1']),
    );
  });

  describe('a document that was never saved', () => {
    const text = `syntax = "proto3";\nimport "b.proto";\nmessage U { b.B b = 1; Missing m = 2; }\n`;

    test.each(['/untitled:./Untitled-1', `/untitled:${FOLDER}/proto/u.proto`])(
      'a document that was never saved can import the same files as files of the folder: %s',
      (path) => {
        const { workspace } = fixture(TWO_FILES);
        workspace.setBuffer(path, text);
        expect(workspace.linked(path)?.diagnostics.map(({ message }) => message)).toEqual([
          '"Missing" is not defined.',
        ]);
        expect(workspace.importPathOf(path, `${FOLDER}/proto/a.proto`)).toBe('a.proto');
        expect(workspace.moduleOf(path).files).toEqual([path]);
      },
    );

    test('a document that was never saved cannot be imported', () => {
      const { workspace } = fixture('-- a.proto --\nsyntax = "proto3";\nimport "u.proto";\n');
      workspace.setBuffer(`/untitled:${FOLDER}/u.proto`, 'syntax = "proto3";\n');
      expect(errorsOf(workspace, 'a.proto')).toEqual(['Import "u.proto" was not found or had errors.']);
    });
  });

  test('uses the unsaved text of an imported file, and the text on disk once that file is closed', () => {
    const { workspace } = fixture(TWO_FILES);
    workspace.setBuffer(`${FOLDER}/proto/b.proto`, 'syntax = "proto3"; package b; message C {}');
    expect(errorsOf(workspace, 'proto/a.proto')).toEqual([expect.stringContaining('"b.B"')]);
    workspace.closeBuffer(`${FOLDER}/proto/b.proto`);
    expect(errorsOf(workspace, 'proto/a.proto')).toEqual([]);
  });

  test('after an edit, links only the files that the edit may affect', () => {
    const { workspace } = fixture(TWO_FILES);
    const before = { a: workspace.linked(`${FOLDER}/proto/a.proto`), b: workspace.linked(`${FOLDER}/proto/b.proto`) };
    workspace.setBuffer(`${FOLDER}/proto/a.proto`, 'syntax = "proto3"; import "b.proto"; message A { b.B b = 1; }');
    expect(workspace.linked(`${FOLDER}/proto/b.proto`)).toBe(before.b);
    expect(workspace.linked(`${FOLDER}/proto/a.proto`)).not.toBe(before.a);
  });

  test('allows two files to define the same symbol if no file imports both', () => {
    const { workspace } = fixture(
      '-- x/a.proto --\nsyntax = "proto3";\nmessage M {}\n-- y/a.proto --\nsyntax = "proto3";\nmessage M {}\n',
    );
    expect([errorsOf(workspace, 'x/a.proto'), errorsOf(workspace, 'y/a.proto')]).toEqual([[], []]);
  });

  test('reports files that import each other, and does not hang', () => {
    const { workspace } = fixture(
      '-- a.proto --\nsyntax = "proto3";\nimport "b.proto";\n-- b.proto --\nsyntax = "proto3";\nimport "a.proto";\n',
    );
    expect(['a.proto', 'b.proto'].map((path) => errorsOf(workspace, path).length > 0)).toEqual([true, true]);
  });

  test('lists the places where it searched for an import', () => {
    const { workspace } = fixture('-- proto/a.proto --\nsyntax = "proto3";\nimport "missing.proto";\n');
    expect(workspace.searchImport(`${FOLDER}/proto/a.proto`, 'missing.proto').tried).toEqual([
      '/project/proto/missing.proto',
      '/project/missing.proto',
      '/wkt/missing.proto',
    ]);
  });

  test('accepts two modules with their own copies of a file, even if one imports from the other', () => {
    const source = `-- one/a.proto --
syntax = "proto3";
package one;
import "shared/x.proto";
import "common/c.proto";
message A { shared.X x = 1; common.C c = 2; }
-- one/common/c.proto --
syntax = "proto3";
package common;
message C { int32 one = 1; }
-- two/shared/x.proto --
syntax = "proto3";
package shared;
import "common/c.proto";
message X { common.C c = 1; }
-- two/common/c.proto --
syntax = "proto3";
package common;
message C { string two = 1; }
`;
    const { workspace } = fixture(source, { markers: ['one/go.mod', 'two/go.mod'] });
    const paths = ['one/a.proto', 'one/common/c.proto', 'two/shared/x.proto', 'two/common/c.proto'];
    expect(paths.flatMap((path) => errorsOf(workspace, path))).toEqual([]);
    expect(
      ['one/a.proto', 'two/shared/x.proto'].map(
        (path) => workspace.resolveImport(`${FOLDER}/${path}`, 'common/c.proto').path,
      ),
    ).toEqual(['/project/one/common/c.proto', '/project/two/common/c.proto']);
  });

  test('finds a file of a sibling module by the end of its path', () => {
    const { workspace } = fixture(
      '-- one/a.proto --\nsyntax = "proto3";\nimport "shared/b.proto";\n-- two/shared/b.proto --\nsyntax = "proto3";\n',
      { markers: ['one/go.mod', 'two/go.mod'] },
    );
    expect(workspace.resolveImport(`${FOLDER}/one/a.proto`, 'shared/b.proto').path).toBe('/project/two/shared/b.proto');
  });
});

describe('descriptorSet', () => {
  test('a descriptor set holds the closure, imports first', () => {
    const { workspace } = fixture(TWO_FILES);
    const answer = finish(descriptorSet(workspace, [`${FOLDER}/proto/a.proto`], { sourceInfo: false }));
    expect(answer.files).toEqual(['a.proto']);
    expect(loadSchema(answer.set).registry.getMessage('b.B')?.name).toBe('B');
  });

  test('a descriptor set leaves out a broken file and its importers, and says why', () => {
    const { workspace } = fixture(TWO_FILES);
    workspace.setBuffer(`${FOLDER}/proto/b.proto`, 'syntax = "proto3"; package b; message B { Nope n = 1; }');
    const answer = finish(descriptorSet(workspace, workspace.files(), { sourceInfo: false }));
    expect(answer.files).toEqual([]);
    expect(answer.leftOut.map(({ path }) => path)).toEqual(workspace.files());
    expect(answer.leftOut.map(({ brokenFile }) => brokenFile)).toEqual(['b.proto', 'b.proto']);
    expect(answer.problems.map(({ file, diagnostic }) => [file.path, diagnostic.message])).toEqual([
      ['b.proto', '"Nope" is not defined.'],
    ]);
  });
});
