/** Rules for the values of fields: those for the type of the field, and no others. */
import { describe, expect, test } from 'vitest';
import { accepted, labels } from './check.ts';

/** The shape of protovalidate's file. */
const RULES = `-- buf/validate/validate.proto --
syntax = "proto2";
package buf.validate;
import "google/protobuf/descriptor.proto";
extend google.protobuf.FieldOptions { optional FieldRules field = 1159; }
message Rule { optional string id = 1; optional string message = 2; optional string expression = 3; }
message FieldRules {
  repeated Rule cel = 23;
  optional bool required = 25;
  oneof type {
    Int32Rules int32 = 3;
    BoolRules bool = 13;
    StringRules string = 14;
    EnumRules enum = 16;
    RepeatedRules repeated = 18;
    MapRules map = 19;
    TimestampRules timestamp = 22;
  }
}
message Int32Rules { optional int32 gt = 1; }
message BoolRules { optional bool const = 1; }
message StringRules { optional string const = 1; optional uint64 min_len = 2; }
message EnumRules { optional bool defined_only = 2; }
message RepeatedRules { optional uint64 min_items = 1; optional FieldRules items = 4; }
message MapRules { optional FieldRules keys = 4; optional FieldRules values = 5; }
message TimestampRules { optional bool lt_now = 7; }
`;

function field(declaration: string): string {
  return `${RULES}
-- a.proto --
syntax = "proto3";
package shop.v1;
import "buf/validate/validate.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
enum Color { COLOR_UNSPECIFIED = 0; }
message Other {}
message Book {
  ${declaration}
}
`;
}

const BY_TYPE = ['int32', 'bool', 'string', 'enum', 'repeated', 'map', 'timestamp'];

describe('behind the option', () => {
  test.each([
    ['string a = 1', 'string'],
    ['int32 a = 1', 'int32'],
    ['optional bool a = 1', 'bool'],
    ['Color a = 1', 'enum'],
    ['repeated string a = 1', 'repeated'],
    ['map<string, int32> a = 1', 'map'],
    ['google.protobuf.Timestamp a = 1', 'timestamp'],
    ['google.protobuf.StringValue a = 1', 'string'],
    ['google.protobuf.Int32Value a = 1', 'int32'],
  ])('%s gets only its own rules, and they come first', (declaration, rule) => {
    const found = labels(field(`${declaration} [(buf.validate.field).$0];`));
    expect(found).toEqual([rule, 'cel', 'required']);
  });

  test.each([
    ['repeated string a = 1', 'repeated.items', 'string'],
    ['map<string, int32> a = 1', 'map.keys', 'string'],
    ['map<string, int32> a = 1', 'map.values', 'int32'],
  ])('the parts of %s have the rules of their type in %s', (declaration, path, rule) => {
    expect(labels(field(`${declaration} [(buf.validate.field).${path}.$0];`))).toEqual([rule, 'cel', 'required']);
  });

  test('a message without rules of its own gets those for every type', () => {
    expect(labels(field('Other a = 1 [(buf.validate.field).$0];'))).toEqual(['cel', 'required']);
  });

  test('all rules are offered if the type is not known', () => {
    expect(labels(field('Unknown a = 1 [(buf.validate.field).$0];'))).toEqual(expect.arrayContaining(BY_TYPE));
  });
});

test('in braces, the rules of other types are left out too', () => {
  expect(labels(field('string a = 1 [(buf.validate.field) = { $0 }];'))).toEqual(['string', 'cel', 'required']);
});

test('after the rules of the type, completion goes on with the single rules', () => {
  expect(accepted(field('string a = 1 [(buf.validate.field).$0];'), 'string')).toContain(
    '(buf.validate.field).string.]',
  );
  expect(labels(field('string a = 1 [(buf.validate.field).string.$0];'))).toEqual(['const', 'min_len']);
});

test('in the brackets of a field, its own rules come before the option as a whole', () => {
  const source = field('string a = 1 [fie$0];');
  const found = labels(source).filter((label) => label.startsWith('(buf'));
  expect(found).toEqual(['(buf.validate.field).string', '(buf.validate.field)']);
  expect(accepted(source, '(buf.validate.field).string')).toContain('[(buf.validate.field).string.]');
});

test('a rule in CEL is a literal with its three parts', () => {
  const done = accepted(field('string a = 1 [(buf.validate.field).$0];'), 'cel');
  expect(done).toMatch(/\.cel = \{\n\s*id: ""\n\s*message: ""\n\s*expression: ""\n\s*\}\]/);
});
