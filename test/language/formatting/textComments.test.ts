/** Comments that begin with `#` in the value of an option: formatted text keeps each of them. buf turns them into text. */
import { describe, expect, it, test } from 'vitest';
import { formatFile, formatLines } from '../../../src/language/formatting/format.ts';
import { BUF_STYLE } from '../../../src/language/formatting/style.ts';
import { formatTyped } from '../../../src/language/formatting/typing.ts';
import { parse } from '../../../src/syntax/parser.ts';

function textOf(text: string): string {
  const result = formatFile(parse(text), BUF_STYLE);
  return result.kind === 'formatted' ? result.text : `${result.kind}: ${result.reason}`;
}

describe('a comment with #', () => {
  it('stays on its own line, or behind its value', () => {
    expect(textOf('option (o)={\n# first\na:"x"# behind\n# last\n};')).toBe(
      'option (o) = {\n  # first\n  a: "x" # behind\n  # last\n};\n',
    );
  });

  it('keeps words that look like separators, brackets and other comments', () => {
    expect(textOf('option (o) = {\n  # a, b; [c] <d> // "e" # f\n  a: 1,\n};')).toBe(
      'option (o) = {\n  # a, b; [c] <d> // "e" # f\n  a: 1\n};\n',
    );
  });

  it('moves with its option when options are sorted', () => {
    expect(textOf('option (b) = {\n  # of b\n};\noption (a) = {\n  # of a\n};\n')).toBe(
      'option (a) = {\n  # of a\n};\noption (b) = {\n  # of b\n};\n',
    );
  });

  it('ends its line also with CRLF', () => {
    expect(textOf('option (o) = {\r\n# one\r\na: 1 };\r\n')).toBe('option (o) = {\r\n  # one\r\n  a: 1\r\n};\r\n');
  });

  it('stays when only lines are formatted', () => {
    const text = 'option (o) = {\n# one\na: <b: 1># two\n};\n';
    const result = formatLines(parse(text), { start: 0, end: text.length }, BUF_STYLE);
    expect(result).toMatchObject({ kind: 'formatted', text: 'option (o) = {\n  # one\n  a: <b: 1> # two\n};\n' });
  });

  it('leaves its statement as it is while you type', () => {
    const text = 'option (o) = {\n# one\na: 1 };';
    expect(formatTyped(parse(text), text.length, ';', BUF_STYLE)).toEqual([]);
  });
});

const PIECES =
  'option (o) = { a : 1 , b { c : "x" "y" ; } list [ { d : - 2 } , { } ] [ x.y ] : < e : E > n : [ 1 , 2 ] };'.split(
    ' ',
  );
const INSIDE = PIECES.map((_, at) => at).filter((at) => at > 3);

test.each(INSIDE)('a comment before piece %i of a value is kept, and a second run changes nothing', (at) => {
  for (const before of [' ', '\n']) {
    const text = `${PIECES.slice(0, at).join(' ')}${before}# note ${at}, x\n${PIECES.slice(at).join(' ')}`;
    const once = textOf(text);
    expect(once).toContain(`# note ${at}, x\n`);
    expect(textOf(once)).toBe(once);
  }
});

test('a list directly behind the name of its field gets a colon, as buf writes it', () => {
  expect(textOf('option (o) = { list [ { a: "1" }, { a: "2" } ] list [] };')).toBe(
    'option (o) = {\n  list: [\n    {a: "1"},\n    {a: "2"}\n  ]\n  list: []\n};\n',
  );
});
