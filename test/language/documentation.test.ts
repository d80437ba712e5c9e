/** The comment of a declaration in a hover: paragraphs stay paragraphs, and blocks of Markdown keep their lines. */
import { describe, expect, test } from 'vitest';
import { documentation } from '../../src/language/names/documentation.ts';
import { parse } from '../../src/syntax/parser.ts';

function shown(comment: string): string | undefined {
  const tree = parse(`syntax = "proto3";\n${comment}\nmessage M {}\n`);
  const [message] = tree.root.items.filter(({ kind }) => kind === 'message');
  return message && documentation(tree, message);
}

const lines = (text: string): string =>
  text
    .split('\n')
    .map((line) => `// ${line}`.trimEnd())
    .join('\n');

describe('a comment', () => {
  test.each([
    ['of one paragraph is one line', 'An order of\na customer.', 'An order of a customer.'],
    ['of two paragraphs keeps them', 'One\nstory.\n\nAnother\none.', 'One story.\n\nAnother one.'],
    [
      'with a list keeps its items',
      'Either:\n- a,\n- b and\n  more\n* c\n1. d\nend',
      'Either:\n- a,\n- b and more\n* c\n1. d end',
    ],
    ['with a nested list keeps its indentation', '- a\n  - b\n  - c', '- a\n  - b\n  - c'],
    ['with a heading keeps the heading apart', '# Title\ntext\nmore', '# Title\ntext more'],
    ['with a fence keeps its lines', 'See\n```\na\n\n- b\n```\nand\nso on', 'See\n```\na\n\n- b\n```\nand so on'],
    [
      'with indented code keeps its lines',
      'See\n\n    a = 1\n    b = 2\n\nand\nso on',
      'See\n\n    a = 1\n    b = 2\n\nand so on',
    ],
    ['with a table keeps its rows', '| a | b |\n|---|---|\n| 1 | 2 |', '| a | b |\n|---|---|\n| 1 | 2 |'],
    ['with a quotation keeps the quotation apart', 'He said\n> yes\n> no', 'He said\n> yes\n> no'],
    ['with a hard break keeps the break', 'one\\\ntwo', 'one\\\ntwo'],
    ['with a horizontal line keeps the line', 'one\n\n---\ntwo', 'one\n\n---\ntwo'],
  ])('a comment %s', (_, text, markdown) => {
    expect(shown(lines(text))).toBe(markdown);
  });

  test.each([
    ['that begins with two stars loses the stars', '/** An order of\n * a customer.\n */'],
    ['with two stars on their own line loses the stars', '/**\n * An order of\n * a customer.\n */'],
    ['in a block loses the signs of the block', '/* An order of\n   a customer. */'],
    ['with Windows line endings keeps its text', '// An order of\r\n// a customer.\r'],
  ])('a comment %s', (_, comment) => {
    expect(shown(comment)).toBe('An order of a customer.');
  });
});
