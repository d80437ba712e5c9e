import { edition2023, edition2024, edition2026, editionText, type Files, proto3, type Section } from './case.ts';

/** Makes a file that imports another file. */
const seeing = (body: string, other: string, edition = '2024'): Files =>
  edition2024(`import "b.proto";\n${body}`, { 'b.proto': editionText(edition, other) });
const visible = (what: string): string => `option features.default_symbol_visibility = ${what};\n`;

export const edition2024Rules: Section<'edition2024'> = {
  'local types stay in their file': {
    valid: [edition2024('local message A { A a = 1; }\nlocal enum E { E_X = 0; }\nmessage B { A a = 1; E e = 2; }')],
    invalid: [
      seeing(
        'message A { B b = 1; E e = 2; repeated B c = 3; map<int32, B> d = 4; }',
        'local message B {}\nlocal enum E { E_X = 0; }',
      ),
      proto3('import "b.proto";\nmessage A { B b = 1; }', { 'b.proto': editionText('2024', 'local message B {}') }),
      seeing('message A { B.C b = 1; }', 'export message B { local message C {} }'),
      seeing('message A { oneof o { B b = 1; } }', 'local message B {}', '2026'),
    ],
  },
  'exported types leave their file': {
    valid: [
      seeing('message A { B.C c = 1; B.E e = 2; }', 'message B { export message C {} export enum E { E_X = 0; } }'),
    ],
    invalid: [
      seeing('message A { B.C c = 1; }', 'message B { message C { export message D {} } }'),
      seeing('message A { B.C.D c = 1; B.E e = 2; }', 'message B { message C { message D {} } enum E { E_X = 0; } }'),
    ],
  },
  'nested types are local by default': {
    valid: [
      seeing('message A { B b = 1; }', 'message B { message C {} }'),
      seeing('message A { B.C b = 1; }', 'message B { message C {} }', '2023'),
    ],
    invalid: [seeing('message A { B b = 1; B.C c = 2; B.E e = 3; }', 'message B { message C {} enum E { E_X = 0; } }')],
  },
  'LOCAL_ALL hides all': {
    valid: [
      seeing('message A { B b = 1; }', `${visible('LOCAL_ALL')}export message B {}\nmessage C {}`),
      edition2024(`${visible('LOCAL_ALL')}message A { message B { } B b = 1; }\nmessage C { A.B b = 1; }`),
    ],
    invalid: [
      seeing(
        'message A { B b = 1; B.C c = 2; E e = 3; }',
        `${visible('LOCAL_ALL')}message B { message C {} }\nenum E { E_X = 0; }`,
      ),
    ],
  },
  'EXPORT_ALL shows all': {
    valid: [
      seeing(
        'message A { B.C c = 1; B.E e = 3; }',
        `${visible('EXPORT_ALL')}message B { message C {} enum E { E_X = 0; } }`,
      ),
    ],
    invalid: [
      seeing(
        'message A { B.C c = 1; B.E e = 3; }',
        `${visible('EXPORT_ALL')}message B { local message C {} local enum E { E_X = 0; } }`,
      ),
    ],
  },
  'extendees are visible': {
    valid: [seeing('extend B { int32 b = 1; }', 'message B { extensions 1; }')],
    invalid: [
      seeing('extend B { int32 b = 1; int32 c = 2; }', 'local message B { extensions 1 to 2; }'),
      seeing('message A { extend B.C { int32 b = 1; B.C c = 2; } }', 'message B { message C { extensions 1 to 2; } }'),
      seeing('extend B { B b = 9; }', `${visible('STRICT')}message B { extensions 1 to 2; }`),
    ],
  },
  'rpc types are visible': {
    valid: [seeing('service A { rpc R(B) returns (B); }', 'message B {}')],
    invalid: [
      seeing(
        'service A { rpc R(B) returns (B); rpc S(C.D) returns (C); }',
        'local message B {}\nmessage C { message D {} }',
      ),
    ],
  },
  'packages are in lower case': {
    valid: [
      { 'a.proto': 'edition = "2024";\npackage a_b.c1;\n' },
      { 'a.proto': 'edition = "2023";\npackage A.B;\n' },
      { 'a.proto': 'edition = "2024";\npackage a._b;\n' },
    ],
    invalid: [
      { 'a.proto': 'edition = "2024";\npackage A;\n' },
      { 'a.proto': 'edition = "2024";\npackage a.Bc;\nmessage bad {}\n' },
      { 'a.proto': 'edition = "2024";\npackage a_.b;\n' },
      { 'a.proto': 'edition = "2024";\npackage a.b__c;\n' },
      { 'a.proto': 'edition = "2024";\npackage _a;\n' },
      { 'a.proto': 'edition = "2024";\npackage a.b_1;\n' },
    ],
  },
  'messages are in title case': {
    valid: [edition2024('message Abc1 { message HTTPThing {} }')],
    invalid: [
      edition2024('message bad_name {}'),
      edition2024('message abc { message d {} }'),
      edition2024('message A_b {}\nmessage _C {}\nmessage AB_ {}'),
      edition2024('local message a1 { message _ {} }'),
    ],
  },
  'oneofs are in lower case': {
    valid: [edition2024('message A { oneof an_o1 { int32 a = 1; } }')],
    invalid: [
      edition2024('message A { oneof O { int32 a = 1; } oneof a_ { int32 b = 2; } oneof a__b { int32 c = 3; } }'),
    ],
  },
  'fields are in lower case': {
    valid: [
      edition2024('message A { int32 a_b1 = 1; map<int32, int32> m = 2; extensions 5; }\nextend A { int32 x_y = 5; }'),
    ],
    invalid: [
      edition2024('message A { int32 BadName = 1; }'),
      edition2024(
        'message A { int32 _a = 1; int32 a_ = 2; int32 a__b = 3; int32 a_1 = 4; int32 aB = 5; extensions 9; }\nextend A { int32 X = 9; }',
      ),
      edition2024('message A { map<int32, int32> Bad = 1; repeated A A1 = 2; }'),
    ],
  },
  'enums are in title case': {
    valid: [edition2024('enum EnumOne { ENUM_ONE_X = 0; }')],
    invalid: [edition2024('enum e { X = 0; }'), edition2024('message A { enum E_f { X = 0; } enum _G { Y = 0; } }')],
  },
  'values are in upper case': {
    valid: [edition2024('enum A { A_B1 = 0; C = 1; }')],
    invalid: [
      edition2024('enum A { bad = 0; }'),
      edition2024('enum A { Bad = 0; _X = 1; Y_ = 2; Z__W = 3; V_1 = 4; }'),
    ],
  },
  'services are in title case': {
    valid: [edition2024('service Abc {}')],
    invalid: [edition2024('service abc {}'), edition2024('service A_b {}\nservice _A {}')],
  },
  'methods are in title case': {
    valid: [edition2024('message M {}\nservice A { rpc GetIt(M) returns (M); }')],
    invalid: [edition2024('message M {}\nservice A { rpc getIt(M) returns (M); rpc Get_it(M) returns (M); }')],
  },
  'underscores separate words': {
    valid: [edition2024('message A { int32 a_b_c = 1; }')],
    invalid: [
      edition2024(
        'message A { int32 a_b_ = 1; int32 c__d = 2; int32 e_2 = 3; }\nenum E { E__X = 0; E_Y_ = 1; E_2 = 2; }',
      ),
    ],
  },
  'STYLE_LEGACY opts out': {
    valid: [
      edition2024('option features.enforce_naming_style = STYLE_LEGACY;\nmessage a_b { int32 C = 1; }'),
      edition2024('message A { option features.enforce_naming_style = STYLE_LEGACY; int32 BAD = 1; }'),
    ],
    invalid: [
      edition2024(
        'message a { option features.enforce_naming_style = STYLE_LEGACY; int32 B = 1 [features.enforce_naming_style = STYLE2024]; }\nmessage c {}',
      ),
      edition2024(
        'option features.enforce_naming_style = STYLE_LEGACY;\nservice s { option features.enforce_naming_style = STYLE2024; }',
      ),
    ],
  },
  'java_multiple_files ended with 2024': {
    valid: [edition2023('option java_multiple_files = true;')],
    invalid: [edition2024('option java_multiple_files = true;'), edition2026('option java_multiple_files = false;')],
  },
  'STRICT exports nothing nested': {
    valid: [
      edition2024(`${visible('STRICT')}export message A { message B {} enum E { E_X = 0; } }\nmessage C {}`),
      edition2024(`${visible('STRICT')}local message A { export enum E { E_X = 0; } reserved 1 to max; }`),
    ],
    invalid: [
      edition2024(
        `${visible('STRICT')}message A { export message B { export message C {} } export enum E { E_X = 0; } }`,
      ),
      edition2024(`${visible('STRICT')}local message A { export enum E { E_X = 0; } reserved 1 to 5; }`),
      edition2024(`${visible('STRICT')}export message A { export enum E { E_X = 0; } reserved 1 to max; }`),
      edition2024(`${visible('STRICT')}message O { message A { export enum E { E_X = 0; } reserved 1 to max; } }`),
    ],
  },
};
