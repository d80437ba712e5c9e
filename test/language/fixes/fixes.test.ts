import { describe, expect, test } from 'vitest';
import { fileOptionEdit } from '../../../src/language/fixes/fileOption.ts';
import type { Fix } from '../../../src/language/fixes/fix.ts';
import { refactorings } from '../../../src/language/fixes/fixes.ts';
import { organizeImports } from '../../../src/language/fixes/organizeImports.ts';
import type { LinkedFile } from '../../../src/schema/descriptors/model.ts';
import { parse } from '../../../src/syntax/parser.ts';
import { applyEdits } from '../../../src/text/edit.ts';
import { fixed, fixedFiles, fixes, offeredAt, open, rewritten, titles } from './check.ts';

const HEAD = 'syntax = "proto3";\npackage p;\n';
const OTHER =
  '-- other/v1/o.proto --\nsyntax = "proto3";\npackage other.v1;\nmessage Order { enum State { S = 0; } }\n';

describe('a type that is not found', () => {
  test('a fix imports the file of the type', () => {
    expect(
      fixed(`${HEAD}message M { google.protobuf.Timestamp t = 1; }\n`, 'Import "google/protobuf/timestamp.proto"'),
    ).toBe(`${HEAD}\nimport "google/protobuf/timestamp.proto";\n\nmessage M { google.protobuf.Timestamp t = 1; }\n`);
  });

  test('a fix also writes a name that resolves to the type', () => {
    expect(
      fixed(
        `-- a.proto --\n${HEAD}message M { Order o = 1; }\n${OTHER}`,
        'Import "other/v1/o.proto" and write "other.v1.Order"',
      ),
    ).toContain('{ other.v1.Order o = 1; }');
    expect(titles(`-- a.proto --\n${HEAD}message M { Order.State o = 1; }\n${OTHER}`)).toEqual([
      'Import "other/v1/o.proto" and write "other.v1.Order.State"',
    ]);
  });

  test('a missing type gets one fix per candidate', () => {
    const more = `${OTHER}-- third.proto --\nsyntax = "proto3";\npackage third;\nmessage Order {}\n`;
    const found = fixes(`-- a.proto --\n${HEAD}message M { Order o = 1; }\n${more}`);
    expect(found.map(({ title }) => title)).toEqual([
      'Import "third.proto" and write "third.Order"',
      'Import "other/v1/o.proto" and write "other.v1.Order"',
    ]);
    expect(found.some(({ preferred }) => preferred)).toBe(false);
  });

  test('a fix only changes the name if the file of the type is already imported', () => {
    expect(
      titles(
        `-- a.proto --\n${HEAD}import "other/v1/o.proto";\nmessage M { Order o = 1; other.v1.Order p = 2; }\n${OTHER}`,
      ),
    ).toEqual(['Change to "other.v1.Order"']);
  });

  test('a fix writes the full name if another declaration hides the type', () => {
    expect(titles(`${HEAD}message B { message C {} }\nmessage A { message B {} B.C c = 1; }`)).toContain(
      'Change to "p.B.C"',
    );
  });

  test("a fix adds the import from protoc's message", () => {
    const files =
      '-- b.proto --\nsyntax = "proto3";\nimport "c.proto";\nmessage B { C c = 1; }\n-- c.proto --\nsyntax = "proto3";\nmessage C {}\n';
    expect(
      fixed(
        `-- a.proto --\nsyntax = "proto3";\nimport "b.proto";\nmessage A { B b = 1; C c = 2; }\n${files}`,
        'Import "c.proto"',
      ),
    ).toContain('import "b.proto";\nimport "c.proto";\n');
  });

  test('no fix imports a file that imports this one', () => {
    expect(
      titles(`-- a.proto --\n${HEAD}message M { Order o = 1; }\n-- b.proto --\nimport "a.proto";\nmessage Order {}\n`),
    ).toEqual(['Create message Order', 'Create enum Order']);
  });

  test('a fix corrects the spelling of the type', () => {
    expect(titles(`${HEAD}message Order {}\nmessage M { Ordr o = 1; strng s = 2; }`)).toEqual([
      'Change to "Order"',
      'Create message Ordr',
      'Create enum Ordr',
      'Change to "string"',
    ]);
  });

  test('fixes correct the spelling of a type in a file that is not imported, best first', () => {
    const money =
      '-- shop/money.proto --\nsyntax = "proto3";\npackage shop;\nmessage Money {}\nmessage Monkeys {}\nenum Moxy { X = 0; }\n';
    const source = `-- a.proto --\n${HEAD}message M { Mony m = 1; }\n${money}`;
    expect(titles(source).slice(0, 2)).toEqual([
      'Change to "shop.Money" and import "shop/money.proto"',
      'Change to "shop.Moxy" and import "shop/money.proto"',
    ]);
    expect(fixed(source, 'Change to "shop.Money" and import "shop/money.proto"')).toBe(
      `${HEAD}\nimport "shop/money.proto";\n\nmessage M { shop.Money m = 1; }\n`,
    );
    const rpc = `-- a.proto --\n${HEAD}message E {}\nservice S { rpc A(shop.Moxi) returns (E); }\n${money}`;
    expect(titles(rpc)).toEqual([]);
  });

  test('a fix creates the missing type of an rpc as a message at the end of the file', () => {
    const rpc = `${HEAD}service S {\n  rpc Get(GetRequest) returns (GetResponse);\n}\n`;
    expect(titles(rpc)).toEqual(['Create message GetRequest', 'Create message GetResponse']);
    const one = fixed(rpc, 'Create message GetRequest');
    expect(one).toBe(`${rpc}\nmessage GetRequest {}\n`);
    const both = fixed(one, 'Create message GetResponse');
    expect(both).toBe(`${rpc}\nmessage GetRequest {}\n\nmessage GetResponse {}\n`);
    expect(fixes(both)).toEqual([]);
  });

  test('a fix creates the missing type of a field as a message or an enum after the declaration that contains the field', () => {
    const field = `${HEAD}message M {\n  FileKind kind = 1;\n} // end\n\nmessage N {}`;
    expect(titles(field)).toEqual(['Create message FileKind', 'Create enum FileKind']);
    expect(fixed(field, 'Create enum FileKind')).toBe(
      `${HEAD}message M {\n  FileKind kind = 1;\n} // end\n\nenum FileKind {\n  FILE_KIND_UNSPECIFIED = 0;\n}\n\nmessage N {}`,
    );
    expect(fixes(fixed(field, 'Create enum FileKind'))).toEqual([]);
    expect(fixes(fixed(field, 'Create message FileKind'))).toEqual([]);
  });

  test.each([
    ['a type with a qualifier', 'message M { other.Kind k = 1; }'],
    ['a type that is extended', 'extend Kind { int32 k = 1; }'],
    ['a type whose name is taken', 'service Kind {}\nmessage M { Kind k = 1; }'],
  ])('no fix creates a missing type: %s', (_, body) => {
    expect(titles(`${HEAD}${body}\n`).filter((title) => title.startsWith('Create'))).toEqual([]);
  });

  test('a fix imports the file of a custom option', () => {
    const rules =
      '-- rules.proto --\nsyntax = "proto3";\npackage rules;\nimport "google/protobuf/descriptor.proto";\nextend google.protobuf.FieldOptions { string note = 50000; }\n';
    expect(
      fixed(`-- a.proto --\n${HEAD}message M { int32 a = 1 [(rules.note) = "x"]; }\n${rules}`, 'Import "rules.proto"'),
    ).toContain('import "rules.proto";');
    expect(
      fixed(
        `-- a.proto --\n${HEAD}message M { int32 a = 1 [(note) = "x"]; }\n${rules}`,
        'Import "rules.proto" and write "rules.note"',
      ),
    ).toContain('[(rules.note) = "x"]');
  });
});

