/** References and renames on real files; `node scripts/verify-navigation.mjs` does the same for all of them. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  checkReferences,
  checkRenames,
  corpusOf,
  makeOracle,
  type Corpus,
  type Oracle,
} from '../../support/navigationOracle.ts';

const BELOW = ['google/api/', 'google/rpc/', 'google/type/', 'google/longrunning/', 'google/iam/', 'google/logging/'];

/** Constructs that Google's files lack: groups, defaults, nested extensions and values in braces. */
const MORE = new Map([
  [
    'more/a.proto',
    'syntax = "proto2";\npackage more.a;\nimport "google/protobuf/descriptor.proto";\nenum Color { RED = 0; BLUE = 1; }\nmessage Rule { optional Color color = 1 [default = BLUE]; optional group Part = 2 { optional int32 n = 1; } repeated Rule rules = 3; map<string, Rule> by_name = 4; extensions 10 to 20; message In { extend Rule { optional In in = 11; } optional int32 x = 1; } }\nextend Rule { optional int32 more = 10; }\nextend google.protobuf.MessageOptions { optional Rule rule = 50001; }\n',
  ],
  [
    'more/b.proto',
    'syntax = "proto3";\npackage more.b;\nimport "more/a.proto";\nmessage A { option (a.rule).color = RED; option (more.a.rule).part.n = 1; a.Rule.In in = 1; optional int32 opt = 2; }\nmessage B { option (.more.a.rule) = { color: BLUE Part { n: 1 } rules { [more.a.more]: 1 [more.a.Rule.In.in] { x: 2 } } by_name { key: "k" value { color: RED } } }; }\n',
  ],
]);

let corpus: Corpus;
let oracle: Oracle;

beforeAll(() => {
  corpus = corpusOf(BELOW, MORE);
  oracle = makeOracle(corpus);
});

describe('on real files', () => {
  test('references are exactly the places that the linker resolves to the declaration', () => {
    const { wrong, places } = checkReferences(corpus, oracle, 300, 1);
    expect(wrong).toEqual([]);
    expect(places).toBeGreaterThan(1000);
  });

  test('references of each name in the file with rare constructs are exact', () => {
    const rare = new Map([...oracle].filter(([key]) => key.includes('more')));
    expect(checkReferences(corpus, rare, 3 * rare.size, 2).wrong).toEqual([]);
  });

  test('a rename changes the name alone, and undoing it gives the bytes back', () => {
    const { wrong, renamed, refused } = checkRenames(corpus, oracle, 40, 3);
    expect(wrong).toEqual([]);
    expect(renamed).toBeGreaterThanOrEqual(40);
    expect(renamed + refused).toBe(50);
  });

  test('a rename in the file with rare constructs changes the name alone, and undoing it gives the bytes back', () => {
    const rare = new Map([...oracle].filter(([key]) => key.includes('more')));
    expect(checkRenames(corpus, rare, 40, 4).wrong).toEqual([]);
  });
});
