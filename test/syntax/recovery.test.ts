/** The text that you are typing must not hide the declarations before and after it. */
import { describe, expect, it } from 'vitest';
import type { Node } from '../../src/syntax/tree/nodes.ts';
import { parse } from '../../src/syntax/parser.ts';
import { children } from '../../src/syntax/tree/walk.ts';
import { printedText } from '../support/printTree.ts';

/** Nodes with a name in the tree that declare nothing. */
const UNNAMED = new Set<Node['kind']>(['package', 'optionNamePart', 'aggregateField']);

/** Prints the named declarations of a text, indented by their nesting. */
function outline(text: string): string[] {
  const lines: string[] = [];
  const visit = (node: Node, depth: number): void => {
    const named = 'name' in node && typeof node.name === 'object' && 'text' in node.name && !UNNAMED.has(node.kind);
    if (named) lines.push(`${'  '.repeat(depth)}${node.kind} ${(node.name as { text: string }).text}`);
    for (const child of children(node)) visit(child, named ? depth + 1 : depth);
  };
  visit(parse(text).root, 0);
  return lines;
}

const cases: readonly { readonly name: string; readonly text: string; readonly outline: readonly string[] }[] = [
  {
    name: 'a field that is only a type',
    text: 'message A {\n  string\n  int32 b = 2;\n}\nmessage C {}\n',
    outline: ['message A', '  field b', 'message C'],
  },
  {
    name: 'a field without number',
    text: 'message A {\n  string a\n  int32 b = 2;\n}\n',
    outline: ['message A', '  field a', '  field b'],
  },
  {
    name: 'a field that ends with =',
    text: 'message A {\n  string a =\n  int32 b = 2;\n}\n',
    outline: ['message A', '  field a', '  field b'],
  },
  {
    name: 'a field without semicolon',
    text: 'message A {\n  string a = 1\n  int32 b = 2;\n}\n',
    outline: ['message A', '  field a', '  field b'],
  },
  {
    name: 'an option list that was just opened',
    text: 'message A {\n  string a = 1 [\n  int32 b = 2;\n}\n',
    outline: ['message A', '  field a', '  field b'],
  },
  {
    name: 'an option without its value',
    text: 'message A {\n  string a = 1 [deprecated =\n  int32 b = 2;\n}\n',
    outline: ['message A', '  field a', '  field b'],
  },
  { name: 'a message without a name', text: 'message\nmessage B {}\n', outline: ['message B'] },
  { name: 'a message without body', text: 'message A\nmessage B {}\n', outline: ['message A', 'message B'] },
  {
    name: 'a message with one word too many',
    text: 'message A extra {\n  string a = 1;\n}\nmessage B {}\n',
    outline: ['message A', '  field a', 'message B'],
  },
  { name: 'an import that was just begun', text: 'import\nmessage A {}\n', outline: ['message A'] },
  { name: 'an import with an open quote', text: 'import "foo\nmessage A {}\n', outline: ['message A'] },
  { name: 'a package that was just begun', text: 'package\nmessage A {}\n', outline: ['message A'] },
  { name: 'an option that was just begun', text: 'option\nmessage A {}\n', outline: ['message A'] },
  { name: 'an option that is not set yet', text: 'option deprecated =\nmessage A {}\n', outline: ['message A'] },
  {
    name: 'an rpc that was just begun',
    text: 'service S {\n  rpc\n  rpc B(X) returns (Y);\n}\n',
    outline: ['service S', '  method B'],
  },
  {
    name: 'an rpc up to its request',
    text: 'service S {\n  rpc A(\n  rpc B(X) returns (Y);\n}\n',
    outline: ['service S', '  method A', '  method B'],
  },
  {
    name: 'an rpc up to its response',
    text: 'service S {\n  rpc A(X) returns\n  rpc B(X) returns (Y);\n}\n',
    outline: ['service S', '  method A', '  method B'],
  },
  {
    name: 'an enum value without number',
    text: 'enum E {\n  A\n  B = 1;\n}\n',
    outline: ['enum E', '  enumValue A', '  enumValue B'],
  },
  {
    name: 'garbage between declarations',
    text: 'message A {}\n?? what is this\nmessage B {}\n',
    outline: ['message A', 'message B'],
  },
  {
    name: 'a message without a closing brace',
    text: 'message A {\n  string a = 1;\n\nmessage B {\n  string b = 1;\n}\n\nservice S {\n}\n',
    outline: ['message A', '  field a', 'message B', '  field b', 'service S'],
  },
  {
    name: 'a nested message without a closing brace',
    text: 'message A {\n  message B {\n    string b = 1;\n  string a = 1;\n}\nmessage C {}\n',
    outline: ['message A', '  message B', '    field b', '  field a', 'message C'],
  },
  {
    name: 'an enum without a closing brace',
    text: 'enum E {\n  X = 0;\n\nmessage A {\n  string a = 1;\n}\n',
    outline: ['enum E', '  enumValue X', 'message A', '  field a'],
  },
  {
    name: 'a service without a closing brace',
    text: 'service S {\n  rpc A(X) returns (Y);\n\nmessage X {}\nmessage Y {}\n',
    outline: ['service S', '  method A', 'message X', 'message Y'],
  },
  {
    name: 'a file without any indentation',
    text: 'message A {\nmessage B {\nstring b = 1;\n}\nstring a = 2;\n}\n',
    outline: ['message A', '  message B', '    field b', '  field a'],
  },
];

describe('the outline of a broken file', () => {
  it.each(cases)('the outline keeps the declarations before and after $name', ({ text, outline: expected }) => {
    const tree = parse(text);
    expect(printedText(tree)).toBe(text);
    expect(outline(text)).toEqual(expected);
  });
});