describe('imports', () => {
  const two = 'import "google/protobuf/any.proto"; // one\nimport "google/protobuf/empty.proto";\n';

  test('unused imports are removed with their lines', () => {
    expect(fixed(`${HEAD}${two}message M {}\n`, 'Remove the import of "google/protobuf/any.proto"')).toBe(
      `${HEAD}import "google/protobuf/empty.proto";\nmessage M {}\n`,
    );
    expect(fixed(`${HEAD}${two}message M {}\n`, 'Remove all unused imports')).toBe(`${HEAD}message M {}\n`);
  });

  test('imports that are not found get the paths of files that exist', () => {
    expect(
      fixed(
        `-- a.proto --\n${HEAD}import 'other/o.proto';\nmessage M { other.v1.Order o = 1; }\n${OTHER}`,
        'Change to "other/v1/o.proto"',
      ),
    ).toContain("import 'other/v1/o.proto';");
  });

  test('imports of a renamed folder get its new path first, and only then the removal', () => {
    const main = `-- a.proto --\n${HEAD}import "batch/v1/message.proto";\n`;
    const others = ['users', 'rooms'].map((name) => `-- ${name}/v1/message.proto --\nsyntax = "proto3";\n`).join('');
    const moved = '-- batches/v1/message.proto --\nsyntax = "proto3";\n';
    const found = fixes(main + others + moved);
    expect(found.map(({ title, preferred }) => [title, preferred])).toEqual([
      ['Change to "batches/v1/message.proto"', true],
      ['Remove the import of "batch/v1/message.proto"', false],
    ]);
  });

  test('imports of a renamed file get the file that declares the used names', () => {
    const main = `-- shop/a.proto --\n${HEAD}import "shop/currency.proto";\nmessage M { shop.Money price = 1; }\n`;
    const money = '-- shop/money.proto --\nsyntax = "proto3";\npackage shop;\nmessage Money {}\n';
    const other = '-- shop/other.proto --\nsyntax = "proto3";\npackage shop;\nmessage Other {}\n';
    expect(fixed(main + money + other, 'Change to "shop/money.proto"')).toContain('import "shop/money.proto";');
    expect(fixes(main + money + other)[0]).toMatchObject({
      title: 'Change to "shop/money.proto"',
      preferred: true,
    });
  });

  test('imports are sorted within each group, with their comments', () => {
    const text = `edition = "2024";
import option "z.proto";
// About b.
import "b.proto"; // b
import "a.proto";

import "d.proto";
import "c.proto";
message M { A a = 1; B b = 2; C c = 3; D d = 4; }
`;
    const files = ['a', 'b', 'c', 'd', 'z']
      .map((name) => `-- ${name}.proto --\nsyntax = "proto3";\nmessage ${name.toUpperCase()} {}\n`)
      .join('');
    const { file } = open(`-- main.proto --\n${text}${files}`);
    expect(applyEdits(file.tree.text, organizeImports(file))).toBe(`edition = "2024";
import "a.proto";
// About b.
import "b.proto"; // b

import "c.proto";
import "d.proto";
import option "z.proto";
message M { A a = 1; B b = 2; C c = 3; D d = 4; }
`);
  });

  test('sorted imports stay as they are', () => {
    const { file } = open(`${HEAD}import "google/protobuf/any.proto";\nmessage M { google.protobuf.Any a = 1; }\n`);
    expect(organizeImports(file)).toEqual([]);
  });
});

