import { describe, expect, test } from 'vitest';
import { completion } from '../../../src/language/completion/completion.ts';
import { fixture } from '../../support/memoryWorkspace.ts';
import { accepted, labels, offered } from './check.ts';

const HEAD = 'syntax = "proto3";\npackage p;\n';

describe('the next number', () => {
  test('the next number is found in a message with more fields than a function call takes arguments', () => {
    const fields = Array.from({ length: 130_000 }, (_, i) => `int32 f${i} = ${i + 20_001};`);
    expect(labels(`${HEAD}message M { ${fields.join('\n')} int32 last = $0 }`)).toEqual(['150001']);
  });

  test.each<[string, string, readonly string[]]>([
    ['is 1 in an empty message', 'message M { int32 a = $0 }', ['1']],
    ['follows the largest', 'message M { int32 a = 1; int32 b = 5; int32 c = $0 }', ['6']],
    ['takes account of the fields below the cursor', 'message M {\n  int32 a = $0\n  int32 b = 5;\n}', ['6', '6 […]']],
    ['takes account of the fields of oneofs', 'message M { oneof o { int32 a = 4; } int32 b = $0 }', ['5']],
    ['is offered in a oneof', 'message M { int32 a = 3; oneof o { int32 b = $0 } }', ['4']],
    ['leaves out reserved numbers', 'message M { reserved 3 to 8, 9; int32 a = 2; int32 b = $0 }', ['10']],
    ['leaves out the numbers reserved by protobuf', 'message M { int32 a = 18999; int32 b = $0 }', ['20000']],
    ['is a free lower number if no higher number is left', 'message M { int32 a = 536870911; int32 b = $0 }', ['1']],
    ["may be the field's own number", 'message M { int32 a = 1; int32 b = 2$0; }', ['2']],
    ['is offered for an enum value', 'enum E { Z = 0; A = 4; B = $0 }', ['5']],
    ['is 0 for the first enum value', 'enum E { Z = $0 }', ['0']],
    ['leaves out the reserved numbers of an enum', 'enum E { reserved 1, 2 to 4; Z = 0; A = $0 }', ['5']],
  ])('the next number %s', (_title, body, expected) => {
    expect(labels(HEAD + body)).toEqual(expected);
  });

  test.each<[string, string, string]>([
    [
      'leaves out extension ranges',
      'message M { extensions 2 to 9; optional int32 a = 1; optional int32 b = $0 }',
      '10',
    ],
    [
      'of an extension is in an extension range',
      'message M { extensions 100 to 199; }\nextend M { optional int32 a = 100; optional int32 b = $0 }',
      '101',
    ],
    [
      'of a custom option starts in the range for private use',
      'import "google/protobuf/descriptor.proto";\nextend google.protobuf.FieldOptions { optional int32 a = $0 }',
      '50000',
    ],
  ])('the next number %s in proto2', (_title, body, expected) => {
    expect(labels(`syntax = "proto2";\n${body}`)).toEqual([expected]);
  });

  test('the next number ends the field with a semicolon', () => {
    expect(accepted(`${HEAD}message M {\n  int32 a =$0\n}\n`, '1')).toContain('int32 a = 1;\n');
    expect(accepted(`${HEAD}message M {\n  int32 a = $0 [deprecated = true];\n}\n`, '1')).toContain(
      'int32 a = 1 [deprecated',
    );
  });
});

describe('the number of a field with options', () => {
  test('the number comes with the brackets before the semicolon, and the options are listed next', () => {
    const source = `${HEAD}message M {\n  int32 a =$0\n}\n`;
    expect(accepted(source, '1 […]')).toContain('int32 a = 1 [];\n');
    const [plain, withOptions] = offered(source);
    expect([plain?.insertText, plain?.snippet]).toEqual([' 1;', false]);
    expect([withOptions?.insertText, withOptions?.goesOn]).toEqual([' 1 [$1];$0', true]);
  });

  test('only the number is inserted if something follows it', () => {
    expect(labels(`${HEAD}message M {\n  int32 a = $0;\n}`)).toEqual(['1']);
    expect(labels(`${HEAD}message M {\n  int32 a = $0 [deprecated = true];\n}`)).toEqual(['1']);
  });
});

