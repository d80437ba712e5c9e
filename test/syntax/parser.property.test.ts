/** For any input, parsing does not throw, gives the exact text back, and puts every node inside its parent. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/syntax/parser.ts';
import {
  googlePaths,
  googleRoot,
  protoPaths,
  readCorpusFile,
  sample,
  seededRandom,
  wellKnownRoot,
} from '../support/corpus.ts';
import { misplacedNodes, printedText } from '../support/printTree.ts';
import { cpuMs } from '../support/cpu.ts';

const texts = [
  ...protoPaths(wellKnownRoot).map((path) => readCorpusFile(wellKnownRoot, path).text),
  ...sample(googlePaths(), 40, 7).map((path) => readCorpusFile(googleRoot, path).text),
].filter((text) => text.length < 100_000);

function check(text: string): void {
  const tree = parse(text);
  expect(printedText(tree)).toBe(text);
  expect(misplacedNodes(tree)).toEqual([]);
}

describe('parse', () => {
  it('reads real files without errors and returns their text', () => {
    for (const text of texts) {
      check(text);
      expect(parse(text).diagnostics).toEqual([]);
    }
  });

  it('treats a line break like any other whitespace', () => {
    for (const text of texts) {
      const { tokens } = parse(text);
      const words = Array.from({ length: tokens.count }, (_, i) => tokens.text(i));
      expect(parse(words.join('\n')).diagnostics).toEqual([]);
    }
  });

  it('survives files cut anywhere', () => {
    const random = seededRandom(11);
    for (const text of texts) {
      for (let i = 0; i < 10; i++) check(text.slice(0, Math.floor(random() * text.length)));
    }
  });

  it('survives files with pieces removed, duplicated and moved', () => {
    const random = seededRandom(13);
    const place = (length: number): number => Math.floor(random() * length);
    for (const text of texts) {
      for (let i = 0; i < 6; i++) {
        const from = place(text.length);
        const piece = text.slice(from, from + place(40));
        const rest = text.slice(0, from) + text.slice(from + piece.length);
        const to = place(rest.length);
        check(rest);
        check(rest.slice(0, to) + piece + piece + rest.slice(to));
      }
    }
  });

  it('survives any sequence of tokens', () => {
    const word = fc.constantFrom(
      'message',
      'enum',
      'service',
      'rpc',
      'returns',
      'stream',
      'oneof',
      'extend',
      'extensions',
      'reserved',
      'option',
      'import',
      'package',
      'syntax',
      'edition',
      'map',
      'group',
      'optional',
      'repeated',
      'required',
      'default',
      'json_name',
      'to',
      'max',
      'Foo',
      'int32',
      'string',
      '{',
      '}',
      '(',
      ')',
      '[',
      ']',
      '<',
      '>',
      ';',
      ',',
      '.',
      '=',
      '-',
      ':',
      '"proto3"',
      '"',
      "'",
      '0x',
      '017',
      '1.5e',
      '/*',
      '*/',
      '//',
      '\n',
      '\\',
      'é',
      '😀',
      '\0',
      '\t',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), fc.constantFrom(' ', '', '\n'), (words, gap) =>
        check(words.join(gap)),
      ),
      { numRuns: 3000 },
    );
  });

  it('survives any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), check), { numRuns: 1000 });
  });

  it('takes linear time for deep and long texts', () => {
    const started = cpuMs();
    check('message A {'.repeat(20_000));
    check(`option (a) = ${'{ a: '.repeat(20_000)}`);
    check(`message A { ${'int32 a = 1; '.repeat(50_000)} }`);
    check(`enum E { ${'A = 0; '.repeat(50_000)} }`);
    check('['.repeat(50_000));
    check('/*'.repeat(50_000));
    check(`package ${'a.'.repeat(50_000)}b;`);
    check(`syntax = ${'"a" '.repeat(50_000)};`);
    expect(cpuMs() - started).toBeLessThan(20_000);
  });
});
