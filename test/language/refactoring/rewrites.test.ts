/** Refactorings that rewrite one declaration where it stands. */
import { describe, expect, test } from 'vitest';
import { refactored, titles } from './check.ts';

const HEAD = 'syntax = "proto3";\npackage p;\n';

function rewritten(text: string, title: string): string {
  return refactored(text, title)
    .replace(/^-- warning --\n.*\n/, '')
    .replace('-- a.proto --\n', '');
}

describe('deprecate', () => {
  test.each([
    ['a field', 'message A { int32 $0a = 1; }', 'message A { int32 a = 1 [deprecated = true]; }', 'a'],
    [
      'a field with options',
      'message A { int32 $0a = 1 [json_name = "b"]; }',
      'message A { int32 a = 1 [json_name = "b", deprecated = true]; }',
      'a',
    ],
    [
      'a message',
      'message $0A {\n  int32 a = 1;\n}',
      'message A {\n  option deprecated = true;\n  int32 a = 1;\n}',
      'A',
    ],
    ['a value', 'enum E { Z = 0; $0O = 1; }', 'enum E { Z = 0; O = 1 [deprecated = true]; }', 'O'],
    ['an enum', 'enum $0E {\n  Z = 0;\n}', 'enum E {\n  option deprecated = true;\n  Z = 0;\n}', 'E'],
    [
      'an rpc',
      'message A {}\nservice S {\n  rpc $0Get(A) returns (A); // last\n}',
      'message A {}\nservice S {\n  rpc Get(A) returns (A) { // last\n    option deprecated = true;\n  }\n}',
      'Get',
    ],
    [
      'a service',
      'message A {}\nservice $0S {\n  rpc Get(A) returns (A);\n}',
      'message A {}\nservice S {\n  option deprecated = true;\n  rpc Get(A) returns (A);\n}',
      'S',
    ],
  ])('deprecated is added to %s, and removed again', (_, before, after, name) => {
    expect(rewritten(`${HEAD}${before}\n`, `Deprecate ${name}`)).toBe(`${HEAD}${after}\n`);
    const at = before.indexOf('$0');
    const back = `${after.slice(0, at)}$0${after.slice(at)}`;
    const original = before.replace('$0', '');
    expect(rewritten(`${HEAD}${back}\n`, `Remove "deprecated" from ${name}`)).toBe(`${HEAD}${original}\n`);
  });

  test('a field with deprecated = false, and a message on one line, become deprecated', () => {
    expect(rewritten(`${HEAD}message A { int32 $0a = 1 [deprecated = false]; }\n`, 'Deprecate a')).toBe(
      `${HEAD}message A { int32 a = 1 [deprecated = true]; }\n`,
    );
    expect(rewritten(`${HEAD}message $0A {}\n`, 'Deprecate A')).toBe(`${HEAD}message A { option deprecated = true;}\n`);
  });

  test('the file becomes deprecated', () => {
    expect(rewritten('syntax = "proto3";\npackage $0p;\n\nmessage A {}\n', 'Deprecate this file')).toBe(
      'syntax = "proto3";\npackage p;\n\noption deprecated = true;\n\nmessage A {}\n',
    );
  });
});

describe('a doc comment', () => {
  test('a new doc comment is written in the style of the other comments', () => {
    const lines = `${HEAD}// A.\nmessage A {}\nmessage B {\n  int32 $0b = 1; // Trailing.\n}\n`;
    expect(rewritten(lines, 'Add a doc comment to b')).toBe(
      `${HEAD}// A.\nmessage A {}\nmessage B {\n  // TODO: Describe b.\n  int32 b = 1; // Trailing.\n}\n`,
    );
    const blocks = `${HEAD}/** A. */\nmessage A {}\nmessage $0B {}\n`;
    expect(rewritten(blocks, 'Add a doc comment to B')).toBe(
      `${HEAD}/** A. */\nmessage A {}\n/** TODO: Describe B. */\nmessage B {}\n`,
    );
  });

  test('a doc comment is not offered for a declaration that has one', () => {
    expect(titles(`${HEAD}// A.\nmessage $0A {}\n`).join()).not.toContain('doc comment');
  });
});

