import { describe, expect, test } from 'vitest';
import { renamed, renaming, unmarked } from './check.ts';

const HEAD = 'syntax = "proto3";\n';
const PROTO2 = 'syntax = "proto2";\n';
const OPTIONS = 'import "google/protobuf/descriptor.proto";\n';

describe('a rename', () => {
  test.each<[string, string, string, string]>([
    [
      'a message with its nested names, in other files too',
      `-- a.proto --\n${HEAD}package a;\n// Old stays in comments.\nmessage O$0ld { message In {} Old o = 1; }\n-- b.proto --\n${HEAD}import "a.proto";\nmessage B { a.Old.In i = 1; string Old = 2; }\n`,
      'New',
      `-- a.proto --\n${HEAD}package a;\n// Old stays in comments.\nmessage New { message In {} New o = 1; }\n-- b.proto --\n${HEAD}import "a.proto";\nmessage B { a.New.In i = 1; string Old = 2; }\n`,
    ],
    [
      'a name from one of its uses',
      `-- a.proto --\n${HEAD}enum Old { Z = 0; }\nmessage M { Ol$0d o = 1; }\n`,
      'New',
      `-- a.proto --\n${HEAD}enum New { Z = 0; }\nmessage M { New o = 1; }\n`,
    ],
    [
      'an enum value with the defaults that name it',
      `-- a.proto --\n${PROTO2}enum E { A$0 = 0; }\nmessage M { optional E e = 1 [default = A]; }\n`,
      'B',
      `-- a.proto --\n${PROTO2}enum E { B = 0; }\nmessage M { optional E e = 1 [default = B]; }\n`,
    ],
    [
      'a map field, whose entries have their own name',
      `-- a.proto --\n${HEAD}message M { map<string, M> ol$0d = 1; optional int32 x = 2; }\n`,
      'new',
      `-- a.proto --\n${HEAD}message M { map<string, M> new = 1; optional int32 x = 2; }\n`,
    ],
    [
      'an optional field, whose oneof has no name in the text',
      `-- a.proto --\n${HEAD}message M { optional int32 o$0ld = 1; }\n`,
      'new',
      `-- a.proto --\n${HEAD}message M { optional int32 new = 1; }\n`,
    ],
    [
      'a group with its field',
      `-- a.proto --\n${PROTO2}${OPTIONS}message R { optional group Ol$0d = 1 { optional int32 n = 1; } }\nextend google.protobuf.FileOptions { optional R r = 50000; }\noption (r).old.n = 1;\n`,
      'NewOne',
      `-- a.proto --\n${PROTO2}${OPTIONS}message R { optional group NewOne = 1 { optional int32 n = 1; } }\nextend google.protobuf.FileOptions { optional R r = 50000; }\noption (r).newone.n = 1;\n`,
    ],
    [
      'a field in option values',
      `-- a.proto --\n${PROTO2}${OPTIONS}message R { optional string ol$0d = 1; }\nextend google.protobuf.FileOptions { optional R r = 50000; }\noption (r) = { old: "old" };\n`,
      'new',
      `-- a.proto --\n${PROTO2}${OPTIONS}message R { optional string new = 1; }\nextend google.protobuf.FileOptions { optional R r = 50000; }\noption (r) = { new: "old" };\n`,
    ],
    [
      'a type in the URL of an Any',
      `-- a.proto --\n${PROTO2}package p;\n${OPTIONS}import "google/protobuf/any.proto";\nmessage O$0ld { optional int32 n = 1; }\nextend google.protobuf.FileOptions { optional google.protobuf.Any any = 50000; }\noption (any) = { [type.googleapis.com/p.Old] { n: 1 } };\n`,
      'New',
      `-- a.proto --\n${PROTO2}package p;\n${OPTIONS}import "google/protobuf/any.proto";\nmessage New { optional int32 n = 1; }\nextend google.protobuf.FileOptions { optional google.protobuf.Any any = 50000; }\noption (any) = { [type.googleapis.com/p.New] { n: 1 } };\n`,
    ],
    [
      'a part of a package in all of its files',
      `-- a.proto --\n${HEAD}package p.o$0ld.v1;\nmessage A {}\n-- b.proto --\n${HEAD}package p.old;\nimport "a.proto";\nmessage B { v1.A a = 1; old.v1.A b = 2; .p.old.v1.A c = 3; }\n-- c.proto --\n${HEAD}package q.old;\nmessage C {}\n`,
      'new',
      `-- a.proto --\n${HEAD}package p.new.v1;\nmessage A {}\n-- b.proto --\n${HEAD}package p.new;\nimport "a.proto";\nmessage B { v1.A a = 1; new.v1.A b = 2; .p.new.v1.A c = 3; }\n-- c.proto --\n${HEAD}package q.old;\nmessage C {}\n`,
    ],
    [
      'a field with the name of a keyword',
      `-- a.proto --\n${HEAD}message M { string mes$0sage = 1; }\n`,
      'text',
      `-- a.proto --\n${HEAD}message M { string text = 1; }\n`,
    ],
    [
      'a name that another scope has, if no use of that name changes its meaning',
      `-- a.proto --\n${HEAD}message O$0ld { int32 x = 1; }\nmessage M { message New {} Old o = 1; }\n`.replace(
        'Old o',
        'int32 o',
      ),
      'New',
      `-- a.proto --\n${HEAD}message New { int32 x = 1; }\nmessage M { message New {} int32 o = 1; }\n`,
    ],
  ])('a rename changes %s', (_title, source, newName, expected) => {
    expect(renamed(source, newName, { wellKnown: true })).toBe(expected);
  });

  test.each<[string, string, string, string]>([
    [
      'an import',
      `-- a.proto --\n${HEAD}import "b$0.proto";\n-- b.proto --\n${HEAD}`,
      'x',
      'An import path says where',
    ],
    ['a keyword', `-- a.proto --\n${HEAD}mes$0sage A {}\n`, 'x', 'Nothing here has a name that can change.'],
    ['a scalar type', `-- a.proto --\n${HEAD}message A { int$032 a = 1; }\n`, 'x', 'int32 is a type of the language'],
    [
      'an unknown name',
      `-- a.proto --\n${HEAD}message A { Un$0known a = 1; }\n`,
      'x',
      'No file that we know declares Unknown.',
    ],
    [
      'a type of protobuf',
      `-- a.proto --\n${HEAD}import "google/protobuf/any.proto";\nmessage A { google.protobuf.An$0y a = 1; }\n`,
      'x',
      'Any belongs to protobuf itself',
    ],
    [
      'a package of protobuf',
      `-- a.proto --\n${HEAD}import "google/protobuf/any.proto";\nmessage A { google.proto$0buf.Any a = 1; }\n`,
      'x',
      'google/protobuf/any.proto is in the package google.protobuf too',
    ],
    ['to text that is not a name', `-- a.proto --\n${HEAD}message A$0 {}\n`, 'a-b', '"a-b" is not a name'],
    [
      'to a taken name',
      `-- a.proto --\n${HEAD}message A$0 {}\nenum B { Z = 0; }\n`,
      'B',
      'a.proto declares B already.',
    ],
    [
      'to a name that another file of the package declares',
      `-- a.proto --\n${HEAD}package p;\nmessage A$0 {}\n-- b.proto --\n${HEAD}package p;\nimport "a.proto";\nmessage B { A a = 1; }\n`,
      'B',
      'b.proto would have a new error: ',
    ],
    [
      'to a name that hides another one',
      `-- a.proto --\n${HEAD}package p.q;\nmessage A$0 {}\n-- b.proto --\n${HEAD}package p;\nmessage B {}\n-- c.proto --\n${HEAD}package p.q;\nimport "a.proto";\nimport "b.proto";\nmessage C { B b = 1; }\n`,
      'B',
      'c.proto has "B", which would no longer mean p.B',
    ],
    [
      'to a name that is hidden at one of its uses',
      `-- a.proto --\n${HEAD}message A$0 {}\nmessage M { message B {} A a = 1; }\n`,
      'B',
      'a.proto has "A", which would no longer mean A',
    ],
    [
      'to a field whose JSON name is taken',
      `-- a.proto --\n${HEAD}message M { int32 a$0 = 1; int32 fooBar = 2; }\n`,
      'foo_bar',
      'a.proto would have a new error: ',
    ],
    [
      'to a reserved name',
      `-- a.proto --\n${HEAD}message M { reserved "b"; int32 a$0 = 1; }\n`,
      'b',
      'a.proto would have a new error: ',
    ],
    [
      'to the name of a scalar type that then means something else',
      `-- a.proto --\n${HEAD}message A$0 {}\nmessage M { A a = 1; }\n`,
      'int32',
      'a.proto has "A", which would no longer mean A',
    ],
    [
      'a name that a text with errors may use',
      `-- a.proto --\n${HEAD}message A$0 {}\n-- b.proto --\n${HEAD}import "a.proto";\nmessage B { A.Missing a = 1; }\n`,
      'C',
      'b.proto has errors where it mentions "A"',
    ],
    [
      'a name that a broken statement may use',
      `-- a.proto --\n${HEAD}message A$0 {}\nmessage B { repeated A } ; A A\n`,
      'C',
      'a.proto has errors where it mentions "A"',
    ],
    [
      'to a package that already exists',
      `-- a.proto --\n${HEAD}package p.a$0;\n-- b.proto --\n${HEAD}package p.b.c;\nmessage B {}\n`,
      'b',
      'There is a package p.b already.',
    ],
  ])('a rename is refused: %s', (_title, source, newName, reason) => {
    expect(renamed(source, newName, { wellKnown: true })).toContain(reason);
  });

  test('a rename in a dependency is refused', () => {
    const module = '/cache/v3/modules/b5/buf.build/acme/lib/c0ffee';
    const source = `-- buf.yaml --\nversion: v2\n-- buf.lock --\nversion: v2\ndeps:\n  - name: buf.build/acme/lib\n    commit: c0ffee\n    digest: b5:00\n-- ${module}/module.yaml --\n-- ${module}/files/acme/lib.proto --\n${HEAD}package acme;\nmessage Widget {}\n-- a.proto --\n${HEAD}import "acme/lib.proto";\nmessage M { acme.Wid$0get w = 1; }\n`;
    const options = { caches: { buf: ['/cache'] }, markers: ['buf.yaml'] };
    expect(renamed(source, 'New', options)).toBe('Widget belongs to a dependency, so you cannot rename it.');
    expect(renamed(source.replace('acme.Wid$0', 'ac$0me.Wid'), 'New', options)).toBe(
      'acme/lib.proto is in the package acme too, and you cannot change it.',
    );
  });

  test('a rename works even if an unrelated declaration has an error', () => {
    expect(
      renamed(`-- a.proto --\n${HEAD}message A$0 { string string = 1; }\nmessage M { Missing m = 1; A a = 2; }\n`, 'B'),
    ).toBe(`-- a.proto --\n${HEAD}message B { string string = 1; }\nmessage M { Missing m = 1; B a = 2; }\n`);
  });

  test('a rename changes open documents that are not saved', () => {
    const made = unmarked(`-- a.proto --\n${HEAD}message A$0 {}\n-- b.proto --\n${HEAD}import "a.proto";\n`);
    made.workspace.setBuffer('/project/b.proto', `${HEAD}import "a.proto";\nmessage B { A a = 1; }\n`);
    const result = renaming(made, 'C');
    expect(result.kind === 'edits' && result.files.map(({ path }) => path)).toEqual([
      '/project/a.proto',
      '/project/b.proto',
    ]);
  });

  test('links a closed file only if something in it may have the new name', () => {
    const files = `-- a.proto --
${HEAD}message A$0 {}
-- free.proto --
${HEAD}import "a.proto";
message F { A a = 1; }
-- taken.proto --
${HEAD}package p;
import "a.proto";
message T { A a = 1; message C {} }
`;
    const free = unmarked(files);
    expect(renaming(free, 'B')).toMatchObject({ kind: 'edits', files: [{}, {}, {}] });
    expect(new Set(free.linked)).toEqual(new Set(['a.proto']));
    const taken = unmarked(files);
    const refused = renaming(taken, 'C');
    expect(refused.kind === 'refused' && refused.reason).toContain('taken.proto');
    expect(taken.linked).not.toContain('free.proto');
  });

  test.each<[string, string, string, string | undefined]>([
    ['a field', 'message M { int32 foo_b$0ar = 1; }', 'foo_baz', 'The JSON name changes from fooBar to fooBaz.'],
    ['a field with its own JSON name', 'message M { int32 f$0oo = 1 [json_name = "x"]; }', 'baz', undefined],
    ['a field whose JSON name stays', 'message M { int32 foo_b$0ar = 1; }', 'fooBar', undefined],
    ['an rpc', 'message M {}\nservice S { rpc Ge$0t(M) returns (M); }', 'Set', 'The path of its calls changes.'],
    ['a value', 'enum E { A$0 = 0; }', 'B', 'The name of the value changes in JSON too.'],
    ['a message', 'message M$0 {}', 'N', undefined],
  ])('a rename says what else changes with the name of %s', (_title, body, newName, effect) => {
    const made = unmarked(`-- a.proto --\n${HEAD}${body}\n`);
    const result = renaming(made, newName);
    expect(result).toMatchObject({ kind: 'edits' });
    expect(result.kind === 'edits' && result.effect).toBe(effect);
  });
});
