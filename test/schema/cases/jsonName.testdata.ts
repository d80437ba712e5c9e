import { edition2023, edition2024, proto2, proto3, type Section } from './case.ts';

export const jsonName: Section<'jsonName'> = {
  'extensions have no json_name': {
    valid: [
      proto2('message A { extensions 1; }\nextend A { optional int32 a_b = 1; }'),
      proto2('message A { extensions 1; }\nextend A { optional int32 a_b = 1 [json_name = "aB"]; }'),
    ],
    invalid: [
      proto2('message A { extensions 1; }\nextend A { optional int32 a = 1 [json_name = "b"]; }'),
      proto2('message A { extensions 1; }\nextend A { optional int32 a_b = 1 [json_name = "a_b"]; }'),
      proto2(
        'message A { extensions 1 to 2; extend A { optional int32 a = 1 [json_name = ""]; optional int32 b = 2 [json_name = "[p.A.b]"]; } }',
      ),
    ],
  },
  'json_name has no NUL': {
    valid: [proto3('message A { int32 a = 1 [json_name = "ä \\n"]; int32 b = 2 [json_name = ""]; }')],
    invalid: [
      proto3('message A { int32 a = 1 [json_name = "a\\0b"]; }'),
      proto3('message A { int32 a = 1 [json_name = "\\x00"]; int32 b = 2 [json_name = "b\\000"]; }'),
    ],
  },
  'json_name is not in brackets': {
    valid: [proto3('message A { int32 a = 1 [json_name = "[b"]; int32 c = 2 [json_name = "b]"]; }')],
    invalid: [
      proto3('message A { string a = 1 [json_name = "[b]"]; }'),
      proto3('message A { string a = 1 [json_name = "[]"]; string b = 2 [json_name = "[p.x]"]; }'),
      proto2('message A { extensions 1; }\nextend A { optional int32 a = 1 [json_name = "[p.a]"]; }'),
    ],
  },
  'default JSON names differ': {
    valid: [
      proto3('message A { string a_b = 1; string ab = 2; }'),
      proto2('message A { optional string a_b = 1; message B { optional string aB = 1; } }'),
    ],
    invalid: [
      proto2('message A { optional string a_b = 1; optional string aB = 2; }'),
      edition2023('message A { string a_b = 1; string aB = 2; }'),
      proto2('message A { optional string a_b = 1; optional string aB = 2; optional string a__b = 3; }'),
      proto3('message A { string a1 = 1; string a_1 = 2; }'),
    ],
  },
  'custom JSON names differ': {
    valid: [proto3('message A { string a = 1 [json_name = "b"]; string b = 2 [json_name = "a"]; }')],
    invalid: [
      proto3('message A { string a = 1 [json_name = "c"]; string b = 2 [json_name = "c"]; }'),
      proto2('message A { optional string a = 1 [json_name = "c"]; optional string b = 2 [json_name = "c"]; }'),
      edition2023('message A { string a = 1 [json_name = ""]; string b = 2 [json_name = ""]; }'),
    ],
  },
  'custom and default JSON names differ': {
    valid: [proto3('message A { string a = 1 [json_name = "A"]; string b = 2; }')],
    invalid: [
      proto3('message A { string a = 1 [json_name = "b"]; string b = 2; }'),
      proto3('message A { string b = 1; string a = 2 [json_name = "b"]; }'),
      proto2('message A { optional string a = 1 [json_name = "b"]; optional string b = 2; }'),
      proto2(
        'message A { optional string a_b = 1 [json_name = "cD"]; optional string c_d = 2; optional string cD = 3; }',
      ),
    ],
  },
  'JSON names differ by json_format': {
    valid: [
      edition2023('option features.json_format = ALLOW;\nmessage A { string a_b = 1; }'),
      edition2023('message A { option features.json_format = LEGACY_BEST_EFFORT; string a_b = 1; }'),
    ],
    invalid: [
      edition2023('option features.json_format = LEGACY_BEST_EFFORT;\nmessage A { string a_b = 1; string aB = 2; }'),
      edition2023(
        'message A { option features.json_format = LEGACY_BEST_EFFORT; string a_b = 1; string aB = 2; message B { string a_b = 1; string aB = 2; } }',
      ),
      edition2023('message A { string a_b = 1; string aB = 2; option features.json_format = ALLOW; }'),
      edition2024('message A { string a_b = 1; string c = 2 [json_name = "aB"]; }'),
    ],
  },
  'old JSON conflicts can be allowed': {
    valid: [
      proto3('message A { option deprecated_legacy_json_field_conflicts = true; string a_b = 1; string aB = 2; }'),
      proto2(
        'message A { option deprecated_legacy_json_field_conflicts = true; optional string a_b = 1; optional string aB = 2; }',
      ),
      edition2023('message A { option deprecated_legacy_json_field_conflicts = true; string a_b = 1; string aB = 2; }'),
      proto3(
        'message A { option deprecated_legacy_json_field_conflicts = true; string a = 1 [json_name = "b"]; string b = 2 [json_name = "b"]; }',
      ),
    ],
    invalid: [
      proto3('message A { option deprecated_legacy_json_field_conflicts = false; string a_b = 1; string aB = 2; }'),
      proto3('enum A { option deprecated_legacy_json_field_conflicts = true; A_B = 0; AB = 1; a_b = 2; }'),
      proto2('enum Foo { option deprecated_legacy_json_field_conflicts = true; FOO_BAR = 0; bar = 1; }'),
    ],
  },
};
