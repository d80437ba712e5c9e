import { describe, expect, test } from 'vitest';
import { schemaChildren, schemaNode, schemaPath, type PlaceOf } from '../../src/language/structure/schemaTree.ts';
import type { Workspace } from '../../src/workspace/workspace.ts';
import { fixture, FOLDER } from '../support/memoryWorkspace.ts';

const placeOf: PlaceOf = (path, _tree, span) => ({
  uri: path,
  range: { startLine: 0, startCharacter: span.start, endLine: 0, endCharacter: span.end },
});

/** The tree, wholly expanded, as indented lines. */
function draw(workspace: Workspace, parent?: string, indent = ''): string {
  return schemaChildren(workspace, parent)
    .map((row) => {
      const method = row.methodKind === undefined ? '' : ` [${row.methodKind}]`;
      const line = `${indent}${row.kind} ${row.label}${row.description === undefined ? '' : ` (${row.description})`}${method}${row.deprecated === true ? ' deprecated' : ''}\n`;
      return line + (row.hasChildren ? draw(workspace, row.id, `${indent}  `) : '');
    })
    .join('');
}

const GREETER = `-- proto/greeter.proto --
syntax = "proto3";
package greeter.v1;
message HelloRequest { string name = 1; }
message HelloReply { string message = 1; }
// Greets.
service Greeter {
  rpc SayHello(HelloRequest) returns (HelloReply);
  rpc Bidi(stream HelloRequest) returns (stream HelloReply) { option deprecated = true; }
}
`;

describe('schemaChildren', () => {
  test('goes from packages to services, then messages, then their members', () => {
    expect(draw(fixture(GREETER).workspace)).toBe(
      `package greeter.v1
  service Greeter
    method SayHello (HelloRequest → HelloReply) [unary]
    method Bidi (stream HelloRequest → stream HelloReply) [bidiStreaming] deprecated
  message HelloRequest (name: string = 1)
    field name (string = 1)
  message HelloReply (message: string = 1)
    field message (string = 1)
`,
    );
  });

  test('merges the files of a package', () => {
    const { workspace } = fixture('-- a.proto --\npackage p;\nmessage A {}\n-- b.proto --\npackage p;\nservice S {}\n');
    expect(draw(workspace)).toBe('package p\n  service S\n  message A\n');
  });

  test('names what has no package', () => {
    expect(draw(fixture('-- a.proto --\nmessage A {}\n').workspace)).toBe('package (no package)\n  message A\n');
  });

  test('follows an unsaved edit, and ids stay the same', () => {
    const { workspace } = fixture(GREETER);
    const before = schemaChildren(workspace, 'p:greeter.v1').map((row) => row.id);
    workspace.setBuffer(
      `${FOLDER}/proto/greeter.proto`,
      GREETER.replace(/^-- .*\n/, '\n\n').replace(
        'rpc SayHello',
        'rpc Wave(HelloRequest) returns (HelloReply);\n  rpc SayHello',
      ),
    );
    expect(draw(workspace)).toContain('method Wave');
    expect(schemaChildren(workspace, 'p:greeter.v1').map((row) => row.id)).toEqual(before);
  });

  test('shows what can be read of a file with errors', () => {
    const { workspace } = fixture(
      '-- a.proto --\npackage p;\nmessage A { string x = 1; }\nmessage B { string = }\nservice S { rpc Get(A) returns (\n',
    );
    expect(draw(workspace)).toMatch(/service S\n {4}method Get[^]*message A[^]*message B/);
  });
});

describe('schemaPath', () => {
  test('gives a row with its ancestors', () => {
    const { workspace } = fixture(GREETER);
    const service = schemaChildren(workspace, 'p:greeter.v1')[0];
    const method = schemaChildren(workspace, service?.id)[0];
    expect(schemaPath(workspace, method?.id ?? '').map((row) => row.label)).toEqual([
      'greeter.v1',
      'Greeter',
      'SayHello',
    ]);
  });

  test('gives nothing for a row that is gone', () => {
    expect(schemaPath(fixture(GREETER).workspace, `d:${FOLDER}/proto/greeter.proto#m:Gone`)).toEqual([]);
  });
});
