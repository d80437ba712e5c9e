/** Small schemas that are valid, but awkward to generate Go from: names, imports, kinds, packages. */
import { GREETINGS, NAMES } from './awkwardNames.ts';
import { PACKAGES, TYPES } from './awkwardPackages.ts';
import { kinds, type AwkwardSchema } from './awkwardSchema.ts';
import type { ProtoFiles } from './protoc.ts';

export const GREETER: ProtoFiles = {
  'greeter/v1/greeter.proto': `
syntax = "proto3";
package greeter.v1;
// Greets people.
service Greeter {
  // Greets one person.
  rpc SayHello(HelloRequest) returns (HelloReply);
  rpc LotsOfReplies(HelloRequest) returns (stream HelloReply);
  rpc LotsOfGreetings(stream HelloRequest) returns (HelloReply);
  rpc BidiHello(stream HelloRequest) returns (stream HelloReply);
}
message HelloRequest { string name = 1; }
message HelloReply { string message = 1; }
`,
};

export const AWKWARD: readonly AwkwardSchema[] = [
  ...NAMES,
  ...GREETINGS,
  ...PACKAGES,
  ...TYPES,
  { name: 'the Greeter', files: GREETER },
  {
    name: 'keywords, predeclared names and package names as names',
    files: {
      'type.proto': `
syntax = "proto3";
package type.func;
message string { int32 nil = 1; message map { bool range = 1; } }
message error { string name = 1; }
service select {
  rpc go(.type.func.string) returns (error);
  rpc import(stream .type.func.string.map) returns (stream error);
  rpc Context(error) returns (.type.func.string);
}
service Main { rpc init(error) returns (error); rpc main(stream error) returns (error); }
service Main_test { rpc Recv(error) returns (stream error); }
service log { rpc Fatal(error) returns (error); rpc report(error) returns (error); }
service run_windows { ${kinds('error', '.type.func.string')} }
`,
    },
  },
  {
    name: 'services of the same name in several packages, with packages of the same last name',
    files: {
      'acme/user/v1/user.proto': `
syntax = "proto3";
package acme.user.v1;
import "acme/common/v1/common.proto";
import "other/common/v1/common.proto";
service Users { rpc Get(acme.common.v1.Id) returns (other.common.v1.Id); rpc SayHi(HiRequest) returns (HiReply); }
message HiRequest { string name = 1; }
message HiReply { string message = 1; }
`,
      'acme/user/v2/user.proto': `
syntax = "proto3";
package acme.user.v2;
import "acme/common/v1/common.proto";
service Users { ${kinds('acme.common.v1.Id', 'acme.common.v1.Id')} }
`,
      'acme/common/v1/common.proto': 'syntax = "proto3"; package acme.common.v1; message Id { string value = 1; }',
      'other/common/v1/common.proto': 'syntax = "proto3"; package other.common.v1; message Id { string value = 1; }',
    },
  },
  {
    name: 'well-known types and nested types as requests and replies',
    files: {
      'wkt.proto': `
syntax = "proto3";
package wkt;
import "google/protobuf/any.proto";
import "google/protobuf/empty.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
message Outer { message Inner { string name = 1; message Deep_er { string message = 1; } } }
service Clock {
  rpc Now(google.protobuf.Empty) returns (google.protobuf.Timestamp);
  rpc Watch(google.protobuf.Struct) returns (stream google.protobuf.Any);
  rpc Collect(stream google.protobuf.StringValue) returns (google.protobuf.Empty);
  rpc Echo(stream google.protobuf.Value) returns (stream google.protobuf.Value);
  rpc Greet(Outer.Inner) returns (Outer.Inner.Deep_er);
}
`,
    },
  },
  {
    name: 'proto2 with required fields, groups, extensions and defaults',
    files: {
      'old.proto': `
syntax = "proto2";
package old;
message Request { required string name = 1; optional group Part = 2 { optional int32 size = 3 [default = 7]; } extensions 100 to max; }
message Reply { optional string message = 1; }
extend Request { optional bool loud = 100; }
service Old { rpc SayHello(Request) returns (Reply); ${kinds('Request', 'Reply')} }
`,
    },
  },
  {
    name: 'edition 2023 with explicit and implicit presence',
    files: {
      'edition.proto': `
edition = "2023";
package edition;
message Request { string name = 1 [features.field_presence = IMPLICIT]; }
message Reply { string message = 1; }
service Edition { rpc Hello(Request) returns (Reply); ${kinds('Request', 'Reply')} }
`,
    },
  },
  {
    name: 'edition 2024, whose messages are opaque',
    files: {
      'opaque.proto': `
edition = "2024";
package opaque;
message Request { string name = 1; }
message Reply { string message = 1; }
service Opaque { rpc Hello(Request) returns (Reply); ${kinds('Request', 'Reply')} }
`,
    },
  },
  {
    name: 'a go_package that is relative, foreign, named or missing',
    files: {
      'a/relative.proto':
        'syntax = "proto3"; package a; option go_package = "./pb/a;apb"; message A {} service AService { rpc Do(A) returns (A); }',
      'b/bare.proto':
        'syntax = "proto3"; package b; option go_package = "bpb"; import "a/relative.proto"; message B { a.A a = 1; } service BService { rpc Do(a.A) returns (B); }',
      'c/foreign.proto':
        'syntax = "proto3"; package c; option go_package = "github.com/nobody/elsewhere/c"; import "b/bare.proto"; message C { b.B b = 1; } service CService { rpc Do(C) returns (b.B); }',
      'd/none.proto':
        'syntax = "proto3"; package d; import "c/foreign.proto"; message D { c.C c = 1; } service DService { rpc Do(stream c.C) returns (stream D); }',
    },
  },
  {
    name: 'no package, no folder, and no methods',
    files: {
      'bare.proto':
        'syntax = "proto3"; message M { string name = 1; } service Empty {} service _under_score { rpc do_it(M) returns (M); rpc _2(M) returns (stream M); }',
    },
  },
  {
    name: 'comments that look like Go',
    files: {
      'comments.proto': `
syntax = "proto3";
package comments;
/* A service
 * with a block comment; package main
 */
service Commented {
  // go:build ignore
  // (build constraints have a test of their own)
  //
  //   indented code
  //
  // Deprecated: no.
  rpc Do(M) returns (M) { option deprecated = true; }
  // Ends in a backslash \\
  // "quotes" \`ticks\` */
  rpc SayHello(M) returns (M); // trailing
}
message M { string name = 1; string message = 2; string get_message = 3; }
`,
    },
  },
  {
    name: 'folders that Go treats specially',
    files: {
      'internal/x.proto':
        'syntax = "proto3"; package internal.x; message X {} service XService { rpc Do(X) returns (X); }',
      'vendor/_y/y.proto':
        'syntax = "proto3"; package y; import "internal/x.proto"; message Y { internal.x.X x = 1; } service YService { rpc Do(Y) returns (internal.x.X); }',
      'main/z.proto': 'syntax = "proto3"; package main; message Z {} service ZService { rpc Do(Z) returns (Z); }',
    },
  },
  {
    name: 'two packages in one folder',
    files: {
      'api/one.proto':
        'syntax = "proto3"; package one; message Request {} service One { rpc Do(Request) returns (Request); }',
      'api/two.proto':
        'syntax = "proto3"; package two; import "api/one.proto"; message Request { one.Request one = 1; } service Two { rpc Do(Request) returns (one.Request); }',
    },
  },
];
