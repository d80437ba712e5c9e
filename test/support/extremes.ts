/** Texts that grow in one direction only, and texts of strange characters. */

export interface Extreme {
  readonly name: string;
  /** The first of the sizes that are compared. */
  readonly size: number;
  readonly text: (size: number) => string;
}

const proto3 = (body: string): string => `syntax = "proto3";\npackage p;\n${body}`;
const proto2 = (body: string): string => `syntax = "proto2";\npackage p;\n${body}`;
const many = (count: number, one: (index: number) => string, separator = '\n'): string =>
  Array.from({ length: count }, (_, i) => one(i)).join(separator);
const nested = (depth: number, open: string, close: string): string => open.repeat(depth) + close.repeat(depth);

export const GROWING: readonly Extreme[] = [
  { name: 'braces that open', size: 25_000, text: (n) => '{'.repeat(n) },
  { name: 'braces that close', size: 25_000, text: (n) => '}'.repeat(n) },
  { name: 'brackets that open', size: 25_000, text: (n) => `message A { int32 a = 1 ${'['.repeat(n)}` },
  { name: 'parentheses that open', size: 25_000, text: (n) => `option ${'('.repeat(n)}` },
  { name: 'nested messages', size: 25_000, text: (n) => nested(n, 'message A { ', '} ') },
  { name: 'nested messages, never closed', size: 25_000, text: (n) => 'message A {\n'.repeat(n) },
  {
    name: 'nested groups',
    size: 25_000,
    text: (n) => proto2(`message A { ${many(n, (i) => `optional group G${i} = 1 {`, ' ')} ${'}'.repeat(n)} }`),
  },
  { name: 'nested aggregates', size: 25_000, text: (n) => proto3(`option (a) = ${nested(n, '{ a: ', '} ')};`) },
  {
    name: 'nested aggregates of angle brackets',
    size: 25_000,
    text: (n) => proto3(`option (a) = { ${nested(n, 'a < ', '> ')} };`),
  },
  {
    name: 'nested lists in an aggregate',
    size: 25_000,
    text: (n) => proto3(`option (a) = { a: ${nested(n, '[', ']')} };`),
  },
  {
    name: 'nested blocks in an rpc',
    size: 25_000,
    text: (n) => proto3(`service S { rpc A(B) returns (C) ${nested(n, '{ ', '} ')} }`),
  },
  {
    name: 'fields',
    size: 25_000,
    text: (n) => proto3(`message A {\n${many(n, (i) => `  int32 f${i} = ${i < 18_999 ? i + 1 : i + 2_000};`)}\n}\n`),
  },
  {
    name: 'fields on one line',
    size: 50_000,
    text: (n) =>
      proto3(`message A { ${many(n, (i) => `int32 f${i} = ${i < 18_999 ? i + 1 : i + 2_000};`, ' ')} }`).replaceAll(
        '\n',
        ' ',
      ),
  },
  {
    name: 'fields with options',
    size: 10_000,
    text: (n) =>
      proto3(
        `message A {\n${many(n, (i) => `  int32 f${i} = ${i + 1} [deprecated = true, json_name = "j${i}"];`)}\n}\n`,
      ),
  },
  {
    name: 'fields of message types',
    size: 10_000,
    text: (n) => proto3(`${many(n, (i) => `message M${i} { M${(i * 7) % n} f = 1; }`)}\n`),
  },
  {
    name: 'fields that are not defined',
    size: 10_000,
    text: (n) => proto3(`message A {\n${many(n, (i) => `  Missing${i} f${i} = ${i + 1};`)}\n}\n`),
  },
  {
    name: 'fields with one number',
    size: 10_000,
    text: (n) => proto3(`message A {\n${many(n, (i) => `  int32 f${i} = 1;`)}\n}\n`),
  },
  {
    name: 'fields with one name',
    size: 10_000,
    text: (n) => proto3(`message A {\n${many(n, (i) => `  int32 f = ${i + 1};`)}\n}\n`),
  },
  {
    name: 'map fields',
    size: 5_000,
    text: (n) => proto3(`message A {\n${many(n, (i) => `  map<string, A> f${i} = ${i + 1};`)}\n}\n`),
  },
  {
    name: 'optional fields of proto3',
    size: 5_000,
    text: (n) => proto3(`message A {\n${many(n, (i) => `  optional int32 f${i} = ${i + 1};`)}\n}\n`),
  },
  {
    name: 'fields of a oneof',
    size: 10_000,
    text: (n) => proto3(`message A { oneof o {\n${many(n, (i) => `  int32 f${i} = ${i + 1};`)}\n} }\n`),
  },
  {
    name: 'oneofs',
    size: 10_000,
    text: (n) => proto3(`message A {\n${many(n, (i) => `  oneof o${i} { int32 f${i} = ${i + 1}; }`)}\n}\n`),
  },
  {
    name: 'values of an enum',
    size: 25_000,
    text: (n) => proto3(`enum E {\n${many(n, (i) => `  V${i} = ${i};`)}\n}\n`),
  },
  {
    name: 'aliases in an enum',
    size: 25_000,
    text: (n) => proto3(`enum E {\n  option allow_alias = true;\n${many(n, (i) => `  V${i} = 0;`)}\n}\n`),
  },
  {
    name: 'reserved ranges',
    size: 5_000,
    text: (n) => proto3(`message A { reserved ${many(n, (i) => `${i * 3 + 1} to ${i * 3 + 2}`, ', ')}; }`),
  },
  {
    name: 'reserved names',
    size: 10_000,
    text: (n) => proto3(`message A { reserved ${many(n, (i) => `"n${i}"`, ', ')}; int32 a = 1; }`),
  },
  {
    name: 'extension ranges',
    size: 5_000,
    text: (n) => proto2(`message A { extensions ${many(n, (i) => `${i * 3 + 1} to ${i * 3 + 2}`, ', ')}; }`),
  },
  {
    name: 'extensions',
    size: 10_000,
    text: (n) =>
      proto2(
        `message A { extensions 1 to max; }\nextend A {\n${many(n, (i) => `  optional int32 e${i} = ${i < 18_999 ? i + 1 : i + 2_000};`)}\n}\n`,
      ),
  },
  {
    name: 'methods',
    size: 10_000,
    text: (n) => proto3(`message A {}\nservice S {\n${many(n, (i) => `  rpc M${i}(A) returns (stream A);`)}\n}\n`),
  },
  { name: 'messages', size: 10_000, text: (n) => proto3(many(n, (i) => `message M${i} {}`)) },
  { name: 'imports of nothing', size: 5_000, text: (n) => proto3(many(n, (i) => `import "missing${i}.proto";`)) },
  {
    name: 'one import again and again',
    size: 5_000,
    text: (n) => proto3(`import "google/protobuf/any.proto";\n`.repeat(n)),
  },
  { name: 'one package again and again', size: 5_000, text: (n) => 'package p;\n'.repeat(n) },
  {
    name: 'custom options that are not defined',
    size: 10_000,
    text: (n) => proto3(many(n, (i) => `option (o${i}) = ${i};`)),
  },
  {
    name: 'one option again and again',
    size: 10_000,
    text: (n) => proto3(many(n, () => 'option java_package = "a";')),
  },
  {
    name: 'a value of many fields',
    size: 10_000,
    text: (n) => proto3(`option (a) = { ${many(n, (i) => `f${i}: ${i}`, ' ')} };`),
  },
  { name: 'a long package', size: 25_000, text: (n) => `package ${'a.'.repeat(n)}b;` },
  { name: 'a long type name', size: 25_000, text: (n) => proto3(`message A { ${'a.'.repeat(n)}b f = 1; }`) },
  { name: 'a long option name', size: 25_000, text: (n) => proto3(`option ${'a.'.repeat(n)}b = 1;`) },
  { name: 'a long identifier', size: 250_000, text: (n) => proto3(`message ${'A'.repeat(n)} {}`) },
  { name: 'a long number', size: 250_000, text: (n) => proto3(`message A { int32 a = ${'1'.repeat(n)}; }`) },
  {
    name: 'a long float',
    size: 250_000,
    text: (n) => proto2(`message A { optional double a = 1 [default = 1.${'1'.repeat(n)}]; }`),
  },
  { name: 'a long string', size: 250_000, text: (n) => proto3(`option java_package = "${'a'.repeat(n)}";`) },
  {
    name: 'a string of escapes',
    size: 250_000,
    text: (n) => proto3(`option java_package = "${'\\x41'.repeat(n / 4)}";`),
  },
  { name: 'a string in many pieces', size: 25_000, text: (n) => proto3(`option java_package = ${'"a" '.repeat(n)};`) },
  { name: 'a long comment', size: 250_000, text: (n) => `/* ${'a\n * '.repeat(n / 5)}*/\n${proto3('message A {}')}` },
  { name: 'lines of comments', size: 25_000, text: (n) => `${'// a\n'.repeat(n)}${proto3('message A {}')}` },
  {
    name: 'comments apart from each other',
    size: 25_000,
    text: (n) => `${'// a\n\n'.repeat(n)}${proto3('message A {}')}`,
  },
  { name: 'comments that open', size: 25_000, text: (n) => '/*'.repeat(n) },
  { name: 'semicolons', size: 250_000, text: (n) => ';'.repeat(n) },
  { name: 'quotes', size: 25_000, text: (n) => `"\n`.repeat(n) },
  { name: 'zero bytes', size: 25_000, text: (n) => '\0'.repeat(n) },
  { name: 'broken declarations', size: 5_000, text: (n) => proto3(many(n, (i) => `message A${i} { string`)) },
  { name: 'keywords', size: 25_000, text: (n) => 'message '.repeat(n) },
  { name: 'blank lines', size: 2_500_000, text: (n) => `${'\n'.repeat(n)}${proto3('message A {}')}` },
];

/** Small strange texts. We must report the same errors as protoc for each of them. */
export const STRANGE: Readonly<Record<string, string>> = {
  'an empty file': '',
  'blanks only': ' \t\r\n\f\v',
  'a byte-order mark': '\ufeffsyntax = "proto3";\n',
  'a byte-order mark alone': '\ufeff',
  'two byte-order marks': '\ufeff\ufeffsyntax = "proto3";\n',
  'a byte-order mark later': 'syntax = "proto3";\n\ufeffmessage A {}\n',
  CRLF: 'syntax = "proto3";\r\n// a\r\nmessage A {\r\n  int32 a = 1; // b\r\n}\r\n',
  'CR alone': 'syntax = "proto3";\r// a\rmessage A {\r  int32 a = 1;\r}\r',
  'a zero byte between declarations': 'syntax = "proto3";\0message A {}',
  'a zero byte in a string': 'syntax = "proto3";\noption java_package = "a\0b";\n',
  'a zero byte in a comment': 'syntax = "proto3";\n// a\0b\nmessage A {}\n',
  'a zero byte in a block comment': 'syntax = "proto3";\n/* a\0b */\nmessage A {}\n',
  'an escaped zero in a name': 'syntax = "proto3";\nmessage A { int32 a = 1 [json_name = "\\0"]; }\n',
  'the largest numbers':
    'syntax = "proto2";\nmessage A { optional uint64 a = 1 [default = 18446744073709551615]; optional int64 b = 2 [default = -9223372036854775808]; optional int64 c = 3 [default = 9223372036854775807]; }\n',
  'an unsigned number too large':
    'syntax = "proto2";\nmessage A { optional uint64 a = 1 [default = 18446744073709551616]; }\n',
  'a number too large': 'syntax = "proto2";\nmessage A { optional int64 a = 1 [default = 9223372036854775808]; }\n',
  'a number too small': 'syntax = "proto2";\nmessage A { optional int64 a = 1 [default = -9223372036854775809]; }\n',
  'the smallest enum value': 'syntax = "proto2";\nenum E { A = -2147483648; B = 2147483647; }\n',
  'an enum value too small': 'syntax = "proto2";\nenum E { A = -2147483649; }\n',
  'an enum value too large': 'syntax = "proto2";\nenum E { A = 2147483648; }\n',
  'the largest field number': 'syntax = "proto3";\nmessage A { int32 a = 536870911; }\n',
  'a field number too large': 'syntax = "proto3";\nmessage A { int32 a = 536870912; }\n',
  'a field number beyond 32 bits': 'syntax = "proto3";\nmessage A { int32 a = 4294967297; }\n',
  'a field number beyond 64 bits': 'syntax = "proto3";\nmessage A { int32 a = 18446744073709551617; }\n',
  'floats at the edge':
    'syntax = "proto2";\nmessage A { optional float a = 1 [default = 3.4028235e38]; optional float b = 2 [default = 1e39]; optional double c = 3 [default = 1e400]; optional double d = 4 [default = 5e-324]; optional float e = 5 [default = 1e-46]; }\n',
  'text that is not ASCII in strings and comments':
    'syntax = "proto3";\n// grüße 😀\noption java_package = "é😀";\nmessage A {} // ü\n',
  'letters that are not ASCII': 'syntax = "proto3";\nmessage Ä {}\n',
  'an emoji': 'syntax = "proto3";\n😀\n',
  'nested messages up to the limit': nested(32, 'message A { ', '} '),
  'nested messages beyond the limit': nested(33, 'message A { ', '} '),
};

/** Texts that are not UTF-8. protoc cannot read files with them, but an editor may have them open. */
export const NOT_UTF8: Readonly<Record<string, string>> = {
  'a lone high surrogate': 'syntax = "proto3";\nmessage \ud800 {}\n',
  'a lone low surrogate in a string': 'syntax = "proto3";\noption java_package = "\udc00";\n',
  'a lone surrogate in a comment': 'syntax = "proto3";\n// \ud83d\nmessage A {}\n',
  'surrogates in the wrong order':
    'syntax = "proto3";\n/* \ude00\ud83d */ message A { string s = 1 [json_name = "\ude00\ud83d"]; }\n',
};
