import { edition2024, type Files, proto2, proto3, proto3Text, raw, type Section } from './case.ts';

const inPackage = (name: string, body: string, imports = ''): string =>
  `syntax = "proto3";\npackage ${name};\n${imports}${body}\n`;
const path = (parts: number): string => Array.from({ length: parts }, (_, i) => `p${i}`).join('.');
const twoFiles = (own: string, other: string, ownPackage = 'p', otherPackage = 'p'): Files =>
  raw(inPackage(ownPackage, own, 'import "b.proto";\n'), { 'b.proto': inPackage(otherPackage, other) });

export const names: Section<'names'> = {
  'a name is declared once': {
    valid: [proto3('message A { int32 a = 1; message B { int32 a = 1; } }\nmessage B {}')],
    invalid: [
      proto3('message A {}\nmessage A {}'),
      proto3('message A { int32 a = 1; int32 a = 2; }'),
      proto3('message A {}\nenum A { B = 0; }'),
      proto3('message A { message B {} enum B { C = 0; } }'),
      proto3('message A { oneof a { int32 a = 1; } }'),
      proto3('message A { int32 B = 1; message B {} }'),
      proto3('service A { rpc B(M) returns (M); rpc B(M) returns (M); }\nmessage M {}'),
      proto3('service A {}\nmessage A {}'),
      raw('syntax = "proto3";\nmessage A {}\nmessage A {}\n'),
      proto2('message A { extensions 1 to 9; }\nextend A { optional int32 a = 1; optional int32 a = 2; }'),
      proto2('message A { optional group B = 1 {} message B {} }'),
      proto3('message A { oneof o { int32 a = 1; } oneof o { int32 b = 2; } }'),
      proto3('message A { int32 b = 1; int32 b = 1; }'),
      proto3('message A {}\nmessage A {}\nmessage A {}'),
      proto2('message A { optional group B = 1 {} optional int32 b = 2; }'),
      proto3('message A { int32 a = 1; }\nmessage A { string b = 1; }\nmessage B { A a = 1; C c = 2; }'),
    ],
  },
  'a package is no type': {
    valid: [raw(inPackage('a.b', 'message B {}')), twoFiles('message B { b.C c = 1; }', 'message C {}', 'a', 'a.b')],
    invalid: [
      twoFiles('message q {}', 'message B {}', 'p', 'p.q'),
      twoFiles('message B {}', 'message q {}', 'p.q', 'p'),
      twoFiles('message B {}', 'message q { message r {} }', 'p.q.r', 'p'),
      twoFiles('', 'message q {}', 'p.q', 'p'),
      raw('syntax = "proto3";\nimport "b.proto";\nmessage q {}\n', { 'b.proto': inPackage('q', '') }),
      proto3('message A { p b = 1; }'),
      proto3('service A { rpc B(p) returns (p); }'),
    ],
  },
  'a name is declared in one file': {
    valid: [proto3('import "b.proto";\nmessage A { B b = 1; }', { 'b.proto': proto3Text('message B {}') })],
    invalid: [
      twoFiles('message B {}', 'message B {}'),
      twoFiles('message A { B b = 1; }\nenum B { C = 0; }', 'message B {}'),
      twoFiles('enum A { X = 0; }', 'enum B { X = 0; }'),
      twoFiles('service B {}', 'message B {}'),
      proto3('import "b.proto";\nimport "c.proto";\nmessage A { B b = 1; }', {
        'b.proto': proto3Text('message B {}'),
        'c.proto': proto3Text('message B {}'),
      }),
      proto3('import "b.proto";\nmessage A {}\n', {
        'b.proto': 'syntax = "proto3";\npackage p;\nimport "c.proto";\nmessage B { C c = 1; }\n',
        'c.proto': proto3Text('message A {}\nmessage C {}'),
      }),
    ],
  },
  'enum values are siblings of their enum': {
    valid: [proto3('enum A { X = 0; }\nmessage M { enum B { X = 0; } }')],
    invalid: [
      proto3('enum A { X = 0; }\nenum B { X = 0; }'),
      proto3('message M { enum A { X = 0; } enum B { X = 0; } }'),
      proto3('enum A { A = 0; }'),
      proto3('enum A { B = 0; }\nmessage B {}'),
      proto3('message B {}\nenum A { B = 0; }'),
      proto3('enum A { X = 0; X = 1; }'),
      raw('syntax = "proto3";\nenum A { X = 0; }\nenum B { X = 0; }\n'),
      proto3('message M { int32 X = 1; enum A { X = 0; } }'),
      proto3('enum A { p = 0; }\nenum B { p = 0; }'),
    ],
  },
  'the innermost scope decides': {
    valid: [
      proto3('message B { message C {} }\nmessage A { message D {} B.C c = 1; D d = 2; p.B b = 3; }'),
      proto3('message A { message A {} A a = 1; .p.A b = 2; }'),
    ],
    invalid: [
      proto3('message B { message C {} }\nmessage A { message B {} B.C c = 1; }'),
      proto3('message B {}\nmessage A { int32 B = 1; B b = 2; B.C c = 3; }'),
      proto3('message p { }\nmessage A { p.A a = 1; }'),
      proto3('message A { A.B b = 1; A.B.C c = 2; }'),
      proto3('message A { message p { } p.A a = 1; }'),
      proto3('service A { rpc B(A.B) returns (C); }\nmessage C {}'),
      proto2(
        'message A { extensions 1 to 5; message A { } extend A { optional int32 b = 1; } extend A.A { optional int32 c = 1; } }',
      ),
    ],
  },
  'a leading dot starts outermost': {
    valid: [proto3('message A { .p.A a = 1; message p { } }')],
    invalid: [
      proto3('message A { .A a = 1; }'),
      proto3('message A { .p.B a = 1; .q.A b = 2; }'),
      proto3('message A { message B {} .B b = 1; }'),
      proto3('message A { . p . C c = 1; }'),
    ],
  },
  'names come from imported files': {
    valid: [proto3('import "b.proto";\nmessage A { B b = 1; }', { 'b.proto': proto3Text('message B {}') })],
    invalid: [
      proto3('import "b.proto";\nmessage A { C c = 1; B b = 2; }', {
        'b.proto': 'syntax = "proto3";\npackage p;\nimport "c.proto";\nmessage B { C c = 1; }\n',
        'c.proto': proto3Text('message C {}'),
      }),
      proto3('import "b.proto";\nmessage A { q.C c = 1; .q.C d = 2; B b = 3; }', {
        'b.proto': 'syntax = "proto3";\npackage p;\nimport "c.proto";\nmessage B { q.C c = 1; }\n',
        'c.proto': inPackage('q', 'message C {}'),
      }),
      proto3('import "b.proto";\nservice A { rpc X(C) returns (B); }', {
        'b.proto': 'syntax = "proto3";\npackage p;\nimport "c.proto";\nmessage B { C c = 1; }\n',
        'c.proto': proto3Text('message C {}'),
      }),
      proto3('message A { google.protobuf.Any a = 1; }'),
      proto2('extend google.protobuf.FileOptions { optional int32 a = 50000; }'),
    ],
  },
  'public imports pass names on': {
    valid: [
      proto3('import "b.proto";\nmessage A { C c = 1; }', {
        'b.proto': 'syntax = "proto3";\npackage p;\nimport public "c.proto";\n',
        'c.proto': proto3Text('message C {}'),
      }),
      proto3('import "b.proto";\nmessage A { D c = 1; }', {
        'b.proto': 'syntax = "proto3";\npackage p;\nimport public "c.proto";\n',
        'c.proto': 'syntax = "proto3";\npackage p;\nimport public "d.proto";\n',
        'd.proto': proto3Text('message D {}'),
      }),
    ],
    invalid: [
      proto3('import "b.proto";\nmessage A { D c = 1; }', {
        'b.proto': 'syntax = "proto3";\npackage p;\nimport public "c.proto";\n',
        'c.proto': 'syntax = "proto3";\npackage p;\nimport "d.proto";\nmessage C { D d = 1; }\n',
        'd.proto': proto3Text('message D {}'),
      }),
    ],
  },
  'types are types': {
    valid: [proto3('enum E { X = 0; }\nmessage A { E e = 1; A a = 2; }')],
    invalid: [
      proto3('service S {}\nmessage A { S s = 1; }'),
      proto3('enum E { X = 0; }\nmessage A { X s = 1; }'),
      proto3('message A { int32 b = 1; b c = 2; }'),
      proto2('enum E { X = 0; }\nmessage A { optional group B = 1 {} optional E.X c = 2; }'),
      proto3('message A { oneof o { int32 b = 1; } o c = 2; }'),
      proto3('message A { S.R s = 1; }\nservice S { rpc R(A) returns (A); }'),
      proto3('message A { int32 b = 1; A.b c = 2; .p.A.b d = 3; }'),
    ],
  },
  'names are defined': {
    valid: [proto3('message A { A a = 1; }')],
    invalid: [
      proto3('message A { B b = 1; }'),
      proto3('message A { map<string, B> b = 1; }'),
      proto3('message A { repeated q.B b = 1; oneof o { C c = 2; } }'),
      proto3('service A { rpc B(C) returns (D); }'),
      proto2('extend A { optional int32 a = 1; optional int32 b = 2; }'),
      proto2('message A { extensions 1; }\nextend A { optional B b = 1; }'),
      proto3('message A { message B { C c = 1; } B b = 1; D d = 2; }\nmessage E { F f = 1; }'),
      proto3('message A { Int32 b = 1; }'),
      proto2('message A { optional group B = 1 { optional C c = 1; } }'),
    ],
  },
  'packages are not too long': {
    valid: [raw(inPackage(`a${'b'.repeat(510)}`, '')), raw(inPackage(`a${'b'.repeat(255)}.${'c'.repeat(254)}`, ''))],
    invalid: [
      raw(inPackage(`a${'b'.repeat(511)}`, '')),
      raw(inPackage(`a${'b'.repeat(600)}`, 'message A { B b = 1; }')),
    ],
  },
  'packages are not too deep': {
    valid: [raw(inPackage(path(101), ''))],
    invalid: [raw(inPackage(path(102), '')), raw(inPackage(path(150), 'message A {}'))],
  },
  'names are not too long': {
    valid: [proto3(`message A${'b'.repeat(1000)} {}`)],
    invalid: [
      proto3(`message A${'b'.repeat(70000)} {}`),
      proto3(`message A { int32 a${'b'.repeat(70000)} = 1; }`),
      proto3(`message A { reserved "a${'b'.repeat(65535)}"; }`),
      proto3(`enum A { B = 0; reserved "a${'b'.repeat(65535)}"; }`),
    ],
  },
  'map entries stand apart from messages': {
    valid: [proto3('message A { map<string, string> a_b = 1; message Entry {} }')],
    invalid: [
      proto3('message A { map<string, string> a_b = 1; message ABEntry {} }'),
      proto3('message A { message ABEntry {} map<string, string> a_b = 1; }'),
      proto3('message A { map<string, string> a_b = 1; map<string, string> aB = 2; }'),
      proto3('message A { map<string, string> a_b = 1; map<int32, A> a__b = 2; }'),
    ],
  },
  'map entries stand apart from fields': {
    valid: [proto3('message A { map<string, string> a_b = 1; int32 a_b_entry = 2; }')],
    invalid: [
      proto3('message A { map<string, string> a_b = 1; int32 ABEntry = 2; }'),
      proto3('message A { int32 ABEntry = 2; map<string, string> a_b = 1; }'),
    ],
  },
  'map entries stand apart from enums': {
    valid: [proto3('message A { map<string, string> a_b = 1; enum ABEnum { X = 0; } }')],
    invalid: [
      proto3('message A { map<string, string> a_b = 1; enum ABEntry { X = 0; } }'),
      proto3('message A { map<string, string> a_b = 1; enum E { ABEntry = 0; } }'),
    ],
  },
  'map entries stand apart from oneofs': {
    valid: [proto3('message A { map<string, string> a_b = 1; oneof ABOneof { int32 c = 2; } }')],
    invalid: [proto3('message A { map<string, string> a_b = 1; oneof ABEntry { int32 c = 2; } }')],
  },
  'synthetic oneofs make way': {
    valid: [
      proto3('message A { optional int32 a = 1; int32 _a = 2; int32 X_a = 3; }'),
      proto3('message A { optional int32 a = 1; optional int32 _a = 2; }'),
      edition2024('message A { int32 a = 1; B b = 2; }\nmessage B {}'),
    ],
    invalid: [
      proto3('message A { optional int32 a = 1; optional int32 a = 2; }'),
      proto3('message A { optional int32 a = 1; message _a { B b = 1; } }'),
    ],
  },
};
