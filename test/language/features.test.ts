import { describe, expect, test } from 'vitest';
import { SymbolTag, type DocumentSymbol } from 'vscode-languageserver';
import { codeLenses } from '../../src/language/structure/codeLens.ts';
import { definition } from '../../src/language/navigation/definition.ts';
import { hover } from '../../src/language/navigation/hover.ts';
import { explainImport } from '../../src/language/imports/resolution.ts';
import { outline, type OutlineItem } from '../../src/language/structure/outline.ts';
import { toDocumentSymbols, toOutline } from '../../src/processes/languageServer/core/conversions/outline.ts';
import { parse } from '../../src/syntax/parser.ts';
import { fixture, type FixtureOptions } from '../support/memoryWorkspace.ts';

/** Returns the outline as indented lines. */
function drawOutline(text: string): string {
  const draw = (items: readonly OutlineItem[], indent: string): readonly string[] =>
    items.flatMap((item) => [
      `${indent}${item.kind} ${item.name}${item.detail === '' ? '' : ` ${item.detail}`}`,
      ...draw(item.children, `${indent}  `),
    ]);
  return draw(outline(parse(text)), '').join('\n');
}

describe('outline', () => {
  test('the outline is computed once per tree, however often it is requested', () => {
    const tree = parse('message M { int32 x = 1; }');
    expect(outline(tree)).toBe(outline(tree));
    expect(toOutline(tree)).toBe(toOutline(tree));
  });

  test('nests declarations as in the text', () => {
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

  test('keeps the declarations before and after a broken one', () => {
    expect(
      drawOutline(
        'message A { string x = 1; }\nmessage B { string y = ; int32 }\nservice S { rpc Get(A) returns }\nenum E { Z = 0; }',
      ),
    ).toMatch(/message A\n {2}field x[^]*message B[^]*service S[^]*enum E\n {2}enumValue Z = 0/);
  });

  test('strikes through deprecated declarations', () => {
    const text =
      'message A { option deprecated = true; int32 x = 1; int32 y = 2 [deprecated = true]; }\nenum E { Z = 0 [deprecated = false]; O = 1 [deprecated = true]; }\nservice S { rpc Get(A) returns (A) { option deprecated = true; } }';
    const struck = (symbols: readonly DocumentSymbol[]): readonly string[] =>
      symbols.flatMap(({ name, tags, children }) => [
        ...(tags?.includes(SymbolTag.Deprecated) === true ? [name] : []),
        ...struck(children ?? []),
      ]);
    expect(struck(toDocumentSymbols(parse(text)))).toEqual(['A', 'y', 'O', 'Get']);
  });

  test('ends after 200,000 symbols, because a longer reply could not be sent', () => {
    const values = 'B=0;'.repeat(150_000);
    const [first, second] = toDocumentSymbols(parse(`enum A {${values}}\nenum C {${values}}`));
    expect([first?.children?.length, second?.children?.length]).toEqual([150_000, 49_998]);
  });

  test('lists thousands of fields', () => {
    const text = `message M {\n${Array.from({ length: 5000 }, (_, i) => `string f${i} = ${i + 1};`).join('\n')}\n}`;
    expect(outline(parse(text))[0]?.children).toHaveLength(5000);
  });
});

describe('codeLenses', () => {
  test('lenses offer to serve and generate a service, and to send to each of its methods', () => {
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

  test('lenses name a service without a package by its own name', () => {
    expect(codeLenses(parse('service S {}')).map((lens) => lens.target)).toEqual(['S', 'S']);
  });
});

/** Returns the text that a definition leads to, with its file. */
function goTo(source: string, options?: FixtureOptions): string | undefined {
  const { workspace, path, offset } = fixture(source, options);
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
    ['the request type of an rpc', 'service S { rpc G(stream b.$0B) returns (b.B); }', 'b/b.proto: B'],
    ['the name of a declaration itself', 'message C$0 {}', 'a/a.proto: C'],
  ])('a definition is found from %s', (_title, body, expected) => {
    expect(goTo(`-- proto/a/a.proto --\nsyntax = "proto3";\npackage a;\nimport "b/b.proto";\n${body}\n${other}`)).toBe(
      expected,
    );
  });

  test('leads from an import to the file', () => {
    expect(goTo(`-- proto/a/a.proto --\nsyntax = "proto3";\nimport "b/$0b.proto";\n${other}`)).toBe('b/b.proto: ');
  });

  test('leads from an option to descriptor.proto, even if the file does not import it', () => {
    const descriptor =
      '-- /wkt/google/protobuf/descriptor.proto --\nsyntax = "proto2";\npackage google.protobuf;\nmessage FileOptions { optional string go_package = 11; }\n';
    expect(goTo(`-- a.proto --\nsyntax = "proto3";\noption go_$0package = "x";\n${descriptor}`)).toBe(
      'google/protobuf/descriptor.proto: go_package',
    );
  });

  describe('a value', () => {
    const VALUES = `-- proto/v/v.proto --
syntax = "proto2";
package v;
enum Color { RED = 0; BLUE = 1; }
message Item { optional Item next = 1; }
`;
    const lead = (body: string): string | undefined =>
      goTo(
        `-- proto/a/a.proto --
syntax = "proto2";
package a;
import "v/v.proto";
import "google/protobuf/any.proto";
import "google/protobuf/descriptor.proto";
message Rule { optional v.Color c = 1; repeated v.Color l = 2; optional Rule r = 3; optional google.protobuf.Any any = 4; map<string, v.Color> m = 5; extensions 10 to 20; }
message Holder { extend Rule { optional v.Color inner = 11; } }
extend Rule { optional Rule ext = 10; }
extend google.protobuf.MessageOptions { optional Rule rule = 50000; optional v.Color color = 50001; }
${body}
${VALUES}`,
        { wellKnown: true },
      );
    const option = (value: string): string => `message M { option (rule) = { ${value} }; }`;

    test.each<[string, string, string]>([
      ['in a default', 'message M { optional v.Color c = 1 [default = BL$0UE]; }', 'v/v.proto: BLUE'],
      ['in an option', 'message M { option (color) = $0BLUE; }', 'v/v.proto: BLUE'],
      ['in braces', option('c: BLUE$0'), 'v/v.proto: BLUE'],
      ['in nested braces', option('r { r: < c: $0RED > }'), 'v/v.proto: RED'],
      ['in a list', option('l: [RED, BL$0UE]'), 'v/v.proto: BLUE'],
      ['in a map', option('m { key: "RED" value: BL$0UE }'), 'v/v.proto: BLUE'],
      ['after a comment', option('c: # RED\n $0BLUE'), 'v/v.proto: BLUE'],
      ['in an option that is set field by field', 'message M { option (rule).r.c = BL$0UE; }', 'v/v.proto: BLUE'],
      ['in an extension', option('[a.Holder.inner]: RE$0D'), 'v/v.proto: RED'],
      ['that is an extension in brackets', option('[a.ex$0t] { }'), 'a/a.proto: ext'],
      ['that is an extension of a message', option('[a.Hold$0er.inner]: RED'), 'a/a.proto: Holder'],
      ['that is a type in Any', option('any { [type.googleapis.com/v.It$0em] { } }'), 'v/v.proto: Item'],
      ['that is a field in Any', option('any { [type.googleapis.com/v.Item] { ne$0xt { } } }'), 'v/v.proto: next'],
      ['that is a package in Any', option('any { [type.googleapis.com/$0v.Item] { } }'), 'v/v.proto: v'],
    ])('a value %s leads to its declaration', (_title, body, expected) => {
      expect(lead(body)).toBe(expected);
    });

    test.each<[string, string]>([
      ['the name of a server in Any', option('any { [type.goo$0gleapis.com/v.Item] { } }')],
      ['a string with the name of a value', option('m { key: "RE$0D" }')],
      ['a number', option('c: 0$0')],
    ])('%s leads nowhere', (_title, body) => {
      expect(lead(body)).toBeUndefined();
    });
  });

  describe('a part of a dotted name', () => {
    const NAMES = `-- proto/b/b.proto --
syntax = "proto2";
package a.sub;
import "google/protobuf/descriptor.proto";
message Outer { message Inner { enum Color { NONE = 0; } extensions 1 to 9; optional Inner next = 11; } extend google.protobuf.FileOptions { optional Inner opt = 50000; } }
extend Outer.Inner { optional Outer.Inner more = 1; }
-- /wkt/google/protobuf/descriptor.proto --
syntax = "proto2";
package google.protobuf;
message FileOptions { extensions 1000 to max; }
`;
    const lead = (body: string): string | undefined =>
      goTo(`-- proto/a/a.proto --\nsyntax = "proto2";\npackage a;\nimport "b/b.proto";\n${body}\n${NAMES}`);

    test.each<[string, string, string]>([
      ['the type itself', 'message M { optional sub.Outer.Inner.Col$0or c = 1; }', 'b/b.proto: Color'],
      ['an outer message', 'message M { optional sub.Outer.Inn$0er.Color c = 1; }', 'b/b.proto: Inner'],
      ['the outermost message', 'message M { optional sub.$0Outer.Inner.Color c = 1; }', 'b/b.proto: Outer'],
      ['a package', 'message M { optional s$0ub.Outer.Inner.Color c = 1; }', 'b/b.proto: a.sub'],
      ['the outermost package', 'message M { optional .$0a.sub.Outer.Inner.Color c = 1; }', 'b/b.proto: a.sub'],
      [
        'a part on its own line',
        'message M { optional sub\n. /* Inner. */ Out$0er\n.Inner c = 1; }',
        'b/b.proto: Outer',
      ],
      ['a message that is extended', 'extend sub.Outer.In$0ner { optional int32 x = 2; }', 'b/b.proto: Inner'],
      [
        'the outer message of an extended message',
        'extend sub.Out$0er.Inner { optional int32 x = 2; }',
        'b/b.proto: Outer',
      ],
      ['the request type of an rpc', 'service S { rpc R(sub.Out$0er.Inner) returns (sub.Outer); }', 'b/b.proto: Outer'],
      ['an option', 'option (sub.Outer.op$0t).next = {};', 'b/b.proto: opt'],
      ['the outer message of an option', 'option (sub.Out$0er.opt).next = {};', 'b/b.proto: Outer'],
      ['the package of an option', 'option (su$0b.Outer.opt).next = {};', 'b/b.proto: a.sub'],
      ['a field of an option', 'option (sub.Outer.opt).next.ne$0xt = {};', 'b/b.proto: next'],
      ['an extension inside an option', 'option (sub.Outer.opt).(sub.mo$0re).next = {};', 'b/b.proto: more'],
    ])('a part of a dotted name leads to its declaration: %s', (_title, body, expected) => {
      expect(lead(body)).toBe(expected);
    });
  });

  test('a keyword leads nowhere', () => {
    expect(goTo('-- a.proto --\nsyntax = "proto3";\nmess$0age A {}\n')).toBeUndefined();
  });
});

describe('hover', () => {
  function hoverText(source: string): string | undefined {
    const { workspace, path, offset } = fixture(source);
    const file = workspace.linked(path);
    return file && hover(file, offset, (home, importPath) => workspace.textOf(home, importPath))?.markdown;
  }

  test('explains each part of a dotted name', () => {
    const text = (name: string): string | undefined =>
      hoverText(
        `-- a.proto --\nsyntax = "proto2";\npackage p.q;\n// The outer one.\nmessage Outer { enum E { A = 0; } }\nmessage M { optional ${name} e = 1 [default = A]; }\n`,
      );
    expect(text('p.q.Outer.E$0')).toContain('*enum* `p.q.Outer.E`');
    expect(text('p.q.Out$0er.E')).toMatch(/\*message\* `p\.q\.Outer`[^]*The outer one/);
    expect(text('p.$0q.Outer.E')).toBe('```proto\npackage p.q;\n```\n*package* `p.q` — a.proto');
    expect(text('$0p.q.Outer.E')).toContain('*package* `p`');
  });

  test('explains an enum value', () => {
    const text = hoverText(
      '-- a.proto --\nsyntax = "proto2";\nenum E {\n  A = 0;\n  // Why.\n  B = 1;\n}\nmessage M { optional E e = 1 [default = $0B]; }\n',
    );
    expect(text).toMatch(/B = 1;[^]*\*enum value\* `B`[^]*Why\./);
  });

  test('shows the declaration, its full name, its file and its comment', () => {
    const text = hoverText(
      '-- a.proto --\nsyntax = "proto3";\npackage a;\n// Who is asked.\nmessage A {\n  // Its name.\n  string name = 1;\n}\nservice S { rpc Get($0A) returns (A); }\n',
    );
    expect(text).toBe(
      '```proto\nmessage A {\n  // Its name.\n  string name = 1;\n}\n```\n*message* `a.A` — a.proto\n\n---\n\nWho is asked.',
    );
  });

  test('removes the indentation of a nested declaration', () => {
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

  test('names the import root of a found file, and says why it is a root', () => {
    const text = explain(
      '-- proto/a.proto --\nsyntax = "proto3";$0\n-- proto/b.proto --\nsyntax = "proto3";\n',
      'b.proto',
    );
    expect(text).toContain('`b.proto` is `proto/b.proto`');
    expect(text).toContain('a common folder for protos');
  });

  test("says that the import starts with the end of a Go module's path", () => {
    const { workspace, path } = fixture(
      '-- a.proto --\nsyntax = "proto3";$0\n-- api/b.proto --\n-- go.mod --\nmodule go.etcd.io/etcd/v3\n',
      { markers: ['go.mod'] },
    );
    expect(explainImport(workspace, path, 'etcd/api/b.proto', (place) => place.replace('/project/', ''))).toContain(
      "the module's path in `go.mod` ends in `etcd`, and the import starts with it",
    );
  });

  test('lists the places of the search for a missing file, and says what to do', () => {
    const text = explain('-- proto/a.proto --\nsyntax = "proto3";$0\n', 'b.proto');
    expect(text).toContain('No file was found for `b.proto`');
    expect(text).toContain('- `proto/b.proto`');
    expect(text).toContain('grpcWorkbench.importRoots');
  });

  test('names the folder of protobuf in words, and not by its path in the extension', () => {
    const text = explain('-- proto/a.proto --\nsyntax = "proto3";$0\n', 'x/gone.proto');
    expect(text).toContain("- protobuf's own files, which come with gRPC Workbench");
    expect(text).not.toContain('/wkt');
  });
});
