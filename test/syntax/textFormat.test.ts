/** Text format in the tree: the nodes of an option's value in braces. */
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/syntax/parser.ts';
import type { AggregateFieldNode, OptionNode, ValueNode } from '../../src/syntax/tree/nodes.ts';

/** Prints the fields of the only option on one line. */
function shape(value: string): string {
  const tree = parse(`option (o) = {${value}};`);
  const option = tree.root.items.find((item): item is OptionNode => item.kind === 'option');
  const written = (node: ValueNode): string => {
    switch (node.kind) {
      case 'aggregate':
        return `{ ${node.fields.map(drawn).join(' ')} }`;
      case 'list':
        return `[${node.values.map(written).join(', ')}]`;
      case 'string':
        return `"${node.bytes}"`;
      default:
        return node.negative ? `-${node.text}` : node.text;
    }
  };
  const drawn = ({ name, value: inner }: AggregateFieldNode): string =>
    `${name.kind} ${name.text}${inner === undefined ? '' : `: ${written(inner)}`}`;
  return option?.value?.kind === 'aggregate' ? option.value.fields.map(drawn).join(' ') : '';
}

describe('text format in the tree', () => {
  it.each([
    ['before a field', '# s: "y"\n s: "x"', 'field s: "x"'],
    ['after the last field', 's: 1 # t: 2', 'field s: 1'],
    ['between a colon and a value', 's: # why\n "x" e: # why\n X i: # why\n 1', 'field s: "x" field e: X field i: 1'],
    ['between two literals', 's: "a" # b\n "c"', 'field s: "ac"'],
    ['after a minus', 'i: - # why\n 1', 'field i: -1'],
    ['in a list', 'l: [ # a\n 1, # b\n 2 # c\n ]', 'field l: [1, 2]'],
    ['next to braces', 'm # a\n { # b\n i: 1 # c\n } # d\n j: 2', 'field m: { field i: 1 } field j: 2'],
    ['next to angle brackets', 'm: # a\n < i: 1 # b\n >', 'field m: { field i: 1 }'],
    ['in brackets', '[p. # a\n ext # b\n ] # c\n : 1', 'extension p.ext: 1'],
    ['on successive lines', '# a\n# b\n\n# c\ni: 1', 'field i: 1'],
  ])('skips a comment %s', (_place, value, expected) => {
    expect(shape(value)).toBe(expected);
  });
});
