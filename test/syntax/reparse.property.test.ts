/** Reparsing reads a changed text in part, and gives the same result as reading all of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, reparse } from '../../src/syntax/parser.ts';
import type { SyntaxTree } from '../../src/syntax/tree/tree.ts';
import { changeBetween } from '../../src/text/change.ts';
import {
  googlePaths,
  googleRoot,
  protoPaths,
  readCorpusFile,
  sample,
  seededRandom,
  wellKnownRoot,
} from '../support/corpus.ts';

const texts = [
  ...protoPaths(wellKnownRoot).map((path) => readCorpusFile(wellKnownRoot, path).text),
  ...sample(googlePaths(), 20, 23).map((path) => readCorpusFile(googleRoot, path).text),
].filter((text) => text.length < 40_000);

const PIECES = [
  'x',
  '7',
  ' ',
  '\n',
  '.',
  ';',
  '{',
  '}',
  '"',
  "'",
  '/',
  '/*',
  '*/',
  '//',
  '=',
  '-',
  '(',
  ')',
  '[',
  ']',
  ',',
  '\0',
  'é',
  '0x',
  '1e',
  '\\',
  'message',
  'message M {',
  'message M {}',
  'enum E { A = 0; }',
  'oneof o {',
  'string a = 1;',
  'int32 b = 2',
  '\noption deprecated = true;\n',
  'import "a.proto";',
  'package p;',
  'syntax = "proto2";',
  'edition = "2023";',
  '\n// said\n',
  'service S {',
  'rpc M(A) returns (B);',
  'extend A {',
  'reserved 5;',
  '[deprecated = true]',
];

function expectSame(got: SyntaxTree, text: string): void {
  const wanted = parse(text);
  expect(tokensOf(got)).toEqual(tokensOf(wanted));
  expect(got.diagnostics).toEqual(wanted.diagnostics);
  expect(got.root).toEqual(wanted.root);
  expect([got.text, got.syntax, got.edition]).toEqual([wanted.text, wanted.syntax, wanted.edition]);
}

function tokensOf({ tokens }: SyntaxTree): string[] {
  return Array.from({ length: tokens.count }, (_, i) => `${tokens.kind(i)} ${tokens.start(i)} ${tokens.end(i)}`);
}

describe('reparse', () => {
  it('gives the result of parse, edit after edit, for real files', () => {
    const random = seededRandom(17);
    const below = (limit: number): number => Math.floor(random() * limit);
    for (const whole of texts) {
      let text = whole;
      let tree = parse(text);
      for (let i = 0; i < 12; i++) {
        const at = below(text.length + 1);
        const removed = below(3) === 0 ? below(30) : below(2);
        const piece = below(4) === 0 ? '' : (PIECES[below(PIECES.length)] ?? '');
        text = text.slice(0, at) + piece + text.slice(at + removed);
        tree = reparse(tree, text);
        expectSame(tree, text);
        // Usually, the next edit corrects the broken text.
        if (below(3) === 0) {
          text = whole;
          tree = reparse(tree, text);
          expectSame(tree, text);
        }
      }
    }
  });

  it('gives the result of parse for any sequence of tokens', () => {
    const words = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 });
    const edit = fc.record({ at: fc.nat(), removed: fc.nat({ max: 12 }), piece: fc.constantFrom('', ...PIECES) });
    fc.assert(
      fc.property(words, fc.constantFrom('', ' ', '\n'), fc.array(edit, { maxLength: 4 }), (pieces, gap, edits) => {
        let text = pieces.join(gap);
        let tree = parse(text);
        for (const { at, removed, piece } of edits) {
          const start = at % (text.length + 1);
          text = text.slice(0, start) + piece + text.slice(start + removed);
          tree = reparse(tree, text);
          expectSame(tree, text);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps the declarations that a change does not touch', () => {
    const text =
      'syntax = "proto3";\nmessage A { int32 a = 1; }\nmessage B { int32 b = 1; }\nmessage C { int32 c = 1; }\n';
    const before = parse(text);
    const after = reparse(before, text.replace('int32 b', 'int64 bb'));
    const kept = after.root.items.map((item, i) => item === before.root.items[i]);
    expect(kept).toEqual([true, true, false, true]);
  });

  it('leaves the earlier tree as it was', () => {
    const text = 'message A { int32 a = 1; }\nmessage B {}\n';
    const before = parse(text);
    reparse(before, text.replace('int32 a = 1;', ''));
    expectSame(before, text);
  });
});

describe('changeBetween', () => {
  it('gives the smallest span with all differences', () => {
    expect(changeBetween('message A {}', 'message Ab {}')).toEqual({ start: 9, oldEnd: 9, newEnd: 10 });
    expect(changeBetween('aaa', 'aa')).toEqual({ start: 2, oldEnd: 3, newEnd: 2 });
    expect(changeBetween('same', 'same')).toEqual({ start: 4, oldEnd: 4, newEnd: 4 });
    expect(changeBetween('', 'new')).toEqual({ start: 0, oldEnd: 0, newEnd: 3 });
  });

  it('finds the change in long texts too', () => {
    const long = 'abcdefgh'.repeat(4000);
    expect(changeBetween(`${long}x${long}`, `${long}yz${long}`)).toEqual({
      start: 32_000,
      oldEnd: 32_001,
      newEnd: 32_002,
    });
  });
});
