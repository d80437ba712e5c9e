import { describe, expect, test } from 'vitest';
import { selectionSpans } from '../../../src/language/structure/selection.ts';
import { parse } from '../../../src/syntax/parser.ts';
import { cpuMs } from '../../support/cpu.ts';

/** Returns the selected texts step by step at `$0`, without the last step, which is the whole text. */
function selected(source: string): readonly string[] {
  const offset = source.indexOf('$0');
  const text = source.replace('$0', '');
  const spans = selectionSpans(parse(text), offset);
  expect(spans.at(-1)).toEqual({ start: 0, end: text.length });
  return spans.slice(0, -1).map(({ start, end }) => text.slice(start, end));
}

describe('selectionSpans', () => {
  test('selections grow from a word to its type, its field, the fields, the message and the message with its comment', () => {
    expect(selected('package p;\n// Doc.\nmessage A {\n  b.B$0 x = 1;\n  int32 y = 2;\n}\n')).toEqual([
      'B',
      'b.B',
      'b.B x = 1;',
      'b.B x = 1;\n  int32 y = 2;',
      '{\n  b.B x = 1;\n  int32 y = 2;\n}',
      'message A {\n  b.B x = 1;\n  int32 y = 2;\n}',
      '// Doc.\nmessage A {\n  b.B x = 1;\n  int32 y = 2;\n}',
    ]);
  });

  test.each([
    ['the name of a field', 'message A { int32 na$0me = 1; }', ['name', 'int32 name = 1;']],
    ['the number of a field', 'message A { int32 x = 1$02; }', ['12', 'int32 x = 12;']],
    ['a map', 'message A { map<string, B$0> m = 1; }', ['B', 'map<string, B>', 'map<string, B> m = 1;']],
    [
      'an option of a field',
      'message A { int32 x = 1 [a = 1, b = tr$0ue]; }',
      ['true', 'b = true', 'a = 1, b = true', '[a = 1, b = true]', 'int32 x = 1 [a = 1, b = true];'],
    ],
    ['a string', 'import "a/b$0.proto"; ', ['a/b.proto', '"a/b.proto"', 'import "a/b.proto";']],
    ['an rpc', 'service S { rpc G(stream A$0) returns (B); }', ['A', '(stream A)', 'rpc G(stream A) returns (B);']],
    [
      'the value of an option',
      'option (o) = { a: { b: $01 } }; ',
      ['1', 'b: 1', '{ b: 1 }', 'a: { b: 1 }', '{ a: { b: 1 } }', 'option (o) = { a: { b: 1 } };'],
    ],
    [
      'a group',
      'message A { optional group G = 1 [(o) = {}] { int32 x$0 = 1; } }',
      ['x', 'int32 x = 1;', '{ int32 x = 1; }', 'optional group G = 1 [(o) = {}] { int32 x = 1; }'],
    ],
  ])('selections grow from %s', (_what, source, expected) => {
    const steps = selected(source);
    expect(steps.slice(0, expected.length)).toEqual(expected);
  });

  test('selections grow from a comment to the adjacent comments and to the declaration that they describe', () => {
    expect(selected('message A {\n  // One.\n  // T$0wo.\n  int32 x = 1;\n}').slice(0, 4)).toEqual([
      'Two.',
      '// Two.',
      '// One.\n  // Two.',
      '// One.\n  // Two.\n  int32 x = 1;',
    ]);
    expect(selected('/** A$0 */ message B {}').slice(0, 2)).toEqual(['* A', '/** A */']);
  });

  test('selections prefer a word to the bracket or the blank beside it', () => {
    expect(selected('message A {$0}')[0]).toBe('{}');
    expect(selected('message A$0{}')[0]).toBe('A');
  });

  test('selections count in UTF-16, and work with CRLF', () => {
    expect(selected('// 😀😀\r\nmessage A {\r\n  // 😀$0\r\n  int32 x = 1;\r\n}').slice(0, 3)).toEqual([
      '😀',
      '// 😀',
      '// 😀\r\n  int32 x = 1;',
    ]);
  });

  test('selections of many cursors in a large message do not look at each of its fields', () => {
    const text = `message A {\n${Array.from({ length: 50_000 }, (_, at) => `// c\nint32 f${at} = ${at + 1};`).join('\n')}\n}`;
    const tree = parse(text);
    const before = cpuMs();
    for (let cursor = 0; cursor < 1000; cursor++) selectionSpans(tree, Math.floor((text.length * cursor) / 1000));
    expect(cpuMs() - before).toBeLessThan(1000);
  });

  test('selections exist in texts that are empty or cut, and outside of every declaration', () => {
    expect(selectionSpans(parse(''), 0)).toEqual([{ start: 0, end: 0 }]);
    expect(selected('message A {\n  int32 x$0').slice(0, 2)).toEqual(['x', 'int32 x']);
    expect(selected('message A {}\n\n$0\n')).toEqual([]);
    expect(selectionSpans(parse('message A {}'), 99).at(-1)).toEqual({ start: 0, end: 12 });
  });
});
