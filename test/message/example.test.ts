import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, expect, test } from 'vitest';
import { exampleJson, exampleMessage } from '../../src/message/example.ts';
import { parseMessage, printMessage } from '../../src/message/json.ts';
import type { Schema } from '../../src/message/schema.ts';
import { schemaOf } from '../support/descriptorSet.ts';
import { schema, type } from './protos.ts';
import { cpuMs } from '../support/cpu.ts';

/** Returns the example of the schema's first message. */
function example(text: string): unknown {
  const made = schemaOf(text);
  const first = [...made.registry].find((one) => one.kind === 'message' && !one.typeName.startsWith('google.'));
  if (first?.kind !== 'message') throw new Error('the text has no message');
  return JSON.parse(exampleJson(made, first));
}

const PROTO3 = 'syntax = "proto3";';

describe('an example', () => {
  test.each([
    [
      'with values that fit the names of fields',
      `${PROTO3} message A { string name = 1; string email = 2; string user_id = 3; string first_name = 4; string city = 5; string title = 6; int32 age = 7; double latitude = 8; string colour = 9; int32 page_size = 10; string shipping_note = 11; string website_url = 12; string plan = 13; }`,
      {
        name: 'world',
        email: 'ada@example.com',
        userId: '1',
        firstName: 'Ada',
        city: 'Berlin',
        title: 'An example',
        age: 36,
        latitude: 52.52,
        colour: '#3366cc',
        pageSize: 10,
        shippingNote: 'An example description',
        websiteUrl: 'https://example.com/',
        plan: 'plan',
      },
    ],
    [
      'with values that fit the type, if the name says nothing',
      `${PROTO3} message A { int64 a = 1; bool b = 2; bytes c = 3; float d = 4; fixed64 e = 5; }`,
      { a: '1', b: true, c: 'ZXhhbXBsZQ==', d: 1.5, e: '1' },
    ],
    [
      'without paging and filters, which would make it fail',
      `${PROTO3} message A { string page_token = 1; string filter = 2; string order_by = 3; string parent = 4; }`,
      { parent: 'parent' },
    ],
    [
      'without deprecated fields',
      `${PROTO3} message A { string old = 1 [deprecated = true]; string name = 2; }`,
      { name: 'world' },
    ],
    [
      'with the first enum value that means something',
      `${PROTO3} message A { C c = 1; D d = 2; } enum C { C_UNSPECIFIED = 0; C_OLD = 1 [deprecated = true]; C_RED = 2; } enum D { option allow_alias = true; D_NONE = 0; D_NOTHING = 0; D_ONE = 5; }`,
      { c: 'C_RED', d: 'D_ONE' },
    ],
    [
      'with the first field of a oneof',
      `${PROTO3} message A { oneof way { string email = 1; string phone = 2; } oneof _ { int32 x = 3; } }`,
      { email: 'ada@example.com', x: 1 },
    ],
    [
      'with one of a list and one of a map',
      `${PROTO3} message A { repeated string tags = 1; map<string, int32> counts = 2; map<int32, B> parts = 3; map<bool, string> flags = 4; } message B { string id = 1; }`,
      { tags: ['tags'], counts: { key: 1 }, parts: { 1: { id: '1' } }, flags: { true: 'flags' } },
    ],
    ['with optional fields', `${PROTO3} message A { optional int32 a = 1; optional string b = 2; }`, { a: 1, b: 'b' }],
    [
      'with plausible numbers for times in seconds, milliseconds and so on',
      `${PROTO3} message A { int64 created_at = 1; int64 created_at_ms = 2; int64 timeout_ms = 3; }`,
      { createdAt: '1769860800', createdAtMs: '1769860800000', timeoutMs: '1' },
    ],
    [
      'of proto2, with all required fields',
      'syntax = "proto2"; message A { required string id = 1; optional group G = 2 { required int32 x = 1; } repeated C cs = 3; } enum C { C_ONE = 1; }',
      { id: '1', g: { x: 1 }, cs: ['C_ONE'] },
    ],
    [
      'of an edition',
      'edition = "2023"; message A { string id = 1 [features.field_presence = LEGACY_REQUIRED]; B b = 2 [features.message_encoding = DELIMITED]; } message B { int32 x = 1 [features.field_presence = IMPLICIT]; }',
      { id: '1', b: { x: 1 } },
    ],
    [
      'of well-known types',
      `${PROTO3} import "google/protobuf/timestamp.proto"; import "google/protobuf/duration.proto"; import "google/protobuf/struct.proto"; import "google/protobuf/wrappers.proto"; import "google/protobuf/field_mask.proto"; import "google/protobuf/any.proto"; import "google/protobuf/empty.proto";
      message A { google.protobuf.Timestamp start_time = 1; google.protobuf.Timestamp end_time = 2; google.protobuf.Duration ttl = 3; google.protobuf.Struct labels = 4; google.protobuf.Value value = 5; google.protobuf.ListValue list = 6;
        google.protobuf.StringValue name = 7; google.protobuf.Int64Value id = 8; B user = 9; google.protobuf.FieldMask update_mask = 10; google.protobuf.Any detail = 11; google.protobuf.Empty empty = 12; google.protobuf.NullValue nothing = 13; repeated google.protobuf.Timestamp times = 14; google.protobuf.BoolValue on = 15; }
      message B { string display_name = 1; }`,
      {
        startTime: '2026-01-31T12:00:00Z',
        endTime: '2026-01-31T13:00:00Z',
        ttl: '30s',
        labels: { key: 'value' },
        value: 'value',
        list: ['value'],
        name: 'world',
        id: '1',
        user: { displayName: 'Ada Lovelace' },
        updateMask: 'displayName',
        detail: { '@type': 'type.googleapis.com/google.protobuf.StringValue', value: 'value' },
        empty: {},
        times: ['2026-01-31T12:00:00Z'],
        on: true,
      },
    ],
    [
      'with an Any of the schema itself',
      `${PROTO3} import "google/protobuf/any.proto"; message A { google.protobuf.Any detail = 1; } message B { string id = 1; }`,
      { detail: { '@type': 'type.googleapis.com/B', id: '1' } },
    ],
    [
      'of a recursive message, which ends',
      `${PROTO3} message A { string id = 1; A next = 2; repeated A children = 3; map<string, A> by_name = 4; B b = 5; } message B { A a = 1; C c = 2; } message C { B b = 1; string id = 2; }`,
      { id: '1', b: { c: { id: '1' } } },
    ],
    ['of an empty message', `${PROTO3} message A {}`, {}],
  ])("an example looks like a user's message: %s", (_, text, expected) => {
    expect(example(text)).toEqual(expected);
  });

  test('an example is the same each time', () => {
    expect(exampleJson(schema, type('all.All'))).toBe(exampleJson(schema, type('all.All')));
  });
});