describe('numbers', () => {
  test.each<[string, string, string, string]>([
    ['used twice', 'message M { int32 a = 1; int32 b = 1; }', 'Change the number to 2, which is free', 'int32 b = 2;'],
    [
      "used twice, by protoc's own suggestion",
      'message M { int32 a = 1; int32 b = 1; int32 c = 19999; }',
      'Change the number to 2, which is free',
      'int32 b = 2;',
    ],
    ['missing', 'message M {\n  int32 a = 7;\n  int32 b;\n}', 'Give it the number 8, which is free', 'int32 b = 8;\n'],
    [
      'missing together with the semicolon',
      'message M {\n  int32 a = 7;\n  int32 b =\n}',
      'Give it the number 8, which is free',
      'int32 b = 8;\n',
    ],
    ['missing in an enum', 'enum E {\n  A = 0;\n  B;\n}', 'Give it the number 1, which is free', 'B = 1;\n'],
    [
      'reserved',
      'message M { reserved 2 to 4; int32 z = 1; int32 a = 3; }',
      'Change the number to 5, which is free',
      'int32 a = 5;',
    ],
    [
      'no longer reserved',
      'message M { reserved 2 to 4, 9; int32 a = 3; }',
      'Do not reserve 3 any more',
      'reserved 2, 4, 9;',
    ],
    [
      'reserved by itself',
      'message M {\n  reserved 3;\n  int32 a = 3;\n}',
      'Do not reserve 3 any more',
      'message M {\n  int32 a = 3;\n}',
    ],
    [
      'reserved by protobuf',
      'message M { int32 a = 19001; }',
      'Change the number to 1, which is free (a)',
      'int32 a = 1;',
    ],
    ['the number of an alias', 'enum E { A = 0; B = 0; }', 'Change the number to 1, which is free', 'B = 1;'],
    [
      'the number of an intended alias',
      'enum E {\n  A = 0;\n  B = 0;\n}',
      'Allow aliases in the enum',
      'enum E {\n  option allow_alias = true;\n  A = 0;',
    ],
  ])('a number has a fix: %s', (_title, body, title, expected) => {
    expect(fixed(HEAD + body, title)).toContain(expected);
  });

  test('a reserved name that a field uses has the same fix as a reserved number', () => {
    expect(fixed(`${HEAD}message M { reserved "a", "b"; int32 a = 3; }`, 'Do not reserve "a" any more')).toContain(
      'reserved "b"; int32 a',
    );
  });
});

