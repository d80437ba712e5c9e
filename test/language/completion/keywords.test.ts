import { describe, expect, test } from 'vitest';
import { accepted, labels, offered } from './check.ts';

function keywords(source: string): readonly string[] {
  return offered(source).flatMap((item) => (item.kind === 'keyword' ? [item.label] : []));
}

const HEAD = 'syntax = "proto3";\npackage p;\n';

describe('keywords', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'in an empty file',
      '$0',
      ['syntax', 'edition', 'package', 'import', 'option', 'message', 'enum', 'service', 'extend'],
    ],
    ['in a file after its package', `${HEAD}mes$0`, ['import', 'option', 'message', 'enum', 'service', 'extend']],
    [
      'in a file of edition 2024',
      'edition = "2024";\npackage p;\n$0',
      ['import', 'option', 'message', 'enum', 'service', 'extend', 'export', 'local'],
    ],
    [
      'in a message of proto3',
      `${HEAD}message M { $0 }`,
      ['repeated', 'optional', 'map', 'oneof', 'message', 'enum', 'reserved', 'option', 'extend'],
    ],
    [
      'in a message of proto2',
      'syntax = "proto2";\nmessage M { $0 }',
      [
        'optional',
        'repeated',
        'required',
        'map',
        'oneof',
        'message',
        'enum',
        'reserved',
        'option',
        'extend',
        'extensions',
      ],
    ],
    [
      'in a message of an edition',
      'edition = "2023";\nmessage M { $0 }',
      ['repeated', 'map', 'oneof', 'message', 'enum', 'reserved', 'option', 'extend', 'extensions'],
    ],
    ['in a oneof', `${HEAD}message M { oneof o { $0 } }`, ['option']],
    [
      'in an extend block',
      'syntax = "proto2";\nmessage M { extensions 1; }\nextend M { $0 }',
      ['optional', 'repeated'],
    ],
    ['in an enum', `${HEAD}enum E { Z = 0; $0 }`, ['option', 'reserved']],
    ['in a service', `${HEAD}service S { $0 }`, ['rpc', 'option']],
    ['in a method', `${HEAD}service S { rpc A(B) returns (C) { $0 } }`, ['option']],
    ['in the first half of an rpc', `${HEAD}service S { rpc A(B) $0 }`, ['returns']],
    [
      'in the line below the first half of an rpc',
      `${HEAD}service S {\n  rpc A(B)\n  $0\n}`,
      ['returns', 'rpc', 'option'],
    ],
    ['for the types of an rpc', `${HEAD}service S { rpc A($0) }`, ['stream']],
    ['in a range that has just begun', `${HEAD}message M { reserved 4 $0; }`, ['to']],
    ['at the end of a range', `${HEAD}message M { reserved 4 to $0; }`, ['max']],
    ['in an import', `${HEAD}import $0`, ['public', 'weak']],
    ['in an import of edition 2024', 'edition = "2024";\nimport $0', ['public', 'option']],
    ['after export', 'edition = "2024";\nexport $0', ['message', 'enum']],
    ['after a label of proto2', 'syntax = "proto2";\nmessage M { optional $0 }', ['group']],
  ])('keywords are offered: %s', (_title, source, expected) => {
    expect(keywords(source)).toEqual(expected);
  });

  test.each<[string, string]>([
    ['in a comment', `${HEAD}message M { // opt$0\n}`],
    ['in a block comment', `${HEAD}/* mess$0 */`],
    ['in the string value of an option', `${HEAD}option go_package = "me$0";`],
    ['for the name of a message', `${HEAD}message Mes$0`],
    ['for the number of a field', `${HEAD}message M { int32 option = 1$0; }`],
    ["after a field's number", `${HEAD}message M { int32 a = 1 $0 }`],
  ])('keywords are not offered: %s', (_title, source) => {
    expect(keywords(source)).toEqual([]);
  });

  test('keywords fit the current line even if the line above it is unfinished', () => {
    expect(keywords(`${HEAD}message M {\n  string a = 1\n  re$0\n}\n`)).toContain('repeated');
    expect(keywords(`${HEAD}message M {\n  string a = 1;\n\nservice S {\n  $0\n}\n`)).toEqual(['rpc', 'option']);
  });

  test('keywords insert the whole declaration', () => {
    expect(accepted(`${HEAD}$0`, 'message')).toBe(`${HEAD}message Name {\n  \n}`);
    expect(accepted(`${HEAD}service S {\n  $0\n}`, 'rpc')).toContain('rpc Get(GetRequest) returns (GetResponse);');
    expect(accepted(`${HEAD}message M { int32 a = 7; $0 }`, 'map')).toContain('map<string, string> name = 8;');
    expect(accepted('$0', 'syntax')).toBe('syntax = "proto3";');
  });

  test('the zero value of an enum is named after the enum', () => {
    const snippet = offered(`${HEAD}$0`).find((item) => item.label === 'enum')?.insertText ?? '';
    const named = (name: string): string =>
      accepted(`${HEAD}$0`, 'enum').replace('STATUS', snippet.includes('/upcase') ? name : '');
    expect(named('STATUS')).toContain('enum Status {\n  STATUS_UNSPECIFIED = 0;\n');
  });

  test('keywords leave the text after them unchanged', () => {
    expect(accepted(`${HEAD}mess$0 Name {}`, 'message')).toBe(`${HEAD}message Name {}`);
  });
});

describe('the first line', () => {
  test.each<[string, readonly string[]]>([
    ['syntax = "$0"', ['proto3', 'proto2']],
    ['syntax = $0', ['"proto3"', '"proto2"']],
    ['edition = "20$0";', ['2024', '2023', '2026']],
  ])('the first line is completed: %s', (source, expected) => {
    expect(labels(source)).toEqual(expected);
  });

  test('the first line gets the missing quotes', () => {
    expect(accepted('syntax = "pro$0', 'proto3')).toBe('syntax = "proto3";');
    expect(accepted('edition =$0', '"2024"')).toBe('edition = "2024";');
  });
});

describe('completion of the package name', () => {
  const beside = '-- proto/shop/v1/b.proto --\nsyntax = "proto3";\npackage acme.shop.v1;\n';

  test('offers the packages of neighbouring files, and a name from the folders', () => {
    expect(labels(`-- proto/shop/v1/a.proto --\nsyntax = "proto3";\npackage $0\n${beside}`)).toEqual([
      'acme.shop.v1',
      'shop.v1',
    ]);
  });

  test('replaces the whole name', () => {
    expect(
      accepted(`-- proto/shop/v1/a.proto --\nsyntax = "proto3";\npackage acme.sh$0\n${beside}`, 'acme.shop.v1'),
    ).toBe('syntax = "proto3";\npackage acme.shop.v1;\n');
  });
});
