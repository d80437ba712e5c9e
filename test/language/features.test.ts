import { describe, expect, test } from 'vitest';
import { codeLenses } from '../../src/language/structure/codeLens.ts';
import { definition } from '../../src/language/navigation/definition.ts';
import { hover } from '../../src/language/navigation/hover.ts';
import { explainImport } from '../../src/language/imports/resolution.ts';
import { outline, type OutlineItem } from '../../src/language/structure/outline.ts';
import { toDocumentSymbols } from '../../src/processes/languageServer/core/convert.ts';
import { parse } from '../../src/syntax/parser.ts';
import { fixture } from '../support/memoryWorkspace.ts';

/** The outline as indented lines. */
function drawOutline(text: string): string {
  const draw = (items: readonly OutlineItem[], indent: string): readonly string[] =>
    items.flatMap((item) => [
      `${indent}${item.kind} ${item.name}${item.detail === '' ? '' : ` ${item.detail}`}`,
      ...draw(item.children, `${indent}  `),
    ]);
  return draw(outline(parse(text)), '').join('\n');
}

describe('outline', () => {
  test('of a tree is made once, however often it is asked for', () => {
    const tree = parse('message M { int32 x = 1; }');
    expect(outline(tree)).toBe(outline(tree));
    expect(toDocumentSymbols(tree)).toBe(toDocumentSymbols(tree));
  });

  test('nests every declaration as in the text', () => {
    const text = `syntax = "proto2"; package a.b;
message M { optional string s = 1; map<string, N> m = 2; oneof o { int32 i = 3; } message N {} repeated group G = 4 { optional int32 x = 1; } extend M { optional int32 e = 100; } }
enum E { A = 0; B = -1; }
service S { rpc Get(stream M) returns (.a.b.M) { option deprecated = true; } }`;
    expect(drawOutline(text)).toBe(
      `package a.b
message M
  field s optional string = 1
  field m map<string, N> = 2
  oneof o
    field i int32 = 3
  message N
  field G repeated group = 4
    field x optional int32 = 1
  extend M
    field e optional int32 = 100
enum E
  enumValue A = 0
  enumValue B = -1
service S
  method Get stream M → .a.b.M`,
    );
  });

  test('keeps what stands around a broken declaration', () => {
    expect(
      drawOutline(
        'message A { string x = 1; }\nmessage B { string y = ; int32 }\nservice S { rpc Get(A) returns }\nenum E { Z = 0; }',
      ),
    ).toMatch(/message A\n {2}field x[^]*message B[^]*service S[^]*enum E\n {2}enumValue Z = 0/);
  });

  test('has no cap', () => {
    const text = `message M {\n${Array.from({ length: 5000 }, (_, i) => `string f${i} = ${i + 1};`).join('\n')}\n}`;
    expect(outline(parse(text))[0]?.children).toHaveLength(5000);
  });
});

describe('codeLenses', () => {
  test('offers to serve and generate a service and to send to each of its methods', () => {
    const lenses = codeLenses(
      parse('package p; message M {} service S { rpc A(M) returns (M); rpc B(M) returns (M); }'),
    );
    expect(lenses.map(({ action, target }) => `${action} ${target}`)).toEqual([
      'startServer p.S',
      'generateGo p.S',
      'sendRequest p.S/A',
      'sendRequest p.S/B',
    ]);
  });

  test('names a service without a package by itself', () => {
    expect(codeLenses(parse('service S {}')).map((lens) => lens.target)).toEqual(['S', 'S']);
  });
});

/** The text that a definition leads to, with its file. */
function goTo(source: string): string | undefined {
  const { workspace, path, offset } = fixture(source);
  const file = workspace.linked(path);
  const found = file && definition(file, offset, (home, importPath) => workspace.textOf(home, importPath));
  return found && `${found.file.path}: ${found.file.tree.text.slice(found.nameSpan.start, found.nameSpan.end)}`;
}