describe('names', () => {
  test('a taken name gets a number at the end', () => {
    expect(fixed(`${HEAD}message M {}\nmessage M2 {}\nmessage M {}\n`, 'Rename to M3')).toBe(
      `${HEAD}message M {}\nmessage M2 {}\nmessage M3 {}\n`,
    );
    expect(fixed(`${HEAD}message M { int32 a = 1; int32 a = 2; }\n`, 'Rename to a2')).toContain('int32 a2 = 2;');
    expect(titles(`${HEAD}message A1 {}\nenum A1 { Z = 0; }\n`)).toEqual(['Rename to A2']);
  });

  test('a name that is taken in another file gets a number at the end', () => {
    const other = '-- b.proto --\nsyntax = "proto3";\npackage p;\nmessage M {}\nmessage M2 {}\n';
    expect(fixed(`-- a.proto --\n${HEAD}import "b.proto";\nmessage M {}\n${other}`, 'Rename to M3')).toContain(
      'message M3 {}',
    );
  });

  const EDITION = 'edition = "2024";\npackage p;\n';
  test.each<[string, string, string, string]>([
    [
      'messages',
      'message http_rule { http_rule.inner i = 1; message inner {} }',
      'Rename to HttpRule',
      'message HttpRule { HttpRule.inner i = 1; message inner {} }',
    ],
    ['fields', 'message M { int32 userId = 1; }', 'Rename to user_id', 'int32 user_id = 1;'],
    ['fields with a number', 'message M { int32 line_2 = 1; }', 'Rename to line2', 'int32 line2 = 1;'],
    ['oneofs', 'message M { oneof Kind { int32 a = 1; } }', 'Rename to kind', 'oneof kind {'],
    ['values', 'enum E { levelHigh = 0; }', 'Rename to LEVEL_HIGH', 'LEVEL_HIGH = 0;'],
    ['services', 'service greeter_api {}', 'Rename to GreeterApi', 'service GreeterApi {}'],
    ['methods', 'message M {}\nservice S { rpc say_hello(M) returns (M); }', 'Rename to SayHello', 'rpc SayHello(M)'],
  ])('names get the style of the edition: %s', (_title, body, title, expected) => {
    expect(fixed(EDITION + body, title)).toContain(expected);
  });

  test('a name is changed in every file that uses it', () => {
    const files = `-- b.proto --\n${EDITION}import "a.proto";\nmessage B { p.bad_name b = 1; .p.bad_name.Inner c = 2; }\n-- c.proto --\n${EDITION}message Apart {}\n`;
    expect(
      fixedFiles(
        `-- a.proto --\n${EDITION}message bad_name { export message Inner {} }\n${files}`,
        'Rename to BadName, also in another file',
      ),
    ).toEqual({
      'a.proto': `${EDITION}message BadName { export message Inner {} }\n`,
      'b.proto': `${EDITION}import "a.proto";\nmessage B { p.BadName b = 1; .p.BadName.Inner c = 2; }\n`,
    });
  });

  test('a name is changed if hundreds of files import the declaration and few use it', () => {
    const others = Array.from(
      { length: 150 },
      (_, i) => `-- f${i}.proto --\n${EDITION}import "a.proto";\nmessage M${i} {}\n`,
    );
    const user = `-- user.proto --\n${EDITION}import "a.proto";\nmessage User { bad_name b = 1; }\n`;
    expect(
      fixedFiles(
        `-- a.proto --\n${EDITION}message bad_name {}\n${others.join('')}${user}`,
        'Rename to BadName, also in another file',
      )['user.proto'],
    ).toContain('{ BadName b = 1; }');
  });

  test('names of enum values are changed in defaults and options, in other files too', () => {
    const user = `edition = "2024";\npackage q;\nimport "a.proto";\nimport "google/protobuf/descriptor.proto";\nmessage R { p.E e = 1; repeated p.E l = 2; }\nextend google.protobuf.MessageOptions { R r = 50000; }\n`;
    const named = (value: string): string =>
      `message M { option (r) = { e: ${value} l: [${value}] }; p.E e = 1 [default = ${value}]; }\n`;
    expect(
      fixedFiles(
        `-- a.proto --\nedition = "2024";\npackage p;\nenum E { low = 0; }\n-- user.proto --\n${user}${named('low')}`,
        'Rename to LOW, also in another file',
      ),
    ).toEqual({
      'a.proto': 'edition = "2024";\npackage p;\nenum E { LOW = 0; }\n',
      'user.proto': `${user}${named('LOW')}`,
    });
  });

  test('a name is left alone if the new name is taken, or if the linker cannot resolve the old name', () => {
    expect(titles(`${EDITION}message bad_name {}\nmessage BadName {}\n`)).toEqual([]);
    expect(titles(`${EDITION}enum E { low = 0; }\nmessage M { Nope e = 1 [default = low]; }\n`)).not.toContain(
      'Rename to LOW',
    );
  });

  test('JSON names are made different if that solves the conflict', () => {
    expect(
      fixed(`${HEAD}message M { int32 a = 1 [json_name = "b"]; int32 b = 2; }\n`, 'Call it "b2" in JSON'),
    ).toContain('int32 b = 2 [json_name = "b2"];');
    expect(fixed(`${HEAD}message M { int32 a = 1; int32 b = 2 [json_name = "a"]; }\n`, 'Remove json_name')).toContain(
      'int32 b = 2; }',
    );
    expect(titles(`${HEAD}message M { int32 foo_bar = 1; int32 fooBar = 2; }\n`)).toEqual([]);
  });
});

