import { edition2023, many, proto2, proto3, type Section } from './case.ts';

export const numbers: Section<'numbers'> = {
  'field numbers are positive': {
    valid: [proto3('message A { int32 a = 1; }')],
    invalid: [
      proto3('message A { int32 a = 0; }'),
      proto3('message A { int32 a = 0; int32 b = 1; int32 c = 0; int32 d = 3; }'),
      proto2('message A { extensions 1 to 5; }\nextend A { optional int32 a = 0; }'),
      proto2('message A { extensions 1 to 5; extend A { optional int32 a = 0; } }'),
      proto3('message A { map<string, string> a = 0; }'),
    ],
  },
  'field numbers end at 2^29-1': {
    valid: [proto3('message A { int32 a = 536870911; }')],
    invalid: [
      proto3('message A { int32 a = 536870912; }'),
      proto3('message A { int32 a = 536870912; int32 b = 2147483647; int32 c = 1; }'),
      proto2('message A { extensions 1 to 5; }\nextend A { optional int32 a = 536870912; }'),
      proto2('message A { optional group B = 536870912 {} }'),
    ],
  },
  "protobuf's own numbers are free": {
    valid: [proto3('message A { int32 a = 18999; int32 b = 20000; }')],
    invalid: [
      proto3('message A { int32 a = 19500; }'),
      proto3('message A { int32 a = 19000; int32 b = 19999; }'),
      proto2('message A { extensions 1 to 30000; }\nextend A { optional int32 a = 19001; }'),
    ],
  },
  'field numbers are used once': {
    valid: [proto3('message A { int32 a = 1; int32 b = 3; int32 c = 2; }')],
    invalid: [
      proto3('message A { int32 a = 1; int32 b = 1; }'),
      proto3('message A { int32 a = 1; int32 b = 1; int32 c = 2; }'),
      proto3('message A { int32 a = 5; int32 b = 7; int32 c = 5; int32 d = 7; }'),
      proto3('message A { int32 a = 1; oneof o { int32 b = 1; } map<string, string> c = 1; }'),
      proto3('message A { reserved 2 to 4; int32 a = 1; int32 b = 1; }'),
      proto3('message A { int32 a = 1; B b = 1; }'),
      proto2('message A { optional int32 a = 1; optional group B = 1 {} extensions 2 to 9; }'),
      proto3('message A { int32 a = 1; int32 b = 2; int32 c = 1; int32 d = 2; int32 e = 1; }'),
    ],
  },
  'extension numbers are used once': {
    valid: [proto2('message A { extensions 1 to 5; }\nextend A { optional int32 a = 2; optional int32 b = 3; }')],
    invalid: [
      proto2('message A { extensions 1 to 5; }\nextend A { optional int32 a = 2; optional int32 b = 2; }'),
      proto2('message A { extensions 1 to 5; extend A { optional int32 a = 2; } }\nextend A { optional int32 b = 2; }'),
      proto2(
        'message A { extensions 1 to 5; }\nmessage B { extend A { optional int32 a = 2; } }\nmessage C { extend A { optional int32 a = 2; } }',
      ),
    ],
  },
  'extension numbers of other files are free': {
    valid: [
      proto2('import "b.proto";\nextend B { optional int32 a = 2; }', {
        'b.proto':
          'syntax = "proto2";\npackage p;\nmessage B { extensions 1 to 5; }\nextend B { optional int32 b = 1; }\n',
      }),
    ],
    invalid: [
      proto2('import "b.proto";\nextend B { optional int32 a = 1; }', {
        'b.proto':
          'syntax = "proto2";\npackage p;\nmessage B { extensions 1 to 5; }\nextend B { optional int32 b = 1; }\n',
      }),
      proto2('import "b.proto";\nimport "c.proto";\nextend B { optional C c = 1; }', {
        'b.proto': 'syntax = "proto2";\npackage p;\nmessage B { extensions 1 to 5; }\n',
        'c.proto':
          'syntax = "proto2";\npackage p;\nimport "b.proto";\nmessage C { extend B { optional int32 b = 1; } }\n',
      }),
      proto2('import "c.proto";\nimport "d.proto";\nmessage A { optional C c = 1; optional D d = 2; }', {
        'b.proto': 'syntax = "proto2";\npackage p;\nmessage B { extensions 1 to 5; }\n',
        'c.proto':
          'syntax = "proto2";\npackage p;\nimport "b.proto";\nmessage C { extend B { optional int32 b = 1; } }\n',
        'd.proto':
          'syntax = "proto2";\npackage p;\nimport "b.proto";\nmessage D { extend B { optional int32 b = 1; } }\n',
      }),
      proto2(
        'import "google/protobuf/descriptor.proto";\nimport "b.proto";\nextend google.protobuf.FileOptions { optional B a = 50000; }',
        {
          'b.proto':
            'syntax = "proto2";\npackage p;\nimport "google/protobuf/descriptor.proto";\nmessage B { extend google.protobuf.FileOptions { optional B a = 50000; } }\n',
        },
      ),
    ],
  },
  'reserved ranges do not overlap': {
    valid: [proto3('message A { reserved 1, 2 to 3, 4 to max; }')],
    invalid: [
      proto3('message A { reserved 1 to 5, 3 to 8; }'),
      proto3('message A { reserved 1, 1; reserved 1; }'),
      proto3('message A { reserved 5 to max, 3 to 5; }'),
      proto3('message A { reserved 1 to 10; reserved 2 to 3; reserved 3 to 4; }'),
    ],
  },
  'extension ranges do not overlap': {
    valid: [proto2('message A { extensions 1, 2 to 3; }')],
    invalid: [
      proto2('message A { extensions 1 to 5, 3 to 8; }'),
      proto2('message A { extensions 1 to 5; extensions 5 to max; extensions 1; }'),
    ],
  },
  'extension ranges avoid reserved ones': {
    valid: [proto2('message A { extensions 1 to 5; reserved 6; }')],
    invalid: [
      proto2('message A { extensions 1 to 5; reserved 5; }'),
      proto2('message A { reserved 1 to 3, 8; extensions 2 to 9; extensions 3; }'),
    ],
  },
  'fields avoid extension ranges': {
    valid: [proto2('message A { extensions 2 to 5; optional int32 a = 1; }')],
    invalid: [
      proto2('message A { extensions 1 to 5; optional int32 a = 3; }'),
      proto2('message A { extensions 1 to 5, 7; optional int32 a = 3; optional int32 b = 7; optional int32 c = 4; }'),
    ],
  },
  'fields avoid reserved numbers': {
    valid: [proto3('message A { reserved 1 to 5; int32 a = 6; }')],
    invalid: [
      proto3('message A { reserved 1 to 5; int32 a = 3; }'),
      proto3('message A { reserved 1, 2; int32 a = 2; int32 b = 1; int32 c = 3; int32 d = 1; }'),
      proto3('message A { reserved 1 to max; int32 a = 3; }'),
    ],
  },
  'fields avoid reserved names': {
    valid: [proto3('message A { reserved "a"; int32 b = 3; }')],
    invalid: [
      proto3('message A { reserved "a"; int32 a = 3; }'),
      edition2023('message A { reserved a, b; int32 a = 3; string b = 4; }'),
    ],
  },
  'names are reserved once': {
    valid: [proto3('message A { reserved "a", "b"; }')],
    invalid: [
      proto3('message A { reserved "a", "a"; }'),
      proto3('message A { reserved "a"; reserved "a", "b", "b", "a"; }'),
    ],
  },
  'reserved numbers are positive': {
    valid: [proto3('message A { reserved 1; }')],
    invalid: [
      proto3('message A { reserved 0; }'),
      proto3('message A { reserved 0 to 5; int32 a = 7; }'),
      proto3('message A { reserved 0, 0; }'),
    ],
  },
  'extension numbers are positive': {
    valid: [proto2('message A { extensions 1; }')],
    invalid: [proto2('message A { extensions 0; }'), proto2('message A { extensions 0 to 5; optional int32 a = 7; }')],
  },
  'ranges end after they start': {
    valid: [proto2('message A { extensions 5 to 5; reserved 6 to 7; }')],
    invalid: [
      proto3('message A { reserved 5 to 1; }'),
      proto2('message A { extensions 5 to 1; }'),
      proto3('message A { reserved 5 to 4; }'),
      proto2('message A { extensions 5 to 4, 9 to 0; }'),
    ],
  },
  'enum ranges are inclusive and signed': {
    valid: [proto3('enum A { B = 0; C = 3; D = -1; reserved 1 to 2, -5 to -2, 4 to max; }')],
    invalid: [
      proto3('enum A { B = 0; C = 2; reserved 1 to 2; }'),
      proto3('enum A { B = 0; C = -5; reserved -5 to -2; }'),
      proto3('enum A { B = 0; C = 2147483647; reserved 5 to max; }'),
      proto3('enum A { B = 0; reserved 0; }'),
    ],
  },
  'enum ranges do not overlap': {
    valid: [proto3('enum A { B = 0; reserved 1 to 2, 3; }')],
    invalid: [
      proto3('enum A { B = 0; reserved 1 to 2, 2; }'),
      proto3('enum A { B = 0; reserved -3 to -1, -2; reserved 5 to max, 2147483647; }'),
    ],
  },
  'enum values avoid reserved numbers': {
    valid: [proto3('enum A { B = 0; reserved 2; C = 3; }')],
    invalid: [
      proto3('enum A { B = 0; C = 2; reserved 2; }'),
      proto3('enum A { B = 0; C = 2; D = 5; reserved 2, 4 to 6; }'),
    ],
  },
  'enum values avoid reserved names': {
    valid: [proto3('enum A { B = 0; reserved "C"; }')],
    invalid: [proto3('enum A { B = 0; C = 1; reserved "C"; }'), edition2023('enum A { B = 0; C = 1; reserved C, B; }')],
  },
  'enum names are reserved once': {
    valid: [proto3('enum A { B = 0; reserved "C", "D"; }')],
    invalid: [
      proto3('enum A { B = 0; reserved "C", "C"; }'),
      proto3('enum A { B = 0; reserved "C"; reserved "C", "C"; }'),
    ],
  },
  'enum ranges end after they start': {
    valid: [proto3('enum A { B = 0; reserved 2 to 2; }')],
    invalid: [proto3('enum A { B = 0; reserved 3 to 2; }'), proto3('enum A { B = 0; reserved -2 to -3, 9 to 5; }')],
  },
  'enum numbers are used once': {
    valid: [proto3('enum A { option allow_alias = true; B = 0; C = 0; }')],
    invalid: [
      proto3('enum A { B = 0; C = 0; }'),
      proto3('enum A { B = 0; C = 1; D = 1; E = 2; F = 1; }'),
      proto3('enum A { B = 0; C = 2147483647; D = 2147483647; }'),
      proto3('enum A { B = 0; C = -1; D = -1; }'),
    ],
  },
  'extension ranges end at the maximum': {
    valid: [proto2('message A { extensions 1 to 536870911; }'), proto2('message A { extensions 1 to max; }')],
    invalid: [
      proto2('message A { extensions 1 to 536870912; }'),
      proto2('message A { extensions 536870912; }'),
      proto2('message A { extensions 1 to 2147483646; }'),
      proto2('message A { extensions 2147483647; }'),
      proto3('message A { reserved 2147483647; }'),
      proto3('message A { reserved 1 to 2147483647; }'),
    ],
  },
  'numbers are suggested': {
    valid: [proto3('message A { int32 a = 1; }')],
    invalid: [
      proto3('message A { int32 a = 1; int32 b = 0; reserved 2; int32 c = 0; }'),
      proto3(`message A {\n${many(5, (i) => `int32 f${i} = ${i + 1};`)} int32 x = 0; int32 y = 0; reserved 8; }`),
      proto2('message A { extensions 1 to max; optional int32 a = 0; }'),
      proto2('message A { extensions 1 to 5; reserved 6 to 9; optional int32 a = 3; optional int32 b = 7; }'),
      proto3('message A { int32 a = 19500; int32 b = 19501; message B { int32 c = 0; } }'),
      proto3('message A { reserved 18999 to 20000; int32 a = 19500; }'),
      proto3('message A { reserved 1 to 18999; int32 a = 0; }'),
      proto2('message A { reserved 1 to 18998; extensions 0 to 3; }'),
    ],
  },
};
