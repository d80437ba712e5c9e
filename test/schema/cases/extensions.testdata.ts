import { edition2023, type Files, proto2, proto2Text, proto3, type Section } from './case.ts';

/** Writes a message with declared extensions, and an `extend` block for it. */
const declared = (declarations: string, body = ''): Files =>
  proto2(`message A { extensions 4 to 10 [${declarations}]; }\nmessage M {}\nenum E { X = 0; }\n${body}`);
const one = (what: string): string => `declaration = { ${what} }`;
const A4 = one('number: 4 full_name: ".p.a" type: "int32"');

export const extensions: Section<'extensions'> = {
  'extendees are messages': {
    valid: [proto2('message A { extensions 1; }\nextend A { optional int32 b = 1; }')],
    invalid: [
      proto2('enum E { X = 0; }\nextend E { optional int32 b = 1; }'),
      proto2('service S {}\nextend S { optional int32 b = 1; optional int32 c = 2; }'),
      proto2(
        'message A { optional int32 x = 1; extend A.x { optional int32 b = 1; } }\nextend p { optional int32 c = 1; }',
      ),
    ],
  },
  'extendees are defined': {
    valid: [
      proto2('import "b.proto";\nextend B { optional int32 b = 1; }', {
        'b.proto': proto2Text('message B { extensions 1; }'),
      }),
    ],
    invalid: [
      proto2('extend A { optional int32 b = 1; }'),
      proto2('extend q.A { optional int32 b = 1; optional C c = 2; }\nextend .A { optional D d = 1; }'),
      proto2('import "b.proto";\nextend C { optional int32 b = 1; }\nmessage A { optional B b = 1; }', {
        'b.proto': 'syntax = "proto2";\npackage p;\nimport "c.proto";\nmessage B { optional C c = 1; }\n',
        'c.proto': proto2Text('message C { extensions 1; }'),
      }),
    ],
  },
  'extension numbers are declared': {
    valid: [proto2('message A { extensions 1, 3 to 5; }\nextend A { optional int32 a = 4; }')],
    invalid: [
      proto2('message A { extensions 1 to 5; }\nextend A { optional int32 a = 9; }'),
      proto2('message A { }\nextend A { optional int32 a = 1; repeated A b = 2; optional group G = 3 {} }'),
      proto3('import "google/protobuf/descriptor.proto";\nextend google.protobuf.FileOptions { string a = 500; }'),
    ],
  },
  'extensions are not required': {
    valid: [proto2('message A { extensions 1; }\nextend A { repeated int32 a = 1; }')],
    invalid: [
      proto2('message A { extensions 1 to 2; }\nextend A { required int32 a = 1; required group G = 2 {} }'),
      proto2('message A { extensions 1; extend A { required A a = 1; } }'),
    ],
  },
  'lite files do not extend full ones': {
    valid: [
      proto2('import "b.proto";\noption optimize_for = LITE_RUNTIME;\nextend B { optional int32 b = 1; }', {
        'b.proto': proto2Text('option optimize_for = LITE_RUNTIME;\nmessage B { extensions 1; }'),
      }),
    ],
    invalid: [
      proto2(
        'import "b.proto";\noption optimize_for = LITE_RUNTIME;\nextend B { optional int32 b = 1; optional int32 c = 2; }',
        { 'b.proto': proto2Text('message B { extensions 1 to 2; }') },
      ),
      proto2(
        'import "google/protobuf/descriptor.proto";\noption optimize_for = LITE_RUNTIME;\nextend google.protobuf.FileOptions { optional int32 b = 50000; }',
      ),
    ],
  },
  'declarations are in their range': {
    valid: [declared(A4)],
    invalid: [
      declared(one('number: 3 full_name: ".p.a" type: "int32"')),
      declared(one('number: 11 full_name: ".p.a" type: "int32"')),
      declared(one('full_name: ".p.a" type: "int32"')),
      proto2(`message A { extensions 4, 6 [${A4}]; }`),
      declared(
        `${one('number: 11 full_name: ".p.a" type: "int32"')}, ${one('number: 12 full_name: ".p.b" type: "int32"')}`,
      ),
    ],
  },
  'declarations have one number each': {
    valid: [declared(`${A4}, ${one('number: 5 full_name: ".p.b" type: "int32"')}`)],
    invalid: [
      declared(`${A4}, ${one('number: 4 full_name: ".p.b" type: "int32"')}`),
      declared(`${A4}, ${one('number: 4 full_name: ".p.b" type: "int32"')}, ${one('number: 4 reserved: true')}`),
    ],
  },
  'declarations name field and type': {
    valid: [
      declared(one('number: 4 reserved: true')),
      declared(one('number: 4 full_name: ".p.a" type: ".p.M" reserved: true')),
    ],
    invalid: [
      declared(one('number: 4 full_name: ".p.a"')),
      declared(one('number: 4 type: "int32"')),
      declared(one('number: 4')),
      declared(one('number: 4 full_name: ".p.a" reserved: true')),
      declared(`${one('number: 4')}, ${one('number: 5')}`),
    ],
  },
  'declared names have a leading dot': {
    valid: [declared(one('number: 4 full_name: ".p.a" type: ".p.M"'))],
    invalid: [
      declared(one('number: 4 full_name: "p.a" type: "int32"')),
      declared(one('number: 4 full_name: ".p.a" type: "p.M"')),
      declared(one('number: 4 full_name: "a" type: "M"')),
      declared(one('number: 4 full_name: "" type: ""')),
    ],
  },
  'declared names are valid': {
    valid: [
      declared(one('number: 4 full_name: ".p_1.a" type: "string"')),
      declared(one('number: 4 full_name: ".1a" type: "int32"')),
    ],
    invalid: [
      declared(one('number: 4 full_name: ".p.a-b" type: "int32"')),
      declared(one('number: 4 full_name: ".p..a" type: "int32"')),
      declared(one('number: 4 full_name: ".p.a" type: ".M M"')),
      declared(one('number: 4 full_name: "." type: "int32"')),
      declared(one('number: 4 full_name: ".a." type: "int32"')),
    ],
  },
  'declared names are unique': {
    valid: [declared(`${A4}, ${one('number: 5 full_name: ".p.b" type: "int32"')}`)],
    invalid: [
      declared(`${A4}, ${one('number: 5 full_name: ".p.a" type: "int32"')}`),
      proto2(
        `message A { extensions 4 to 5 [${A4}]; extensions 6 to 7 [${one('number: 6 full_name: ".p.a" type: "string"')}]; }`,
      ),
    ],
  },
  'declared numbers may be reserved': {
    valid: [declared(`${A4}, ${one('number: 5 reserved: true')}`, 'extend A { optional int32 a = 4; }')],
    invalid: [
      declared(one('number: 4 full_name: ".p.a" type: "int32" reserved: true'), 'extend A { optional int32 a = 4; }'),
      declared(one('number: 4 reserved: true'), 'extend A { repeated int32 b = 4; }'),
    ],
  },
  'extensions match the declared name': {
    valid: [
      declared(A4, 'extend A { optional int32 a = 4; }'),
      proto2(
        `message A { extensions 4 [${one('number: 4 full_name: ".p.B.a" type: "int32"')}]; }\nmessage B { extend A { optional int32 a = 4; } }`,
      ),
    ],
    invalid: [
      declared(A4, 'extend A { optional int32 b = 4; }'),
      declared(A4, 'message B { extend A { optional int32 a = 4; } }'),
    ],
  },
  'extensions match the declared type': {
    valid: [
      declared(one('number: 4 full_name: ".p.a" type: ".p.M"'), 'extend A { optional M a = 4; }'),
      declared(one('number: 4 full_name: ".p.a" type: ".p.E"'), 'extend A { optional E a = 4; }'),
      declared(one('number: 4 full_name: ".p.a" type: "bytes" repeated: true'), 'extend A { repeated bytes a = 4; }'),
    ],
    invalid: [
      declared(A4, 'extend A { optional string a = 4; }'),
      declared(A4, 'extend A { optional M a = 4; }'),
      declared(one('number: 4 full_name: ".p.a" type: ".p.M"'), 'extend A { optional int32 a = 4; }'),
      declared(one('number: 4 full_name: ".p.a" type: ".p.M"'), 'extend A { optional E b = 4; }'),
      declared(one('number: 4 full_name: ".p.a" type: "enum"'), 'extend A { optional E a = 4; }'),
      declared(one('number: 4 full_name: ".p.g" type: ".p.G"'), 'extend A { repeated group G = 4 {} }'),
    ],
  },
  'extensions match the declared cardinality': {
    valid: [
      declared(one('number: 4 full_name: ".p.a" type: "int32" repeated: true'), 'extend A { repeated int32 a = 4; }'),
    ],
    invalid: [
      declared(A4, 'extend A { repeated int32 a = 4; }'),
      declared(one('number: 4 full_name: ".p.a" type: "int32" repeated: true'), 'extend A { optional int32 a = 4; }'),
      declared(one('number: 4 full_name: ".p.x" type: "string" repeated: true'), 'extend A { optional int32 a = 4; }'),
    ],
  },
  'ranges with declarations need them all': {
    valid: [
      proto2(
        `message A { extensions 4 [${A4}]; extensions 5; }\nextend A { optional int32 a = 4; optional int32 b = 5; }`,
      ),
    ],
    invalid: [
      declared(A4, 'extend A { optional int32 a = 5; }'),
      declared(A4, 'extend A { optional int32 a = 4; optional int32 b = 5; repeated M c = 6; }'),
      proto2('import "b.proto";\nextend B { optional int32 a = 5; }', {
        'b.proto': proto2Text(`message B { extensions 4 to 10 [${A4}]; }`),
      }),
    ],
  },
  'verification asks for declarations': {
    valid: [
      declared('verification = UNVERIFIED', 'extend A { optional int32 a = 5; }'),
      declared('verification = DECLARATION'),
    ],
    invalid: [
      declared('verification = DECLARATION', 'extend A { optional int32 a = 5; }'),
      edition2023('message A { extensions 1 to 5 [verification = DECLARATION]; extend A { A b = 2; } }'),
    ],
  },
  'unverified ranges have no declarations': {
    valid: [declared(`verification = DECLARATION, ${A4}`)],
    invalid: [
      declared(`verification = UNVERIFIED, ${A4}`),
      proto2(
        `message A { extensions 4 [verification = UNVERIFIED, ${A4}]; extensions 5 [verification = UNVERIFIED, ${one('number: 5')}]; }`,
      ),
    ],
  },
};