describe('visibility', () => {
  const importing = (type: string): string =>
    `-- a.proto --\nedition = "2024";\npackage p;\nimport "b.proto";\nmessage A { ${type} b = 1; }\n-- b.proto --\nedition = "2024";\npackage p;\n`;

  test('a fix changes the visibility of a type in the file of that type', () => {
    expect(fixedFiles(`${importing('B')}local message B {}\n`, 'Export p.B from "b.proto"')).toEqual({
      'b.proto': 'edition = "2024";\npackage p;\nexport message B {}\n',
    });
    expect(
      fixedFiles(`${importing('B.E')}message B {\n  enum E { Z = 0; }\n}\n`, 'Export p.B.E from "b.proto"')['b.proto'],
    ).toContain('  export enum E { Z = 0; }');
  });

  test('a fix removes the visibility of a declaration that must not be exported', () => {
    const text =
      'edition = "2024";\noption features.default_symbol_visibility = STRICT;\nmessage A { export message B {} }\n';
    expect(fixed(text, 'Do not export A.B')).toContain('message A { message B {} }');
  });
});

describe('enums', () => {
  test('an enum gets the zero value that it must start with', () => {
    expect(fixed(`${HEAD}enum OrderState {\n  // Done.\n  DONE = 1;\n}\n`, 'Add ORDER_STATE_UNSPECIFIED = 0')).toBe(
      `${HEAD}enum OrderState {\n  ORDER_STATE_UNSPECIFIED = 0;\n  // Done.\n  DONE = 1;\n}\n`,
    );
    expect(fixed(`${HEAD}enum E {\n}\n`, 'Add E_UNSPECIFIED = 0')).toBe(`${HEAD}enum E {\n  E_UNSPECIFIED = 0;\n}\n`);
  });

  test('an enum with a zero value elsewhere gets that value at its start', () => {
    expect(fixed(`${HEAD}enum E {\n  ONE = 1;\n  // Nothing.\n  NONE = 0;\n}\n`, 'Move NONE to the front')).toBe(
      `${HEAD}enum E {\n  // Nothing.\n  NONE = 0;\n  ONE = 1;\n}\n`,
    );
  });
});

