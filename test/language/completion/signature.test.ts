import { describe, expect, test } from 'vitest';
import { signature, type Signature } from '../../../src/language/completion/signature.ts';
import { fixture } from '../../support/memoryWorkspace.ts';

function signatureIn(source: string): Signature | undefined {
  const { workspace, path, offset } = fixture(source, { wellKnown: true });
  const file = workspace.linked(path) ?? expect.fail('there is no file');
  return signature(workspace, path, file, offset);
}

/** Returns the label with the active field in `«»`. */
function drawn(source: string): string | undefined {
  const found = signatureIn(source);
  const active = found?.fields[found.active];
  if (found === undefined || active === undefined) return found && 'no active field';
  const { label } = found;
  return `${label.slice(0, active.start)}«${label.slice(active.start, active.end)}»${label.slice(active.end)}`;
}

const RULES = `-- rules.proto --
syntax = "proto2"; package r;
import "google/protobuf/descriptor.proto";
import "google/protobuf/any.proto";
// How to read it.
message Rule {
  // The way in.
  optional string get = 1;
  repeated Rule more = 2;
  optional Kind kind = 3;
  map<string, Rule> named = 4;
  optional google.protobuf.Any any = 5;
  optional group Deep = 6 { optional int32 x = 1; }
  extensions 100;
  enum Kind { NONE = 0; }
}
extend Rule { optional Rule extra = 100; }
message Empty {}
extend google.protobuf.FieldOptions { optional Rule field = 50000; optional Empty empty = 50001; }
extend google.protobuf.FileOptions { optional Rule file = 50000; }
`;
const FIELDS = [
  'get: string',
  'more: repeated Rule',
  'kind: Kind',
  'named: map<string, Rule>',
  'any: Any',
  'Deep: Deep',
];

function rule(active: number, extra: readonly string[] = []): string {
  return `Rule { ${[...FIELDS, ...extra].map((field, at) => (at === active ? `«${field}»` : field)).join(', ')} }`;
}

describe('signature help in text format', () => {
  test.each<[what: string, body: string, expected: string | undefined]>([
    ['begins with the first field', 'message M { int32 f = 1 [(r.field) = { $0 }]; }', rule(0)],
    ['appears in a statement', 'option (r.file) = {$0', rule(0)],
    ['shows the field of a value', 'option (r.file) = { kind: $0 };', rule(2)],
    ['shows the field of a string', 'option (r.file) = { get: "a$0" };', rule(0)],
    ['shows the field of a string without an end', 'option (r.file) = { get: "a$0\n', rule(0)],
    ['moves to the next field after a comma', 'option (r.file) = { get: "", $0 };', rule(1)],
    ['follows the typed word', 'option (r.file) = { k$0 };', rule(2)],
    ['skips fields that are set', 'option (r.file) = { get: "" more {} kind: NONE $0 };', rule(1)],
    ['is about the inner message', 'option (r.file) = { more { more: [{ any$0 }] } };', rule(4)],
    ['leaves the inner message at its end', 'option (r.file) = { more { kind: NONE } na$0 };', rule(3)],
    ['shows messages in angle brackets', 'option (r.file) = { any: < $0', 'Any { «type_url: string», value: bytes }'],
    ['leaves a message in angle brackets at its end', 'option (r.file) = { any: < value: "" > kind: $0', rule(2)],
    ['follows a longer name of an option', 'option (r.file).more = { kind: $0', rule(2)],
    ['shows extensions', 'option (r.file) = { [r.extra]: $0', rule(6, ['[r.extra]: Rule'])],
    ['is about the message of an extension', 'option (r.file) = { [r.extra] { kind: $0', rule(2)],
    ['is about the message in an Any', 'option (r.file) = { any { [type.googleapis.com/r.Rule] { kind: $0', rule(2)],
    ['shows groups', 'option (r.file) = { Deep { x: $0', 'Deep { «x: int32» }'],
    ['shows entries of a map', 'option (r.file) = { named { $0', 'NamedEntry { «key: string», value: Rule }'],
    [
      'shows standard options',
      'message M { int32 f = 1 [features = { enum_type: $0 }]; }',
      'FeatureSet { field_presence: FieldPresence, «enum_type: EnumType», repeated_field_encoding: RepeatedFieldEncoding, utf8_validation: Utf8Validation, message_encoding: MessageEncoding, json_format: JsonFormat, enforce_naming_style: EnforceNamingStyle, default_symbol_visibility: DefaultSymbolVisibility, enforce_proto_limits: EnforceProtoLimits }',
    ],
    ['is missing for a message without fields', 'message M { int32 f = 1 [(r.empty) = { $0 }]; }', undefined],
    ['is missing for an unknown option', 'option (r.gone) = { $0', undefined],
    ['is missing for an unknown field', 'option (r.file) = { gone { $0', undefined],
    ['is missing in other braces', 'message M { $0 }', undefined],
    ['is missing after the value', 'option (r.file) = { }$0;', undefined],
    ['is missing in comments', 'option (r.file) = { # $0', undefined],
  ])('signature help %s', (_, body, expected) => {
    expect(drawn(`-- a.proto --\nedition = "2023"; import "rules.proto"; ${body}\n${RULES}`)).toBe(expected);
  });

  test('signature help explains the message and the active field', () => {
    const found = signatureIn(
      `-- a.proto --\nedition = "2024"; import option "rules.proto"; option (r.file) = { get: "$0" };\n${RULES}`,
    );
    expect(found?.documentation).toBe('How to read it.');
    expect(found?.activeDocumentation).toBe('The way in.');
  });

  test('signature help shows only the fields near the active one in a very large message', () => {
    const fields = Array.from({ length: 500 }, (_, at) => `optional int32 f${at} = ${at + 1};`).join(' ');
    const found = drawn(
      `-- a.proto --\nsyntax = "proto2"; import "google/protobuf/descriptor.proto"; message Big { ${fields} } extend google.protobuf.FileOptions { optional Big big = 50000; } option (big) = { f200: $0 };`,
    );
    expect(found).toMatch(/^Big \{ …, f180: int32, .*, «f200: int32», .*, f219: int32, … \}$/);
  });
});
