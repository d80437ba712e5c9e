/** Packages, paths, imports and types that are awkward in Go. */
import { kinds, type AwkwardSchema } from './awkwardSchema.ts';
import type { ProtoFiles } from './protoc.ts';

/** Makes a file with its own service. */
const file = (protoPackage: string, text = '', head = ''): string =>
  `syntax = "proto3"; package ${protoPackage}; ${head} message Msg { string name = 1; } service ${service(protoPackage)} { rpc Do(Msg) returns (Msg); rpc Watch(Msg) returns (stream Msg); } ${text}`;

const service = (protoPackage: string): string => `Of_${protoPackage.replaceAll('.', '_')}`;

const files = (packages: readonly string[]): ProtoFiles =>
  Object.fromEntries(packages.map((name) => [`${name.replaceAll('.', '/')}/api.proto`, file(name)]));

const goPackage = (path: string): string => `option go_package = "${path}";`;

export const PACKAGES: readonly AwkwardSchema[] = [
  {
    name: 'packages named like variables in the scaffolds',
    files: files(
      'cfg client conn creds ctx env err listener logger message name pool reply req s server stop stream t value want'.split(
        ' ',
      ),
    ),
  },
  {
    name: 'packages named like packages in the imports of the scaffolds',
    files: files(
      'bufconn codes context credentials debug errors flag fmt grpc health healthpb insecure io log net os proto reflection signal slog status strings testing time tls x509'.split(
        ' ',
      ),
    ),
  },
  {
    name: 'packages named like declarations of the scaffolds',
    files: files(
      'config run show certpool gracePeriod callContext checkCall serveInMemory stringFlag logUnary'.split(' '),
    ),
  },
  {
    name: 'packages in capitals, with digits and underscores',
    files: files(['Acme.API_v2', 'a1.b2', 'my_api.v1alpha1', 'V1', 'acme.v1p1beta1']),
  },
  {
    name: 'packages with the same last part',
    files: files(['a.types', 'b.types', 'c.types.v1', 'd.types.v1', 'types.v1', 'types']),
  },
  {
    name: 'packages named gen, server, client and test',
    files: files(['gen', 'server', 'client', 'test', 'cmd', 'gen.gen']),
  },
  {
    name: 'types of packages that are named like packages in the imports of generated code',
    files: {
      ...files(['x.context', 'x.grpc', 'x.status', 'x.codes', 'x.sync', 'x.unsafe', 'x.reflect', 'x.protoimpl']),
      'use.proto': `syntax = "proto3"; package use; ${['context', 'grpc', 'status', 'codes', 'sync', 'unsafe', 'reflect', 'protoimpl'].map((name) => `import "x/${name}/api.proto";`).join(' ')}
        service Use { rpc A(x.context.Msg) returns (x.grpc.Msg); rpc B(stream x.status.Msg) returns (stream x.codes.Msg); } message All { x.sync.Msg a = 1; x.unsafe.Msg b = 2; x.reflect.Msg c = 3; x.protoimpl.Msg d = 4; }`,
    },
  },
  {
    name: 'packages whose names differ from their folders: a type, a number and a version',
    files: {
      'a.proto': file('a', '', goPackage('./pb/a;string')),
      'b.proto': file('b', '', goPackage('./pb/2fa')),
      'c.proto': file('c', '', goPackage('./pb/c/v2')),
      'd.proto': file('d', '', goPackage('./pb/d.v1')),
      'e.proto': file('e', '', goPackage('./pb/go-e;e_e')),
      'f.proto': file('f', '', goPackage('./pb/f;Upper')),
    },
  },
  {
    name: 'files of one package in several folders',
    files: {
      'a/one.proto': file('shop', '', goPackage('./pb/shop')),
      'b/two.proto': `syntax = "proto3"; package shop; ${goPackage('./pb/shop')} import "a/one.proto"; service Two { ${kinds('Msg', 'Msg')} }`,
    },
  },
  {
    name: 'file names with dots, dashes and other extensions',
    files: {
      'x.y.proto': file('xy'),
      'a-b/c-d.proto': file('ab'),
      'doc.proto': file('doc'),
      'some_test.proto': file('some'),
      'main.proto': file('mainfile'),
    },
  },
  {
    name: 'file names that Go reads as systems and processors',
    files: {
      'disk_windows.proto': file('disk'),
      'experiment_arm.proto': file('experiment'),
      'x_linux_test.v1.proto': file('x'),
    },
  },
  {
    name: 'a file with services only, whose types come from other files',
    files: {
      ...files(['one', 'two.v1']),
      'all.proto': `syntax = "proto3"; package everything; import "one/api.proto"; import "two/v1/api.proto"; service All { ${kinds('one.Msg', 'two.v1.Msg')} } service Back { ${kinds('two.v1.Msg', 'one.Msg')} }`,
    },
  },
  {
    name: 'imports through public imports',
    files: {
      ...files(['deep']),
      'middle/api.proto': 'syntax = "proto3"; package middle; import public "deep/api.proto"; message Own {}',
      'top/api.proto': `syntax = "proto3"; package top; import "middle/api.proto"; service Top { ${kinds('deep.Msg', 'middle.Own')} }`,
    },
  },
  {
    name: 'a diamond of imports',
    files: {
      ...files(['base']),
      'l/api.proto': 'syntax = "proto3"; package l; import "base/api.proto"; message L { base.Msg m = 1; }',
      'r/api.proto': 'syntax = "proto3"; package r; import "base/api.proto"; message R { base.Msg m = 1; }',
      'd/api.proto': `syntax = "proto3"; package d; import "l/api.proto"; import "r/api.proto"; import "base/api.proto"; service D { rpc A(l.L) returns (r.R); rpc B(base.Msg) returns (stream l.L); }`,
    },
  },
  {
    name: 'a package whose parts are named like its messages',
    files: {
      'foo.proto':
        'syntax = "proto3"; package foo.foo; message foo { foo foo = 1; } service Foo { rpc Foo(foo) returns (stream .foo.foo.foo); }',
    },
  },
  { name: 'deep folders', files: { [`${'deep/'.repeat(12)}api.proto`]: file('deep.down') } },
];