describe('the syntax of a file', () => {
  test.each<[string, string, string, string]>([
    [
      'a missing semicolon',
      `${HEAD}message M {\n  int32 a = 1\n  int32 b = 2;\n}\n`,
      'Insert ";"',
      'int32 a = 1;\n  int32 b',
    ],
    [
      'a missing brace',
      `${HEAD}message M {\n  int32 a = 1;\n\nmessage N {\n  int32 b = 1;\n}\n`,
      'Insert "}"',
      'int32 a = 1;\n}\n\nmessage N',
    ],
    ['one brace too many', `${HEAD}message M {}\n}\n`, 'Remove "}"', 'message M {}\n\n'],
    [
      'a missing label',
      'syntax = "proto2";\nmessage M {\n  int32 a = 1;\n}\n',
      'Make the field optional',
      '  optional int32 a = 1;',
    ],
    [
      'a missing first line',
      '// Licence.\n\nmessage M {\n  int32 a = 1;\n}\n',
      'Add syntax = "proto3"',
      '// Licence.\n\nsyntax = "proto3";\n\nmessage M',
    ],
    [
      'optional in an edition',
      'edition = "2023";\nmessage M { optional int32 a = 1; }',
      'Remove "optional"',
      '{ int32 a = 1; }',
    ],
    [
      'required in an edition',
      'edition = "2023";\nmessage M { required int32 a = 1; }',
      'Require it with a feature instead',
      '{ int32 a = 1 [features.field_presence = LEGACY_REQUIRED]; }',
    ],
    [
      'a group in an edition',
      'edition = "2023";\nmessage M {\n  repeated group Item = 1 {\n    int32 a = 1;\n  }\n}\n',
      'Write a message and a delimited field',
      '  message Item {\n    int32 a = 1;\n  }\n  repeated Item item = 1 [features.message_encoding = DELIMITED];\n',
    ],
    [
      'a default in proto3',
      `${HEAD}message M { int32 a = 1 [default = 2, deprecated = true]; }`,
      'Remove the default',
      'int32 a = 1 [deprecated = true];',
    ],
    [
      'a default that is the only option of its field',
      `${HEAD}message M { int32 a = 1 [default = 2]; }`,
      'Remove the default',
      'int32 a = 1;',
    ],
    [
      'reserved names without quotes',
      `${HEAD}message M { reserved a, b; }`,
      'Write names in quotes',
      'reserved "a", "b";',
    ],
    ['a misspelled keyword', `${HEAD}mesage M {}\n`, 'Change to "message"', 'message M {}'],
    ['a misspelled option', `${HEAD}option go_pakage = "x";\n`, 'Change to go_package', 'option go_package = "x";'],
    ['a misspelled value', `${HEAD}option optimize_for = SPED;\n`, 'Change to SPEED', 'optimize_for = SPEED;'],
    ['a misspelled syntax', 'syntax = "proto4";\n', 'Change to "proto3"', 'syntax = "proto3";'],
    ['a string without quotes', `${HEAD}option go_package = x;\n`, 'Put it in quotes', 'go_package = "x";'],
  ])('the syntax of a file has a fix for %s', (_title, source, title, expected) => {
    expect(fixed(source, title)).toContain(expected);
  });
});

