import { edition2023, edition2024, editionText, many, proto2, proto3, proto3Text, raw, type Section } from './case.ts';

const nested = (depth: number): string => many(depth, (i) => `message M${i} {`) + many(depth, () => '}');

export const parser: Section<'parser'> = {
  'the syntax is known': {
    valid: [raw('syntax = "proto2";\n'), raw("syntax = 'pro' 'to3';\n")],
    invalid: [
      raw('syntax = "proto4";\nmessage A {}\n'), raw('syntax = "";\n'), raw('syntax = proto3;\n'), raw('syntax "proto3";\n'), raw('syntax = "proto3"\nmessage A {}\n'),
      raw('message A {}\nsyntax = "proto3";\n'), raw('syntax = "proto3";\nsyntax = "proto3";\n'), raw('syntax'), raw('syntax = "proto3'),
    ],
  },
  'the edition is known': {
    valid: [raw('edition = "2023";\n'), raw('edition = "2024";\n'), raw('edition = "2026";\n')],
    invalid: [
      raw('edition = "1999";\nmessage A {}\n'), raw('edition = "2025";\n'), raw('edition = "";\n'), raw('edition = 2023;\n'), raw('edition = "proto2";\n'), raw('edition = "legacy";\n'),
      raw('edition = "UNSTABLE";\n'), raw('edition = "unstable";\n'), raw('edition = "1_test_only";\n'), raw('edition = "99997_test_only";\n'), raw('edition = "MAX";\n'), raw('edition "2023";\n'),
    ],
  },
  'there is one package': {
    valid: [raw('syntax = "proto3";\npackage a.b.c;\n'), raw('syntax = "proto3";\npackage message;\n'), raw('syntax = "proto3";\npackage a . b;\n')],
    invalid: [
      proto3('package q;'), proto3('package q;\npackage r;'), raw('syntax = "proto3";\npackage;\n'), raw('syntax = "proto3";\npackage .a;\n'), raw('syntax = "proto3";\npackage a.;\n'),
      raw('syntax = "proto3";\npackage a\nmessage B {}\n'), raw('syntax = "proto3";\npackage 1;\n'), raw('syntax = "proto3";\npackage "a";\n'), raw('syntax = "proto3";\npackage a..b;\n'),
    ],
  },
  'braces match': {
    valid: [proto3('message A { message B {} };')],
    invalid: [proto3('message A {} }'), proto3('}'), proto3('} message A {}'), proto3('message A {} }\n}\nmessage B { int32 = 1; }'), proto3('enum A { B = 0; } } }')],
  },
  'blocks end': {
    valid: [proto3('message A { oneof b { int32 c = 1; } enum D { E = 0; } }\nservice F { rpc G(A) returns (A) {} }')],
    invalid: [
      proto3('message A { int32 a = 1;'), proto3('enum A { B = 0;'), proto3('service A { rpc B(C) returns (C);'), proto3('message A { oneof b { int32 c = 1;'), proto2('extend A { optional int32 b = 1;'),
      proto3('service A { rpc B(C) returns (C) {'), proto3('message A { int32 a = 1; enum B { C = 0; '), proto2('message A { optional group B = 1 { '), proto3('message A {'), proto3('message A'), proto3('message'),
      proto3('message A { int32'), proto3('message A { int32 a'), proto3('message A { int32 a ='), proto3('message A { int32 a = 1'), proto3('message A { int32 a = 1 ['), proto3('message A { map<'),
      proto3('option'), proto3('option a'), proto3('option a ='), proto3('option a = {'), proto3('import'), proto3('service A { rpc B(C'), proto3('message A { reserved'), proto3('message A { reserved 1 to'),
    ],
  },
  'messages nest 31 deep at most': {
    valid: [proto3(nested(31))],
    invalid: [proto3(nested(32)), proto3(nested(40)), proto2(`message A { ${many(200, (i) => `optional group G${i} = 1 {`)} ${'}'.repeat(200)} }`), proto2(`${many(30, (i) => `message M${i} {`)} optional group A = 1 { optional group B = 2 { optional group C = 3 {} } } ${many(30, () => '}')}`)],
  },
  'statements are known': {
    valid: [proto3(';;message A { ; }\nenum B { C = 0; ; }\nservice D { ; rpc E(A) returns (A) { ; } ; }')],
    invalid: [
      proto3('foo;'), proto3('int32 a = 1;'), proto3('foo { bar }'), proto3('1;'), proto3('"a";'), proto3('service A { foo }'), proto3('service A { option }'), proto3('service A { message B {} }'),
      proto3('service A { rpc B(C) returns (C) { foo; } }'), proto3('enum A { 1; }'), proto3('enum A { message B {} }'), proto3('message A { service B {} }'), proto3('message A { 1; }'), proto3('message A { "a"; }'),
      proto3('rpc A(B) returns (B);'), proto3('message A { rpc B(C) returns (D); }'), proto3('message A { syntax = "proto3"; }'), proto3('message A { = 1; }'), proto3('message A { , }'),
    ],
  },
  'statements end': {
    valid: [proto3('option java_package = "a";\nmessage A { int32 b = 1; reserved 2; }')],
    invalid: [
      proto3('message A { int32 a = 1 }'), proto3('message A { int32 a = 1 int32 b = 2; }'), proto3('option java_package = "a"\nmessage A {}'), proto3('import "google/protobuf/any.proto"\nmessage A {}'),
      proto3('message A { reserved 2 }'), proto2('message A { extensions 2 }'), proto3('enum A { B = 0 }'), proto3('enum A { B = 0, C = 1; }'), proto3('service A { rpc B(C) returns (C) }'), proto3('message A { reserved 2, }'),
      proto3('message A { option deprecated = true }'), proto3('service A { rpc B(C) returns (C) { option deprecated = true } }'), proto3('message A { int32 a = 1, }'), proto3('message A { int32 a = 1:'),
    ],
  },
  'declarations have names': {
    valid: [proto3('message message { message enum {} }\nenum option { package = 0; }\nservice rpc { rpc rpc(message) returns (message); }')],
    invalid: [
      proto3('message {}'), proto3('enum {}'), proto3('service {}'), proto3('message 1 {}'), proto3('message A { oneof { int32 b = 1; } }'), proto3('service A { rpc (B) returns (B); }'), proto3('message A { int32 = 1; }'),
      proto3('enum A { = 0; }'), proto3('message A.B {}'), proto3('message A { int32 a.b = 1; }'), proto3('message A { repeated = 1; }'), proto3('message A { int32 "a" = 1; }'), proto2('extend {}'),
      proto3('message A message B {}'), proto3('message A [] {}'), proto3('enum A\n{ B = 0; } C'), proto3('service A B {}'),
    ],
  },
  'groups have a capital': {
    valid: [proto2('message A { optional group Bc = 1 {} }')],
    invalid: [proto2('message A { optional group a = 1 { } }'), proto2('message A { optional group _a = 1 { } }'), proto2('message A { repeated group a = 1 { optional int32 = 1; } }')],
  },
  'groups have a body': {
    valid: [proto2('message A { repeated group B = 1 [deprecated = true] { optional int32 c = 1; } }'), proto2('message A { oneof o { group B = 1 {} } }')],
    invalid: [proto2('message A { optional group Aa = 1; }'), proto2('message A { optional group Aa = 1 [deprecated = true]; }'), proto2('message A { optional group = 1 {} }'), proto2('message A { optional group A {} }')],
  },
  'maps are not in oneofs': {
    valid: [proto3('message A { map<string, string> a = 1; oneof o { string b = 2; } }')],
    invalid: [proto3('message A { oneof b { map<string, string> a = 1; } }')],
  },
  'maps are not extensions': {
    valid: [proto2('message A { extensions 1; map<string, string> a = 2; }\nextend A { repeated int32 b = 1; }')],
    invalid: [proto2('message A { extensions 1; }\nextend A { map<string, string> a = 1; }')],
  },
  'maps have no label': {
    valid: [proto3('message A { map<string, string> a = 1; }'), proto2('message map {}\nmessage A { optional map a = 1; }')],
    invalid: [
      proto3('message A { repeated map<string, string> a = 1; }'), proto2('message A { optional map<string, string> a = 1; }'), proto2('message A { required map<string, string> a = 1; }'),
      proto2('message A { map a = 1; }'), proto3('message A { map<string> a = 1; }'), proto3('message A { map<string, > a = 1; }'), proto3('message A { map<string, string a = 1; }'), proto3('message A { map<, string> a = 1; }'),
      proto3('message A { map<string, string> = 1; }'), proto3('message A { map<string, map<string, string>> a = 1; }'), proto3('message A { map<string, repeated string> a = 1; }'), proto3('message A { map <string> a = 1; }'),
    ],
  },
  'fields of oneofs have no label': {
    valid: [proto3('message A { oneof b { string a = 1; } }')],
    invalid: [
      proto3('message A { oneof b { optional string a = 1; } }'), proto2('message A { oneof b { repeated string a = 1; } }'), proto2('message A { oneof b { required string a = 1; } }'),
      edition2023('message A { oneof b { optional string a = 1; } }'),
    ],
  },
  'proto2 fields have a label': {
    valid: [proto2('message A { optional int32 a = 1; required int32 b = 2; repeated int32 c = 3; }'), proto3('message A { int32 a = 1; optional int32 b = 2; }')],
    invalid: [proto2('message A { int32 a = 1; }'), proto2('message A { a = 1; }'), proto2('message A { extensions 1; }\nextend A { int32 a = 1; }'), proto2('message A { A a = 1; .p.A b = 2; }'), raw('message A { int32 a = 1; }\n')],
  },
  'editions have no optional': {
    valid: [edition2023('message A { int32 a = 1; repeated int32 b = 2; }')],
    invalid: [edition2023('message A { optional int32 a = 1; }'), edition2024('message A { optional int32 a = 1; optional string b = 2; }'), edition2023('message A { extensions 1; }\nextend A { optional int32 a = 1; }')],
  },
  'editions have no required': {
    valid: [edition2023('message A { int32 a = 1 [features.field_presence = LEGACY_REQUIRED]; }')],
    invalid: [edition2023('message A { required int32 a = 1; }')],
  },
  'editions have no groups': {
    valid: [edition2023('message A { B b = 1 [features.message_encoding = DELIMITED]; message B {} }')],
    invalid: [edition2023('message A { group B = 1 {} }'), edition2023('message A { repeated group B = 1 {} }'), edition2024('message A { oneof o { group B = 1 {} } }')],
  },
  'fields have numbers': {
    valid: [proto3('message A { int32 a = 0x1; }')],
    invalid: [
      proto3('message A { int32 a; }'), proto3('message A { int32 a = ; }'), proto3('message A { int32 a = b; }'), proto3('message A { int32 a = -1; }'), proto3('message A { int32 a = 1.0; }'), proto3('message A { int32 a = "1"; }'),
      proto3('message A { int32 a 1; }'), proto3('enum A { B; }'), proto3('enum A { B = ; }'), proto3('enum A { B = c; }'), proto3('enum A { B = 1.5; }'), proto3('enum A { B = --1; }'), proto3('enum A { B 0; }'),
    ],
  },
  'default is given once': {
    valid: [proto2('message A { optional int32 a = 1 [default = 1]; }')],
    invalid: [proto2('message A { optional int32 a = 1 [default = 1, default = 2]; }'), proto2('message A { optional int32 a = 1 [default = 1, deprecated = true, default = x, json_name = "y"]; }')],
  },
  'json_name is given once': {
    valid: [proto3('message A { int32 a = 1 [json_name = "b"]; }')],
    invalid: [
      proto3('message A { int32 a = 1 [json_name = "b", json_name = "c"]; }'), proto3('message A { int32 a = 1 [json_name = b]; }'), proto3('message A { int32 a = 1 [json_name = 1]; }'), proto3('message A { int32 a = 1 [json_name]; }'),
      proto3('message A { int32 a = 1 [json_name.x = "a"]; }'),
    ],
  },
  'unsigned defaults are not negative': {
    valid: [proto2('message A { optional uint32 a = 1 [default = 1]; optional int32 b = 2 [default = -1]; }')],
    invalid: [proto2('message A { optional uint32 a = 1 [default = -1]; }'), proto2('message A { optional uint64 a = 1 [default = -1]; optional fixed32 b = 2 [default = -0]; optional fixed64 c = 3 [default = - 1]; }')],
  },
  'defaults fit their type': {
    valid: [proto2('enum E { X = 0; }\nmessage A { optional int32 a = 1 [default = -0x80000000]; optional string b = 2 [default = "a" "b"]; optional bool c = 3 [default = true]; optional E d = 4 [default = X]; optional float e = 5 [default = -inf]; }')],
    invalid: [
      proto2('message A { optional int32 a = 1 [default = "a"]; }'), proto2('message A { optional int32 a = 1 [default = 1.5]; }'), proto2('message A { optional int32 a = 1 [default = b]; }'), proto2('message A { optional string a = 1 [default = 1]; }'),
      proto2('message A { optional string a = 1 [default = b]; }'), proto2('message A { optional bytes a = 1 [default = 1]; }'), proto2('message A { optional bool a = 1 [default = 1]; }'), proto2('message A { optional bool a = 1 [default = yes]; }'),
      proto2('message A { optional bool a = 1 [default = "true"]; }'), proto2('message A { optional float a = 1 [default = "1"]; }'), proto2('message A { optional float a = 1 [default = b]; }'), proto2('message A { optional float a = 1 [default = --1]; }'),
      proto2('message A { optional int32 a = 1 [default = ]; }'), proto2('message A { optional int32 a = 1 [default]; }'), proto2('message A { optional int32 a = 1 [default 1]; }'), proto2('message A { optional int32 a = 1 [default = +1]; }'),
    ],
  },
  'messages have no default': {
    valid: [proto2('message B {}\nmessage A { optional B b = 1; }')],
    invalid: [
      proto2('message A { optional group B = 1 [default = x] {} }'), proto2('message B {}\nmessage A { optional B b = 1 [default = x]; }'), proto2('message B {}\nmessage A { optional B b = 1 [default = {}]; }'), proto2('message B {}\nenum E { X = 0; }\nmessage A { optional B b = 1 [default = {]; optional E e = 2 [default = }]; }'),
      proto2('message B {}\nmessage A { optional B b = 1 [default = 1]; optional B c = 2 [default = "a"]; }'),
    ],
  },
  'reserved names are strings before editions': {
    valid: [proto3('message A { reserved "a", "b" ; reserved "c"; }\nenum E { X = 0; reserved "Y", "Z"; }')],
    invalid: [proto3('message A { reserved a; }'), proto2('message A { reserved a, b; }'), proto3('enum E { X = 0; reserved Y; }'), proto3('message A { reserved "a", b; }'), proto3('message A { reserved "a", 1; }'), proto3('enum E { X = 0; reserved "Y", 2; }')],
  },
  'reserved names are identifiers in editions': {
    valid: [edition2023('message A { reserved a, b; }\nenum E { X = 0; reserved Y, Z; }')],
    invalid: [edition2023('message A { reserved "a"; }'), edition2023('enum E { X = 0; reserved "Y"; }'), edition2023('message A { reserved a, "b"; }'), edition2023('message A { reserved a, 1; }'), edition2023('enum E { X = 0; reserved Y, 1; }')],
  },
  'reserved names are identifiers inside': {
    valid: [proto3('message A { reserved "a_1", "b" "c"; }')],
    invalid: [proto3('message A { reserved "1a"; }'), proto3('message A { reserved "a b", "c-d"; }'), proto3('enum E { X = 0; reserved "", "y z"; }'), proto3('message A { reserved "ä"; }'), proto3('import "none.proto";\nmessage A { reserved "1a"; }')],
  },
  'field numbers stay in bounds': {
    valid: [proto3('message A { int32 a = 536870911; }')],
    invalid: [proto3('message A { int32 a = 2147483648; }'), proto3('message A { reserved 2147483648; }'), proto2('message A { extensions 4294967296; }'), proto3('message A { reserved 1 to 2147483648; }'), proto2('message A { extensions 1 to 99999999999999999999; }')],
  },
  'ranges hold numbers': {
    valid: [proto2('message A { reserved 1, 2 to 4, 5 to max; }'), proto2('message A { extensions 1, 2 to 4, 5 to max; }'), proto3('enum E { X = 0; reserved -5 to -3, 7 to max; }')],
    invalid: [
      proto2('message A { extensions a; }'), proto2('message A { extensions "a"; }'), proto2('message A { extensions; }'), proto2('message A { extensions 1 to; }'), proto2('message A { extensions 1 to a; }'), proto2('message A { extensions 1 to 2 3; }'),
      proto2('message A { extensions 1,; }'), proto2('message A { extensions max; }'), proto2('message A { extensions -1; }'), proto2('message A { extensions 1.5; }'), proto3('message A { reserved; }'), proto3('message A { reserved 1 to a; }'),
      proto3('message A { reserved -1; }'), proto3('message A { reserved 1,; }'), proto3('message A { reserved 1, a; }'), proto3('message A { reserved 1, "a"; }'), proto3('message A { reserved 1.5; }'), proto3('enum E { X = 0; reserved; }'),
      proto3('enum E { X = 0; reserved 1 to b; }'), proto3('enum E { X = 0; reserved 1, "Y"; }'), proto3('enum E { X = 0; reserved - a; }'), proto3('enum E { X = 0; reserved max; }'), proto2('message A { extensions 1 to 2 to 3; }'),
      proto2('message A { extensions 1 [a = 1]; }'), proto2('message A { extensions 1 [; }'), proto2('message A { extensions 1 []; }'),
    ],
  },
  'a minus stands before numbers': {
    valid: [proto2('message A { optional float a = 1 [default = -nan]; optional float b = 2 [default = - 1.5]; }\noption java_package = "a";')],
    invalid: [
      proto2('message A { optional float a = 1 [default = -x]; }'), proto2('message A { optional string a = 1 [default = -"x"]; }'), proto3('option a = -b;'), proto3('option a = -"b";'), proto3('option a = --1;'), proto3('option a = -{};'), proto3('option a = -;'),
      proto2('enum E { X = 0; }\nmessage A { optional E a = 1 [default = -X]; }'),
    ],
  },
  'allow_alias is not false': {
    valid: [proto3('enum A { option allow_alias = true; B = 0; C = 0; }')],
    invalid: [proto3('enum A { option allow_alias = false; B = 0; }'), proto3('enum A { option allow_alias = false; B = 0; C = 0; }'), proto3('enum A { option allow_alias = x; B = 0; }'), proto3('enum A { option allow_alias = 1; B = 0; }')],
  },
  'allow_alias is of use': {
    valid: [proto3('enum A { option allow_alias = true; B = 0; C = 1; D = 1; }')],
    invalid: [proto3('enum A { option allow_alias = true; B = 0; }'), proto3('enum A { option allow_alias = true; B = 0; C = 1; }'), proto3('message M { enum A { option allow_alias = true; } }')],
  },
  'map_entry is not written': {
    valid: [proto3('message A { map<string, string> b = 1; }')],
    invalid: [proto3('message A { option map_entry = true; }'), proto3('message A { option map_entry = false; }'), proto3('message A { option map_entry = 1; int32 a = 1; }'), proto3('message A { message B { option map_entry = true; } }')],
  },
  'option imports come with 2024': {
    valid: [edition2024('import option "b.proto";\noption (o) = 1;', {
      'b.proto': editionText('2023', 'import "google/protobuf/descriptor.proto";\nextend google.protobuf.FileOptions { int32 o = 50000; }'),
    })],
    invalid: [edition2023('import option "b.proto";'), proto3('import option "b.proto";'), proto2('import option "google/protobuf/any.proto";')],
  },
  'option imports come last': {
    valid: [edition2024('import "b.proto";\nimport option "c.proto";\noption (o) = 1;\nmessage A { B b = 1; }', {
      'b.proto': editionText('2024', 'message B {}'),
      'c.proto': editionText('2023', 'import "google/protobuf/descriptor.proto";\nextend google.protobuf.FileOptions { int32 o = 50000; }'),
    })],
    invalid: [edition2024('import option "b.proto";\nimport "c.proto";'), edition2024('import option "b.proto";\nimport public "c.proto";\nimport option "d.proto";\nimport "e.proto";')],
  },
  'weak imports end with 2024': {
    valid: [edition2023('import weak "b.proto";\nmessage A { B b = 1; }', { 'b.proto': proto3Text('message B {}') })],
    invalid: [edition2024('import weak "b.proto";')],
  },
  'visibility is for types': {
    valid: [edition2024('export message A { local message B {} export enum C { D = 0; } }\nlocal enum E { F = 0; }')],
    invalid: [
      edition2024('export service A {}'), edition2024('local int32 a = 1;'), edition2024('message A { export int32 a = 1; }'), edition2024('message A { local oneof o { int32 a = 1; } }'), edition2024('export import "a.proto";'),
      edition2023('export message A {}'), proto3('local enum A { B = 0; }'), edition2023('message A { export message B {} }'), edition2024('export export message A {}'), edition2024('local extend A {}'), edition2024('export;'),
    ],
  },
  'option names have parts': {
    valid: [proto2('option java_package = "a";'), proto2('import "google/protobuf/descriptor.proto";\nextend google.protobuf.FileOptions { optional int32 o = 50000; }\noption (.p.o) = 1;')],
    invalid: [
      proto3('option = 1;'), proto3('option () = 1;'), proto3('option (a = 1;'), proto3('option a. = 1;'), proto3('option .a = 1;'), proto3('option a b = 1;'), proto3('option a.(b = 1;'), proto3('option (.) = 1;'), proto3('option (a.) = 1;'),
      proto3('option "a" = 1;'), proto3('option 1 = 1;'), proto3('message A { int32 a = 1 [= 1]; }'), proto3('message A { int32 a = 1 []; }'), proto3('message A { int32 a = 1 [,]; }'), proto3('message A { int32 a = 1 [deprecated = true,]; }'),
      proto3('message A { int32 a = 1 [deprecated = true deprecated = true]; }'), proto3('option (1) = 1;'), proto3('option ("a") = 1;'),
    ],
  },
  'option values are given': {
    valid: [proto3('option java_package = "a" "b";')],
    invalid: [
      proto3('message A { int32 a = 1 [deprecated =\n  int32 b = 2;\n}'), proto3('message A { int32 a = 1 [deprecated = true, lazy =\n  repeated int32 b = 2;\n}'), proto3('enum A { B = 0 [deprecated =\n  C = 1;\n}'),
      proto3('option a = ;'), proto3('option a;'), proto3('option a = =;'), proto3('option a = [1];'), proto3('option a = (1);'), proto3('message A { int32 a = 1 [deprecated]; }'), proto3('message A { int32 a = 1 [deprecated = ]; }'),
      proto3('option a = b c;'), proto3('option a = b.c;'), proto3('option a = 1 2;'), proto3('option a = <b: 1>;'),
    ],
  },
  'aggregates end': {
    valid: [proto2('import "google/protobuf/descriptor.proto";\nmessage M { optional M m = 1; }\nextend google.protobuf.FileOptions { optional M o = 50000; }\noption (o) = { m { m: {} } };')],
    invalid: [proto3('option (a) = { b: 1;'), proto3('option (a) = { b { };'), proto3('option (a) = { b: "x };'), proto3('option (a) = { } }'), proto3('option (a) = { } {};')],
  },
  'oneofs are not empty for the parser': {
    valid: [proto3('message A { oneof b { int32 c = 1; } }')],
    invalid: [proto3('message A { oneof b { } }'), proto3('message A { oneof b { ; } }'), proto3('message A { oneof b { oneof c { int32 d = 1; } } }'), proto3('message A { oneof b { message C {} } }'), proto3('message A { oneof b { reserved 1; } }')],
  },
  'extend blocks are not empty': {
    valid: [proto2('message A { extensions 1 to 5; extend A { optional A b = 1; } }\nextend A { optional int32 c = 2; repeated group D = 3 {} }')],
    invalid: [proto2('message A { extensions 1; }\nextend A { }'), proto2('extend A { message B {} }'), proto2('extend A { ; }'), proto2('extend A { oneof o { int32 a = 1; } }'), proto2('extend A'), proto2('extend A;'), proto2('extend int32 { optional int32 a = 1; }'), proto2('extend A { extensions 1; }')],
  },
  'methods have types': {
    valid: [proto3('message A {}\nmessage stream {}\nservice B { rpc C(stream A) returns (stream A) {} rpc D(.p.A) returns (p.A); rpc E(stream stream) returns (stream .p.stream); }')],
    invalid: [
      proto3('service A { rpc B() returns (C); }'), proto3('service A { rpc B(C) returns (); }'), proto3('service A { rpc B(C) return (C); }'), proto3('service A { rpc B(C); }'), proto3('service A { rpc B; }'), proto3('service A { rpc B(C, D) returns (C); }'),
      proto3('service A { rpc B(stream) returns (C); }'), proto3('service A { rpc B(C returns (C); }'), proto3('service A { rpc B C returns (C); }'), proto3('service A { rpc B(C) returns C; }'), proto3('service A { rpc B(C) returns (C) [deprecated = true]; }'),
      proto3('service A { rpc B(repeated C) returns (C); }'), proto3('service A { rpc B("C") returns (C); }'), proto3('service A { stream B(C, C); }'),
    ],
  },
  'rpc types are messages by name': {
    valid: [proto3('message A {}\nservice B { rpc C(A) returns (A); }')],
    invalid: [proto3('message A {}\nservice B { rpc C(int32) returns (A); }'), proto3('message A {}\nservice B { rpc C(A) returns (string); }'), proto3('message A {}\nservice B { rpc C(stream bytes) returns (A); }')],
  },
  'import paths are strings': {
    valid: [proto3('import public "google/protobuf/" "any.proto";')],
    invalid: [proto3('import a;'), proto3('import;'), proto3('import public;'), proto3('import public a;'), proto3('import "a.proto" "b.proto"'), proto3('import <a.proto>;'), proto3('import weak;'), proto3('import public weak "a.proto";')],
  },
};