describe('renumber', () => {
  test('renumbering gives the fields numbers in the order of the text, and leaves out reserved numbers', () => {
    const source = `${HEAD}message $0A {\n  reserved 2, 5 to 6;\n  int32 a = 9; // nine\n  oneof o {\n    int32 b = 1;\n    A c = 0x30;\n  }\n  map<int32, A> d = 7;\n}\n`;
    expect(refactored(source, 'Renumber the fields of A (breaks the wire format)')).toBe(`-- warning --
This breaks the wire format: stored data, and clients and servers with the old numbers, are read wrongly.
-- a.proto --
${HEAD}message A {
  reserved 2, 5 to 6;
  int32 a = 1; // nine
  oneof o {
    int32 b = 3;
    A c = 4;
  }
  map<int32, A> d = 7;
}
`);
  });

  test('renumbering gives new numbers to the values of an enum', () => {
    const title = 'Renumber the values of E (breaks the wire format)';
    expect(rewritten(`${HEAD}enum $0E { Z = 0; A = 7; B = 3; }\n`, title)).toBe(
      `${HEAD}enum E { Z = 0; A = 1; B = 2; }\n`,
    );
  });

  test('renumbering is not offered if nothing would change, or if values share numbers', () => {
    expect(titles(`${HEAD}message $0A { int32 a = 1; int32 b = 2; }\n`).join()).not.toContain('Renumber');
    const aliases = 'enum $0E { option allow_alias = true; Z = 0; A = 5; B = 5; }';
    expect(titles(`${HEAD}${aliases}\n`).join()).not.toContain('Renumber');
  });

  test('renumbering is refused if an option has a message as its value', () => {
    const source = `syntax = "proto2";
package p;
import "google/protobuf/descriptor.proto";
message $0M { optional int32 a = 5; }
extend google.protobuf.FileOptions { optional M m = 50000; }
option (m).a = 1;
`;
    expect(refactored(source, 'Renumber the fields of M (breaks the wire format)')).toContain(
      'would mean something else',
    );
  });
});

describe('fields and oneofs', () => {
  const plain = `${HEAD}message A {
  // Of a.
  string a = 1;

  // Apart.

  optional B b = 2 [deprecated = true]; // of b
  int32 c = 3;
}
message B {}
`;
  const wrapped = `${HEAD}message A {
  oneof choice {
    // Of a.
    string a = 1;

    // Apart.

    B b = 2 [deprecated = true]; // of b
  }
  int32 c = 3;
}
message B {}
`;

  test('selected fields become a oneof', () => {
    const source = plain.replace('string a', '«string a').replace('= true];', '= true]»;');
    expect(refactored(source, 'Convert 2 fields to a oneof')).toBe(`-- warning --
A message can then have only one of these fields. If stored data has several of them, readers keep the last one. Generated code changes.
-- a.proto --
${wrapped}`);
  });

  test('the fields of a oneof become plain ones, and keep their presence', () => {
    expect(rewritten(wrapped.replace('choice', '$0choice'), 'Remove the oneof choice and keep its fields')).toBe(
      plain.replace('string a', 'optional string a'),
    );
  });

  test('comments of the oneof do not become comments of its first field', () => {
    const source = `${HEAD}message A {\n  // Of the oneof.\n  oneof $0o { // behind\n    // Of a.\n    string a = 1;\n  }\n}\n`;
    expect(rewritten(source, 'Remove the oneof o and keep its fields')).toBe(
      `${HEAD}message A {\n\n  // Of the oneof.\n  // behind\n\n  // Of a.\n  optional string a = 1;\n}\n`,
    );
  });

  test.each([
    ['a repeated field', '  «repeated int32 a = 1;\n  int32 b = 2;»\n'],
    ['a map', '  «int32 a = 1;\n  map<int32, int32> b = 2;»\n'],
    ['one field', '  «int32 a = 1;»\n  int32 b = 2;\n'],
    ['two fields with something else between them', '  «int32 a = 1;\n  reserved 3;\n  int32 b = 2;»\n'],
  ])('selected fields are not offered as a oneof: %s', (_, fields) => {
    expect(titles(`${HEAD}message A {\n${fields}}\n`).join()).not.toContain('oneof');
  });

  test('a oneof is refused if an option sets two of the fields', () => {
    const source = `-- main.proto --
syntax = "proto2";
package p;
message M {
  «optional int32 a = 1;
  optional int32 b = 2;»
}
-- user.proto --
syntax = "proto2";
import "main.proto";
import "google/protobuf/descriptor.proto";
extend google.protobuf.FileOptions { optional p.M m = 50000; }
option (m) = { a: 1 b: 2 };
`;
    expect(refactored(source, 'Convert 2 fields to a oneof')).toContain('user.proto would have a new error');
  });
});

