/** Comments belong to the same declarations as in protoc. */
import { describe, expect, it } from 'vitest';
import { commentsBefore, docComment, trailingComment } from '../../src/syntax/comments.ts';
import { parse } from '../../src/syntax/parser.ts';

describe('docComment', () => {
  const doc = (text: string): string | undefined => {
    const tree = parse(text);
    const node = tree.root.items.find((item) => item.kind === 'message');
    return node && docComment(tree, node);
  };

  it('the doc comment is directly above the declaration', () => {
    expect(doc('// one\n// two\nmessage A {}')).toBe(' one\n two\n');
  });

  it('the doc comment has no asterisks of block comments', () => {
    expect(doc('/*\n * one\n * two\n */\nmessage A {}')).toBe('\n one\n two\n');
  });

  it('the doc comment does not include a comment above a blank line', () => {
    expect(doc('// far\n\nmessage A {}')).toBeUndefined();
  });

  it('the doc comment does not include the comment after the previous declaration', () => {
    expect(doc('package p; // of the package\nmessage A {}')).toBeUndefined();
  });

  it('the doc comment has the line endings of the text', () => {
    expect(doc('// one\r\nmessage A {}')).toBe(' one\r\n');
  });
});

describe('trailingComment', () => {
  it('a trailing comment is after a statement, or after the brace that opens a block', () => {
    const tree = parse('package p; // behind\nmessage A { // inside\n}');
    const [statement, message] = tree.root.items;
    expect(statement && trailingComment(tree, statement)).toBe(' behind\n');
    expect(message && trailingComment(tree, message)).toBe(' inside\n');
  });
});

describe('commentsBefore', () => {
  it('trailing, detached and leading comments are told apart', () => {
    const tree = parse('package p; // trailing\n\n// detached\n\n// leading\nmessage A {}');
    expect(commentsBefore(tree, 3)).toEqual({
      trailing: ' trailing\n',
      detached: [' detached\n'],
      leading: ' leading\n',
    });
  });

  it('a single comment between two tokens on one line belongs to neither', () => {
    const tree = parse('package p; /* whose? */ message A {}');
    expect(commentsBefore(tree, 3)).toEqual({ trailing: '', detached: [' whose? '], leading: '' });
  });
});
