import { describe, expect, test } from 'vitest';
import { parse } from '../../../src/syntax/parser.ts';
import { summarize } from '../../../src/workspace/files/summary.ts';

function localNames(text: string): readonly string[] {
  return summarize(parse(text)).declarations.flatMap((item) => (item.local ? [item.name] : []));
}

describe('summarize', () => {
  test('names every extension with its extendee', () => {
    const text =
      'syntax = "proto2";\nextend A { optional int32 a = 1; optional int32 b = 2; }\nmessage M { message N { extend p.B { optional int32 c = 3; } } }\n';
    expect(summarize(parse(text)).extensions).toEqual([
      { name: 'a', extendee: 'A' },
      { name: 'b', extendee: 'A' },
      { name: 'M.N.c', extendee: 'p.B' },
    ]);
  });

  const body = 'message A { message B {} export message C {} }\nlocal message D {}\nexport enum E { X = 0; }\n';
  test.each<[string, string, readonly string[]]>([
    ['of proto3', 'syntax = "proto3";\nmessage A { message B {} }\n', []],
    ['of edition 2024', `edition = "2024";\n${body}`, ['A.B', 'D']],
    ['of edition 2026', `edition = "2026";\n${body}`, ['A', 'A.B', 'D']],
    [
      'that sets the default itself',
      `edition = "2024";\noption features.default_symbol_visibility = LOCAL_ALL;\n${body}`,
      ['A', 'A.B', 'D'],
    ],
  ])('knows which types are local to a file %s', (_title, text, expected) => {
    expect(localNames(text)).toEqual(expected);
  });
});
