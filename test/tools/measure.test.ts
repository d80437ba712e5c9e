/** The counts of `npm run review` for a source. */
import { describe, expect, test } from 'vitest';
import { measure } from '../../scripts/lib/measure.mjs';

function complexities(text: string): Readonly<Record<string, number>> {
  return Object.fromEntries(measure('a.ts', text).functions.map(({ name, complexity }) => [name, complexity]));
}

describe('cognitive complexity', () => {
  test.each([
    ['a straight line', 'let a = 1; return a;', 0],
    ['an if', 'if (a) b();', 1],
    ['else and else if, which count one each', 'if (a) b(); else if (c) d(); else e();', 3],
    ['an if in a loop, which counts more because it is nested', 'for (const a of b) if (a) c();', 3],
    ['an else in a loop, which counts one at any depth', 'while (a) { if (b) c(); else d(); }', 4],
    ['a switch, however many cases it has', 'switch (a) { case 1: b(); break; case 2: c(); }', 1],
    ['a catch, and nothing for try and finally', 'try { a(); } catch { b(); } finally { c(); }', 1],
    ['a conditional expression in another', 'return a ? b : c ? d : e;', 3],
    ['a sequence of one logical operator', 'return a && b && c && d;', 1],
    ['operators that change', 'return a && b || c && d;', 3],
    ['a jump to a label', 'outer: for (;;) { for (;;) { break outer; } }', 4],
    ['a callback, which nests', 'a.map((b) => { if (b) c(); });', 2],
    ['a function with a name in another one, which counts by itself', 'const inner = () => { if (a) b(); };', 0],
  ])('cognitive complexity is right for %s', (_, body, complexity) => {
    expect(complexities(`function f() { ${body} }`)['f']).toBe(complexity);
  });

  test('cognitive complexity is given for each function with its own name or the name of its variable', () => {
    const text = `
      class A { constructor() { if (a) b(); } method() {} get size() { return a ? 1 : 2; } field = () => {}; }
      const arrow = () => { for (;;) {} };`;
    expect(complexities(text)).toEqual({ constructor: 1, method: 0, size: 1, field: 0, arrow: 1 });
  });
});

test('lines, any, !, conditional expressions and exports are counted', () => {
  const measured = measure(
    'a.ts',
    `/** Said. */
export const a: any = b!;
export function c() {
  return a ? (b ? 1 : 2) : 3;
}
const d = a! as any;
`,
  );
  expect(measured).toMatchObject({ lines: 6, anys: 2, nonNulls: 2, conditionals: 2, nestedConditionals: 1 });
  expect(measured).toMatchObject({ exported: 2, documented: 1, undocumented: ['c'] });
  expect(measured.functions).toMatchObject([{ name: 'c', lines: 3 }]);
  expect(Math.max(...measured.widths)).toBe(29);
});

test.each([
  [
    'the comment at the start of the file does not belong to the first export',
    '/** The file. */\n\nexport const a = 1;',
    ['a'],
  ],
  ['an export has its own comment after it', '/** The file. */\n\n/** Said. */\nexport const a = 1;', []],
  ['a file of one thing has one comment', '/** Both. */\nexport const a = 1;', []],
  ['an import is in between', "/** The file. */\nimport b from 'b';\nexport type A = 1;", ['A']],
  ['a comment of another kind does not count', '// Said.\nexport interface A {}', ['A']],
  ['a statement exports several names', 'export const a = 1, b = 2;', ['a', 'b']],
])('documented exports are counted correctly if %s', (_, text, undocumented) => {
  expect(measure('a.ts', text).undocumented).toEqual(undocumented);
});
