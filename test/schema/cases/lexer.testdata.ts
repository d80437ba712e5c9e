import { edition2023, proto2, proto3, raw, type Section } from './case.ts';

const bytes = (before: readonly number[], text: string, after: readonly number[] = []): Uint8Array =>
  Uint8Array.from([...before, ...new TextEncoder().encode(text), ...after]);
const SYNTAX = 'syntax = "proto3";\npackage p;\n';

export const lexer: Section<'lexer'> = {
  'a byte-order mark begins the file or nothing does': {
    valid: [raw(bytes([0xef, 0xbb, 0xbf], SYNTAX))],
    invalid: [
      raw(bytes([0xef], SYNTAX)),
      raw(bytes([0xef, 0xbb], SYNTAX)),
      raw(bytes([0xef, 0xbb, 0x20], SYNTAX)),
      raw(bytes([0xff, 0xfe], SYNTAX)),
      raw(bytes([0xfe, 0xff], SYNTAX)),
      raw(bytes([0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf], SYNTAX)),
      raw(bytes([0xef, 0xbf, 0xbd], SYNTAX)),
      raw(`${SYNTAX}\ufeffmessage A {}`),
      raw(bytes([0xef], '')),
      raw(bytes([0xef, 0xbb, 0xbf], 'syntax = "proto3";\n option x = 1;')),
    ],
  },
  'control characters stand nowhere': {
    valid: [proto3('\t\v\f\r\nmessage A {}\r\n'), raw(`${SYNTAX}message A {}\n`)],
    invalid: [
      proto3('message A {}\u0001'),
      proto3('\u0002\u0003message \u0004 A {}'),
      proto3('message A { int32 a\u0000 = 1; }'),
      proto3('// x\u0000 y\nmessage A {}'),
    ],
  },
  'only strings and comments leave ASCII': {
    valid: [
      proto3('// ä €😀\n/* ü */ option java_package = "äö€😀";'),
      raw(bytes([], `${SYNTAX}// `, [0xff, 0xc3, 10])),
      raw(bytes([], `${SYNTAX}option java_package = "ä`, [0xff, 0x22, 0x3b])),
    ],
    invalid: [
      proto3('message Ä {}'),
      proto3('message A { int32 € = 1; }'),
      proto3('😀'),
      proto3('message A { int32 a = 1; } ☃'),
      raw(bytes([], `${SYNTAX}message A {} `, [0xff])),
      raw(bytes([], `${SYNTAX}message A {} `, [0xc3])),
      raw(bytes([], `${SYNTAX}/*`, [0xe4, 0xfc, 0x2a, 0x2f, 0x20, 0x29])),
    ],
  },
  'strings end on their line': {
    valid: [proto3('option java_package = "a" \'b\'\n"c";'), proto3('option java_package = "it\'s";')],
    invalid: [
      proto3('option java_package = "x\n;'),
      proto3("option java_package = 'x\n';"),
      raw(`${SYNTAX}option java_package = "x`),
      proto3('option java_package = "x\\\ny";'),
      proto3('option java_package = "x\u0000y";'),
    ],
  },
  'escapes are known': {
    valid: [
      proto3(
        'option java_package = "\\a\\b\\f\\n\\r\\t\\v\\\\\\?\\\'\\"\\1\\12\\123\\x1\\X41\\u00e4\\U0001f600\\ud83d\\ude00\\U0011ffff";',
      ),
    ],
    invalid: [
      proto3('option java_package = "\\q";'),
      proto3('option java_package = "\\xg";'),
      proto3('option java_package = "\\X";'),
      proto3('option java_package = "\\u12";'),
      proto3('option java_package = "\\u12g4";'),
      proto3('option java_package = "\\U0021ffff";'),
      proto3('option java_package = "\\U001";'),
      proto3('option java_package = "\\8";'),
      proto3('option java_package = "\\ä";'),
      proto3('option java_package = "\\q\\xz\\uz";'),
    ],
  },
  'a leading zero means octal': {
    valid: [proto3('message A { int32 a = 017; }'), proto2('message A { optional int32 a = 1 [default = 00]; }')],
    invalid: [
      proto3('message A { int32 a = 09; }'),
      proto3('message A { int32 a = 0778; }'),
      proto3('message A { int32 a = 08.5; }'),
    ],
  },
  'hexadecimal and octal numbers are integers': {
    valid: [proto3('message A { int32 a = 0x1F; int32 b = 0XaB; }')],
    invalid: [
      proto3('message A { int32 a = 0x1.5; }'),
      proto3('message A { int32 a = 01.5; }'),
      proto2('message A { optional float a = 1 [default = 0x1.0]; }'),
    ],
  },
  'a float has one point and one exponent': {
    valid: [
      proto2(
        'message A { optional float a = 1 [default = 1.5e3]; optional float b = 2 [default = .5]; optional float c = 3 [default = 1.]; }',
      ),
    ],
    invalid: [
      proto2('message A { optional float a = 1 [default = 1.2.3]; }'),
      proto2('message A { optional float a = 1 [default = 1e2.3]; }'),
      proto2('message A { optional float a = 1 [default = 1e2e3]; }'),
      proto2('message A { optional float a = 1 [default = 1..2]; }'),
    ],
  },
  'an exponent has digits': {
    valid: [proto2('message A { optional float a = 1 [default = 1e+3]; optional float b = 2 [default = 1E-3]; }')],
    invalid: [
      proto2('message A { optional float a = 1 [default = 1e]; }'),
      proto2('message A { optional float a = 1 [default = 1e+]; }'),
      proto2('message A { optional float a = 1 [default = 1ex]; }'),
    ],
  },
  'a hexadecimal number has digits': {
    valid: [proto3('message A { int32 a = 0x1; }')],
    invalid: [proto3('message A { int32 a = 0x; }'), proto3('message A { int32 a = 0xg; }')],
  },
  'numbers stand apart from identifiers': {
    valid: [proto2('message A { optional float a = 1 [default = 1 ]; }')],
    invalid: [
      proto3('message A { int32 a = 1b; }'),
      proto2('message A { optional float a = 1 [default = 1.5f]; }'),
      proto3('message A { int32 a = 0x1g; }'),
      proto3('message A { int32 a = 1_000; }'),
    ],
  },
  'identifiers stand apart from points': {
    valid: [proto3('message A { .p.A a = 1; p . A b = 2; }')],
    invalid: [proto2('message A { optional float a = 1 [default = inf.5]; }'), proto3('option a.5 = 1;')],
  },
  'block comments are not nested': {
    valid: [proto3('/* /x * / */ message A {}'), proto3('/***/ /**/ message A {}')],
    invalid: [proto3('/* /* */ message A {}'), proto3('/* /* /* */ message A {}')],
  },
  'block comments end': {
    valid: [proto3('message A {} /* */')],
    invalid: [
      proto3('message A {} /* '),
      proto3('message A {} /*/'),
      proto3('message A {} /* \u0000 */'),
      proto3('message A { /* '),
    ],
  },
  'integers fit their place': {
    valid: [
      proto2(
        'message A { optional uint64 a = 1 [default = 18446744073709551615]; optional int64 b = 2 [default = -9223372036854775808]; }',
      ),
      edition2023('message A { int32 a = 0x1fffffff; }'),
    ],
    invalid: [
      proto2('message A { optional uint64 a = 1 [default = 18446744073709551616]; }'),
      proto3('message A { int32 a = 99999999999; }'),
      proto3('message A { int32 a = 0x80000000; }'),
      proto3('enum A { B = 0; C = 2147483648; }'),
      proto3('enum A { B = 0; C = -2147483649; }'),
      proto3('message A { reserved 99999999999; }'),
      proto3('message A { int32 a = 99999999999999999999999; }'),
    ],
  },
};
