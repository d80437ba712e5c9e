/** The schemas that the message tests share. */
import { loadSchema, type Schema } from '../../src/message/schema.ts';
import type { DescMessage } from '@bufbuild/protobuf';
import { descriptorSet } from '../support/descriptorSet.ts';

const ALL = `
  syntax = "proto3";
  package all;
  import "google/protobuf/any.proto";
  import "google/protobuf/duration.proto";
  import "google/protobuf/field_mask.proto";
  import "google/protobuf/struct.proto";
  import "google/protobuf/timestamp.proto";
  import "google/protobuf/wrappers.proto";
  import "google/protobuf/empty.proto";

  message All {
    double double = 1; float float = 2; int32 int32 = 3; int64 int64 = 4; uint32 uint32 = 5; uint64 uint64 = 6;
    sint32 sint32 = 7; sint64 sint64 = 8; fixed32 fixed32 = 9; fixed64 fixed64 = 10; sfixed32 sfixed32 = 11; sfixed64 sfixed64 = 12;
    bool bool = 13; string string = 14; bytes bytes = 15;
    Color color = 16; Inner inner = 17;
    repeated int64 int64s = 18; repeated string strings = 19; repeated Inner inners = 20; repeated Color colors = 21; repeated bytes bytess = 22;
    map<string, int64> by_string = 23; map<int32, Inner> by_int32 = 24; map<bool, Color> by_bool = 25; map<uint64, double> by_uint64 = 26; map<string, google.protobuf.Value> by_value = 27;
    oneof choice { string text = 30; int64 number = 31; Inner nested = 32; google.protobuf.NullValue nothing = 33; Color tint = 34; google.protobuf.Int32Value boxed = 35; }
    optional int32 maybe = 40; optional string maybe_text = 41;
    google.protobuf.Timestamp time = 50; google.protobuf.Duration duration = 51; google.protobuf.FieldMask mask = 52;
    google.protobuf.Struct struct = 53; google.protobuf.Value value = 54; google.protobuf.ListValue list = 55; google.protobuf.NullValue null = 56;
    google.protobuf.Any any = 57; google.protobuf.Empty empty = 58;
    google.protobuf.DoubleValue double_value = 60; google.protobuf.FloatValue float_value = 61; google.protobuf.Int64Value int64_value = 62; google.protobuf.UInt64Value uint64_value = 63;
    google.protobuf.Int32Value int32_value = 64; google.protobuf.UInt32Value uint32_value = 65; google.protobuf.BoolValue bool_value = 66; google.protobuf.StringValue string_value = 67; google.protobuf.BytesValue bytes_value = 68;
    repeated google.protobuf.Int64Value int64_values = 69; repeated google.protobuf.Struct structs = 70; repeated google.protobuf.Value values = 71; repeated google.protobuf.Timestamp times = 72;
    All again = 80; repeated All more = 81; map<string, All> tree = 82;
    string named_otherwise = 90 [json_name = "special"]; string __proto__ = 91;
  }
  message Inner { string name = 1; int32 home_number = 2; }
  enum Color { COLOR_UNSPECIFIED = 0; COLOR_RED = 1; COLOR_BLUE = 2; COLOR_LOW = -1; }
`;

const OLD = `
  syntax = "proto2";
  package old;
  import "google/protobuf/struct.proto";
  import "google/protobuf/wrappers.proto";
  message Old {
    required string id = 1;
    optional int32 count = 2 [default = 7];
    optional Size size = 3 [default = LARGE];
    optional group Part = 4 { required string label = 1; }
    extensions 100 to 200;
  }
  enum Size { SMALL = 1; LARGE = 2; }
  message Outer { required Old old = 1; repeated Old olds = 2; }
  extend Old {
    optional int64 big = 100; repeated Size sizes = 101; optional Outer outer = 102;
    optional google.protobuf.Struct loose = 103; optional google.protobuf.StringValue boxed = 104; repeated google.protobuf.Struct many = 105;
  }
`;

const NEW = `
  edition = "2023";
  package fresh;
  import "google/protobuf/descriptor.proto";
  option features.field_presence = IMPLICIT;
  message Mark { string text = 1; int32 level = 2; }
  extend google.protobuf.FieldOptions { Mark mark = 50001; }
  extend google.protobuf.MethodOptions { string permission = 50002; }
  message Fresh {
    string plain = 1 [(mark) = { text: "x", level: 3 }];
    string explicit = 2 [features.field_presence = EXPLICIT];
    string needed = 3 [features.field_presence = LEGACY_REQUIRED];
    Part part = 4 [features.message_encoding = DELIMITED];
    Closed closed = 5 [features.field_presence = EXPLICIT];
  }
  message Part { int32 size = 1; }
  enum Closed { option features.enum_type = CLOSED; ONE = 1; TWO = 2; }
  service Freshness { rpc Look(Fresh) returns (Fresh) { option (permission) = "look"; } }
`;

const NEWEST = `
  edition = "2024";
  package newest;
  export message Newest { string name = 1; Hidden hidden = 2; }
  local message Hidden { int32 depth = 1; }
`;

export const schema: Schema = loadSchema(
  descriptorSet({ 'all.proto': ALL, 'old.proto': OLD, 'fresh.proto': NEW, 'newest.proto': NEWEST }, [
    '--include_source_info',
  ]),
);

export function type(name: string): DescMessage {
  const found = schema.registry.getMessage(name);
  if (found === undefined) throw new Error(`There is no message ${name}.`);
  return found;
}
