import { edition2023, proto2, proto2Text, proto3, proto3Text, raw, type Section } from './case.ts';

export const order: Section<'order'> = {
  'lexer and parser take turns': {
    valid: [proto3('message A {}')],
    invalid: [
      proto3('message A { int32 a = 09; int32 = 2; string b = "\\q"; }'),
      proto3('message A { int32 a = 1b; }\noption java_package = "\\q" x;\nmessage { 0x }'),
      proto3('foo;\n/* /* */\nbar;'),
      proto3('message A { int32 a = "\\z"; int32 b = 0x; }'),
    ],
  },
  'the parser goes on': {
    valid: [proto3('message A {}\nmessage B {}')],
    invalid: [
      proto3('message A { int32 a; }\nenum B { C }\nservice D { rpc E; }\nmessage F { int32 g = 1 }'),
      proto3(
        'message A {\n  int32 a = 1\n  int32 b = 2;\n}\nmessage B {\n  int32 = 1;\n  string s 2;\n  bool t = 3;\n}',
      ),
      proto3('option a = ;\noption b c;\nimport d;\npackage 1;'),
      proto2('message A {\n  int32 a = 1;\n  optional b = 2;\n  optional int32 c = x;\n}'),
      proto3(
        'message A {\n  oneof o { repeated int32 a = 1; map<int32, int32> b = 2; }\n  reserved x;\n  extensions y;\n}',
      ),
      proto3('enum A {\n  B = x;\n  C = 1;\n  = 2;\n  reserved 1 to;\n}'),
      proto3('service A {\n  rpc B(C) returns;\n  rpc D(E) returns (F);\n  rpc (G);\n}'),
    ],
  },
  'names come before types': {
    valid: [proto3('message A { A a = 1; }')],
    invalid: [
      proto3('message A { B b = 0; int32 b = 1; }\nmessage A { C c = 1; }\nenum E { X = 1; X = 2; }'),
      proto3(
        'message A { reserved 1; B b = 1; oneof o { C c = 2; } }\nservice S { rpc R(X) returns (Y); rpc R(X) returns (Y); }',
      ),
      proto2(
        'extend X { optional Y y = 0; }\nmessage Z { extensions 0; extend X { required W w = 1; } optional V v = 1; }',
      ),
    ],
  },
  'options come after types': {
    valid: [proto3('option java_package = "a";')],
    invalid: [
      proto3('option nothing = 1;\nmessage A { B b = 1; option nope = 1; }'),
      proto3(
        'option nothing = 1;\nmessage A { option nope = 1; int32 b = 1 [never = 1]; oneof o { option no = 1; int32 c = 2; } enum E { option x = 1; Y = 0 [y = 1]; } message N { option z = 1; } }\nenum F { option f = 1; F_X = 0; }\nservice S { option s = 1; rpc R(A) returns (A) { option r = 1; } }',
      ),
      proto3('option (a) = 1;\noption b = 2;\nmessage M { option (c) = 1; option d = 2; }'),
      proto2(
        'message A { extensions 1 to 2 [x = 1]; extend A { optional int32 e = 1 [y = 1]; } optional group G = 5 { option z = 1; } }',
      ),
    ],
  },
  'later rules wait for earlier ones': {
    valid: [edition2023('message A {}')],
    invalid: [
      proto3(
        'import "google/protobuf/any.proto";\nmessage A { int32 a = 1 [jstype = JS_STRING]; string a_b = 2; string aB = 3; }',
      ),
      proto3('import "google/protobuf/any.proto";\nmessage A { string a_b = 2; string aB = 3; }\nenum E { X = 1; }'),
      proto3('import "google/protobuf/any.proto";\nmessage A { int32 a = 19500; }'),
      proto3(
        'message A { string a_b = 1; string aB = 2; map<float, int32> m = 3; enum E { X = 1; Y = 1; } oneof o { int32 c = 4 [lazy = true]; } message N { required int32 r = 1; } extensions 9; }\nenum F { Z = 2; }\nservice S {}',
      ),
      proto2('message A { optional string a_b = 1; optional string aB = 2; optional int32 c = 3 [lazy = true]; }'),
      edition2023(
        'import "google/protobuf/any.proto";\noption features.enforce_naming_style = STYLE2024;\nmessage a { int32 a = 19001; }',
      ),
      edition2023(
        'option features.enforce_naming_style = STYLE2024;\noption features.field_presence = LEGACY_REQUIRED;',
      ),
      proto3('message A { map<string, int32> a_b = 1; message ABEntry {} B b = 2; }'),
    ],
  },
  'imports come first': {
    valid: [proto3('import "b.proto";\nmessage A { B b = 1; }', { 'b.proto': proto3Text('message B {}') })],
    invalid: [
      proto3('import "b.proto";\nimport "c.proto";\nimport "none.proto";\nmessage A { X x = 0; }', {
        'b.proto': proto3Text('message B { Y y = 1; }'),
        'c.proto': proto3Text('import "d.proto";\nmessage C { int32 c = 1 }'),
        'd.proto': proto3Text('message D { int32 d = 0; }'),
      }),
      proto3('import "b.proto";\nmessage A { int32 = 1; }', { 'b.proto': proto3Text('message B { Y y = 1; }') }),
      raw('syntax = "proto3";\npackage p;\nimport "b.proto";\nimport "b.proto";\nmessage A { B b = 1; B b = 2; }\n', {
        'b.proto': proto2Text('message B { optional int32 a_b = 1; optional int32 aB = 2; }'),
      }),
      proto3('import "b.proto";\nimport "c.proto";\nmessage A { B b = 1; }', {
        'b.proto': proto3Text('import "c.proto";\nmessage B { C c = 1; }'),
        'c.proto': proto3Text('message C { X x = 1; }'),
      }),
    ],
  },
};