test('a byte-order mark stays in front of an import that is added', () => {
  const files =
    '-- a.proto --\n\ufeffmessage A { optional b.B b = 1; }\n-- b.proto --\nsyntax = "proto3";\npackage b;\nmessage B {}\n';
  const [title = ''] = titles(files).filter((one) => one.includes('b.proto'));
  expect(fixed(files, title)).toMatch(/^\ufeffimport "b.proto";\n/);
});

describe('a deleted declaration', () => {
  test('a deleted declaration has its number and name reserved', () => {
    const text = `${HEAD}message M {\n  // A note.\n  int32 a$0 = 1; // why\n  int32 b = 2;\n}\n`;
    expect(rewritten(text, 'Delete a and reserve its number and name')).toBe(
      `${HEAD}message M {\n  reserved 1;\n  reserved "a";\n  int32 b = 2;\n}\n`,
    );
  });

  test('a deleted declaration is added to the existing reserved statements', () => {
    const text = `${HEAD}message M {\n  reserved 4 to 6;\n  reserved "z";\n  int32 a$0 = 1;\n  int32 b = 2;\n}\n`;
    expect(rewritten(text, 'Delete a and reserve its number and name')).toBe(
      `${HEAD}message M {\n  reserved 4 to 6, 1;\n  reserved "z", "a";\n  int32 b = 2;\n}\n`,
    );
  });

  test('a deleted declaration is reserved without quotes in editions, and an empty oneof is deleted with it', () => {
    const text = 'edition = "2023";\nmessage M {\n  int32 b = 2;\n  oneof o {\n    int32 a$0 = 1;\n  }\n}\n';
    expect(rewritten(text, 'Delete a and reserve its number and name')).toBe(
      'edition = "2023";\nmessage M {\n  reserved 1;\n  reserved a;\n  int32 b = 2;\n}\n',
    );
  });

  /** The text between the two marks is selected. */
  function selected(marked: string): { readonly file: LinkedFile; readonly fixes: readonly Fix[] } {
    const [before = '', inside = '', behind = ''] = marked.split('$0');
    const { file } = open(before + inside + behind);
    return { file, fixes: refactorings(file, { start: before.length, end: before.length + inside.length }) };
  }

  test.each([
    [
      'fields',
      'message M {\n$0  int32 a = 1;\n  // Note.\n  int32 b = 2;$0\n  int32 c = 4;\n}\n',
      'Delete 2 fields and reserve their numbers and names',
      'message M {\n  reserved 1, 2;\n  reserved "a", "b";\n  int32 c = 4;\n}\n',
    ],
    [
      'values',
      'enum E {\n  ZERO = 0;\n  ON$0E = 1;\n  TWO = 2;\n  TH$0REE = 3;\n}\n',
      'Delete 3 values and reserve their numbers and names',
      'enum E {\n  reserved 1 to 3;\n  reserved "ONE", "TWO", "THREE";\n  ZERO = 0;\n}\n',
    ],
    [
      'fields and a oneof with all its fields',
      'message M {\n  int32 $0a = 1;\n  oneof o {\n    int32 b = 2;\n    int32 c = 3;$0\n  }\n}\n',
      'Delete 3 fields and reserve their numbers and names',
      'message M {\n  reserved 1 to 3;\n  reserved "a", "b", "c";\n}\n',
    ],
    [
      'one field',
      'message M {\n  int32 $0a$0 = 1;\n  int32 b = 2;\n}\n',
      'Delete a and reserve its number and name',
      'message M {\n  reserved 1;\n  reserved "a";\n  int32 b = 2;\n}\n',
    ],
  ])('the deleted declarations can be a selection of %s', (_what, text, title, expected) => {
    const { file, fixes } = selected(HEAD + text);
    expect(fixes.map((one) => one.title)).toEqual([title]);
    expect(applyEdits(file.tree.text, fixes[0]?.edits ?? [])).toBe(HEAD + expected);
  });

  test.each([
    ['a field and a message', 'message M {\n  int32 $0a = 1;\n  message In {}$0\n}\n'],
    ['fields of two messages', 'message M {\n  int32 $0a = 1;\n}\nmessage N {\n  int32 b$0 = 1;\n}\n'],
    ['a field that cannot be reserved', 'message M {\n  int32 $0a = 1;\n  int32 b = 0;$0\n}\n'],
    ['the first value of an enum', 'enum E {\n  ZE$0RO = 0;\n  ONE$0 = 1;\n}\n'],
  ])('the deleted declarations cannot be a selection of %s', (_what, text) => {
    expect(selected(HEAD + text).fixes).toEqual([]);
  });

  test('a declaration is not offered for deletion if its number or name cannot be reserved', () => {
    expect(offeredAt(`${HEAD}message M { string a$0 = 1; string b = 1; }`)).toEqual([]);
    expect(offeredAt(`${HEAD}message M { reserved 1, 3 to 5; string b$0 = 4; }`)).toEqual([]);
    expect(offeredAt(`${HEAD}message M { string b$0 = 0; }`)).toEqual([]);
  });

  test('a declaration is not offered for deletion if it is the first value of an enum or a default', () => {
    expect(offeredAt(`${HEAD}enum E { ZE$0RO = 0; ONE = 1; }`)).toEqual([]);
    expect(
      offeredAt('syntax = "proto2";\nenum E { ZERO = 0; ON$0E = 1; }\nmessage M { optional E e = 1 [default = ONE]; }'),
    ).toEqual([]);
    expect(offeredAt(`${HEAD}enum E { ZERO = 0; ON$0E = 1; }`)).toHaveLength(1);
  });
});

