import {
  customOption,
  edition2023,
  edition2024,
  type Files,
  proto2,
  proto2Text,
  proto3,
  raw,
  type Section,
} from './case.ts';

const DESCRIPTOR = 'import "google/protobuf/descriptor.proto";\n';
const ENUM = 'enum E { X = 0; Y = 5; }\nenum F { Z = 0; }';
const MESSAGE =
  'message M { optional int32 a = 1; optional M m = 2; repeated M r = 3; repeated int32 l = 4; optional string s = 5; extensions 10 to 20; }\nextend M { optional int32 x = 10; optional M y = 11; repeated int32 z = 12; }';
const ofMessage = (use: string): Files => customOption('optional M', use, MESSAGE);

export const options: Section<'options'> = {
  'options are known': {
    valid: [
      proto3('option java_package = "a";\nmessage A { option deprecated = true; int32 a = 1 [deprecated = true]; }'),
    ],
    invalid: [
      proto3('option nothing = 1;'),
      proto3('message A { option nothing = 1; int32 a = 1 [nope = 1, never = 2]; }'),
      proto3('enum A { option x = 1; B = 0 [y = 1]; }'),
      proto3('service S { option x = 1; rpc R(A) returns (A) { option y = 1; } }\nmessage A {}'),
      proto3('message A { oneof o { option x = 1; int32 a = 1; } }'),
      proto2('message A { extensions 1 [x = 1]; }'),
      proto2('message A { extensions 1, 2, 3 to 5 [x = 1, (y) = 2]; extensions 6 [z = 1]; }'),
      proto3('option features.nothing = 1;'),
      edition2023('option features.nothing = 1;'),
      edition2023('option features.(nothing) = 1;'),
      proto3('option java_package.x.y = 1;'),
      proto2('message A { extensions 1; }\nextend A { optional int32 b = 1 [x = 1]; }'),
      proto3('message A { option x = 1; option y = 2; message B { option z = 3; } }\noption w = 1;'),
    ],
  },
  'extensions of options are known': {
    valid: [
      customOption('optional int32', 'option (o) = 1;'),
      customOption('optional int32', 'option (p.o) = 1;'),
      customOption('optional int32', 'option (.p.o) = 1;'),
    ],
    invalid: [
      proto3('option (nothing) = 1;'),
      proto3('option (p.nothing) = 1;\noption (.p.nothing) = 1;'),
      customOption('optional int32', 'option (q.o) = 1;'),
      ofMessage('option (o).(nothing) = 1;'),
      ofMessage('option (o).nothing = 1;'),
      customOption('optional int32', 'message A { option (p) = 1; option (o.x) = 2; }'),
      customOption('optional int32', 'message o { option (o) = 1; }'),
      proto3('message A {}\noption (A) = 1;'),
      proto3('enum A { X = 0; }\noption (A.X) = 1;\noption (X) = 1;'),
    ],
  },
  'extensions of options are in scope': {
    valid: [
      proto2(`import "b.proto";\noption (o) = 1;`, {
        'b.proto': `syntax = "proto2";\npackage p;\n${DESCRIPTOR}extend google.protobuf.FileOptions { optional int32 o = 50000; }\n`,
      }),
    ],
    invalid: [
      proto2(`import "c.proto";\noption (o) = 1;`, {
        'b.proto': `syntax = "proto2";\npackage p;\n${DESCRIPTOR}extend google.protobuf.FileOptions { optional int32 o = 50000; }\n`,
        'c.proto': proto2Text('import "b.proto";'),
      }),
      customOption('optional int32', 'message A { message p {} option (p.o) = 1; }'),
    ],
  },
  'option names lead to what is defined': {
    valid: [
      proto2(
        `${DESCRIPTOR}extend google.protobuf.MessageOptions { optional int32 o = 50000; }\nmessage A { option (o) = 1; }`,
      ),
      proto2(
        `${DESCRIPTOR}extend google.protobuf.MessageOptions { optional int32 o = 50000; }\nmessage A { message p {} option (p.o) = 1; }`,
      ),
      proto2(
        `${DESCRIPTOR}extend google.protobuf.MessageOptions { optional int32 o = 50000; }\nmessage A { message p { message o {} } option (p.o) = 1; }`,
      ),
    ],
    invalid: [
      raw(
        `syntax = "proto2";\npackage p.q;\n${DESCRIPTOR}message q {}\nextend google.protobuf.FileOptions { optional int32 o = 50000; }\noption (q.o) = 1;\n`,
      ),
      raw('syntax = "proto2";\npackage a.b;\nimport "b.proto";\noption (b.o) = 1;\n', {
        'b.proto': `syntax = "proto2";\npackage b;\n${DESCRIPTOR}extend google.protobuf.FileOptions { optional int32 o = 50000; }\n`,
      }),
    ],
  },
  'uninterpreted_option is reserved': {
    valid: [proto3('message A { int32 uninterpreted_option = 1; }')],
    invalid: [
      proto3('option uninterpreted_option = 1;'),
      proto3('option uninterpreted_option.name = "a";'),
      proto3('message A { int32 a = 1 [uninterpreted_option = { }]; }'),
    ],
  },
  'extensions extend the right options': {
    valid: [
      proto2(
        `${DESCRIPTOR}extend google.protobuf.FieldOptions { optional int32 o = 50000; }\nmessage A { optional int32 a = 1 [(o) = 1]; }`,
      ),
    ],
    invalid: [
      customOption('optional int32', 'message A { option (o) = 1; }'),
      customOption(
        'optional int32',
        'message A { optional int32 a = 1 [(o) = 1]; extensions 2 [(o) = 2]; }\nenum E { option (o) = 1; X = 0 [(o) = 1]; }\nservice S { option (o) = 1; }',
      ),
      ofMessage('option (x) = 1;'),
      ofMessage('option (o).(o) = 1;'),
    ],
  },
  'features are not used where they are defined': {
    valid: [
      edition2023('option features.field_presence = IMPLICIT;'),
      edition2023('import "google/protobuf/cpp_features.proto";\noption features.(pb.cpp).string_type = VIEW;'),
    ],
    invalid: [
      edition2023(
        `${DESCRIPTOR}extend google.protobuf.FeatureSet { F f = 9990; }\nmessage F { enum E { U = 0; X = 1; } E e = 1 [targets = TARGET_TYPE_FILE, feature_support.edition_introduced = EDITION_2023, edition_defaults = { edition: EDITION_LEGACY, value: "X" }]; }\noption features.(f).e = X;`,
      ),
    ],
  },
  'scalars have no parts': {
    valid: [ofMessage('option (o).m.m.a = 1;')],
    invalid: [
      proto3('option java_package.x = 1;'),
      ofMessage('option (o).a.b = 1;'),
      customOption('optional int32', 'option (o).a = 1;'),
      customOption('optional E', 'option (o).X = 1;', ENUM),
      ofMessage('option (o).(x).y = 1;'),
    ],
  },
  'messages are set in braces': {
    valid: [ofMessage('option (o) = { a: 1 };'), ofMessage('option (o).m = {};')],
    invalid: [
      ofMessage('option (o) = 1;'),
      ofMessage('option (o) = "a";'),
      ofMessage('option (o) = X;'),
      ofMessage('option (o).m = 1;'),
      ofMessage('option (o) = -1;'),
      edition2023('option features = 1;'),
      proto2(`${DESCRIPTOR}extend google.protobuf.FileOptions { optional group O = 50000 {} }\noption (o) = 1;`),
      customOption('optional int32', 'option (o) = {};'),
      customOption('optional string', 'option (o) = { a: 1 };'),
      proto3('option java_package = {};'),
      customOption('optional bool', 'option (o) = {};'),
      customOption('optional E', 'option (o) = {};', ENUM),
      customOption('optional double', 'option (o) = {};'),
    ],
  },
  'repeated messages are set whole': {
    valid: [
      ofMessage('option (o).r = { a: 1 };\noption (o).r = { a: 2 };'),
      customOption('repeated M', 'option (o) = { a: 1 };\noption (o) = {};', MESSAGE),
    ],
    invalid: [
      ofMessage('option (o).r.a = 1;'),
      customOption('repeated M', 'option (o).a = 1;', MESSAGE),
      customOption('repeated int32', 'option (o).a = 1;'),
    ],
  },
  'options are set once': {
    valid: [
      customOption('repeated int32', 'option (o) = 1;\noption (o) = 1;'),
      ofMessage('option (o).a = 1;\noption (o).m.a = 2;\noption (o).(x) = 3;\noption (o).(y).a = 3;'),
      ofMessage('option (o) = { s: "x" };\noption (o).a = 1;'),
      edition2023('option features = { field_presence: IMPLICIT };\noption features.enum_type = OPEN;'),
      ofMessage('option (o).m = {};\noption (o).m.a = 1;'),
    ],
    invalid: [
      proto3('option java_package = "a";\noption java_package = "b";'),
      proto3('message A { int32 a = 1 [deprecated = true, deprecated = true]; }'),
      customOption('optional int32', 'option (o) = 1;\noption (p.o) = 2;'),
      ofMessage('option (o).a = 1;\noption (o) = { s: "x" };'),
      ofMessage('option (o).m.a = 1;\noption (o).m = {};'),
      ofMessage('option (o).a = 1;\noption (o).a = 2;'),
      edition2023('option features.field_presence = IMPLICIT;\noption features.field_presence = IMPLICIT;'),
      edition2023('message A { int32 a = 1 [features.field_presence = IMPLICIT, features = {}]; }'),
      customOption(
        'optional int32',
        'option (o) = 1;\noption java_package = "a";\noption (o) = 2;\noption java_package = "b";',
      ),
    ],
  },
  'int32 options are in range': {
    valid: [
      customOption('optional int32', 'option (o) = -2147483648;'),
      customOption('optional sint32', 'option (o) = 0x7fffffff;'),
      customOption('optional sfixed32', 'option (o) = 017;'),
    ],
    invalid: [
      customOption('optional int32', 'option (o) = 2147483648;'),
      customOption('optional int32', 'option (o) = -2147483649;'),
      customOption('optional sint32', 'option (o) = 3000000000;'),
      customOption('optional sfixed32', 'option (o) = 99999999999999999999999;'),
      customOption('optional int32', 'option (o) = -99999999999999999999999;'),
    ],
  },
  'int64 options are in range': {
    valid: [
      customOption('optional int64', 'option (o) = -9223372036854775808;'),
      customOption('optional sfixed64', 'option (o) = 9223372036854775807;'),
    ],
    invalid: [
      customOption('optional int64', 'option (o) = 9223372036854775808;'),
      customOption('optional sint64', 'option (o) = -9223372036854775809;'),
      customOption('optional int64', 'option (o) = 18446744073709551616;'),
    ],
  },
  'uint32 options are in range': {
    valid: [
      customOption('optional uint32', 'option (o) = 4294967295;'),
      customOption('optional fixed32', 'option (o) = 0;'),
    ],
    invalid: [
      customOption('optional uint32', 'option (o) = 4294967296;'),
      customOption('optional uint32', 'option (o) = -1;'),
      customOption('optional fixed32', 'option (o) = -0;'),
    ],
  },
  'uint64 options are in range': {
    valid: [customOption('optional uint64', 'option (o) = 18446744073709551615;')],
    invalid: [
      customOption('optional uint64', 'option (o) = 18446744073709551616;'),
      customOption('optional fixed64', 'option (o) = -5;'),
    ],
  },
  'integer options are integers': {
    valid: [customOption('optional int32', 'option (o) = 1;')],
    invalid: [
      customOption('optional int32', 'option (o) = 1.0;'),
      customOption('optional int32', 'option (o) = "1";'),
      customOption('optional int64', 'option (o) = x;'),
      customOption('optional uint32', 'option (o) = true;'),
      customOption('optional uint64', 'option (o) = 1e3;'),
      customOption('optional sint32', 'option (o) = inf;'),
      customOption('optional int32', 'option (o) = -inf;'),
    ],
  },
  'float options are numbers': {
    valid: [
      customOption('optional float', 'option (o) = -1.5;'),
      customOption('optional float', 'option (o) = -inf;'),
      customOption('optional float', 'option (o) = nan;'),
      customOption('optional float', 'option (o) = 7;'),
    ],
    invalid: [
      customOption('optional float', 'option (o) = "1.5";'),
      customOption('optional float', 'option (o) = infinity;'),
      customOption('optional float', 'option (o) = x;'),
    ],
  },
  'double options are numbers': {
    valid: [
      customOption('optional double', 'option (o) = 1e400;'),
      customOption('optional double', 'option (o) = 18446744073709551616;'),
      customOption('optional double', 'option (o) = -nan;'),
    ],
    invalid: [
      customOption('optional double', 'option (o) = "1.5";'),
      customOption('optional double', 'option (o) = true;'),
    ],
  },
  'bool options are true or false': {
    valid: [proto3('option java_multiple_files = true;'), customOption('optional bool', 'option (o) = false;')],
    invalid: [
      proto3('option java_multiple_files = "true";'),
      proto3('option deprecated = 1;'),
      proto3('option deprecated = yes;'),
      customOption('optional bool', 'option (o) = True;'),
      customOption('optional bool', 'option (o) = -true;'),
      customOption('optional bool', 'option (o) = t;'),
    ],
  },
  'enum options are names': {
    valid: [customOption('optional E', 'option (o) = Y;', ENUM)],
    invalid: [
      customOption('optional E', 'option (o) = 5;', ENUM),
      customOption('optional E', 'option (o) = "Y";', ENUM),
      proto3('option optimize_for = 1;'),
      customOption('optional E', 'option (o) = -Y;', ENUM),
    ],
  },
  'enum options are values of their enum': {
    valid: [customOption('repeated E', 'option (o) = X;\noption (o) = Y;', ENUM)],
    invalid: [
      customOption('optional E', 'option (o) = W;', ENUM),
      customOption('optional E', 'option (o) = Z;', ENUM),
      proto3('option optimize_for = FAST;'),
      customOption('optional p.E', 'option (o) = E;', ENUM),
      customOption('optional N.E', 'option (o) = Q;', 'message N { enum E { X = 0; } enum F { Q = 0; } }'),
      proto3('option optimize_for = CORD;'),
      proto2('import "b.proto";\noption (o) = Q;', {
        'b.proto': proto2Text(
          `${DESCRIPTOR}enum E { X = 0; }\nenum F { Q = 0; }\nextend google.protobuf.FileOptions { optional E o = 50000; }`,
        ),
      }),
      edition2023('option features.field_presence = PACKED;'),
    ],
  },
  'string options are strings': {
    valid: [customOption('optional bytes', 'option (o) = "\\xff\\0" "a";')],
    invalid: [
      proto3('option java_package = 1;'),
      proto3('option java_package = x;'),
      customOption('optional bytes', 'option (o) = 1;'),
      customOption('optional string', 'option (o) = -1;'),
    ],
  },
  'options have names': {
    valid: [proto3('option java_package = "a";')],
    invalid: [proto3('option () = 1;'), proto3('message A { option () = 1; int32 a = 1 [() = 2]; }')],
  },
  'options stand where their targets allow': {
    valid: [
      customOption('optional int32', 'option (o) = 1;'),
      proto2(
        `${DESCRIPTOR}extend google.protobuf.FileOptions { optional int32 o = 50000 [targets = TARGET_TYPE_FILE, targets = TARGET_TYPE_ENUM]; }\noption (o) = 1;`,
      ),
    ],
    invalid: [
      proto2(
        `${DESCRIPTOR}extend google.protobuf.FileOptions { optional int32 o = 50000 [targets = TARGET_TYPE_MESSAGE]; }\noption (o) = 1;`,
      ),
      proto2(
        `${DESCRIPTOR}message M { optional int32 a = 1 [targets = TARGET_TYPE_FIELD]; optional M m = 2; }\nextend google.protobuf.FileOptions { optional M o = 50000; }\nextend google.protobuf.MessageOptions { optional M q = 50000; }\noption (o) = { m { a: 1 } };\nmessage A { option (q).a = 1; }`,
      ),
      proto2(
        `${DESCRIPTOR}message M { optional int32 a = 1 [targets = TARGET_TYPE_FILE]; }\nextend google.protobuf.FieldOptions { repeated M o = 50000; }\nmessage A { optional int32 a = 1 [(o) = { a: 1 }, (o) = { a: 2 }]; extensions 2; }\nextend A { optional int32 b = 2 [(o) = { a: 3 }]; }`,
      ),
      proto2(
        `${DESCRIPTOR}extend google.protobuf.EnumValueOptions { optional int32 o = 50000 [targets = TARGET_TYPE_ENUM]; }\nextend google.protobuf.EnumOptions { optional int32 q = 50000 [targets = TARGET_TYPE_ENUM_ENTRY, targets = TARGET_TYPE_FILE]; }\nenum E { option (q) = 1; X = 0 [(o) = 1]; }`,
      ),
      proto2(
        `${DESCRIPTOR}extend google.protobuf.OneofOptions { optional int32 a = 50000 [targets = TARGET_TYPE_FILE]; }\nextend google.protobuf.ServiceOptions { optional int32 b = 50000 [targets = TARGET_TYPE_FILE]; }\nextend google.protobuf.MethodOptions { optional int32 c = 50000 [targets = TARGET_TYPE_FILE]; }\nextend google.protobuf.ExtensionRangeOptions { optional int32 d = 50000 [targets = TARGET_TYPE_FILE]; }\nmessage A { oneof o { option (a) = 1; int32 x = 1; } extensions 5 [(d) = 1]; }\nservice S { option (b) = 1; rpc R(A) returns (A) { option (c) = 1; } }`,
      ),
    ],
  },
  'generic services are deprecated': {
    valid: [proto3('option java_generic_services = false;'), edition2024('option java_generic_services = false;')],
    invalid: [
      proto3('option cc_generic_services = true;\nservice S {}'),
      edition2024('option cc_generic_services = true;\nservice S {}'),
      edition2024('option py_generic_services = true;'),
    ],
  },
};