describe('completion of ranges', () => {
  test('offers the numbers between the fields after "reserved"', () => {
    expect(labels(`${HEAD}message M { int32 a = 1; int32 b = 4; int32 c = 6; reserved $0 }`)).toEqual(['2 to 3', '5']);
  });

  test('offers higher numbers than the fields have after "extensions"', () => {
    expect(labels('syntax = "proto2";\nmessage M { optional int32 a = 1; extensions $0 }')).toEqual(['2 to max']);
  });
});

describe('names', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'a field is named after its type, with its number',
      'message HelloRequest {}\nmessage M {\n  HelloRequest $0\n}',
      ['hello_request = 1;'],
    ],
    [
      'a repeated field has its name in the plural',
      'message Item {}\nmessage M {\n  int32 a = 3;\n  repeated Item it$0\n}',
      ['items = 4;'],
    ],
    [
      'a map field has its name in the plural too',
      'message HTTPRoute {}\nmessage M {\n  map<string, HTTPRoute> $0\n}',
      ['http_routes = 1;'],
    ],
    ['a scalar type suggests no name', 'message M {\n  string $0\n}', []],
  ])('%s', (_title, body, expected) => {
    expect(labels(HEAD + body)).toEqual(expected);
  });

  test('the first value of an enum is its zero value', () => {
    expect(labels(`${HEAD}enum OrderState {\n  $0\n}`)[0]).toBe('ORDER_STATE_UNSPECIFIED = 0;');
  });

  test('the next value of an enum gets the same prefix and the next number', () => {
    expect(accepted(`${HEAD}enum State {\n  STATE_NONE = 0;\n  $0\n}`, 'STATE_… = 1;')).toContain(
      '  STATE_NAME = 1;\n',
    );
  });
});

describe('a reserved statement', () => {
  /** Returns the labels at `$0` in an edited text that was saved with other fields. */
  function afterEdit(saved: string, edited: string): readonly string[] {
    const { workspace, path, offset, texts } = fixture(`-- a.proto --\n${edited}`);
    texts.set(path, saved);
    workspace.diskChanged(path);
    workspace.setBuffer(path, edited.replace('$0', ''));
    return completion(workspace, path, offset).items.map(({ label }) => label);
  }
  const saved = `${HEAD}message M { message In { int32 a = 1; int32 old = 2; int32 gone = 5; int32 z = 6; } }\nenum E { A = 0; B = 1; C = -2; }\n`;

  test.each<[string, string, readonly string[]]>([
    [
      'numbers and names that were removed',
      `${HEAD}message M { message In { int32 a = 1; reserved $0; int32 z = 6; } }`,
      ['2', '5', '2 to 5', '"old"', '"gone"'],
    ],
    [
      'numbers after a number',
      `${HEAD}message M { message In { int32 a = 1; reserved 2, $0; int32 z = 6; } }`,
      ['5', '3 to 5'],
    ],
    [
      'names after a name',
      `${HEAD}message M { message In { int32 a = 1; reserved "old", $0; int32 z = 6; } }`,
      ['"gone"'],
    ],
    ['values of an enum', `${HEAD}enum E { A = 0; reserved $0 }`, ['1', '-2', '"B"', '"C"']],
    [
      'names without quotes in editions',
      `edition = "2023";\npackage p;\nenum E { A = 0; reserved $0; C = -2; }`,
      ['1', 'B'],
    ],
  ])('a reserved statement offers %s', (_title, edited, expected) => {
    expect(afterEdit(saved, edited)).toEqual(expected);
  });

  test('a reserved statement offers nothing that is already reserved', () => {
    expect(afterEdit(saved, saved.replace('int32 z', 'reserved $0; int32 z'))).toEqual(['3 to 4']);
  });
});