describe('a file with neither syntax nor edition', () => {
  test('a file with neither syntax nor edition can get either of the two', () => {
    expect(rewritten('$0message M {}\n', 'Add edition = "2023"')).toBe('edition = "2023";\n\nmessage M {}\n');
    expect(offeredAt(`${HEAD}$0`)).toEqual([]);
  });

  test('a file is offered only the syntax or edition that its text allows', () => {
    expect(offeredAt('$0message M { optional int32 a = 1; }\n').map(({ title }) => title)).toEqual([
      'Add syntax = "proto3"',
      'Add syntax = "proto2"',
    ]);
  });
});

describe('an option that a file lacks', () => {
  /** Returns the text with the added go_package. */
  function written(text: string): string | undefined {
    const found = fileOptionEdit(parse(text), 'go_package', 'a/b;c');
    return found && applyEdits(text, [found.edit]);
  }

  test.each([
    [
      'syntax = "proto3";\npackage a; // ours\n\nmessage A {}\n',
      'syntax = "proto3";\npackage a; // ours\n\noption go_package = "a/b;c";\n\nmessage A {}\n',
    ],
    [
      'syntax = "proto3";\r\npackage a;\r\nimport "b.proto";\r\n',
      'syntax = "proto3";\r\npackage a;\r\nimport "b.proto";\r\n\r\noption go_package = "a/b;c";\r\n',
    ],
    [
      'package a;\noption java_package = "x";\nmessage A {}',
      'package a;\noption java_package = "x";\noption go_package = "a/b;c";\nmessage A {}',
    ],
    ['syntax = "proto3"; message A {}', 'syntax = "proto3";\n\noption go_package = "a/b;c"; message A {}'],
    ['message A {}', 'option go_package = "a/b;c";\n\nmessage A {}'],
  ])('a missing option is written in the usual place for options: %j', (text, expected) =>
    expect(written(text)).toBe(expected),
  );

  test('a missing option is not written twice', () => expect(written('option go_package = "x";')).toBeUndefined());
});
