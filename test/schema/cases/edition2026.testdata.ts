import { edition2024, edition2026, editionText, type Files, many, type Section } from './case.ts';

const fieldsOf = (count: number): string => many(count, (i) => `int32 f${i} = ${i + 1};`);
const oneofsOf = (count: number): string => many(count, (i) => `oneof o${i} { int32 f${i} = ${i + 1}; }`);
const valuesOf = (count: number): string => many(count, (i) => `E${i} = ${i};`);
const seeing = (body: string, other: string): Files =>
  edition2026(`import "b.proto";\n${body}`, { 'b.proto': editionText('2026', other) });

export const edition2026Rules: Section<'edition2026'> = {
  'fields keep off accessors': {
    valid: [
      edition2026('message A { int32 a = 1; int32 has_b = 2; int32 get_c = 3; }'),
      edition2024('message A { int32 a = 1; int32 has_a = 2; }'),
      edition2026('message A { option features.enforce_naming_style = STYLE2024; int32 a = 1; int32 has_a = 2; }'),
    ],
    invalid: [
      edition2026('message A { int32 a = 1; int32 has_a = 2; int32 get_a = 3; int32 set_a = 4; int32 clear_a = 5; }'),
      edition2026('message A { int32 has_a = 2; oneof a { int32 b = 3; } }'),
      edition2026('message A { extensions 5; int32 a = 1; }\nextend A { int32 has_a = 5; }'),
      edition2026(
        'message A { map<int32, int32> a = 1; repeated A clear_a = 2; int32 mutable_a = 3; int32 add_a = 4; int32 a_size = 5; }',
      ),
    ],
  },
  'values keep off suffixes': {
    valid: [edition2026('message A { int32 a_value = 1; int32 b = 2; }')],
    invalid: [
      edition2026('message A { int32 a = 1; int32 a_value = 2; }'),
      edition2026('message A { int32 a = 1; oneof a_value { int32 b = 2; } int32 a_value_value = 3; }'),
    ],
  },
  'nothing is named descriptor': {
    valid: [
      edition2024('message A { int32 descriptor = 1; }'),
      edition2026('message Descriptor { int32 a_descriptor = 1; }'),
    ],
    invalid: [
      edition2026('message A { int32 descriptor = 1; }'),
      edition2026('message A { oneof descriptor { int32 a = 1; } }'),
      edition2026('message A { extensions 1; }\nextend A { int32 descriptor = 1; }'),
    ],
  },
  'oneofs keep off accessors': {
    valid: [edition2026('message A { oneof has_it { int32 a = 1; } }')],
    invalid: [
      edition2026('message A { oneof has_a { int32 a = 1; } }'),
      edition2026('message A { oneof clear_b { int32 a = 1; } oneof b { int32 c = 2; } }'),
    ],
  },
  'messages have 1500 fields': {
    valid: [
      edition2026(`message A { ${fieldsOf(1500)} }`),
      edition2026(`message A { option features.enforce_proto_limits = LEGACY_NO_EXPLICIT_LIMITS; ${fieldsOf(1501)} }`),
      edition2024(`message A { ${fieldsOf(1501)} }`),
    ],
    invalid: [edition2026(`message A { ${fieldsOf(1501)} }`)],
  },
  'messages have 1000 oneofs': {
    valid: [edition2026(`message A { ${oneofsOf(1000)} }`)],
    invalid: [edition2026(`message A { ${oneofsOf(1001)} }`)],
  },
  'oneofs have 1200 fields': {
    valid: [edition2026(`message A { oneof o { ${fieldsOf(1200)} } }`)],
    invalid: [edition2026(`message A { oneof o { ${fieldsOf(1201)} } }`)],
  },
  'enums have 1700 values': {
    valid: [edition2026(`enum E { ${valuesOf(1700)} }`)],
    invalid: [edition2026(`enum E { ${valuesOf(1701)} }`)],
  },
  'cc_enable_arenas ended with 2026': {
    valid: [edition2024('option cc_enable_arenas = true;')],
    invalid: [
      edition2026('option cc_enable_arenas = true;'),
      edition2026('option cc_enable_arenas = false;\nmessage bad {}'),
    ],
  },
  'nested types are strictly local': {
    valid: [edition2026('message A { message B {} B b = 1; }')],
    invalid: [
      edition2026('message A { export message B {} }'),
      edition2026('message A { export enum E { E_X = 0; } }'),
      seeing('message A { B b = 1; C c = 2; C.D d = 3; }', 'message B {}\nexport message C { message D {} }'),
    ],
  },
  'namespaces may export enums': {
    valid: [
      edition2026('message A { export enum E { E_X = 0; } reserved 1 to max; }'),
      seeing('message A { B.E e = 1; }', 'local message B { export enum E { E_X = 0; } reserved 1 to max; }'),
    ],
    invalid: [
      edition2026('message A { export message B {} reserved 1 to max; }'),
      edition2026('message A { export enum E { E_X = 0; } reserved 1 to 4, 5 to max; }'),
      edition2026('message A { export enum E { E_X = 0; } reserved 2 to max; }'),
    ],
  },
};
