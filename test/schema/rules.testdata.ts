/** Broken files, one rule each; what protoc says of them is asked of protoc itself. */

export interface RuleCase {
  readonly name: string;
  /** The entry is the first file. */
  readonly files: Readonly<Record<string, string>>;
  /** Where protoc says more, or in another order, than its first line. */
  readonly firstLineOnly?: true;
}

const one = (name: string, text: string): RuleCase => ({ name, files: { 'a.proto': text } });
const proto2 = (name: string, body: string): RuleCase => one(name, `syntax = "proto2";\npackage p;\n${body}\n`);
const proto3 = (name: string, body: string): RuleCase => one(name, `syntax = "proto3";\npackage p;\n${body}\n`);
const edition2023 = (name: string, body: string): RuleCase => one(name, `edition = "2023";\npackage p;\n${body}\n`);
const edition2024 = (name: string, body: string): RuleCase => one(name, `edition = "2024";\npackage p;\n${body}\n`);

export const ruleCases: readonly RuleCase[] = [
  // Lexer.
  proto3('a number that touches an identifier', 'message A { int32 a = 1b; }'),
  proto3('a bad octal number', 'message A { int32 a = 09; }'),
  proto3('an unterminated string', 'option java_package = "x\n;'),
  proto3('a bad escape', 'option java_package = "\\q";'),
  proto3('a nested block comment', '/* /* */ message A {}'),
  proto3('an unterminated block comment', 'message A {} /* '),
  proto3('a control character', 'message A {}\u0001'),
  { ...proto3('a character that is not ASCII', 'message Ä {}'), firstLineOnly: true },
  proto3('a hexadecimal float', 'message A { int32 a = 0x1.5; }'),
  // Parser.
  one('an unknown syntax', 'syntax = "proto4";\nmessage A {}\n'),
  one('an unknown edition', 'edition = "1999";\nmessage A {}\n'),
  proto3('two packages', 'package q;'),
  proto3('an unmatched brace', 'message A {} }'),
  proto3('a message without end', 'message A { int32 a = 1;'),
  proto3('an enum without end', 'enum A { B = 0;'),
  proto3('a service without end', 'service A { rpc B(C) returns (C);'),
  proto3('a missing semicolon', 'message A { int32 a = 1 }'),
  proto3('a missing number', 'message A { int32 a; }'),
  proto3('a number out of range', 'message A { int32 a = 99999999999; }'),
  proto3('a map with a label', 'message A { repeated map<string, string> a = 1; }'),
  proto3('a map in a oneof', 'message A { oneof b { map<string, string> a = 1; } }'),
  proto3('a label in a oneof', 'message A { oneof b { optional string a = 1; } }'),
  proto2('a field without label', 'message A { int32 a = 1; }'),
  proto2('a group in lower case', 'message A { optional group a = 1 { } }'),
  proto2('a group without body', 'message A { optional group Aa = 1; }'),
  proto2('two defaults', 'message A { optional int32 a = 1 [default = 1, default = 2]; }'),
  proto2('a negative unsigned default', 'message A { optional uint32 a = 1 [default = -1]; }'),
  proto2('a bool default that is none', 'message A { optional bool a = 1 [default = yes]; }'),
  edition2023('optional in an edition', 'message A { optional int32 a = 1; }'),
  edition2023('required in an edition', 'message A { required int32 a = 1; }'),
  edition2023('a reserved string in an edition', 'message A { reserved "a"; }'),
  proto3('a reserved identifier before editions', 'message A { reserved a; }'),
  proto3('allow_alias = false', 'enum A { option allow_alias = false; B = 0; }'),
  proto3('allow_alias without alias', 'enum A { option allow_alias = true; B = 0; }'),
  proto3('an explicit map_entry', 'message A { option map_entry = true; }'),
  edition2023('an option import before 2024', 'import option "b.proto";'),
  edition2024('a weak import in 2024', 'import weak "b.proto";'),
  edition2024('a visibility on a service', 'export service A {}'),
  // Names.
  proto3('a message twice', 'message A {}\nmessage A {}'),
  proto3('a field twice', 'message A { int32 a = 1; int32 a = 2; }'),
  proto3('an enum value twice in a scope', 'enum A { X = 0; }\nenum B { X = 0; }'),
  proto3('an unresolved type', 'message A { B b = 1; }'),
  proto3('a name that leads to the wrong place', 'message B { message C {} }\nmessage A { message B {} B.C c = 1; }'),
  proto3('an unresolved rpc type', 'service A { rpc B(C) returns (D); }'),
  proto3('an enum as rpc type', 'enum C { D = 0; }\nservice A { rpc B(C) returns (C); }'),
  proto3('a map entry clash', 'message A { map<string, string> a_b = 1; message ABEntry {} }'),
  { name: 'a symbol of a file that is not imported', files: {
    'a.proto': 'syntax = "proto3";\nimport "b.proto";\nmessage A { C c = 1; }\n',
    'b.proto': 'syntax = "proto3";\nimport "c.proto";\nmessage B { C c = 1; }\n',
    'c.proto': 'syntax = "proto3";\nmessage C {}\n',
  } },
  { name: 'a symbol of another file once more', files: {
    'a.proto': 'syntax = "proto3";\nimport "b.proto";\nmessage B {}\n',
    'b.proto': 'syntax = "proto3";\nmessage B {}\n',
  } },
  // Imports.
  proto3('a missing import', 'import "nowhere.proto";'),
  proto3('an import twice', 'import "google/protobuf/any.proto";\nimport "google/protobuf/any.proto";\nmessage A { google.protobuf.Any a = 1; }'),
  one('a file that imports itself', 'syntax = "proto3";\nimport "a.proto";\n'),
  { name: 'a circle of imports', files: {
    'a.proto': 'syntax = "proto3";\nimport "b.proto";\n', 'b.proto': 'syntax = "proto3";\nimport "c.proto";\n', 'c.proto': 'syntax = "proto3";\nimport "a.proto";\n',
  } },
  { name: 'an import with errors', files: { 'a.proto': 'syntax = "proto3";\nimport "b.proto";\nmessage A {}\n', 'b.proto': 'syntax = "proto3";\nmessage B {\n' } },
  { name: 'a lite file in one that is not', files: {
    'a.proto': 'syntax = "proto3";\nimport "b.proto";\nmessage A { B b = 1; }\n',
    'b.proto': 'syntax = "proto3";\noption optimize_for = LITE_RUNTIME;\nmessage B {}\n',
  } },
  proto3('an unused import', 'import "google/protobuf/any.proto";'),
  // Numbers.
  proto3('a number twice', 'message A { int32 a = 1; int32 b = 1; }'),
  proto3('a number twice among others', 'message A { int32 a = 1; int32 b = 1; int32 c = 2; }'),
  proto3('number zero', 'message A { int32 a = 0; }'),
  proto3('a number that is too large', 'message A { int32 a = 536870912; }'),
  proto3("protobuf's own numbers", 'message A { int32 a = 19500; }'),
  proto3('a reserved number', 'message A { reserved 1 to 5; int32 a = 3; }'),
  proto3('a reserved name', 'message A { reserved "a"; int32 a = 3; }'),
  proto3('a name reserved twice', 'message A { reserved "a", "a"; }'),
  proto3('reserved ranges that overlap', 'message A { reserved 1 to 5, 3 to 8; }'),
  proto3('a range that ends before it starts', 'message A { reserved 5 to 1; }'),
  proto2('a field in an extension range', 'message A { extensions 1 to 5; optional int32 a = 3; }'),
  proto2('an extension out of range', 'message A { extensions 1 to 5; }\nextend A { optional int32 a = 9; }'),
  proto2('an extension number twice', 'message A { extensions 1 to 5; }\nextend A { optional int32 a = 2; optional int32 b = 2; }'),
  proto3('a reserved enum number', 'enum A { B = 0; C = 2; reserved 2; }'),
  proto3('an enum value without alias', 'enum A { B = 0; C = 0; }'),
  // Fields.
  proto3('a map key of bytes', 'message A { map<bytes, string> a = 1; }'),
  proto3('a map key of an enum', 'enum E { Z = 0; }\nmessage A { map<E, string> a = 1; }'),
  proto2('an enum in a map that does not begin with zero', 'enum E { Z = 1; }\nmessage A { map<string, E> a = 1; }'),
  proto3('an empty oneof', 'message A { oneof b { } }'),
  proto2('a default on a message', 'message B {}\nmessage A { optional B b = 1 [default = x]; }'),
  proto2('a default on a repeated field', 'message A { repeated int32 b = 1 [default = 1]; }'),
  proto2('an unknown enum default', 'enum E { X = 0; }\nmessage A { optional E b = 1 [default = Y]; }'),
  proto3('jstype on a string', 'message A { string a = 1 [jstype = JS_STRING]; }'),
  proto3('lazy on a number', 'message A { int32 a = 1 [lazy = true]; }'),
  proto3('packed on a string', 'message A { repeated string a = 1 [packed = true]; }'),
  proto3('json_name in brackets', 'message A { string a = 1 [json_name = "[b]"]; }'),
  proto3('JSON names that clash', 'message A { string a_b = 1; string aB = 2; }'),
  proto2('JSON names that clash in proto2', 'message A { optional string a_b = 1; optional string aB = 2; }'),
  // proto3.
  proto3('required in proto3', 'message A { required int32 a = 1; }'),
  proto3('a default in proto3', 'message A { int32 a = 1 [default = 1]; }'),
  proto3('an extension range in proto3', 'message A { extensions 1; }'),
  proto3('an enum that does not begin with zero', 'enum A { B = 1; }'),
  { name: 'a closed enum in proto3', files: {
    'a.proto': 'syntax = "proto3";\nimport "b.proto";\nmessage A { E e = 1; }\n', 'b.proto': 'syntax = "proto2";\nenum E { X = 0; }\n',
  } },
  // Enums.
  proto3('an empty enum', 'enum A { }'),
  proto3('enum values that differ in case only', 'enum Foo { FOO_BAR = 0; bar = 1; }'),
  // Options.
  proto3('an unknown option', 'option nothing = 1;'),
  proto3('an unknown custom option', 'option (nothing) = 1;'),
  proto3('an option without name', 'option () = 1;'),
  proto3('an option twice', 'option java_package = "a";\noption java_package = "b";'),
  proto3('a string option with a number', 'option java_package = 1;'),
  proto3('a bool option with a string', 'option deprecated = "true";'),
  proto3('an unknown enum value', 'option optimize_for = FAST;'),
  proto3('a part of a scalar option', 'option java_package.x = 1;'),
  one('a wrong aggregate', 'syntax = "proto2";\nimport "google/protobuf/descriptor.proto";\nmessage M { optional int32 a = 1; }\nextend google.protobuf.FileOptions { optional M m = 50000; }\noption (m) = { b: 1 };\n'),
  one('an aggregate with a field twice', 'syntax = "proto2";\nimport "google/protobuf/descriptor.proto";\nmessage M { optional int32 a = 1; }\nextend google.protobuf.FileOptions { optional M m = 50000; }\noption (m) = { a: 1 a: 2 };\n'),
  one('an aggregate without a required field', 'syntax = "proto2";\nimport "google/protobuf/descriptor.proto";\nmessage M { required int32 a = 1; }\nextend google.protobuf.FileOptions { optional M m = 50000; }\noption (m) = { };\n'),
  one('an option out of range', 'syntax = "proto2";\nimport "google/protobuf/descriptor.proto";\nextend google.protobuf.FileOptions { optional int32 m = 50000; }\noption (m) = 3000000000;\n'),
  one('an option for something else', 'syntax = "proto2";\nimport "google/protobuf/descriptor.proto";\nextend google.protobuf.FileOptions { optional int32 m = 50000 [targets = TARGET_TYPE_MESSAGE]; }\noption (m) = 1;\n'),
  // Editions.
  proto3('a feature before editions', 'option features.field_presence = IMPLICIT;'),
  edition2023('LEGACY_REQUIRED for a file', 'option features.field_presence = LEGACY_REQUIRED;'),
  edition2023('presence on a oneof field', 'message A { oneof o { int32 a = 1 [features.field_presence = EXPLICIT]; } }'),
  edition2023('presence on a repeated field', 'message A { repeated int32 a = 1 [features.field_presence = EXPLICIT]; }'),
  edition2023('implicit presence on a message', 'message B {}\nmessage A { B a = 1 [features.field_presence = IMPLICIT]; }'),
  edition2023('encoding on a singular field', 'message A { int32 a = 1 [features.repeated_field_encoding = PACKED]; }'),
  edition2023('delimited on a number', 'message A { int32 a = 1 [features.message_encoding = DELIMITED]; }'),
  edition2023('utf8 on a number', 'message A { int32 a = 1 [features.utf8_validation = NONE]; }'),
  edition2023('packed in an edition', 'message A { repeated int32 a = 1 [packed = true]; }'),
  edition2023('a feature of a later edition', 'option features.enforce_naming_style = STYLE2024;'),
  edition2023('a feature on the wrong thing', 'message A { option features.enum_type = OPEN; }'),
  edition2024('a message name in the wrong style', 'message bad_name {}'),
  edition2024('a field name in the wrong style', 'message A { int32 BadName = 1; }'),
  edition2024('an enum value in the wrong style', 'enum A { bad = 0; }'),
  edition2024('ctype in 2024', 'message A { string a = 1 [ctype = CORD]; }'),
  edition2024('an option that 2024 removed', 'option java_multiple_files = true;'),
  { name: 'a type that is local to another file', files: {
    'a.proto': 'edition = "2024";\nimport "b.proto";\nmessage A { B b = 1; }\n', 'b.proto': 'edition = "2024";\nlocal message B {}\n',
  } },
];
