/** Encoded options have exactly protoc's bytes, because generated code embeds them. */
import { describe, expect, it } from 'vitest';
import { encodeDescriptorSet } from '../../src/schema/output/encode.ts';
import { compileTexts } from '../support/compileText.ts';
import { descriptorSet } from '../support/descriptorSet.ts';

const DECLARATIONS = `syntax = "proto2";
import "google/protobuf/descriptor.proto";
import "google/protobuf/any.proto";
message M {
  optional int32 i = 1;
  map<string, string> s = 2;
  map<int32, M> m = 3;
  map<bool, E> e = 4;
  map<sint64, double> d = 5;
  map<fixed32, bytes> b = 6;
  map<uint64, float> f = 7;
  optional google.protobuf.Any any = 8;
  optional int32 source = 9 [retention = RETENTION_SOURCE];
  repeated M list = 10;
}
enum E { X = 0; Y = 1; }
extend google.protobuf.FileOptions { optional M o = 50000; }
`;

function bytes(text: string): { ours: string; protoc: string } {
  const files = { 'a.proto': DECLARATIONS + text };
  const { all, lines } = compileTexts(files);
  expect(lines).toEqual([]);
  return {
    ours: hex(encodeDescriptorSet(all.map((file) => file.interface))),
    protoc: hex(descriptorSet(files)),
  };
}

function hex(set: Uint8Array): string {
  return Buffer.from(set).toString('hex');
}

describe('an option', () => {
  it.each([
    ['for an entry without a value', 'option (o) = { s { key: "a" } };'],
    ['for an entry without a key', 'option (o) = { s { value: "a" } };'],
    ['for an empty entry', 'option (o) = { s { } m { } e { } d { } b { } f { } };'],
    ['for a value before its key', 'option (o) = { s { value: "v" key: "k" } m { value { i: 1 } key: 2 } };'],
    ['for explicit zeros', 'option (o) = { s { key: "" value: "" } e { key: false value: X } };'],
    ['for a message without a value', 'option (o) = { m { key: 3 } m { value { s { key: "x" } } } };'],
    ['for a list of entries', 'option (o) = { s: [{ key: "a" }, { value: "b" }] list { s { } } };'],
    ['for a map that is named in the option', 'option (o).s = { key: "a" }; option (o).m = { }; option (o).i = 1;'],
    ['for keys that come twice', 'option (o) = { s { key: "b" } s { key: "a" } s { key: "b" value: "c" } };'],
    [
      'for a value inside Any',
      'option (o) = { any { [type.googleapis.com/M] { m { key: 3 } s { } s { key: "a" } } } };',
    ],
    [
      'for an option next to one with source retention',
      'option (o) = { source: 1 s { key: "b" } m { value { source: 2 } } };',
    ],
    ['for strings with comments between them', 'option (o) = { s { key: "a" # b\n "c" value: # d\n "e" } };'],
  ])('an option has the bytes that protoc writes %s', (_name, text) => {
    const { ours, protoc } = bytes(text);
    expect(ours).toBe(protoc);
  });
});
