import { describe, expect, test } from 'vitest';
import { resultOf } from '../../../src/base/slices.ts';
import { highlights } from '../../../src/language/navigation/highlights.ts';
import { documentLinks } from '../../../src/language/navigation/documentLinks.ts';
import { references } from '../../../src/language/navigation/references.ts';
import type { FixtureOptions } from '../../support/memoryWorkspace.ts';
import { pointed, unmarked, withReferences } from './check.ts';

/** Expects exactly the places in `«…»` as references, with the cursor at any `$0` of the text. */
function check(source: string, options?: FixtureOptions): void {
  const cursors = source.split('$0').length - 1;
  expect(cursors).toBeGreaterThan(0);
  const expected = source.replaceAll('$0', '');
  for (let at = 0; at < cursors; at++) {
    let count = 0;
    const one = source.replaceAll('$0', () => (count++ === at ? '$0' : ''));
    expect(withReferences(one, options)).toBe(expected);
  }
}

const HEAD = 'syntax = "proto3";\n';

describe('references', () => {
  test('references to a message are found from its declaration and from each use', () => {
    check(`-- a.proto --
${HEAD}package a;
message «$0Mes$0sage» { «Message» self = 1; map<string, «$0Message»> m = 2; .a.«Message» full = 3; }
message Other { int32 Message = 1; }
-- b.proto --
${HEAD}package b;
import "a.proto";
// Message is only mentioned here.
message B { a.«Messa$0ge» m = 1; }
service S { rpc Get(stream a.«Message») returns (.a.«Message»); }
extend .a.Other {}
`);
  });

  test('references to a message include the names of its nested declarations', () => {
    check(`-- a.proto --
${HEAD}package a;
message «$0Outer» { message Inner { enum Kind { NONE = 0; } } Inner i = 1; «Outer».Inner j = 2; }
-- b.proto --
${HEAD}package b;
import "a.proto";
message B { a.«Outer» . Inner.Kind k = 1; .a.«Ou$0ter» /* here */ .Inner i = 2; }
`);
  });

  test('each part of a dotted name has its own references', () => {
    check(`-- a.proto --
${HEAD}package p.a;
message Outer { message «In$0ner» {} «Inner» x = 1; }
message Inner {}
message C { Outer.«$0Inner» i = 1; p.a.Outer.«Inner» j = 2; Inner k = 3; }
`);
  });

  test('references to a package are its files and each name that uses the package', () => {
    check(`-- a.proto --
${HEAD}package p.«$0a».v1;
message M { p.«a».v1.M m = 1; «$0a».v1.M n = 2; M o = 3; }
-- b.proto --
${HEAD}package p.b;
import "a.proto";
message a { .p.«a».v1.M m = 1; }
message B { p.«$0a».v1.M n = 1; }
-- c.proto --
${HEAD}package p.«a»;
message C {}
-- d.proto --
${HEAD}package p.b.a;
message D {}
`);
  });

  test('references to an enum, its values and its default values are found', () => {
    const file = (en: string, red: string): string => `-- a.proto --
syntax = "proto2";
package a;
enum ${en} { ${red} = 0; BLUE = 1; }
message M { optional ${en} c = 1 [default = ${red}]; optional Other o = 2 [default = RED]; enum Other { RED = 5; } }
`;
    check(file('«$0Color»', 'RED'));
    check(file('Color', '«$0RED»').replace('default = Other', ''));
    check(file('Color', '«RED»').replace('[default = «RED»]; optional Other', '[default = «R$0ED»]; optional Other'));
  });

  test('references to options, to fields inside of them and to values in them are found', () => {
    const options = (cursorAt: (name: string) => string, marked: string): string =>
      [
        '-- a.proto --\nsyntax = "proto2";\npackage a;\nimport "google/protobuf/descriptor.proto";',
        'enum Color { RED = 0; }',
        'message Rule { optional string text = 1; optional Rule next = 2; optional Color color = 3; extensions 10 to 20; }',
        'extend Rule { optional int32 more = 10; }',
        'extend google.protobuf.MessageOptions { optional Rule rule = 50000; }',
        '-- b.proto --\nsyntax = "proto3";\npackage b;\nimport "a.proto";',
        'message A { option (a.rule).text = "text"; option (a.rule).next.text = "x"; option (a.rule).color = RED; }',
        'message B { option (a.rule) = { text: "rule" next { text: "next", color: RED } [a.more]: 1 }; }',
        '',
      ]
        .join('\n')
        .replaceAll(new RegExp(`(?<![\\w"])${marked}(?![\\w"])`, 'g'), cursorAt);
    for (const name of ['text', 'next', 'color', 'more', 'rule', 'RED'])
      check(
        options((one) => `«$0${one}»`, name),
        { wellKnown: true },
      );
  });

  test('references to an option of descriptor.proto are found in files that do not import it', () => {
    check(
      `-- a.proto --
${HEAD}message M { int32 a = 1 [«$0deprecated» = true]; }
message N { option deprecated = true; }
-- b.proto --
${HEAD}message O { int32 deprecated = 1 [json_name = "x", «deprecated» = true]; }
`,
      { wellKnown: true },
    );
  });

  test('references to an extension and to the extended message are found', () => {
    check(`-- a.proto --
syntax = "proto2";
package a;
message «$0Base» { extensions 1 to 10; }
-- b.proto --
syntax = "proto2";
package b;
import public "a.proto";
extend a.«B$0ase» { optional int32 x = 1; optional int32 y = 2; }
-- c.proto --
syntax = "proto2";
import "b.proto";
message C { optional a.«Base» base = 1; extend .a.«Base» { optional int32 z = 3; } }
`);
  });

  test('references to a group are those of its message and its field', () => {
    check(
      `-- a.proto --
syntax = "proto2";
package a;
import "google/protobuf/descriptor.proto";
message Rule { optional group «$0Part» = 1 { optional int32 n = 1; } optional Rule.«Part» other = 2; }
extend google.protobuf.MessageOptions { optional Rule rule = 50000; }
message A { option (rule).«part».n = 1; }
message B { option (rule) = { «Part» { n: 1 } }; }
`,
      { wellKnown: true },
    );
  });

  test('references to services, rpcs and oneofs are their declarations', () => {
    check(`-- a.proto --\n${HEAD}message M { oneof «$0one» { int32 a = 1; } }\n`);
    check(`-- a.proto --\n${HEAD}message M {}\nservice «$0S» { rpc Get(M) returns (M); }\n`);
    check(`-- a.proto --\n${HEAD}message M {}\nservice S { rpc «$0Get»(M) returns (M); }\n`);
  });

  test('references to an import path are the imports of this file', () => {
    check(`-- a/a.proto --
${HEAD}message A {}
-- b.proto --
${HEAD}import public «"a/$0a.proto"»;
-- c.proto --
${HEAD}import "b.proto";
import «"a/" "a.proto"»;
`);
  });

  test('references tell declarations with the same full name apart by the imported file', () => {
    check(
      `-- one/go.mod --
module one
-- one/x.proto --
${HEAD}package p;
message «$0M» {}
-- one/use.proto --
${HEAD}import "x.proto";
message U { p.«M» m = 1; }
-- two/go.mod --
module two
-- two/x.proto --
${HEAD}package p;
message M {}
-- two/use.proto --
${HEAD}import "x.proto";
message U { p.M m = 1; }
`,
      { markers: ['one/go.mod', 'two/go.mod'] },
    );
  });

  test('references are found in the files of protobuf itself', () => {
    const marked = withReferences(
      `-- a.proto --
${HEAD}import "google/protobuf/api.proto";
message A { google.protobuf.Mix$0in mixin = 1; }
-- /wkt/google/protobuf/api.proto --
`,
      { wellKnown: true },
    );
    expect(marked).toContain('google.protobuf.«Mixin» mixin');
    expect(marked).toContain('message «Mixin» {');
    expect(marked).toContain('repeated «Mixin» mixins');
    expect(marked.split('«Mixin»').length - 1).toBe(3);
  });

  test('no file is linked that cannot name the declaration', () => {
    const made = unmarked(`-- a.proto --
${HEAD}message Na$0me {}
-- b.proto --
${HEAD}import "a.proto";
message B { Name n = 1; }
-- c.proto --
${HEAD}import "a.proto";
message C { int32 name = 1; }
-- d.proto --
${HEAD}message D { int32 Name = 1; }
`);
    const at = pointed(made);
    made.linked.length = 0;
    expect(at && resultOf(references(made.workspace, at.subject, ({ uses }) => uses))).toHaveLength(2);
    expect(made.linked).toEqual([]);
  });
});

