/** Linking takes linear time, also for texts that repeat what costs most. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { linkFile } from '../../src/schema/link.ts';
import { encodeFile } from '../../src/schema/output/encode.ts';
import { parse } from '../../src/syntax/parser.ts';
import type { SyntaxTree } from '../../src/syntax/tree/tree.ts';
import { wellKnownRoot } from '../support/corpus.ts';
import { growthOf, LINEAR } from '../support/growth.ts';

const DESCRIPTOR = 'google/protobuf/descriptor.proto';
const descriptor = linkFile(DESCRIPTOR, parse(readFileSync(join(wellKnownRoot, DESCRIPTOR), 'utf8')), () => 'missing');

const times = (count: number, piece: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => piece(i)).join('');

/** A file with an option whose type is the message `O`. */
const withOption = (members: string, use: string): string =>
  `syntax = "proto2"; import "${DESCRIPTOR}"; message O { ${members} }
   extend google.protobuf.MessageOptions { optional O o = 50000; repeated O os = 50001; repeated E es = 50002; }
   enum E { ZERO = 0; } message M { ${use} }`;

const SHAPES: readonly (readonly [what: string, size: number, text: (count: number) => string])[] = [
  [
    'an option that is set in many statements',
    8_000,
    (count) =>
      withOption(
        'repeated int32 r = 1;',
        times(count, (i) => `option (o).r = ${i};`),
      ),
  ],
  [
    'options that name the fields of a large message',
    4_000,
    (count) =>
      withOption(
        times(count, (i) => `optional int32 f${i} = ${i + 1};`),
        times(count, (i) => `option (o).f${i} = 1;`),
      ),
  ],
  [
    'a value that contains a large message many times',
    4_000,
    (count) =>
      withOption(
        `repeated O r = ${count + 1}; ${times(count, (i) => `optional int32 f${i} = ${i + 1};`)}`,
        `option (o) = { ${times(count, (i) => `r { f${i}: 1 }`)} };`,
      ),
  ],
  [
    'a value that sets members of a large oneof',
    4_000,
    (count) =>
      withOption(
        `repeated O r = ${count + 1}; oneof one { ${times(count, (i) => `int32 f${i} = ${i + 1};`)} }`,
        `option (o) = { ${times(count, (i) => `r { f${i}: 1 }`)} };`,
      ),
  ],
  [
    'options with the values of a large enum',
    4_000,
    (count) =>
      withOption(
        '',
        times(count, (i) => `option (es) = V${i};`),
      ).replace(
        'ZERO = 0;',
        times(count, (i) => `V${i} = ${i};`),
      ),
  ],
  [
    'a message that reserves one number again and again',
    100_000,
    (count) => `syntax = "proto3"; message M { reserved 1${times(count, () => ', 1')}; }`,
  ],
  [
    'a message that reserves many numbers in the wrong order',
    20_000,
    (count) => `syntax = "proto3"; message M { reserved 1${times(count, (i) => `, ${2 * (count - i) + 1}`)}; }`,
  ],
  [
    'map fields',
    5_000,
    (count) => `syntax = "proto3"; message M { ${times(count, (i) => `map<int32, M> f${i} = ${i + 1};`)} }`,
  ],
  ['fields of one name', 20_000, (count) => `syntax = "proto3"; message M { ${times(count, () => 'M f = 1;')} }`],
];

it.each(SHAPES)('linking takes linear time: %s', (_, size, text) => {
  const link = (tree: SyntaxTree): void => {
    const file = linkFile('a.proto', tree, (path) => (path === DESCRIPTOR ? descriptor.interface : 'missing'));
    encodeFile(file.interface);
  };
  expect(growthOf(size, (count) => parse(text(count)), link)).toBeLessThan(LINEAR);
});
