import { customOption, edition2023, type Files, type Section } from './case.ts';

const TYPES = `message M {
  optional int32 i = 1; optional string s = 2; optional bool b = 3; optional E e = 4; optional float f = 5; optional M m = 6; repeated M r = 7; repeated int32 l = 8;
  optional group G = 9 { optional int32 x = 1; } oneof o { int32 p = 10; string q = 11; } map<string, int32> map = 12; optional bytes y = 13; optional uint32 u = 14; optional int64 w = 15;
  optional double d = 16; repeated string t = 17; reserved 18; reserved "old"; extensions 100 to 200; optional uint64 v = 19; oneof k { M n = 20; M h = 21; } repeated E z = 22;
}
enum E { X = 0; Y = 5; }
extend M { optional int32 ext = 100; optional M more = 101; repeated int32 many = 102; optional group Grp = 103 { optional int32 c = 1; } }
message N { extensions 1; extend M { optional N inner = 104; } }`;
const set = (text: string): Files => customOption('optional M', `option (o) = {${text}};`, TYPES);
const sets = (...texts: readonly string[]): [Files, ...Files[]] => {
  const [first = '', ...rest] = texts;
  return [set(first), ...rest.map(set)];
};
const ANY = 'import "google/protobuf/any.proto";\nmessage T { optional int32 a = 1; required int32 b = 2; }';
const any = (text: string): Files => customOption('optional google.protobuf.Any', `option (o) = {${text}};`, ANY);
const SET =
  'message S { option message_set_wire_format = true; extensions 4 to max; }\nmessage T { optional int32 a = 1; extend S { optional T ext = 4; } }\nmessage U { extend S { optional U u = 5; } }';
const item = (text: string): Files => customOption('optional S', `option (o) = {${text}};`, SET);

const inMap = (text: string): Files =>
  customOption(
    'optional M',
    `option (o) = {${text}};`,
    'message R { required int32 a = 1; }\nmessage M { map<string, R> r = 1; map<string, M> q = 2; optional R s = 3; }',
  );

