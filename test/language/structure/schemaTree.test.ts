import { describe, expect, test } from 'vitest';
import { schemaChildren, schemaNode, schemaPath, type PlaceOf } from '../../../src/language/structure/schemaTree.ts';
import { TreeChanges } from '../../../src/language/structure/treeChanges.ts';
import type { SchemaNode } from '../../../src/contract/schemaNode.ts';
import type { Workspace } from '../../../src/workspace/workspace.ts';
import { googlePaths, googleRoot, readCorpusFile, sample } from '../../support/corpus.ts';
import { fixture, FOLDER } from '../../support/memoryWorkspace.ts';

/** Gives the text at the place instead of the file's address. */
const placeOf: PlaceOf = (_path, text, span) => ({
  uri: text.slice(span.start, span.end),
  range: { startLine: 0, startCharacter: span.start, endLine: 0, endCharacter: span.end },
});

/** Prints the expanded tree as indented lines. */
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

  test('shows types without their packages, unless two of them would look the same', () => {
    const { workspace } = fixture(`-- a.proto --
package p.v1;
service S { rpc Get(temporal.api.common.v1.Payload) returns (stream .p.v1.A); }
message A {
  repeated temporal.api.common.v1.Payload input = 1;
  map<string, google.protobuf.Any> more = 2;
  Outer.Inner inner = 3;
  a.v1.Outer.Inner other = 4;
}
message B { temporal.api.common.v1.Payload only = 1; }
message C { other.A one = 1; A two = 2; lower.case three = 3; }
`);
    expect(draw(workspace)).toBe(`package p.v1
  service S
    method Get (Payload → stream A) [serverStreaming]
  message A
    field input (repeated Payload = 1)
    field more (map<string, Any> = 2)
    field inner (Outer.Inner = 3)
    field other (a.v1.Outer.Inner = 4)
  message B (only: Payload = 1)
    field only (Payload = 1)
  message C
    field one (other.A = 1)
    field two (A = 2)
    field three (case = 3)
`);
  });

  test('keeps the packages of types in the reply about one row, which the hover shows', () => {
    const { workspace } = fixture('-- a.proto --\npackage p;\nmessage A { temporal.api.v1.Payload one = 1; }\n');
    const [field] = schemaChildren(workspace, `d:${FOLDER}/a.proto#m:A`);
    expect(field?.description).toBe('Payload = 1');
    expect(schemaNode(workspace, placeOf, field?.id ?? '')?.description).toBe('temporal.api.v1.Payload = 1');
  });

  test('merges the files of a package', () => {
    const { workspace } = fixture('-- a.proto --\npackage p;\nmessage A {}\n-- b.proto --\npackage p;\nservice S {}\n');
    expect(draw(workspace)).toBe('package p\n  service S\n  message A\n');
  });

  test('shows declarations without a package under "(no package)"', () => {
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

  test('shows the readable declarations of a file with errors', () => {
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

/** Returns all rows, each after its parent. */
function allRows(workspace: Workspace, parent?: string): readonly SchemaNode[] {
  return schemaChildren(workspace, parent).flatMap((row) => [
    row,
    ...(row.hasChildren ? allRows(workspace, row.id) : []),
  ]);
}

describe('schemaNode', () => {
  const source = `-- a.proto --
package p;
// The first.
message A {} // Behind the first.
// Of the second.
message B {
  // Of the field.
  optional int32 x = 1;
}
`;

  test.each(['closed', 'open'])('gives the place and the comment of a row in a file that is %s', (state) => {
    const { workspace, texts } = fixture(source);
    const path = `${FOLDER}/a.proto`;
    if (state === 'open') workspace.setBuffer(path, texts.get(path) ?? '');
    const nodes = allRows(workspace).map((row) => schemaNode(workspace, placeOf, row.id));
    expect(nodes.map((node) => [node?.label, node?.place?.uri, node?.documentation])).toEqual([
      ['p', undefined, undefined],
      ['A', 'A', 'The first.'],
      ['B', 'B', 'Of the second.'],
      ['x', 'x', 'Of the field.'],
    ]);
    expect(nodes[3]?.place?.range.startCharacter).toBe(texts.get(path)?.indexOf('x = 1'));
  });

  test('gives nothing for a row that is gone', () => {
    expect(schemaNode(fixture(source).workspace, placeOf, `d:${FOLDER}/a.proto#m:Gone`)).toBeUndefined();
  });
});

test('closed files, which are read in pieces, have the same rows and comments as open ones', () => {
  const files = sample(googlePaths(), 25, 7).map((path) => readCorpusFile(googleRoot, path));
  const broken = {
    path: 'broken.proto',
    text: 'message A { string = }\nmessage B { int32 x = 1;\nenum E { Z = 0; }\n',
  };
  const source = [...files, broken].map(({ path, text }) => `-- ${path} --\n${text}`).join('');
  const { workspace } = fixture(source);
  const closed = allRows(workspace);
  const nodes = closed.map(({ id }) => schemaNode(workspace, placeOf, id));
  for (const path of workspace.files()) workspace.setBuffer(path, workspace.text(path) ?? '');
  expect(allRows(workspace)).toEqual(closed);
  expect(closed.map(({ id }) => schemaNode(workspace, placeOf, id))).toEqual(nodes);
  expect(nodes).not.toContain(undefined);
  expect(closed.length).toBeGreaterThan(300);
});

describe('TreeChanges', () => {
  const path = `${FOLDER}/proto/greeter.proto`;
  const text = GREETER.replace(/^-- .*\n/, '');

  function changesAfter(change: (workspace: Workspace) => void): readonly (string | null)[] | undefined {
    const { workspace } = fixture(`${GREETER}-- other.proto --\npackage other;\nmessage O {}\n`);
    workspace.setBuffer(path, text);
    const changes = new TreeChanges(workspace);
    allRows(workspace);
    changes.take();
    changes.take();
    change(workspace);
    return changes.take();
  }

  const edited = (from: string, to: string) => (workspace: Workspace) =>
    workspace.setBuffer(path, text.replace(from, to));
  const row = (steps: string): string => `d:${path}#${steps}`;

  test.each([
    ['a blank line moves all others', edited('package', '\n\npackage'), []],
    ['a method has another name', edited('rpc Bidi', 'rpc Chat'), [row('s:Greeter')]],
    ['a method has another type', edited('SayHello(HelloRequest)', 'SayHello(HelloReply)'), [row('s:Greeter')]],
    [
      'a field has another number',
      edited('name = 1;', 'name = 1; int32 more = 2;'),
      ['p:greeter.v1', row('m:HelloRequest')],
    ],
    ['a comment has changed', edited('Greets.', 'Greets you.'), [row('s:Greeter')]],
    ['a message is new', edited('// Greets', 'message New {}\n// Greets'), ['p:greeter.v1']],
    [
      'the package has changed',
      edited('greeter.v1', 'greeter.v2'),
      [null, 'p:greeter.v1', 'p:greeter.v2', row('m:HelloRequest'), row('m:HelloReply'), row('s:Greeter')],
    ],
    [
      'nothing is left',
      edited(text, ''),
      [null, 'p:greeter.v1', row('m:HelloRequest'), row('m:HelloReply'), row('s:Greeter')],
    ],
  ])('names the rows whose children differ if %s', (_, change, expected) => {
    expect(changesAfter(change)?.filter((id) => id !== 'p:')).toEqual(expected);
  });

  test('names the rows of a file that may have changed on disk', () => {
    expect(
      changesAfter((workspace) => {
        workspace.closeBuffer(path);
        workspace.diskChanged(path);
        schemaChildren(workspace);
      }),
    ).toEqual([row('m:HelloRequest'), row('m:HelloReply'), row('s:Greeter')]);
  });

  test('says that any row may differ if many files have changed', () => {
    const many = Array.from({ length: 150 }, (_, i) => `-- f${i}.proto --\nmessage M${i} {}\n`).join('');
    const { workspace } = fixture(many);
    const changes = new TreeChanges(workspace);
    expect(changes.take()).toBeUndefined();
    // Rows that were read only after the change are current.
    allRows(workspace);
    expect(changes.take()).toEqual([]);
  });

  test('rows that are not named are unchanged', () => {
    const { workspace } = fixture(GREETER);
    const lines = text.split('\n');
    const changes = new TreeChanges(workspace);
    workspace.setBuffer(path, text);
    let before = levels(workspace);
    changes.take();
    changes.take();
    for (let edit = 0; edit < 2 * lines.length; edit++) {
      const kept = lines.filter((_, line) => line !== edit % lines.length);
      workspace.setBuffer(path, (edit < lines.length ? kept : [...kept, ...lines]).join('\n'));
      const named = changes.take() ?? [];
      const after = levels(workspace);
      for (const [parent, rows] of after) {
        const isTold = named.includes(parent) || named.some((id) => id !== null && parent?.startsWith(`${id}/`));
        if (!isTold && before.has(parent)) expect(rows).toEqual(before.get(parent));
      }
      before = after;
    }
  });

  /** Returns the rows below each row, by its id. */
  function levels(workspace: Workspace): ReadonlyMap<string | null, readonly SchemaNode[]> {
    const found = new Map<string | null, readonly SchemaNode[]>([[null, schemaChildren(workspace)]]);
    for (const { id } of allRows(workspace)) found.set(id, schemaChildren(workspace, id));
    return found;
  }
});