export const TYPES: readonly AwkwardSchema[] = [
  {
    name: 'every well-known type as request and reply',
    files: {
      'all.proto': `syntax = "proto3"; package wkts; ${['any', 'api', 'duration', 'empty', 'field_mask', 'source_context', 'struct', 'timestamp', 'type', 'wrappers', 'descriptor'].map((name) => `import "google/protobuf/${name}.proto";`).join(' ')} service All { ${['Any', 'Api', 'Duration', 'Empty', 'FieldMask', 'SourceContext', 'Struct', 'ListValue', 'Value', 'Timestamp', 'Type', 'Enum', 'Option', 'BoolValue', 'BytesValue', 'Int64Value', 'FileDescriptorSet', 'DescriptorProto.ExtensionRange'].map((name, i) => `rpc A${i}(google.protobuf.${name}) returns (google.protobuf.${name}); rpc B${i}(stream google.protobuf.${name}) returns (stream google.protobuf.${name});`).join(' ')} }`,
    },
  },
  {
    name: 'custom options on everything',
    files: {
      'options.proto':
        'syntax = "proto2"; package options; import "google/protobuf/descriptor.proto"; message Rule { optional string verb = 1; extend google.protobuf.MessageOptions { optional Rule of_message = 50001; } } extend google.protobuf.MethodOptions { optional Rule rule = 50001; } extend google.protobuf.ServiceOptions { repeated string owner = 50001; }',
      'use.proto':
        'syntax = "proto3"; package use; import "options.proto"; message M { option (options.Rule.of_message).verb = "be"; } service S { option (options.owner) = "me"; rpc Do(M) returns (options.Rule) { option (options.rule).verb = "get"; option idempotency_level = NO_SIDE_EFFECTS; } }',
    },
  },
  {
    name: 'proto2 messages of several packages with required fields at every level',
    files: {
      'a.proto':
        'syntax = "proto2"; package a; message A { required string name = 1; required B b = 2; message B { required int32 n = 1 [default = -1]; required E e = 2 [default = Y]; } enum E { X = 1; Y = 2; } }',
      'b.proto': `syntax = "proto2"; package b; import "a.proto"; message C { optional a.A.E e = 1 [default = Y]; repeated a.A.B list = 2; optional string message = 3 [default = "\\"quoted\\"\\n"]; } service S { rpc Hello(a.A) returns (C); ${kinds('a.A.B', 'C')} }`,
    },
  },
  {
    name: 'edition 2024 with both APIs for fields, and groups in another encoding',
    files: {
      'hybrid.proto':
        'edition = "2023"; package hybrid; import "google/protobuf/go_features.proto"; option features.(pb.go).api_level = API_HYBRID; message A { string name = 1; oneof o { string message = 2; } A inner = 3 [features.message_encoding = DELIMITED]; } service S { rpc Hello(A) returns (A); }',
      'open.proto':
        'edition = "2024"; package open; import "google/protobuf/go_features.proto"; option features.(pb.go).api_level = API_OPEN; message A { string name = 1; string message = 2; } local message L {} service S { rpc Hello(A) returns (A); }',
      'strip.proto':
        'edition = "2024"; package strip; import "google/protobuf/go_features.proto"; enum Kind { option features.(pb.go).strip_enum_prefix = STRIP_ENUM_PREFIX_STRIP; KIND_NONE = 0; KIND_SOME = 1; } message A { Kind kind = 1; string name = 2; } service S { rpc Hello(A) returns (stream A); }',
    },
  },
];
