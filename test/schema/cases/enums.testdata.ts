import { edition2023, edition2026, proto2, proto3, type Section } from './case.ts';

const JSON_OPTIONS = 'import option "google/protobuf/json_enumvalue_options.proto";\n';

export const enums: Section<'enums'> = {
  'enums have values': {
    valid: [proto3('enum A { B = 0; }')],
    invalid: [
      proto3('enum A { }'),
      proto3('enum A { reserved 1; option deprecated = true; }'),
      proto2('message M { enum A {} optional A a = 1; }'),
    ],
  },
  'open enums begin at zero': {
    valid: [proto2('enum A { B = 1; }'), edition2023('enum A { option features.enum_type = CLOSED; B = 1; }')],
    invalid: [
      edition2023('enum A { B = 1; }'),
      edition2023('option features.enum_type = CLOSED;\nenum A { option features.enum_type = OPEN; B = -1; C = 0; }'),
      proto3('enum A { B = 7; C = 7; }'),
    ],
  },
  'stripped names differ': {
    valid: [
      proto3('enum Foo { FOO_BAR = 0; FOO_BAZ = 1; }'),
      proto3('enum Foo { option allow_alias = true; FOO_BAR = 0; BAR = 0; }'),
      proto2('enum E { E_A = 0; A_E = 1; }'),
    ],
    invalid: [
      proto3('enum Foo { FOO_BAR = 0; bar = 1; }'),
      proto2('enum Foo { FOO_BAR = 0; BAR = 1; }'),
      proto3('enum Foo { FOO_BAR = 0; bar = 1; Bar = 2; F_O_O__BAR = 3; }'),
      proto3('enum FooBar { FOO_BAR_X = 0; FOOBAR_X = 1; }'),
      proto3('enum A { A_1 = 0; A1 = 1; A__1 = 2; }'),
      proto3('enum A { A_ = 0; A_A = 1; A_A_ = 2; }'),
      proto3('enum Foo { option allow_alias = true; FOO_BAR = 0; BAR = 1; bar = 1; }'),
      proto3('enum Foo { FOOBAR = 0; FOO_BAR = 1; }'),
      edition2023('enum Foo { FOO_BAR = 0; BAR = 1; }'),
      proto3('enum FOO_ { FOO_X = 0; X = 1; }'),
      edition2023('option features.json_format = LEGACY_BEST_EFFORT;\nenum Foo { FOO_BAR = 0; BAR = 1; }'),
    ],
  },
  'JSON strings differ': {
    valid: [
      edition2026(
        `${JSON_OPTIONS}enum E { A = 0 [(pb.enumvalue.json).string = "a"]; B = 1 [(pb.enumvalue.json).string = "b"]; }`,
      ),
    ],
    invalid: [
      edition2026(
        `${JSON_OPTIONS}enum E { A = 0 [(pb.enumvalue.json).string = "x"]; B = 1 [(pb.enumvalue.json).string = "x"]; }`,
      ),
      edition2026(`${JSON_OPTIONS}enum E { A = 0 [(pb.enumvalue.json).string = "B"]; B = 1; }`),
      edition2026(
        `${JSON_OPTIONS}enum E { A = 0; B = 1 [(pb.enumvalue.json).string = "A"]; C = 2 [(pb.enumvalue.json).string = "A"]; }`,
      ),
      edition2026(`${JSON_OPTIONS}enum E { A = 0; B = 1 [(pb.enumvalue.json).string = "A"]; }`),
    ],
  },
  'aliases have one JSON string': {
    valid: [
      edition2026(
        `${JSON_OPTIONS}enum E { option allow_alias = true; A = 0 [(pb.enumvalue.json).string = "x"]; B = 0 [(pb.enumvalue.json).string = "x"]; }`,
      ),
    ],
    invalid: [
      edition2026(
        `${JSON_OPTIONS}enum E { option allow_alias = true; A = 0 [(pb.enumvalue.json).string = "x"]; B = 0; }`,
      ),
      edition2026(
        `${JSON_OPTIONS}enum E { option allow_alias = true; A = 0; B = 0 [(pb.enumvalue.json).string = "y"]; C = 0; }`,
      ),
      edition2026(
        `${JSON_OPTIONS}enum E { option allow_alias = true; A = 0 [(pb.enumvalue.json).string = "x"]; B = 0 [(pb.enumvalue.json).string = "y"]; }`,
      ),
    ],
  },
  'JSON strings are not other numbers': {
    valid: [
      edition2026(
        `${JSON_OPTIONS}enum E { A = 0 [(pb.enumvalue.json).string = "0"]; B = 1 [(pb.enumvalue.json).string = "1"]; C = 2 [(pb.enumvalue.json).string = "99999999999"]; D = 3 [(pb.enumvalue.json).string = "1.5"]; }`,
      ),
    ],
    invalid: [
      edition2026(`${JSON_OPTIONS}enum E { A = 0 [(pb.enumvalue.json).string = "1"]; }`),
      edition2026(
        `${JSON_OPTIONS}enum E { A = 0; B = 1 [(pb.enumvalue.json).string = "-1"]; C = 2 [(pb.enumvalue.json).string = " +7 "]; D = 3 [(pb.enumvalue.json).string = "007"]; }`,
      ),
    ],
  },
  'JSON strings have no NUL': {
    valid: [
      edition2026(
        `${JSON_OPTIONS}enum E { A = 0 [(pb.enumvalue.json).string = "\\n"]; B = 1 [(pb.enumvalue.json).string = ""]; }`,
      ),
    ],
    invalid: [
      edition2026(
        `${JSON_OPTIONS}enum E { A = 0 [(pb.enumvalue.json).string = "a\\0"]; B = 1 [(pb.enumvalue.json).string = "\\0001"]; }`,
      ),
    ],
  },
};