describe('references to a type in closed files', () => {
  const SOURCE = `-- a.proto --
${HEAD}package p;
message Na$0me {}
message name {}
-- b.proto --
${HEAD}import "a.proto";
message B { p.Name n = 1; }
`;
  const places = (made: ReturnType<typeof unmarked>): readonly string[] => {
    const at = pointed(made);
    if (at === undefined) return [];
    return resultOf(
      references(made.workspace, at.subject, ({ path, uses }) => uses.map(({ span }) => `${path} ${span.start}`)),
    );
  };

  test('are found without linking the files', () => {
    const made = unmarked(SOURCE);
    expect(places(made)).toEqual(['/project/a.proto 38', '/project/b.proto 51']);
    expect(made.linked).toEqual(['a.proto']);
  });

  test('references follow changes on disk, in the file or in its imports', () => {
    const made = unmarked(SOURCE);
    const first = places(made);
    made.texts.set('/project/b.proto', `${HEAD}import "a.proto";\nmessage Longer { p.Name n = 1; p.name o = 2; }\n`);
    made.workspace.diskChanged('/project/b.proto');
    expect(places(made)).toEqual([first[0], '/project/b.proto 56']);
    made.texts.set('/project/a.proto', `${HEAD}package q;\nmessage Name {}\nmessage name {}\n`);
    made.workspace.diskChanged('/project/a.proto');
    expect(places(made)).toEqual([first[0]]);
  });

  test('references follow what the user types', () => {
    const made = unmarked(SOURCE);
    places(made);
    made.workspace.setBuffer('/project/b.proto', `${HEAD}import "a.proto";\nmessage B { p.name n = 1; }\n`);
    expect(places(made)).toEqual(['/project/a.proto 38']);
    made.workspace.closeBuffer('/project/b.proto');
    expect(places(made)).toEqual(['/project/a.proto 38', '/project/b.proto 51']);
  });
});

