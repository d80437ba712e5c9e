import { proto2, proto3, type Section } from './case.ts';

const withDefault = (type: string, value: string): ReturnType<typeof proto2> =>
  proto2(`message A { optional ${type} a = 1 [default = ${value}]; }`);

export const bounds: Section<'bounds'> = {
  'defaults fit into 32 bits': {
    valid: [
      withDefault('int32', '2147483647'),
      withDefault('int32', '-2147483648'),
      withDefault('uint32', '4294967295'),
      withDefault('sint32', '-0'),
      withDefault('fixed32', '0xffffffff'),
    ],
    invalid: [
      withDefault('int32', '2147483648'),
      withDefault('int32', '-2147483649'),
      withDefault('uint32', '4294967296'),
      withDefault('sfixed32', '0x80000000'),
      withDefault('fixed32', '040000000000'),
      withDefault('sint32', '99999999999999999999'),
    ],
  },
  'defaults fit into 64 bits': {
    valid: [
      withDefault('int64', '9223372036854775807'),
      withDefault('int64', '-9223372036854775808'),
      withDefault('uint64', '18446744073709551615'),
    ],
    invalid: [
      withDefault('int64', '9223372036854775808'),
      withDefault('int64', '-9223372036854775809'),
      withDefault('uint64', '18446744073709551616'),
      withDefault('fixed64', '0x10000000000000000'),
      withDefault('sfixed64', '02000000000000000000000'),
    ],
  },
  'float defaults are numbers': {
    valid: [
      withDefault('float', '1e400'),
      withDefault('double', '18446744073709551616'),
      withDefault('double', '-inf'),
      withDefault('float', 'nan'),
      withDefault('double', '0x1F'),
      withDefault('double', '017'),
    ],
    invalid: [
      withDefault('float', 'infinity'),
      withDefault('double', 'x'),
      withDefault('double', '"1"'),
      withDefault('double', '0x10000000000000000'),
      withDefault('float', '1.5f'),
      withDefault('float', '{}'),
      withDefault('double', '-'),
    ],
  },
  'bool defaults are words': {
    valid: [withDefault('bool', 'true'), withDefault('bool', 'false')],
    invalid: [
      withDefault('bool', '0'),
      withDefault('bool', 'True'),
      withDefault('bool', '-true'),
      withDefault('bool', 't'),
    ],
  },
  'string defaults are strings': {
    valid: [withDefault('string', '"ä" "b"'), withDefault('bytes', '"\\xff\\0"')],
    invalid: [
      withDefault('string', 'a'),
      withDefault('bytes', '0x1'),
      withDefault('string', '["a"]'),
      withDefault('string', '-"a"'),
    ],
  },
  'enum numbers fit into 32 bits': {
    valid: [proto3('enum A { B = 0; C = 2147483647; D = -2147483648; }')],
    invalid: [
      proto3('enum A { B = 0; C = 2147483648; }'),
      proto3('enum A { B = 0; D = -2147483649; }'),
      proto3('enum A { B = 0; reserved 2147483648; }'),
      proto3('enum A { B = 0; reserved -2147483649 to -1; }'),
      proto3('enum A { B = 0; reserved 1 to 99999999999; }'),
    ],
  },
};