describe('definition', () => {
  const other = '-- proto/b/b.proto --\nsyntax = "proto3";\npackage b;\nmessage B { enum Kind { NONE = 0; } }\n';

  test.each<[string, string, string]>([
    ['a type of the same file', 'message A {} message C { $0A a = 1; }', 'a/a.proto: A'],
    ['a type of another file', 'message C { b.$0B a = 1; }', 'b/b.proto: B'],
    ['a nested type', 'message C { .b.B.Kin$0d a = 1; }', 'b/b.proto: Kind'],
    ['a map value', 'message C { map<string, b.B$0> a = 1; }', 'b/b.proto: B'],
    ['what an rpc takes', 'service S { rpc G(stream $0b.B) returns (b.B); }', 'b/b.proto: B'],
    ['the name of a declaration itself', 'message C$0 {}', 'a/a.proto: C'],
  ])('leads from %s', (_title, body, expected) => {
    expect(goTo(`-- proto/a/a.proto --\nsyntax = "proto3";\npackage a;\nimport "b/b.proto";\n${body}\n${other}`)).toBe(
      expected,
    );
  });

  test('leads from an import to the file', () => {
    expect(goTo(`-- proto/a/a.proto --\nsyntax = "proto3";\nimport "b/$0b.proto";\n${other}`)).toBe('b/b.proto: ');
  });

  test('leads from an option to descriptor.proto, which nobody has to import', () => {
    const descriptor =
      '-- /wkt/google/protobuf/descriptor.proto --\nsyntax = "proto2";\npackage google.protobuf;\nmessage FileOptions { optional string go_package = 11; }\n';
    expect(goTo(`-- a.proto --\nsyntax = "proto3";\noption go_$0package = "x";\n${descriptor}`)).toBe(
      'google/protobuf/descriptor.proto: go_package',
    );
  });

  test('leads nowhere from a keyword', () => {
    expect(goTo('-- a.proto --\nsyntax = "proto3";\nmess$0age A {}\n')).toBeUndefined();
  });
});

describe('hover', () => {
  function hoverText(source: string): string | undefined {
    const { workspace, path, offset } = fixture(source);
    const file = workspace.linked(path);
    return file && hover(file, offset, (home, importPath) => workspace.textOf(home, importPath))?.markdown;
  }

  test('shows the declaration, its full name, its file and its comment', () => {
    const text = hoverText(
      '-- a.proto --\nsyntax = "proto3";\npackage a;\n// Who is asked.\nmessage A {\n  // Its name.\n  string name = 1;\n}\nservice S { rpc Get($0A) returns (A); }\n',
    );
    expect(text).toBe(
      '```proto\nmessage A {\n  // Its name.\n  string name = 1;\n}\n```\n*message* `a.A` — a.proto\n\n---\n\nWho is asked.',
    );
  });

  test('takes a nested declaration out of its indentation', () => {
    const text = hoverText(
      '-- a.proto --\nsyntax = "proto3";\nmessage A {\n  message $0B {\n    int32 x = 1;\n  }\n}\n',
    );
    expect(text).toContain('message B {\n  int32 x = 1;\n}');
  });

  test('shows the first line of a long declaration', () => {
    const fields = Array.from({ length: 40 }, (_, i) => `  int32 f${i} = ${i + 1};`).join('\n');
    expect(hoverText(`-- a.proto --\nsyntax = "proto3";\nmessage $0Big {\n${fields}\n}\n`)).toContain(
      'message Big { … }',
    );
  });
});

describe('explainImport', () => {
  function explain(source: string, importPath: string): string {
    const { workspace, path } = fixture(source);
    return explainImport(workspace, path, importPath, (place) => place.replace('/project/', ''));
  }

  test('says which root a file was found below, and why that is one', () => {
    const text = explain(
      '-- proto/a.proto --\nsyntax = "proto3";$0\n-- proto/b.proto --\nsyntax = "proto3";\n',
      'b.proto',
    );
    expect(text).toContain('`b.proto` is `proto/b.proto`');
    expect(text).toContain('a folder that protos are kept in by habit');
  });

  test("says that an import starts with the end of a Go module's path", () => {
    const { workspace, path } = fixture(
      '-- a.proto --\nsyntax = "proto3";$0\n-- api/b.proto --\n-- go.mod --\nmodule go.etcd.io/etcd/v3\n',
      { markers: ['go.mod'] },
    );
    expect(explainImport(workspace, path, 'etcd/api/b.proto', (place) => place.replace('/project/', ''))).toContain(
      "the module's path in `go.mod` ends in `etcd`, and so the import starts",
    );
  });

  test('says where a missing file was looked for and what to do', () => {
    const text = explain('-- proto/a.proto --\nsyntax = "proto3";$0\n', 'b.proto');
    expect(text).toContain('No file was found for `b.proto`');
    expect(text).toContain('- `proto/b.proto`');
    expect(text).toContain('grpcWorkbench.importRoots');
  });
});