/** Returns the text with each highlight as `«…»`, or as `«!…»` if it is the declaration. */
function highlighted(source: string): string | undefined {
  const { workspace, path, offset } = unmarked(source);
  const file = workspace.linked(path);
  const found = file && highlights(workspace, path, file, offset);
  if (file === undefined || found === undefined) return undefined;
  let [text, at] = ['', 0];
  for (const { span, declares } of found) {
    text += `${file.tree.text.slice(at, span.start)}«${declares ? '!' : ''}${file.tree.text.slice(span.start, span.end)}»`;
    at = span.end;
  }
  return text + file.tree.text.slice(at);
}

describe('highlights', () => {
  test('highlights mark the name under the cursor, and its declaration', () => {
    expect(highlighted(`-- a.proto --\n${HEAD}message A { A$0 a = 1; }\nmessage B { A b = 1; }\n`)).toBe(
      `${HEAD}message «!A» { «A» a = 1; }\nmessage B { «A» b = 1; }\n`,
    );
  });

  test('there are no highlights at a keyword or a scalar type', () => {
    expect(highlighted(`-- a.proto --\n${HEAD}mess$0age A { int32 a = 1; }\n`)).toBeUndefined();
    expect(highlighted(`-- a.proto --\n${HEAD}message A { int$032 a = 1; }\n`)).toBeUndefined();
  });
});

describe('documentLinks', () => {
  test('each import that is found has a link to its file', () => {
    const { workspace, path } = unmarked(
      `-- a.proto --\n$0${HEAD}import "b/b.proto";\nimport "missing.proto";\nimport ;\n-- b/b.proto --\n${HEAD}`,
    );
    const tree = workspace.tree(path);
    const links = tree ? documentLinks(workspace, path, tree) : [];
    expect(links.map(({ span, target }) => `${tree?.text.slice(span.start, span.end)} ${target}`)).toEqual([
      'b/b.proto /project/b/b.proto',
    ]);
  });
});
