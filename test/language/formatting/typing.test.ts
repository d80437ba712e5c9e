/** Formatting of a selection, and while you type: nothing else moves. `$0` is the cursor. */
import { describe, expect, it } from 'vitest';
import { formatLines } from '../../../src/language/formatting/format.ts';
import { joinedEdits } from '../../../src/language/formatting/joinedEdits.ts';
import { BUF_STYLE } from '../../../src/language/formatting/style.ts';
import { formatTyped } from '../../../src/language/formatting/typing.ts';
import { parse } from '../../../src/syntax/parser.ts';
import { applyEdits } from '../../../src/text/edit.ts';
import { formatted } from '../../support/formatting.ts';

function typed(marked: string): string {
  const offset = marked.indexOf('$0');
  const text = marked.replace('$0', '');
  return applyEdits(text, formatTyped(parse(text), offset, text.charAt(offset - 1), BUF_STYLE));
}

describe('the statement that you have just finished', () => {
  it('the statement gets its spaces and its indentation', () => {
    expect(typed('message A {\n      string a=1;$0\n      string b=2;\n}\n')).toBe(
      'message A {\n  string a = 1;\n      string b=2;\n}\n',
    );
  });

  it('the statement is formatted in a file that is broken elsewhere', () => {
    expect(typed('message A {\n string a=1;$0\n string\n')).toBe('message A {\n  string a = 1;\n string\n');
  });

  it('the statement is left alone if it is broken itself', () => {
    const text = 'message A {\n string  = 1;$0\n}\n';

    expect(typed(text)).toBe(text.replace('$0', ''));
  });

  it('the statement may be a block, which its closing brace ends', () => {
    expect(typed('message A {\nmessage B {\nstring a=1;\n}$0\n}\n')).toBe(
      'message A {\n  message B {\n    string a = 1;\n  }\n}\n',
    );
  });

  it('the statement keeps its own comments and the comments around it', () => {
    expect(typed('message A {\n // a\n string /* b */ a=1;$0 // c\n}\n')).toBe(
      'message A {\n // a\n  string /* b */ a = 1; // c\n}\n',
    );
  });

  it('a line break after the statement formats it too', () => {
    expect(typed('message A {\n string a=1;\n$0\n}\n')).toBe('message A {\n  string a = 1;\n\n}\n');
  });

  it('a line break after a block does not format the block', () => {
    const text = 'message A {\nstring a=1;\n}\n$0';

    expect(typed(text)).toBe(text.replace('$0', ''));
  });

  it('an entry of an option list is not a statement', () => {
    const text = 'message A {\n string a = 1 [(b)={c:1}$0\n';

    expect(typed(text)).toBe(text.replace('$0', ''));
  });
});

describe('a selection', () => {
  const text = 'import "b";\nimport "a";\nmessage A {\n string a=1;\n string b=2;\n}\n';

  function selected(lines: string): string {
    const start = text.indexOf(lines);
    const tree = parse(text);
    const result = formatLines(tree, { start, end: start + lines.length }, BUF_STYLE);
    return result.kind === 'formatted' ? applyEdits(text, result.edits) : result.kind;
  }

  it('a selection is formatted, and the lines around it are not', () => {
    expect(selected('string a=1;')).toBe(text.replace(' string a=1;', '  string a = 1;'));
  });

  it('formatting a selection does not move imports', () => {
    expect(selected('import "b";\nimport "a";')).toBe(text);
  });

  it('formatting a selection never changes only one of two brackets', () => {
    const literal = 'option (a) = {\n  b <\n c: 1 >\n};\n';
    for (let at = 0; at < literal.length; at++) {
      const result = formatLines(parse(literal), { start: at, end: at }, BUF_STYLE);
      const after = result.kind === 'formatted' ? applyEdits(literal, result.edits) : '';

      expect(formatted(after).kind, after).toBe('formatted');
    }
  });
});

it('joining very many edits does not change the result', () => {
  const text = `message A {${'string a=1;'.repeat(3000)}}`;
  const result = formatted(text);
  const edits = result.kind === 'formatted' ? result.edits : [];
  const joined = joinedEdits(text, edits);

  expect(joined.length).toBeLessThan(edits.length / 100);
  expect(applyEdits(text, joined)).toBe(applyEdits(text, edits));
});

it('formatting a selection leaves the comment after the line before it alone', () => {
  const text = 'message A {\n string a=1;// c\n string b=2;\n}\n';
  const at = text.indexOf('string b');
  const result = formatLines(parse(text), { start: at, end: at }, BUF_STYLE);

  expect(result.kind === 'formatted' && applyEdits(text, result.edits)).toBe(
    text.replace(' string b=2;', '  string b = 2;'),
  );
});
