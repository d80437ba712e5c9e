import { edition2023, edition2024, edition2026, proto2, proto3, raw, type Section } from './case.ts';

export const editions: Section<'editions'> = {
  'editions are supported': {
    valid: [edition2023('message A {}'), edition2026('message A {}')],
    invalid: [
      raw('edition = "99999_test_only";\nmessage A {}\n'),
      raw('edition = "2_test_only";\nmessage A {}\n'),
      raw('edition = "UNSTABLE";\nmessage A {}\n'),
      raw('edition = "99998_test_only";\n'),
      raw('edition = "2022";\n'),
    ],
  },
  'features come with editions': {
    valid: [edition2023('option features.field_presence = IMPLICIT;')],
    invalid: [
      proto3('option features.field_presence = IMPLICIT;'),
      proto2(
        'message A { option features.json_format = ALLOW; optional int32 a = 1 [features.field_presence = IMPLICIT]; }',
      ),
      proto3('enum A { option features = {}; B = 0 [features.json_format = ALLOW]; }'),
      proto3(
        'message A { oneof o { option features.json_format = ALLOW; int32 a = 1; } }\nservice S { option features.json_format = ALLOW; rpc R(A) returns (A) { option features.json_format = ALLOW; } }',
      ),
    ],
  },
  'files are not required as a whole': {
    valid: [edition2023('message A { int32 a = 1 [features.field_presence = LEGACY_REQUIRED]; }')],
    invalid: [
      edition2023('option features.field_presence = LEGACY_REQUIRED;'),
      edition2024('option features.field_presence = LEGACY_REQUIRED;\nmessage A { int32 a = 1; }'),
    ],
  },
  'message fields are not implicit': {
    valid: [edition2023('option features.field_presence = IMPLICIT;\nmessage A { A a = 1; int32 b = 2; }')],
    invalid: [
      edition2023('message A { A a = 1 [features.field_presence = IMPLICIT]; }'),
      edition2023('message A { A a = 1 [features.field_presence = IMPLICIT, features.message_encoding = DELIMITED]; }'),
    ],
  },
  'oneof fields have no presence of their own': {
    valid: [edition2023('option features.field_presence = IMPLICIT;\nmessage A { oneof o { int32 a = 1; } }')],
    invalid: [
      edition2023(
        'message A { oneof o { int32 a = 1 [features.field_presence = EXPLICIT]; A b = 2 [features.field_presence = IMPLICIT]; int32 c = 3 [features.field_presence = LEGACY_REQUIRED]; } }',
      ),
    ],
  },
  'repeated fields have no presence': {
    valid: [edition2023('option features.field_presence = IMPLICIT;\nmessage A { repeated int32 a = 1; }')],
    invalid: [
      edition2023(
        'message A { repeated int32 a = 1 [features.field_presence = EXPLICIT]; map<string, int32> b = 2 [features.field_presence = IMPLICIT]; }',
      ),
      edition2023('message A { repeated A a = 1 [features.field_presence = LEGACY_REQUIRED]; }'),
    ],
  },
  'extensions have no presence': {
    valid: [
      edition2023('option features.field_presence = IMPLICIT;\nmessage A { extensions 1; }\nextend A { int32 a = 1; }'),
    ],
    invalid: [
      edition2023(
        'message A { extensions 1 to 3; }\nextend A { int32 a = 1 [features.field_presence = EXPLICIT]; int32 b = 2 [features.field_presence = IMPLICIT]; repeated int32 c = 3 [features.field_presence = EXPLICIT]; }',
      ),
    ],
  },
  'singular fields have no encoding': {
    valid: [
      edition2023(
        'message A { repeated int32 a = 1 [features.repeated_field_encoding = EXPANDED]; repeated string b = 2 [features.repeated_field_encoding = EXPANDED]; }',
      ),
    ],
    invalid: [
      edition2023(
        'message A { int32 a = 1 [features.repeated_field_encoding = PACKED]; string b = 2 [features.repeated_field_encoding = EXPANDED]; }',
      ),
    ],
  },
  'only scalars are packed': {
    valid: [
      edition2023(
        'enum E { X = 0; }\nmessage A { repeated E a = 1 [features.repeated_field_encoding = PACKED]; repeated bool b = 2 [features.repeated_field_encoding = PACKED]; }',
      ),
    ],
    invalid: [
      edition2023(
        'message A { repeated string a = 1 [features.repeated_field_encoding = PACKED]; repeated A b = 2 [features.repeated_field_encoding = PACKED]; map<string, int32> c = 3 [features.repeated_field_encoding = PACKED]; repeated bytes d = 4 [features.repeated_field_encoding = PACKED]; }',
      ),
    ],
  },
  'only strings have utf8': {
    valid: [
      edition2023(
        'message A { string a = 1 [features.utf8_validation = NONE]; map<string, int32> b = 2 [features.utf8_validation = NONE]; map<int32, string> c = 3 [features.utf8_validation = VERIFY]; repeated string d = 4 [features.utf8_validation = NONE]; }',
      ),
    ],
    invalid: [
      edition2023(
        'message A { int32 a = 1 [features.utf8_validation = NONE]; bytes b = 2 [features.utf8_validation = VERIFY]; A c = 3 [features.utf8_validation = NONE]; map<int32, bytes> d = 4 [features.utf8_validation = NONE]; }',
      ),
    ],
  },
  'only messages are delimited': {
    valid: [
      edition2023(
        'message A { A a = 1 [features.message_encoding = DELIMITED]; repeated A b = 2 [features.message_encoding = LENGTH_PREFIXED]; }',
      ),
    ],
    invalid: [
      edition2023(
        'message A { int32 a = 1 [features.message_encoding = DELIMITED]; map<int32, A> b = 2 [features.message_encoding = DELIMITED]; string c = 3 [features.message_encoding = LENGTH_PREFIXED]; }',
      ),
    ],
  },
  'java_string_check_utf8 is a feature': {
    valid: [proto3('option java_string_check_utf8 = true;'), edition2023('option java_string_check_utf8 = false;')],
    invalid: [
      edition2023('option java_string_check_utf8 = true;'),
      edition2024('option java_string_check_utf8 = true;\noption features.field_presence = LEGACY_REQUIRED;'),
    ],
  },
  'packed is a feature': {
    valid: [proto3('message A { repeated int32 a = 1 [packed = true]; }')],
    invalid: [
      edition2023('message A { repeated int32 a = 1 [packed = true]; }'),
      edition2024('message A { repeated int32 a = 1 [packed = false]; string b = 2 [packed = true]; }'),
    ],
  },
  'features have known values': {
    valid: [
      edition2023('option features.enum_type = OPEN;'),
      edition2023(
        'import "google/protobuf/cpp_features.proto";\noption features.(pb.cpp).string_type = STRING_TYPE_UNKNOWN;',
      ),
    ],
    invalid: [
      edition2023('option features.enum_type = ENUM_TYPE_UNKNOWN;'),
      edition2023('message A { int32 a = 1 [features.field_presence = FIELD_PRESENCE_UNKNOWN]; }'),
      edition2023(
        'option features.json_format = JSON_FORMAT_UNKNOWN;\nmessage A { option features.json_format = ALLOW; }',
      ),
      edition2023(
        'option features.utf8_validation = UTF8_VALIDATION_UNKNOWN;\noption features.message_encoding = MESSAGE_ENCODING_UNKNOWN;',
      ),
      edition2024('option features.enforce_naming_style = ENFORCE_NAMING_STYLE_UNKNOWN;'),
      edition2024('option features.default_symbol_visibility = DEFAULT_SYMBOL_VISIBILITY_UNKNOWN;'),
      edition2023(
        'message A { repeated int32 a = 1 [features.repeated_field_encoding = REPEATED_FIELD_ENCODING_UNKNOWN]; }',
      ),
      edition2026('message A { option features.enforce_proto_limits = PROTO_LIMITS_UNKNOWN; }'),
    ],
  },
  'features stand where their targets allow': {
    valid: [edition2023('option features.enum_type = CLOSED;\nenum E { option features.enum_type = OPEN; X = 0; }')],
    invalid: [
      edition2023('message A { option features.enum_type = OPEN; }'),
      edition2023('enum E { option features.field_presence = IMPLICIT; X = 0 [features.enum_type = OPEN]; }'),
      edition2023(
        'message A { oneof o { option features.field_presence = EXPLICIT; int32 a = 1; } option features.message_encoding = DELIMITED; }\nservice S { option features.json_format = ALLOW; rpc R(A) returns (A) { option features.utf8_validation = NONE; } }',
      ),
      edition2024('message A { option features.default_symbol_visibility = STRICT; }'),
    ],
  },
  'implicit fields have no default': {
    valid: [edition2023('message A { int32 a = 1 [default = 5]; }')],
    invalid: [
      edition2023('message A { int32 a = 1 [default = 5, features.field_presence = IMPLICIT]; }'),
      edition2023(
        'option features.field_presence = IMPLICIT;\nmessage A { string a = 1 [default = "x"]; oneof o { int32 b = 2 [default = 1]; } }',
      ),
    ],
  },
  'implicit fields have open enums': {
    valid: [edition2023('option features.field_presence = IMPLICIT;\nenum E { X = 0; }\nmessage A { E e = 1; }')],
    invalid: [
      edition2023(
        'option features.field_presence = IMPLICIT;\nenum E { option features.enum_type = CLOSED; X = 0; }\nmessage A { E e = 1; repeated E f = 2; map<string, E> g = 3; }',
      ),
    ],
  },
  'editions extensions are not required': {
    valid: [edition2023('message A { extensions 1; }\nextend A { int32 a = 1; }')],
    invalid: [
      edition2023('message A { extensions 1; }\nextend A { int32 a = 1 [features.field_presence = LEGACY_REQUIRED]; }'),
      proto2('message A { extensions 1; }\nextend A { required int32 a = 1; }'),
    ],
  },
  'features are set in order': {
    valid: [
      edition2023(
        'import "google/protobuf/java_features.proto";\noption features = { utf8_validation: NONE [pb.java] { utf8_validation: VERIFY } };',
      ),
    ],
    invalid: [
      edition2023('option features = { utf8_validation: NONE, utf8_validation: VERIFY };'),
      edition2023('option features = { x: 1 };'),
      edition2023('option features = { [pb.java] { } };'),
      edition2023('option features.enum_type = "OPEN";'),
      edition2023('option features.(pb.cpp).string_type = VIEW;'),
      edition2023('option features.enum_type.x = 1;'),
    ],
  },
};
