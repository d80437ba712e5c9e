/** The search for the nodes that contain a cursor. */
import { expect, it } from 'vitest';
import { parse } from '../../../src/syntax/parser.ts';
import { nodePathAt } from '../../../src/syntax/tree/walk.ts';

const text = 'message A {\n  map<string, p.B> entries = 1 [(x.y).z = { q: 1 }];\n}';

it.each([
  ['p.B', 0, ['file', 'message', 'field', 'mapType', 'typeName']],
  ['p.B', 3, ['file', 'message', 'field', 'mapType', 'typeName']],
  ['entries', 2, ['file', 'message', 'field', 'identifier']],
  ['x.y', 1, ['file', 'message', 'field', 'option', 'optionName', 'optionNamePart', 'typeName']],
  ['q: 1', 3, ['file', 'message', 'field', 'option', 'aggregate', 'aggregateField', 'number']],
] as const)('the nodes that contain an offset are found: %s + %i', (where, offset, kinds) => {
  const path = nodePathAt(parse(text), text.indexOf(where) + offset);
  expect(path.map(({ kind }) => kind)).toEqual(kinds);
});