test.each([
  'all.All',
  'all.Inner',
  'old.Old',
  'old.Outer',
  'fresh.Fresh',
  'newest.Newest',
  'google.protobuf.Struct',
  'google.protobuf.Any',
  'google.protobuf.FileDescriptorProto',
])('the example of %s can be sent and read back', (name) => {
  const message = exampleMessage(schema, type(name));
  const received = fromBinary(type(name), toBinary(type(name), message));
  expect(printMessage(schema, received)).toBe(printMessage(schema, message));
  expect(parseMessage(schema, type(name), exampleJson(schema, type(name))).kind).toBe('message');
});

describe('an example of a large schema', () => {
  /** Makes a schema in which each message contains the next one ten times. */
  function tree(levels: number): Schema {
    const fields = (level: number): string =>
      Array.from({ length: 10 }, (_, index) => `M${level + 1} f${index} = ${index + 1};`).join(' ');
    const messages = Array.from(
      { length: levels },
      (_, level) => `message M${level} { ${level + 1 < levels ? fields(level) : 'string id = 1;'} }`,
    );
    return schemaOf(`${PROTO3} ${messages.join('\n')}`);
  }

  test('an example of a large schema stays small in breadth and depth', () => {
    const wide = tree(8);
    const first = wide.registry.getMessage('M0');
    if (first === undefined) throw new Error('M0 is missing');
    const started = cpuMs();
    expect(exampleJson(wide, first).split('\n').length).toBeLessThan(1000);
    expect(cpuMs() - started).toBeLessThan(5000);
  });
});