export const textFormat: Section<'textFormat'> = {
  'fields exist': {
    valid: sets('i: 1 s: "a"', ''),
    invalid: sets('x: 1', 'm { x: 1 }', 'I: 1', '1: 2', 'm { 1: 2 }', '"i": 1', 'i: 1 nope { }', ': 1', 'i'),
  },
  'reserved fields are skipped': {
    valid: sets('old: 1 i: 2', 'old { a: [1, 2] } i: 1'),
    invalid: sets(
      'older: 1',
      '18: 1',
      'old',
      'old: }',
      'old { a: }',
      'old: [1, 2',
      'old: -x',
      'old { 1: 2 }',
      'old < a: 1 }',
      'old { [p.x]: 1 [/x]: 2 }',
    ),
  },
  'values fit their fields': {
    valid: sets('m { i: 1 } r: { } r { }'),
    invalid: sets(
      'i: "a"',
      'i: x',
      'i { }',
      'm: 1',
      's { }',
      'm: "a"',
      'i: 1.5',
      'i:',
      'm {',
      'i: -',
      'i: -x',
      's: -1',
      'e: -Y',
      'b: -1',
      'u: -1',
      'i: 1 2',
    ),
  },
  'integers are in range': {
    valid: sets('i: -2147483648 u: 4294967295 w: -9223372036854775808 v: 18446744073709551615', 'i: 0x7fffffff l: 017'),
    invalid: sets(
      'i: 2147483648',
      'i: -2147483649',
      'u: 4294967296',
      'w: 9223372036854775808',
      'v: 18446744073709551616',
      'l: [1, 99999999999]',
      'w: -9223372036854775809',
      'i: 99999999999999999999',
    ),
  },
  'booleans are known': {
    valid: sets('b: true', 'b: t', 'b: True', 'b: 1', 'b: 0', 'b: f', 'b: False', 'b: 01'),
    invalid: sets('b: yes', 'b: 2', 'b: "true"', 'b: TRUE', 'b: 1.0', 'b: -true'),
  },
  'enum values are known': {
    valid: sets('e: X', 'e: 5', 'z: [X, 5, Y]'),
    invalid: sets('e: Z', 'e: "X"', 'e: 1.5', 'e: p.E.X', 'z: [X, Z]', 'e: x'),
  },
  'closed enums know their numbers': {
    valid: [
      ...sets('e: 0'),
      edition2023(
        'import "google/protobuf/descriptor.proto";\nmessage M { E e = 1; }\nenum E { X = 0; }\nextend google.protobuf.FileOptions { M o = 50000; }\noption (o) = { e: 7 };',
      ),
    ],
    invalid: sets('e: 7', 'e: -1', 'z: 3', 'e: 99999999999'),
  },
  'strings are quoted': {
    valid: sets('s: "a" "b" y: "\\xff"', "s: 'a\"'"),
    invalid: sets('s: a', 's: 1', 'y: x', 's: ""1', 't: ["a", b]'),
  },
  'floats are decimal': {
    valid: sets('f: 1.5', 'f: -inf', 'd: nan', 'f: 7', 'f: infinity', 'd: -Infinity', 'f: 1e10'),
    invalid: sets('f: 0x1F', 'd: 017', 'f: "1"', 'f: x', 'f: 1.5f', 'd: -x', 'f: 18446744073709551616x', 'f: --1'),
  },
  'fields are set once': {
    valid: sets('l: 1 l: 2 r { } r { }'),
    invalid: sets(
      'i: 1 i: 1',
      'm { } m { }',
      'm { i: 1 i: 2 }',
      's: "a" s: "b"',
      '[p.ext]: 1 [p.ext]: 2',
      'G { } G { }',
    ),
  },
  'oneofs are set once': {
    valid: sets('p: 1', 'n { } i: 1'),
    invalid: sets('p: 1 q: "a"', 'n { } h { }', 'm { q: "a" p: 1 }', 'p: 1 p: 2'),
  },
  'lists are separated': {
    valid: sets('l: [1, 2] t: []', 'i: 1, s: "a"; b: true', 'r [{ }, { i: 1 }]', 'l: []'),
    invalid: sets(
      'l: [1 2]',
      'l: [1,]',
      'l: [, 1]',
      'l: [1',
      'l: [1;2]',
      'i: 1,, s: "a"',
      'r: [{ } { }]',
      'r: [1]',
      'l: [[1]]',
    ),
  },
  'lists are for repeated fields': {
    valid: sets('l: [1]', 'z: [X]'),
    invalid: sets('i: [1]', 'm: [{ }]', 's: []', 'm []'),
  },
  'messages are delimited': {
    valid: sets('m { } r < i: 1 >', 'm: { }', 'm < m { } >'),
    invalid: sets('m i: 1', 'm: (i: 1)', 'm [ i: 1 ]', 'm', 'm:', 'm <i: 1', 'm { i: 1'),
  },
  'colons stand before scalars': {
    valid: sets('i: 1', 'l: [1] m { }'),
    invalid: sets('i 1', 's "a"', 'l [1]', 'e X', '[p.ext] 1'),
  },
  'extensions are in brackets': {
    valid: sets('[p.ext]: 1', '[ p . ext ]: 1', '[p.more] { i: 1 }', '[p.many]: [1, 2]', '[p.N.inner] { }', '[ext]: 1'),
    invalid: sets(
      'ext: 1',
      'p.ext: 1',
      '[p.none]: 1',
      '[]: 1',
      '[p.ext: 1',
      '[p.]: 1',
      '[1]: 1',
      '["p.ext"]: 1',
      '[p/ext]: 1',
      '[.p.ext]: 1',
      '[p.ext]',
      '(p.ext): 1',
    ),
  },
  'extensions belong to their message': {
    valid: sets('[p.ext]: 1 m { [p.ext]: 2 }', '[p.M.i]: 1'),
    invalid: sets('[p.M]: 1', '[p.E]: 1', '[p]: 1'),
  },
  'groups go by their type': {
    valid: sets('G { x: 1 }', '[p.grp] { c: 1 }', 'g { x: 1 }'),
    invalid: sets('G: 1', 'Grp { c: 1 }', 'GG { }', '[p.Grp] { c: 1 }'),
  },
  'Any has a type URL': {
    valid: [any('[type.googleapis.com/p.T] { a: 1 b: 2 }'), any('[type.googleprod.com/p.T]: { b: 2 }')],
    invalid: [
      any('[p.T] { b: 1 }'),
      any('[/p.T] { b: 1 }'),
      any('[type.googleapis.com/] { }'),
      any('[type.googleapis.com/p.T'),
      any('[type.googleapis.com p.T] { }'),
      any('[/x/p.T] { }'),
      any('[x%2/p.T] { }'),
    ],
  },
  'Any has a known type': {
    valid: [any('type_url: "x" value: "y"')],
    invalid: [
      any('[type.googleapis.com/p.None] { }'),
      any('[example.com/p.T] { b: 1 }'),
      any('[type.googleapis.com/T] { b: 1 }'),
      any('[type.googleapis.com/a/p.T] { b: 1 }'),
    ],
  },
  'Any is whole': {
    valid: [any('[type.googleapis.com/p.T] < b: 2 >')],
    invalid: [
      any('[type.googleapis.com/p.T] { a: 1 }'),
      any('[type.googleapis.com/p.T]: 1'),
      any('[type.googleapis.com/p.T] { b: 1 } [type.googleapis.com/p.T] { b: 1 }'),
      any('[type.googleapis.com/p.T] { b: 1 } type_url: "x"'),
      any('[type.googleapis.com/p.T] { c: 1 }'),
      any('type_url: "x" [type.googleapis.com/p.T] { b: 1 }'),
    ],
  },
  'required fields are set': {
    valid: [
      customOption('optional R', 'option (o) = { a: 1 };', 'message R { required int32 a = 1; optional R r = 2; }'),
      customOption('optional R', 'option (o).a = 1;', 'message R { required int32 a = 1; optional R r = 2; }'),
      inMap('r { value { a: 1 } } q { key: "b" }'),
    ],
    invalid: [
      customOption('optional R', 'option (o) = { };', 'message R { required int32 a = 1; optional R r = 2; }'),
      customOption(
        'optional R',
        'option (o) = { a: 1 r { } };',
        'message R { required int32 a = 1; optional R r = 2; }',
      ),
      customOption(
        'optional R',
        'option (o) = { r { r { } } };',
        'message R { required int32 a = 1; optional R r = 2; }',
      ),
      customOption(
        'optional R',
        'option (o) = { l { } l { a: 1 } l { } };',
        'message R { required int32 a = 1; repeated R l = 2; required string s = 3; }',
      ),
      inMap('r { key: "a" }'),
      inMap('r { key: "a" value { } }'),
      inMap('q { value { s { } r { } } }'),
      inMap('q { key: "a" value { s { } } }'),
    ],
  },
  'MessageSet items go by name': {
    valid: [item('[p.T] { a: 1 }'), item('[p.T.ext] { a: 1 }'), item('[p.T] { } [p.U] { }')],
    invalid: [
      item('[p.None] { }'),
      item('T { }'),
      item('[p.T]: 1'),
      item('[p.S] { }'),
      item('a: 1'),
      customOption(
        'optional S',
        'option (o) = { [p.T] { } };',
        'message S { extensions 4 to 5; }\nmessage T { extend S { optional T t = 4; } }',
      ),
    ],
  },
  'messages end as they began': {
    valid: sets('m { m < > }'),
    invalid: sets('m { >', 'm < }', 'm { m < } }', 'm { i: 1 > }'),
  },
  'aggregates are parsed as text': {
    valid: sets(
      'i: 1',
      '# x\n',
      'i: 1 # a comment $\n s: "x"',
      's: # why\n "x"',
      's: "x" # a { } b\n "y" # c\n',
      '[p. # a\n ext # b\n ] # c\n : # d\n 1',
      'l: [ # a\n 1, # b\n 2 # c\n , 3 # d\n ]',
      'm # a\n { # b\n i # c\n : # d\n -1 # e\n } # f\n',
      'm # a\n : # b\n < # c\n >',
      'e: # a\n Y b: # b\n true f: - # c\n inf z: [X # d\n , Y]',
      'old # a\n : # b\n "x" # c\n "y" i: - # d\n 1',
      'old: [ # a\n "x", # b\n { i # c\n : # d\n 1 } # e\n ]',
      '# a /* \n */ i: 1',
      '# a\n# b\n\n  # c\ni: 1',
    ),
    invalid: sets(
      'i = 1',
      'i: 1 $',
      'i: (1)',
      '}',
      'i: 1 }',
      'm { # x }',
      'i: # 1\n',
      'm { # x }\n }',
      '# x \n nope: 1',
      's: # "x"\n',
      's: "x" # it\'s\n',
      'i: # a\n "x"',
      'nope # a\n : 1',
      'l: [1 # , \n 2]',
      '[p.ext # ]\n : 1',
      'm { } / 1',
    ),
  },
};
