/**
 * A folder with its own descriptor.proto, valid or broken: options are checked against it, and everything else works.
 */
import { describe, expect, test } from 'vitest';
import { diagnosticsOf } from '../../../src/language/diagnostics/diagnostics.ts';
import { fixture, FOLDER, type Fixture } from '../../support/memoryWorkspace.ts';

const DESCRIPTOR = 'google/protobuf/descriptor.proto';
const USER = `syntax = "proto3";
package p;
import "${DESCRIPTOR}";
option java_package = "x";
message M { option deprecated = true; int32 a = 1 [deprecated = true]; map<string, int32> m = 2; }
extend google.protobuf.FileOptions { string mine = 50000; }
`;

function withDescriptor(text: string): Fixture {
  return fixture(`-- a.proto --\n${USER}-- ${DESCRIPTOR} --\n${text}`, { wellKnown: true });
}

function said({ workspace }: Fixture, name: string): readonly string[] {
  const path = `${FOLDER}/${name}`;
  const file = workspace.linked(path);
  if (file === undefined) return ['no file'];
  return diagnosticsOf(workspace, path, file, (place) => place).map(({ message }) => message);
}

const own = (body: string): string => `syntax = "proto2";\npackage google.protobuf;\n${body}\n`;
const MANY_FIELDS = Array.from({ length: 20_000 }, (_, at) => `optional int32 f${at} = ${at + 20_000};`).join(' ');

const NO_NUMBER = '"google.protobuf.FileOptions" does not declare 50000 as an extension number.';
const NOT_DEFINED = '"google.protobuf.FileOptions" is not defined.';

test('an option that only the folder’s own descriptor.proto declares is known', () => {
  const text = `syntax = "proto3";\npackage p;\nimport "${DESCRIPTOR}";\noption foo = "x";\n`;
  const folder = fixture(
    `-- a.proto --\n${text}-- ${DESCRIPTOR} --\n${own('message FileOptions { optional string foo = 1; }')}`,
    { wellKnown: true },
  );
  expect(said(folder, 'a.proto')).toEqual([]);
});

describe('a broken descriptor.proto', () => {
  test.each([
    ['if it has no end', own('message FileOptions {'), NO_NUMBER],
    ['if it has an unknown type', own('message FileOptions { optional Nope n = 1; }'), NO_NUMBER],
    ['if it is empty', '', NOT_DEFINED],
    ['if it declares another package', 'syntax = "proto2";\npackage other;\nmessage FileOptions {}', NOT_DEFINED],
    ['if it imports itself', own(`import "${DESCRIPTOR}";\nmessage FileOptions {}`), NO_NUMBER],
    [
      'if it imports its importer',
      own('import "a.proto";\nmessage FileOptions {}'),
      `File recursively imports itself: ${DESCRIPTOR} -> … -> a.proto -> ${DESCRIPTOR}`,
    ],
    [
      'if its options are an enum',
      own('enum FileOptions { A = 0; }'),
      '"google.protobuf.FileOptions" is not a message type.',
    ],
    ['if its features are a string', own('message FileOptions { optional string features = 50; }'), NO_NUMBER],
    ['if its features are its options', own('message FileOptions { optional FileOptions features = 50; }'), NO_NUMBER],
    [
      'if it has names that JavaScript objects use',
      own(
        'message FileOptions { optional FeatureSet features = 50; } message FeatureSet { optional E __proto__ = 1; optional E constructor = 2; enum E { toString = 0; } }',
      ),
      NO_NUMBER,
    ],
    ['if it has 20,000 options', own(`message FileOptions { ${MANY_FIELDS} }`), NO_NUMBER],
  ])('a descriptor.proto gives its importer one error with the cause %s', (_, text, error) => {
    expect(said(withDescriptor(text), 'a.proto')).toEqual([error]);
  });
});

test('a descriptor.proto of binary data gives its importer no error, because the file itself has one', () => {
  const folder = withDescriptor('\u0000\u0001\u0002');
  expect(said(folder, 'a.proto')).toEqual([]);
  expect(said(folder, DESCRIPTOR)).not.toEqual([]);
});