describe('the settings of an option', () => {
  const options = `import "google/protobuf/descriptor.proto";
message Mark { string note = 1; Mark inner = 2; repeated int32 many = 3; }
extend google.protobuf.MessageOptions { Mark mark = 50000; }
extend google.protobuf.FieldOptions { Mark of_field = 50000; }
`;
  const separate = `${HEAD}${options}message A {
  option (mark).note = "a";
  option deprecated = true;
  option (mark).inner.note = "b";
  option (mark).many = 1;
  option (mark).many = 2;
  int32 a = 1 [(of_field).note = "c", json_name = "x", (of_field).many = 3];
}
`;

  test('settings in statements become one literal, and become separate settings again', () => {
    const once = rewritten(separate.replace('(mark).note', '$0(mark).note'), 'Write (mark) as one literal');
    expect(once).toBe(
      separate
        .replace('option (mark).note = "a";', 'option (mark) = { note: "a" many: 1 many: 2 };')
        .replace('  option (mark).many = 1;\n  option (mark).many = 2;\n', ''),
    );
  });

  test('settings in brackets become one literal, and become separate settings again', () => {
    const literal = separate
      .replace(', (of_field).many = 3', '')
      .replace('(of_field).note = "c"', '(of_field) = { note: "c" many: 3 }');
    expect(rewritten(separate.replace('(of_field).note', '$0(of_field).note'), 'Write (of_field) as one literal')).toBe(
      literal,
    );
    expect(rewritten(literal.replace('(of_field)', '$0(of_field)'), 'Write (of_field) as separate options')).toBe(
      separate.replace(', (of_field).many = 3', '').replace('note = "c"', 'note = "c", (of_field).many = 3'),
    );
  });

  test('settings become separate statements, and each value of a list gets its own statement', () => {
    const source = `${HEAD}${options}message A {\n  option ($0mark) = {\n    note: "a"\n    inner { note: "b" }\n    many: [1, 2]\n  };\n}\n`;
    expect(rewritten(source, 'Write (mark) as separate options')).toBe(
      `${HEAD}${options}message A {\n  option (mark).note = "a";\n  option (mark).inner = { note: "b" };\n  option (mark).many = 1;\n  option (mark).many = 2;\n}\n`,
    );
  });

  test('settings stay as they are if a comment would be lost', () => {
    const source = `${HEAD}${options}message A {\n  option ($0mark) = {\n    note: "a" // Why.\n  };\n}\n`;
    expect(refactored(source, 'Write (mark) as separate options')).toBe('A comment would be lost.');
  });
});

describe('extract', () => {
  test('selected fields move with their comments to a new message, and their old numbers and names are reserved', () => {
    const source = `${HEAD}message A {
  enum Kind { KIND_UNSPECIFIED = 0; }
  int32 id = 1;

  // Of a.
  «Kind a = 2; // kind
  repeated B b = 4;»

  string last = 5;
}
message B {}
`;
    expect(refactored(source, 'Extract 2 fields to a new message')).toBe(`-- warning --
This changes the wire format: what was written with the old fields is not read into the new message. Their numbers and names are reserved.
-- a.proto --
${HEAD}message A {
  reserved 2, 4;
  reserved "a", "b";
  enum Kind { KIND_UNSPECIFIED = 0; }
  int32 id = 1;

  message Details {
    // Of a.
    Kind a = 2; // kind
    repeated B b = 4;
  }

  Details details = 6;

  string last = 5;
}
message B {}
`);
  });

  test('extraction is refused if an option sets one of the fields', () => {
    const source = `syntax = "proto2";
package p;
import "google/protobuf/descriptor.proto";
message M {
  «optional int32 a = 1;»
}
extend google.protobuf.FileOptions { optional M m = 50000; }
option (m).a = 1;
`;
    expect(refactored(source, 'Extract the field to a new message')).toContain('would have a new error');
  });
});
