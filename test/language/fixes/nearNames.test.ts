/** A fix offers the nearest known name wherever a name leads nowhere. */
import { expect, test } from 'vitest';
import { fixed, titles } from './check.ts';

const HEAD = `syntax = "proto3";
package p;
import "google/protobuf/descriptor.proto";
message Order { string title = 1; Color color = 2; Order inner = 3; repeated Order list = 4; map<string, Order> by_name = 5; }
enum Color { WHITE = 0; CRIMSON = 1; }
extend google.protobuf.MessageOptions { Order rule = 50000; Color tint = 50001; }
extend google.protobuf.FieldOptions { Order check = 50000; }
`;
/** The written text, and the text after the fix. */
const PLACES: readonly (readonly [place: string, written: string, mended: string])[] = [
  ['the type of a field', 'message M { Ordr o = 1; }', 'message M { Order o = 1; }'],
  ['a scalar type', 'message M { strng o = 1; }', 'message M { string o = 1; }'],
  ['the value of a map', 'message M { map<string, Ordr> o = 1; }', 'message M { map<string, Order> o = 1; }'],
  [
    'a scalar as the value of a map',
    'message M { map<string, strng> o = 1; }',
    'message M { map<string, string> o = 1; }',
  ],
  ['the key of a map', 'message M { map<strng, Order> o = 1; }', 'message M { map<string, Order> o = 1; }'],
  ['a field of a oneof', 'message M { oneof x { Ordr o = 1; } }', 'message M { oneof x { Order o = 1; } }'],
  [
    'the request of an rpc',
    'service S { rpc R(Ordr) returns (Order); }',
    'service S { rpc R(Order) returns (Order); }',
  ],
  [
    'the reply of an rpc',
    'service S { rpc R(Order) returns (stream Ordr); }',
    'service S { rpc R(Order) returns (stream Order); }',
  ],
  [
    'the message that is extended',
    'extend google.protobuf.FieldOption { string n = 50009; }',
    'extend google.protobuf.FieldOptions { string n = 50009; }',
  ],
  [
    'the type of an extension',
    'extend google.protobuf.FieldOptions { Ordr n = 50009; }',
    'extend google.protobuf.FieldOptions { Order n = 50009; }',
  ],
  ['the name of an option', 'option go_pakage = "x";', 'option go_package = "x";'],
  [
    'the name of an option of a field',
    'message M { int32 a = 1 [deprecatd = true]; }',
    'message M { int32 a = 1 [deprecated = true]; }',
  ],
  [
    'the name of a custom option',
    'message M { option (rul).title = "x"; }',
    'message M { option (rule).title = "x"; }',
  ],
  [
    'a part of an option with dots',
    'message M { option (rule).titel = "x"; }',
    'message M { option (rule).title = "x"; }',
  ],
  [
    'a part deep in an option with dots',
    'message M { option (rule).iner.title = "x"; }',
    'message M { option (rule).inner.title = "x"; }',
  ],
  [
    'the last part of an option with dots',
    'message M { option (rule).inner.titel = "x"; }',
    'message M { option (rule).inner.title = "x"; }',
  ],
  [
    'a part of a field’s option with dots',
    'message M { int32 a = 1 [(check).titel = "x"]; }',
    'message M { int32 a = 1 [(check).title = "x"]; }',
  ],
  [
    'a field in the braces of an option',
    'message M { option (rule) = { titel: "x" }; }',
    'message M { option (rule) = { title: "x" }; }',
  ],
  [
    'a field deep in the braces of an option',
    'message M { option (rule) = { inner { titel: "x" } }; }',
    'message M { option (rule) = { inner { title: "x" } }; }',
  ],
  [
    'a message in the braces of an option',
    'message M { option (rule) = { iner { title: "x" } }; }',
    'message M { option (rule) = { inner { title: "x" } }; }',
  ],
  [
    'a field in a list of an option',
    'message M { option (rule) = { list: [{ titel: "x" }] }; }',
    'message M { option (rule) = { list: [{ title: "x" }] }; }',
  ],
  [
    'a field in the braces of a map',
    'message M { option (rule) = { by_name { ky: "x" } }; }',
    'message M { option (rule) = { by_name { key: "x" } }; }',
  ],
  [
    'a field in the braces of a field’s option',
    'message M { int32 a = 1 [(check) = { titel: "x" }]; }',
    'message M { int32 a = 1 [(check) = { title: "x" }]; }',
  ],
  ['the value of an option', 'option optimize_for = SPED;', 'option optimize_for = SPEED;'],
  ['the value of a custom option', 'message M { option (tint) = CRIMSN; }', 'message M { option (tint) = CRIMSON; }'],
  ['a value after dots', 'message M { option (rule).color = CRIMSN; }', 'message M { option (rule).color = CRIMSON; }'],
  [
    'a value in the braces of an option',
    'message M { option (rule) = { color: CRIMSN }; }',
    'message M { option (rule) = { color: CRIMSON }; }',
  ],
  [
    'a value deep in the braces',
    'message M { option (rule) = { list { color: CRIMSN } }; }',
    'message M { option (rule) = { list { color: CRIMSON } }; }',
  ],
  ['a flag', 'option java_multiple_files = tru;', 'option java_multiple_files = true;'],
  ['a path of an import', 'import "google/protobuf/timestmp.proto";', 'import "google/protobuf/timestamp.proto";'],
  ['a keyword', 'mesage M {}', 'message M {}'],
  [
    'a keyword in a service',
    'service S { rcp R(Order) returns (Order); }',
    'service S { rpc R(Order) returns (Order); }',
  ],
];

test.each(PLACES)('a fix corrects %s', (_, written, mended) => {
  const source = HEAD + written;
  const offered = titles(source).filter((title) => title.startsWith('Change to '));
  expect(offered.map((title) => fixed(source, title))).toContain(HEAD + mended);
});

test('a fix corrects a feature', () => {
  const source = 'edition = "2023";\npackage p;\noption features.field_presense = IMPLICIT;\n';
  expect(fixed(source, 'Change to field_presence')).toContain('option features.field_presence = IMPLICIT;');
});

test('a fix corrects the default of an enum field', () => {
  const source =
    'syntax = "proto2";\npackage p;\nenum Color { WHITE = 0; CRIMSON = 1; }\nmessage M { optional Color c = 1 [default = CRIMSN]; }\n';
  expect(fixed(source, 'Change to CRIMSON')).toContain('[default = CRIMSON]');
});

test('no fix is offered if no name is similar', () => {
  const source = `${HEAD}message M { option (rule) = { quantity: 1 }; Zebra z = 1; }`;
  expect(titles(source).filter((title) => title.startsWith('Change to '))).toEqual([]);
});
