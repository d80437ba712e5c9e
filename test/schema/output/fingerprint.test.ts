import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../../src/schema/output/fingerprint.ts';
import { lex } from '../../../src/syntax/lexing/lexer.ts';
import { compileTexts } from '../../support/compileText.ts';
import { googlePaths, googleRoot, readCorpusFile, sample, seededRandom, wellKnownRoot } from '../../support/corpus.ts';

const BASE = `edition = "2024";
package p.q;
import "google/protobuf/any.proto";
import public "google/protobuf/empty.proto";
import "google/protobuf/descriptor.proto";
option java_package = "com.p";
message M {
  option deprecated = true;
  reserved 7, 9 to 11;
  reserved gone;
  int32 first = 1;
  string second = 2 [deprecated = true];
  google.protobuf.Any any = 3 [json_name = "other"];
  repeated int64 many = 4 [features.repeated_field_encoding = EXPANDED];
  map<string, Kind> kinds = 5;
  oneof choice { string one = 20; bytes two = 21; }
  int32 standard = 22 [default = 3];
  extensions 100 to 199;
  export message Inner { bool flag = 1; }
  enum Kind { KIND_UNSPECIFIED = 0; KIND_OTHER = 1; reserved 5; }
}
local message Hidden {}
extend M { string extra = 100; }
extend google.protobuf.FieldOptions { string custom = 50001 [retention = RETENTION_SOURCE, targets = TARGET_TYPE_FIELD]; }
service S {
  rpc Get(M) returns (stream M);
  rpc Put(M) returns (google.protobuf.Empty) { option idempotency_level = IDEMPOTENT; }
}
`;

function fingerprintOf(text: string, path = 'a.proto'): string {
  const [file] = compileTexts({ [path]: text }, [path], [wellKnownRoot, googleRoot]).files;
  if (file === undefined) throw new Error('not compiled');
  return fingerprint(file.interface);
}

/** Returns the same tokens with other whitespace and comments between them. */
function reformat(text: string, random: () => number): string {
  const { tokens } = lex(text);
  const gaps = [' ', '\n', '\t', ' // A note.\n', ' /* Another. */ ', '\r\n\r\n', '\n  // One\n  // and two.\n\n'];
  let result = '';
  for (let i = 0; i < tokens.count; i++) result += tokens.text(i) + (gaps[Math.floor(random() * gaps.length)] ?? ' ');
  return result;
}

describe('a fingerprint', () => {
  test('the fingerprint does not depend on the text between the tokens', () => {
    const random = seededRandom(11);
    const before = fingerprintOf(BASE);
    for (let i = 0; i < 20; i++) expect(fingerprintOf(reformat(BASE, random))).toBe(before);
  });

  test('the fingerprint of a real file does not depend on the text between the tokens', () => {
    const random = seededRandom(12);
    for (const path of sample(googlePaths(), 12, 13)) {
      const { text } = readCorpusFile(googleRoot, path);
      if (text.length < 100_000)
        expect(fingerprintOf(reformat(text, random), path), path).toBe(fingerprintOf(text, path));
    }
  });

  test.each<[string, string, string]>([
    ['edition', 'edition = "2024"', 'edition = "2023"'],
    ['syntax', 'edition = "2024"', 'syntax = "proto3"'],
    ['package', 'package p.q', 'package p.r'],
    ['import that is removed', 'import "google/protobuf/any.proto";', ''],
    ['import of another file', 'any.proto', 'timestamp.proto'],
    ['import that is no longer public', 'import public', 'import'],
    [
      'import for options only',
      'import "google/protobuf/descriptor.proto"',
      'import option "google/protobuf/descriptor.proto"',
    ],
    ['file option', '"com.p"', '"com.r"'],
    ['message option', 'option deprecated = true;', 'option deprecated = false;'],
    ['message name', 'message M {', 'message N {'],
    ['reserved number', 'reserved 7,', 'reserved 8,'],
    ['end of a reserved range', '9 to 11', '9 to 12'],
    ['reserved name', 'reserved gone', 'reserved went'],
    ['field name', 'int32 first', 'int32 primero'],
    ['field number', 'first = 1', 'first = 6'],
    ['scalar type', 'int32 first', 'uint32 first'],
    ['message type', 'google.protobuf.Any any', 'Inner any'],
    ['label of a repeated field', 'int32 first', 'repeated int32 first'],
    ['field option', '[deprecated = true]', ''],
    ['JSON name', '"other"', '"another"'],
    ['explicit JSON name that is the usual one', '[json_name = "other"]', '[json_name = "any"]'],
    ['feature', 'EXPANDED', 'PACKED'],
    ['key of a map', 'map<string,', 'map<int32,'],
    ['value of a map', 'Kind> kinds', 'Inner> kinds'],
    ['oneof name', 'oneof choice', 'oneof selection'],
    [
      'field that is no longer in its oneof',
      'oneof choice { string one = 20; bytes two = 21; }',
      'oneof choice { string one = 20; } bytes two = 21;',
    ],
    ['default', 'default = 3', 'default = 4'],
    ['extension range', '100 to 199', '100 to 198'],
    ['visibility', 'export message Inner', 'local message Inner'],
    ['visibility that is removed', 'local message Hidden', 'message Hidden'],
    ['name of an enum value', 'KIND_OTHER', 'KIND_ELSE'],
    ['number of an enum value', 'KIND_OTHER = 1', 'KIND_OTHER = 2'],
    ['reserved number of an enum', 'reserved 5', 'reserved 6'],
    [
      'order of declarations',
      'int32 first = 1;\n  string second = 2 [deprecated = true];',
      'string second = 2 [deprecated = true];\n  int32 first = 1;',
    ],
    ['number of an extension', 'extra = 100', 'extra = 101'],
    ['extendee', 'extend google.protobuf.FieldOptions', 'extend google.protobuf.MessageOptions'],
    ['retention', 'RETENTION_SOURCE', 'RETENTION_RUNTIME'],
    ['target', 'TARGET_TYPE_FIELD', 'TARGET_TYPE_ONEOF'],
    ['service name', 'service S', 'service T'],
    ['method name', 'rpc Get', 'rpc Fetch'],
    ['input', 'Get(M)', 'Get(M.Inner)'],
    ['output', 'returns (google.protobuf.Empty)', 'returns (M)'],
    ['stream', 'returns (stream M)', 'returns (M)'],
    ['method option', 'IDEMPOTENT;', 'NO_SIDE_EFFECTS;'],
    ['method that is removed', 'rpc Get(M) returns (stream M);', ''],
    ['half-typed field', 'int32 first = 1;', 'int32 first = 1; string half'],
    ['name of a half-typed field', 'message Hidden {}', 'message Hidden { string half }'],
  ])('the fingerprint changes with the %s', (_what, from, to) => {
    expect(BASE).toContain(from);
    expect(fingerprintOf(BASE.replace(from, to))).not.toBe(fingerprintOf(BASE));
  });

  test('fingerprints tell half-typed fields apart by their names', () => {
    const half = (name: string): string =>
      fingerprintOf(BASE.replace('message Hidden {}', `message Hidden { string ${name} }`));
    expect(half('one')).not.toBe(half('two'));
  });
});
