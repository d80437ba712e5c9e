/** Layouts of protos in projects, and the file that each import must lead to without any configuration. */
import { createHash } from 'node:crypto';
import type { Layout } from '../support/layouts.ts';

const GO_MOD = (path: string, more = ''): string => `go.mod\n  module ${path}\n${more}`;

const digestOf = (text: string): string => createHash('shake256', { outputLength: 64 }).update(text).digest('hex');
const blobOf = (text: string): string => `blobs/${digestOf(text).slice(0, 2)}/${digestOf(text).slice(2)}`;

/**
 * Writes a module as buf 1.17 to 1.29 cached it: blobs named by their content, one of them the manifest of the others.
 */
function storedByContent(folder: string, commit: string, files: Readonly<Record<string, string>>): string {
  const manifest = Object.entries(files)
    .map(([path, text]) => `shake256:${digestOf(text)}  ${path}\n`)
    .join('');
  const indented = (text: string): string => text.trimEnd().replace(/^/gm, '  ');
  const blobs = [manifest, ...Object.values(files)].map((text) => `${folder}/${blobOf(text)}\n${indented(text)}`);
  return [...blobs, `${folder}/commits/${commit}\n  shake256:${digestOf(manifest)}`].join('\n');
}

const DATE =
  'syntax = "proto3";\npackage google.type;\nimport "google/type/month.proto";\nmessage Date { Month month = 1; }\n';
const MONTH = 'syntax = "proto3";\npackage google.type;\nenum Month { MONTH_UNSPECIFIED = 0; }\n';
const BY_CONTENT = '/cache/buf/v2/module/buf.build/googleapis/googleapis';

export const LAYOUTS: readonly Layout[] = [
  // Plain folders.
  {
    name: 'files next to each other at the top',
    thread: 'zxh0/vscode-proto3#12, #25',
    files: 'foo.proto: date.proto\ndate.proto',
    expect: ['foo.proto > date.proto = date.proto (imports)'],
  },
  {
    name: 'files next to each other in a folder, imported without the folder name',
    thread: 'zxh0/vscode-proto3#31',
    files: 'rpc/service.proto: messages.proto\nrpc/messages.proto\nREADME.md',
    expect: ['rpc/service.proto > messages.proto = rpc/messages.proto (imports)'],
  },
  {
    name: 'files next to each other in a folder, imported with the folder name',
    thread: 'bloomrpc/bloomrpc#102, #357',
    files:
      'Protos/Metrics.proto: Protos/ReportingStatus.proto google/protobuf/timestamp.proto\nProtos/ReportingStatus.proto',
    expect: [
      'Protos/Metrics.proto > Protos/ReportingStatus.proto = Protos/ReportingStatus.proto (imports)',
      'Protos/Metrics.proto > google/protobuf/timestamp.proto = /wkt/google/protobuf/timestamp.proto (wellKnown)',
    ],
  },
  {
    name: 'imports with and without the folder name in one folder',
    thread: 'zxh0/vscode-proto3#112',
    files:
      'model/proto/api.proto: model.proto\nmodel/proto/other.proto: model/proto/model.proto\nmodel/proto/model.proto',
    expect: [
      'model/proto/api.proto > model.proto = model/proto/model.proto (imports)',
      'model/proto/other.proto > model/proto/model.proto = model/proto/model.proto (imports)',
    ],
  },
  {
    name: 'a folder deep in the tree that imports start from',
    thread: 'DrBlury/protobuf-vsc-extension#58',
    files:
      'path/to/proto/main.proto: imported_file.proto sub/other.proto\npath/to/proto/imported_file.proto\npath/to/proto/sub/other.proto: imported_file.proto',
    expect: [
      'path/to/proto/main.proto > imported_file.proto = path/to/proto/imported_file.proto (imports)',
      'path/to/proto/main.proto > sub/other.proto = path/to/proto/sub/other.proto (imports)',
      'path/to/proto/sub/other.proto > imported_file.proto = path/to/proto/imported_file.proto (imports)',
    ],
  },
  {
    name: 'a root above the folder of the files',
    thread: 'DrBlury/protobuf-vsc-extension#17',
    files: 'project_name/protobuf/protoB.proto: protobuf/protoA.proto\nproject_name/protobuf/protoA.proto',
    expect: [
      'project_name/protobuf/protoB.proto > protobuf/protoA.proto = project_name/protobuf/protoA.proto (imports)',
    ],
  },
  {
    name: 'a root with packages in folders',
    thread: 'DrBlury/protobuf-vsc-extension#46',
    files: 'sihui-api/sh/a/b/c/service.proto: sh/t/message.proto\nsihui-api/sh/t/message.proto\nother/x.proto',
    expect: ['sihui-api/sh/a/b/c/service.proto > sh/t/message.proto = sihui-api/sh/t/message.proto (imports)'],
  },
  {
    name: 'several roots that the build joins',
    thread: 'bufbuild/buf-language-server#51, ksprojects/protobuf-jetbrains-plugin#93',
    files:
      'proto/game/Blah.proto: Networking.proto Maths.proto\nproto/net/Networking.proto: Maths.proto\nproto/maths/Maths.proto',
    expect: [
      'proto/game/Blah.proto > Networking.proto = proto/net/Networking.proto (imports)',
      'proto/game/Blah.proto > Maths.proto = proto/maths/Maths.proto (imports)',
      'proto/net/Networking.proto > Maths.proto = proto/maths/Maths.proto (imports)',
    ],
  },
  {
    name: 'a bare file name of a file that others import by a longer path',
    files: [
      'protobufs/logger/options.proto',
      'protobufs/models.proto: logger/options.proto',
      'protobufs/rpc/a.proto: options.proto models.proto',
      'protobufs/rpc/b.proto: options.proto',
      'proto/z/z.proto: types.proto',
      'proto/x/y/types.proto',
      'proto/x/w.proto: x/y/types.proto',
    ].join('\n'),
    expect: [
      'protobufs/models.proto > logger/options.proto = protobufs/logger/options.proto (imports)',
      'protobufs/rpc/a.proto > options.proto = missing',
      'protobufs/rpc/a.proto > models.proto = protobufs/models.proto (imports)',
      'protobufs/rpc/b.proto > options.proto = missing',
      'proto/z/z.proto > types.proto = missing',
    ],
  },
  {
    name: 'a bare file name of a file that one other file imports by a longer path, in a folder that imports start from',
    files: [
      'proto/game/Blah.proto: Networking.proto Maths.proto',
      'proto/net/Networking.proto',
      'proto/net/Maths.proto',
      'test/t.proto: net/Maths.proto',
    ].join('\n'),
    expect: ['proto/game/Blah.proto > Maths.proto = proto/net/Maths.proto (imports)'],
  },
  {
    name: 'a bare file name of files in sibling projects whose package the importing file does not use',
    files: [
      'a/src/main/proto/period.proto (copy)\n  package geology; enum Period { X = 0; }',
      'b/src/main/proto/period.proto (copy)\n  package geology; enum Period { X = 0; }',
      'c/src/main/proto/d.proto: period.proto\n  message D { optional Period p = 1; }',
    ].join('\n'),
    expect: ['c/src/main/proto/d.proto > period.proto = a/src/main/proto/period.proto (end)'],
    broken: ['c/src/main/proto/d.proto'],
  },
  {
    name: 'services that each have a common.proto',
    thread: 'Kong/insomnia#4038',
    files: [
      'protos/common/common.proto',
      'protos/microservicea/common.proto: common/common.proto',
      'protos/microservicea/a.proto: common.proto a_types.proto',
      'protos/microservicea/a_types.proto',
      'protos/microserviceb/common.proto: common/common.proto',
      'protos/microserviceb/b.proto: common.proto b_types.proto',
      'protos/microserviceb/b_types.proto',
    ].join('\n'),
    expect: [
      'protos/microservicea/a.proto > common.proto = protos/microservicea/common.proto (imports)',
      'protos/microserviceb/b.proto > common.proto = protos/microserviceb/common.proto (imports)',
      'protos/microservicea/common.proto > common/common.proto = protos/common/common.proto (imports)',
      'protos/microserviceb/common.proto > common/common.proto = protos/common/common.proto (imports)',
    ],
  },
  {
    name: 'services that each have a common.proto, and nothing else to tell them apart',
    thread: 'Kong/insomnia#4038',
    files: 'svc/a/common.proto\nsvc/a/a.proto: common.proto\nsvc/b/common.proto\nsvc/b/b.proto: common.proto',
    expect: [
      'svc/a/a.proto > common.proto = svc/a/common.proto (around)',
      'svc/b/b.proto > common.proto = svc/b/common.proto (around)',
    ],
  },
  {
    name: 'an imported folder next to the importing file',
    thread: 'bloomrpc/bloomrpc#303',
    files:
      'knova/v1/compiler.proto: models/stakato-version.proto\nknova/v1/models/stakato-version.proto\nknova/v2/compiler.proto: models/stakato-version.proto\nknova/v2/models/stakato-version.proto',
    expect: [
      'knova/v1/compiler.proto > models/stakato-version.proto = knova/v1/models/stakato-version.proto (around)',
      'knova/v2/compiler.proto > models/stakato-version.proto = knova/v2/models/stakato-version.proto (around)',
    ],
  },
  {
    name: 'a file whose path ends like another path',
    thread: 'DrBlury/protobuf-vsc-extension#151',
    files: 'foo_common.proto: common.proto\ncommon.proto',
    expect: ['foo_common.proto > common.proto = common.proto (imports)'],
  },
  {
    name: 'only a file whose path ends in the same way',
    thread: 'DrBlury/protobuf-vsc-extension#151',
    files: 'foo_common.proto: common.proto\nx/bar/common.protox',
    expect: ['foo_common.proto > common.proto = missing'],
  },
  {
    name: 'one package in two folders',
    thread: 'DrBlury/protobuf-vsc-extension#116, zxh0/vscode-proto3#116',
    files: 'service_a/types.proto\nservice_b/types.proto\nmy_service.proto: service_a/types.proto',
    expect: ['my_service.proto > service_a/types.proto = service_a/types.proto (imports)'],
  },
  {
    name: 'files without the extension .proto',
    files: [
      'x/main.proto: a.proto3 c.protodevel b.PROTO x/a.proto3 gone.proto3',
      'x/a.proto3',
      'x/c.protodevel',
      'x/b.PROTO',
    ].join('\n'),
    expect: [
      'x/main.proto > a.proto3 = x/a.proto3 (around)',
      'x/main.proto > c.protodevel = x/c.protodevel (around)',
      'x/main.proto > b.PROTO = x/b.PROTO (around)',
      'x/main.proto > x/a.proto3 = x/a.proto3 (folder)',
      'x/main.proto > gone.proto3 = missing',
    ],
  },
  {
    name: 'one file that two imports name differently',
    files: 'top.proto: sub/e.proto sub/m.proto\nsub/e.proto\nsub/m.proto: e.proto\nfar.proto: top.proto',
    expect: ['top.proto > sub/e.proto = sub/e.proto (imports)', 'sub/m.proto > e.proto = sub/e.proto (imports)'],
    broken: ['top.proto', 'far.proto'],
  },
  {
    name: 'two copies of a file among the imports',
    files: [
      'top.proto: a/copy.proto m.proto',
      'a/copy.proto (copy)',
      'b/copy.proto (copy)',
      'm.proto: b/copy.proto',
    ].join('\n'),
    expect: ['top.proto > a/copy.proto = a/copy.proto (imports)', 'm.proto > b/copy.proto = b/copy.proto (imports)'],
    broken: ['top.proto'],
  },
  {
    name: 'two versions, one folder each',
    thread: 'zxh0/vscode-proto3#77',
    files:
      'protos/v2/common.proto\nprotos/v2/api.proto: common.proto\nprotos/v3/common.proto\nprotos/v3/api.proto: common.proto v3_only.proto\nprotos/v3/v3_only.proto',
    expect: [
      'protos/v2/api.proto > common.proto = protos/v2/common.proto (around)',
      'protos/v3/api.proto > common.proto = protos/v3/common.proto (imports)',
    ],
  },

  // Well-known types.
  {
    name: 'well-known types',
    thread: 'DrBlury/protobuf-vsc-extension#99, zxh0/vscode-proto3#131',
    files:
      'proto/all.proto: google/protobuf/api.proto google/protobuf/type.proto google/protobuf/source_context.proto google/protobuf/descriptor.proto google/protobuf/compiler/plugin.proto',
    expect: ['api', 'type', 'source_context', 'descriptor', 'compiler/plugin'].map(
      (name) => `proto/all.proto > google/protobuf/${name}.proto = /wkt/google/protobuf/${name}.proto (wellKnown)`,
    ),
  },
  {
    name: 'a copy of a well-known type in the project',
    files: 'proto/a.proto: google/protobuf/any.proto google/protobuf/empty.proto\nproto/google/protobuf/any.proto',
    expect: [
      'proto/a.proto > google/protobuf/any.proto = proto/google/protobuf/any.proto (imports)',
      'proto/a.proto > google/protobuf/empty.proto = /wkt/google/protobuf/empty.proto (wellKnown)',
    ],
  },
  {
    name: 'a copy of a well-known type in third_party',
    files: 'proto/a.proto: google/protobuf/any.proto\nthird_party/protobuf/google/protobuf/any.proto',
    expect: ['proto/a.proto > google/protobuf/any.proto = third_party/protobuf/google/protobuf/any.proto (thirdParty)'],
  },

  // Folders with usual names.
  ...[
    'proto',
    'protos',
    'protobuf',
    'api',
    'idl',
    'src/main/proto',
    'src/main/protobuf',
    'src/proto',
    'src/test/proto',
    'include',
  ].map(
    (folder): Layout => ({
      name: `${folder}/ seen from elsewhere, with a file of the same name`,
      files: `${folder}/acme/v1/a.proto\ntests/x/acme/v1/a.proto\nsamples/b.proto: acme/v1/a.proto`,
      expect: [`samples/b.proto > acme/v1/a.proto = ${folder}/acme/v1/a.proto (habit)`],
    }),
  ),
  {
    name: "proto/ whose only import is of another's file",
    files: 'proto/acme/v1/a.proto: acme/v1/b.proto\nproto/acme/v1/b.proto\nold/proto/acme/v1/b.proto',
    expect: ['proto/acme/v1/a.proto > acme/v1/b.proto = proto/acme/v1/b.proto (habit)'],
  },
  ...[
    'third_party',
    'third_party/googleapis',
    'vendor',
    'vendor/googleapis',
    'external/com_google_googleapis',
    'deps/googleapis',
    'submodules/googleapis',
    '3rdparty',
  ].map(
    (folder): Layout => ({
      name: `googleapis in ${folder}`,
      files: `proto/a.proto: google/api/annotations.proto\n${folder}/google/api/annotations.proto: google/api/http.proto\n${folder}/google/api/http.proto\nexamples/old/google/api/annotations.proto`,
      expect: [
        `proto/a.proto > google/api/annotations.proto = ${folder}/google/api/annotations.proto (thirdParty)`,
        `${folder}/google/api/annotations.proto > google/api/http.proto = ${folder}/google/api/http.proto (imports)`,
      ],
    }),
  ),
  {
    name: 'a folder by habit that is farther away than one next to the importing root',
    files: [
      'api/proto/google/api/annotations.proto',
      'api/rust/proto/google/google/api/annotations.proto',
      'api/rust/proto/chirpstack/api/a.proto: google/api/annotations.proto',
      'js/proto/google/api/copied.proto (copy)',
      'js/x/proto/google/google/api/copied.proto (copy)',
      'js/x/proto/own/a.proto: google/api/copied.proto',
    ].join('\n'),
    expect: [
      'api/rust/proto/chirpstack/api/a.proto > google/api/annotations.proto = api/rust/proto/google/google/api/annotations.proto (end, or api/proto/google/api/annotations.proto)',
      'js/x/proto/own/a.proto > google/api/copied.proto = js/x/proto/google/google/api/copied.proto (end)',
    ],
  },
  {
    name: 'a folder by habit before a copy in a sibling project',
    files: [
      'protos/google/protobuf/own.proto',
      'integration/options/o.proto: google/protobuf/own.proto',
      'integration/other/google/protobuf/own.proto',
    ].join('\n'),
    expect: ['integration/options/o.proto > google/protobuf/own.proto = protos/google/protobuf/own.proto (habit)'],
  },
  {
    name: 'googleapis as a folder of the project',
    thread: 'DrBlury/protobuf-vsc-extension#132',
    files:
      'protos/pay.proto: google/type/date.proto google/type/money.proto\ngoogleapis/google/type/date.proto\ngoogleapis/google/type/money.proto',
    expect: [
      'protos/pay.proto > google/type/date.proto = googleapis/google/type/date.proto (imports)',
      'protos/pay.proto > google/type/money.proto = googleapis/google/type/money.proto (imports)',
    ],
  },
  {
    name: 'a versioned folder of vendored files',
    thread: 'usebruno/bruno#6724',
    files: [
      'protos/public/acme/foo/v2/foo_service.proto: acme/foo/v2/common/common.proto buf/validate/validate.proto',
      'protos/public/acme/foo/v2/common/common.proto: buf/validate/validate.proto',
      'protos/external/bufbuild/protovalidate/v1.1.1/buf/validate/validate.proto',
    ].join('\n'),
    expect: [
      'protos/public/acme/foo/v2/foo_service.proto > acme/foo/v2/common/common.proto = protos/public/acme/foo/v2/common/common.proto (imports)',
      'protos/public/acme/foo/v2/common/common.proto > buf/validate/validate.proto = protos/external/bufbuild/protovalidate/v1.1.1/buf/validate/validate.proto (imports)',
    ],
  },
  {
    name: 'vendored folders that import from each other',
    thread: 'bufbuild/buf#2506',
    files: 'proto/0.proto: dep1/1.proto dep2/2.proto\nvendor/dep1/1.proto: dep2/2.proto\nvendor/dep2/2.proto',
    expect: [
      'proto/0.proto > dep1/1.proto = vendor/dep1/1.proto (thirdParty)',
      'vendor/dep1/1.proto > dep2/2.proto = vendor/dep2/2.proto (imports)',
    ],
  },
  {
    name: "a sibling folder's third_party",
    thread: 'bufbuild/buf#18',
    files: 'my-service/api/proto/svc.proto: google/api/http.proto\ncommon/optisam/third_party/google/api/http.proto',
    expect: [
      'my-service/api/proto/svc.proto > google/api/http.proto = common/optisam/third_party/google/api/http.proto (imports)',
    ],
  },
  {
    name: 'a sibling folder, nearer than another',
    files: 'services/a/a.proto: shared/money.proto\nservices/lib/shared/money.proto\nold/lib/shared/money.proto',
    expect: ['services/a/a.proto > shared/money.proto = services/lib/shared/money.proto (end)'],
  },
  {
    name: 'sources next to generated copies of them',
    files:
      'src/main/proto/acme/a.proto: acme/b.proto\nsrc/main/proto/acme/b.proto\nsrc/test/proto/acme/t.proto: acme/b.proto\nout/generated/acme/a.proto (copy)\nout/generated/acme/b.proto (copy)',
    expect: [
      'src/main/proto/acme/a.proto > acme/b.proto = src/main/proto/acme/b.proto (habit)',
      'src/test/proto/acme/t.proto > acme/b.proto = src/main/proto/acme/b.proto (habit)',
    ],
  },
  {
    name: 'a Bazel workspace, imported from its top',
    files: 'WORKSPACE\nfoo/bar/bar.proto: foo/baz/baz.proto proto/common.proto\nfoo/baz/baz.proto\nproto/common.proto',
    expect: [
      'foo/bar/bar.proto > foo/baz/baz.proto = foo/baz/baz.proto (imports)',
      'foo/bar/bar.proto > proto/common.proto = proto/common.proto (imports)',
    ],
  },
  {
    name: 'Bazel rules that strip a prefix from the repository’s top',
    files:
      'MODULE.bazel\nlib/BUILD.bazel\n  proto_library(\n      name = "a",\n      srcs = glob(["**/*.proto"]),\n      strip_import_prefix = "/lib/src",\n  )\nlib/src/x/a.proto: x/b.proto\nlib/src/x/b.proto\napp/c.proto: x/b.proto\nold/x/b.proto',
    expect: [
      'lib/src/x/a.proto > x/b.proto = lib/src/x/b.proto (bazel)',
      'app/c.proto > x/b.proto = lib/src/x/b.proto (bazel)',
    ],
  },
  {
    name: 'Bazel rules that strip a prefix and put another in front',
    files:
      'WORKSPACE\nlib/BUILD\n  proto_library(\n      name = "a",\n      srcs = ["in/a.proto", ":in/b.proto"],\n      import_prefix = "acme/v1",\n      strip_import_prefix = "in",\n  )\nlib/in/a.proto: acme/v1/b.proto\nlib/in/b.proto\nlib/in/other.proto\napp/c.proto: acme/v1/a.proto acme/v1/other.proto',
    expect: [
      'lib/in/a.proto > acme/v1/b.proto = lib/in/b.proto (bazel)',
      'app/c.proto > acme/v1/a.proto = lib/in/a.proto (bazel)',
      'app/c.proto > acme/v1/other.proto = missing',
    ],
    broken: ['app/c.proto'],
  },
  {
    name: 'a Bazel rule that puts a prefix before the path in the repository',
    files:
      'MODULE.bazel\nlib/BUILD.bazel\n  proto_library(name = "a", srcs = ["a.proto"], import_prefix = "acme")\nlib/BUILD\n  proto_library(name = "a", srcs = ["a.proto"], import_prefix = "other")\nlib/a.proto\nc.proto: acme/lib/a.proto',
    expect: ['c.proto > acme/lib/a.proto = lib/a.proto (bazel)'],
  },
  {
    name: 'a Bazel rule that leads out of the repository',
    files:
      'repo/MODULE.bazel\nrepo/BUILD\n  proto_library(name = "a", srcs = ["../../out/a.proto"], strip_import_prefix = "../out", import_prefix = "x")\nrepo/c.proto: x/a.proto\nout/a.proto',
    expect: ['repo/c.proto > x/a.proto = missing'],
    broken: ['repo/c.proto'],
  },
  {
    name: 'a Python package with its protos inside',
    files: 'pyproject.toml\nsrc/acme/proto/a.proto: acme/proto/b.proto\nsrc/acme/proto/b.proto',
    expect: ['src/acme/proto/a.proto > acme/proto/b.proto = src/acme/proto/b.proto (imports)'],
  },

  // buf.
  {
    name: 'buf v1beta1 with roots',
    thread: 'bufbuild/vscode-buf#10',
    files:
      'buf.yaml\n  version: v1beta1\n  build:\n    roots:\n      - proto\n      - third/proto\nproto/foo/bar/v1beta1/baz.proto: foo/bar/v1beta1/bat.proto ext/x.proto\nproto/foo/bar/v1beta1/bat.proto\nthird/proto/ext/x.proto\nold/ext/x.proto',
    expect: [
      'proto/foo/bar/v1beta1/baz.proto > foo/bar/v1beta1/bat.proto = proto/foo/bar/v1beta1/bat.proto (buf)',
      'proto/foo/bar/v1beta1/baz.proto > ext/x.proto = third/proto/ext/x.proto (buf)',
    ],
  },
  {
    name: 'buf v1 below the top',
    thread: 'bufbuild/vscode-buf#9',
    files:
      'packages/schemas/store/buf.yaml\n  version: v1\npackages/schemas/store/acme/auth/v1/a.proto: acme/auth/v1/b.proto\npackages/schemas/store/acme/auth/v1/b.proto\nother/acme/auth/v1/b.proto',
    expect: [
      'packages/schemas/store/acme/auth/v1/a.proto > acme/auth/v1/b.proto = packages/schemas/store/acme/auth/v1/b.proto (buf)',
    ],
  },
  {
    name: 'buf v1 with excluded folders',
    files:
      'buf.yaml\n  version: v1\n  build:\n    excludes:\n      - old\na.proto: old/b.proto x/b.proto\nx/b.proto\nold/x/b.proto\nold/b.proto',
    expect: ['a.proto > x/b.proto = x/b.proto (buf)', 'a.proto > old/b.proto = old/b.proto (imports)'],
  },
  {
    name: 'buf modules that leave out their vendored files',
    files: [
      'buf.yaml\n  version: v2\n  modules:\n    - path: .\n      excludes:\n        - third_party',
      'third_party/buf.yaml\n  version: v1\n  build:\n    excludes: [google]',
      'errors/errors.proto: google/api/annotations.proto',
      'third_party/google/api/annotations.proto: google/api/http.proto',
      'third_party/google/api/http.proto',
      'other/google/api/http.proto',
    ].join('\n'),
    expect: [
      'errors/errors.proto > google/api/annotations.proto = third_party/google/api/annotations.proto (thirdParty)',
      'third_party/google/api/annotations.proto > google/api/http.proto = third_party/google/api/http.proto (imports)',
    ],
  },
  {
    name: 'buf.work.yaml',
    thread: 'pbkit/vscode-pbkit#18',
    files: [
      'buf.work.yaml\n  version: v1\n  directories:\n    - paymentapis\n    - petapis',
      'paymentapis/buf.yaml\n  version: v1',
      'paymentapis/acme/payment/v2/payment.proto',
      'petapis/acme/pet/v1/pet.proto: acme/payment/v2/payment.proto',
      'old/acme/payment/v2/payment.proto',
    ].join('\n'),
    expect: [
      'petapis/acme/pet/v1/pet.proto > acme/payment/v2/payment.proto = paymentapis/acme/payment/v2/payment.proto (buf)',
    ],
  },
  {
    name: 'buf.work.yaml over Go modules',
    files: [
      'buf.work.yaml\n  version: v1\n  directories: [a/proto, b/proto]',
      'a/go.mod\n  module example.com/a',
      'b/go.mod\n  module example.com/b',
      'a/proto/buf.yaml\n  version: v1',
      'b/proto/buf.yaml\n  version: v1',
      'a/proto/a/v1/a.proto: b/v1/b.proto',
      'b/proto/b/v1/b.proto',
      'a/old/b/v1/b.proto',
    ].join('\n'),
    expect: ['a/proto/a/v1/a.proto > b/v1/b.proto = b/proto/b/v1/b.proto (buf)'],
  },
  {
    name: 'buf v2 with modules',
    thread: 'bufbuild/buf#3033',
    files: [
      'buf.yaml\n  version: v2\n  modules:\n    - path: generated_types/protos\n    - path: bulk_ingester/protos',
      'bulk_ingester/protos/influx/bulk/v1/progress.proto: influx/column/v1/type.proto',
      'bulk_ingester/protos/influx/bulk/v1/whole_path.proto: generated_types/protos/influx/column/v1/type.proto',
      'generated_types/protos/influx/column/v1/type.proto',
      'old/influx/column/v1/type.proto',
    ].join('\n'),
    expect: [
      'bulk_ingester/protos/influx/bulk/v1/progress.proto > influx/column/v1/type.proto = generated_types/protos/influx/column/v1/type.proto (buf)',
      'bulk_ingester/protos/influx/bulk/v1/whole_path.proto > generated_types/protos/influx/column/v1/type.proto = generated_types/protos/influx/column/v1/type.proto (imports)',
    ],
  },
  {
    name: 'buf v2 with included and excluded folders',
    files: [
      'buf.yaml\n  version: v2\n  modules:\n    - path: proto\n      includes: [proto/acme]\n      excludes: [proto/acme/internal]\n    - path: vendored',
      'proto/acme/a.proto: acme/internal/x.proto google/rpc/code.proto',
      'proto/acme/internal/x.proto',
      'vendored/acme/internal/x.proto',
      'proto/google/rpc/code.proto',
      'vendored/google/rpc/code.proto',
    ].join('\n'),
    expect: [
      'proto/acme/a.proto > acme/internal/x.proto = vendored/acme/internal/x.proto (buf)',
      'proto/acme/a.proto > google/rpc/code.proto = vendored/google/rpc/code.proto (buf)',
    ],
  },
  {
    name: 'buf v2 without modules',
    thread: 'bufbuild/buf#3135',
    files:
      'buf.yaml\n  version: v2\nA/A1.proto: A/AY.proto\nA/AY.proto\nC/CA/CA1.proto: A/AY.proto B/BY.proto\nB/BY.proto\nold/A/AY.proto\nold/B/BY.proto',
    expect: ['A/A1.proto > A/AY.proto = A/AY.proto (buf)', 'C/CA/CA1.proto > B/BY.proto = B/BY.proto (buf)'],
  },
  {
    name: 'a half-written buf.yaml',
    files: 'buf.yaml\n  version: v2\n  modules: [ {path: \nproto/a.proto: b.proto\nproto/b.proto',
    expect: ['proto/a.proto > b.proto = proto/b.proto (imports)'],
  },
  {
    name: 'dependencies of buf v2 in the local cache',
    thread: 'mercari/grpc-federation#209, bufbuild/vscode-buf#470, bufbuild/buf#3970',
    files: [
      'buf.yaml\n  version: v2\n  modules:\n    - path: proto\n  deps:\n    - buf.build/googleapis/googleapis\n    - buf.build/bufbuild/protovalidate:v1.0.0',
      'buf.lock\n  version: v2\n  deps:\n    - name: buf.build/bufbuild/protovalidate\n      commit: aaaa\n      digest: b5:01\n    - name: buf.build/googleapis/googleapis\n      commit: bbbb\n      digest: b5:02',
      'proto/svc.proto: custom.proto google/api/annotations.proto buf/validate/validate.proto google/protobuf/empty.proto',
      'proto/custom.proto',
      '/cache/buf/v3/modules/b5/buf.build/googleapis/googleapis/bbbb/module.yaml',
      '/cache/buf/v3/modules/b5/buf.build/googleapis/googleapis/bbbb/files/google/api/annotations.proto: google/api/http.proto',
      '/cache/buf/v3/modules/b5/buf.build/googleapis/googleapis/bbbb/files/google/api/http.proto',
      '/cache/buf/v3/modules/b5/buf.build/bufbuild/protovalidate/aaaa/module.yaml',
      '/cache/buf/v3/modules/b5/buf.build/bufbuild/protovalidate/aaaa/files/buf/validate/validate.proto: google/api/http.proto',
    ].join('\n'),
    expect: [
      'proto/svc.proto > custom.proto = proto/custom.proto (buf)',
      'proto/svc.proto > google/api/annotations.proto = /cache/buf/v3/modules/b5/buf.build/googleapis/googleapis/bbbb/files/google/api/annotations.proto (bufDependency)',
      'proto/svc.proto > buf/validate/validate.proto = /cache/buf/v3/modules/b5/buf.build/bufbuild/protovalidate/aaaa/files/buf/validate/validate.proto (bufDependency)',
      'proto/svc.proto > google/protobuf/empty.proto = /wkt/google/protobuf/empty.proto (wellKnown)',
      '/cache/buf/v3/modules/b5/buf.build/googleapis/googleapis/bbbb/files/google/api/annotations.proto > google/api/http.proto = /cache/buf/v3/modules/b5/buf.build/googleapis/googleapis/bbbb/files/google/api/http.proto (bufDependency)',
      '/cache/buf/v3/modules/b5/buf.build/bufbuild/protovalidate/aaaa/files/buf/validate/validate.proto > google/api/http.proto = /cache/buf/v3/modules/b5/buf.build/googleapis/googleapis/bbbb/files/google/api/http.proto (bufDependency)',
    ],
  },
  {
    name: 'dependencies of buf v1 in the local cache',
    thread: 'bufbuild/vscode-buf#58, bufbuild/intellij-buf#38',
    files: [
      'buf.yaml\n  version: v1\n  deps:\n    - buf.build/googleapis/googleapis:01f6828d2b8868fc9d314f9ac86677d3253fa33b',
      'buf.lock\n  version: v1\n  deps:\n    - remote: buf.build\n      owner: googleapis\n      repository: googleapis\n      commit: cccc\n      digest: shake256:03',
      'billing.proto: google/type/date.proto',
      '/cache/buf/v3/modules/shake256/buf.build/googleapis/googleapis/cccc/module.yaml',
      '/cache/buf/v3/modules/shake256/buf.build/googleapis/googleapis/cccc/files/google/type/date.proto',
    ].join('\n'),
    expect: [
      'billing.proto > google/type/date.proto = /cache/buf/v3/modules/shake256/buf.build/googleapis/googleapis/cccc/files/google/type/date.proto (bufDependency)',
    ],
  },
  {
    name: 'dependencies in the cache of an older buf',
    thread: 'zxh0/vscode-proto3#138, bufbuild/buf-language-server#57',
    files: [
      'proto/buf.yaml\n  version: v1\n  deps:\n    - buf.build/googleapis/googleapis',
      'proto/buf.lock\n  version: v1\n  deps:\n    - remote: buf.build\n      owner: googleapis\n      repository: googleapis\n      commit: dddd',
      'proto/a.proto: google/type/latlng.proto',
      '/cache/buf/v1/module/data/buf.build/googleapis/googleapis/dddd/buf.yaml',
      '/cache/buf/v1/module/data/buf.build/googleapis/googleapis/dddd/google/type/latlng.proto',
    ].join('\n'),
    expect: [
      'proto/a.proto > google/type/latlng.proto = /cache/buf/v1/module/data/buf.build/googleapis/googleapis/dddd/google/type/latlng.proto (bufDependency)',
    ],
  },
  {
    name: 'dependencies in a cache that names files by their content',
    files: [
      'buf.yaml\n  version: v1\n  deps:\n    - buf.build/googleapis/googleapis',
      'buf.lock\n  version: v1\n  deps:\n    - remote: buf.build\n      owner: googleapis\n      repository: googleapis\n      commit: ffff\n      digest: shake256:03',
      'a.proto: google/type/date.proto google/type/month.proto',
      storedByContent(BY_CONTENT, 'ffff', {
        'buf.yaml': 'version: v1\n',
        'google/type/date.proto': DATE,
        'google/type/month.proto': MONTH,
      }),
    ].join('\n'),
    expect: [
      `a.proto > google/type/date.proto = ${BY_CONTENT}/${blobOf(DATE)} (bufDependency)`,
      `a.proto > google/type/month.proto = ${BY_CONTENT}/${blobOf(MONTH)} (bufDependency)`,
      `${BY_CONTENT}/${blobOf(DATE)} > google/type/month.proto = ${BY_CONTENT}/${blobOf(MONTH)} (bufDependency)`,
    ],
  },
  {
    name: 'a dependency that was only partly downloaded',
    files: [
      'buf.yaml\n  version: v2',
      'buf.lock\n  version: v2\n  deps:\n    - name: buf.build/acme/x\n      commit: eeee\n      digest: b5:01',
      'a.proto: x/x.proto',
      '/cache/buf/v3/modules/b5/buf.build/acme/x/eeee/files/x/x.proto',
    ].join('\n'),
    expect: ['a.proto > x/x.proto = missing'],
  },
  {
    name: 'a lock file that leads out of the cache',
    files:
      'buf.yaml\n  version: v2\nbuf.lock\n  version: v2\n  deps:\n    - name: ../../secret/x\n      commit: eeee\na.proto: x/x.proto\n/cache/secret/x/eeee/module.yaml\n/cache/secret/x/eeee/files/x/x.proto',
    expect: ['a.proto > x/x.proto = missing'],
  },

  // Go.
  {
    name: 'imports by the path of the Go module',
    thread: 'DrBlury/protobuf-vsc-extension#82',
    files: `${GO_MOD('github.com/org/repo')}\nproto/api.proto: github.com/org/repo/proto/common/types.proto\nproto/common/types.proto\nold/proto/common/types.proto`,
    expect: ['proto/api.proto > github.com/org/repo/proto/common/types.proto = proto/common/types.proto (goModule)'],
  },
  {
    name: 'imports by a Go path without a go.mod, and from vendor',
    thread: 'DrBlury/protobuf-vsc-extension#82',
    files:
      'proto/api.proto: example.com/org/my-project/proto/common/types.proto example.com/org/other-repo/proto/shared.proto\nproto/common/types.proto\nvendor/example.com/org/other-repo/proto/shared.proto',
    expect: [
      'proto/api.proto > example.com/org/my-project/proto/common/types.proto = proto/common/types.proto (end)',
      'proto/api.proto > example.com/org/other-repo/proto/shared.proto = vendor/example.com/org/other-repo/proto/shared.proto (thirdParty)',
    ],
  },
  {
    name: "Go's vendor folder with gogo and googleapis in it",
    thread: 'zxh0/vscode-proto3#31',
    files: [
      GO_MOD('github.com/jaegertracing/jaeger'),
      'model/proto/model.proto: gogoproto/gogo.proto google/api/annotations.proto',
      'model/proto/api_v2.proto: model.proto',
      'model/proto/api_v3.proto: github.com/gogo/protobuf/gogoproto/gogo.proto',
      'vendor/github.com/gogo/protobuf/gogoproto/gogo.proto',
      'vendor/github.com/gogo/googleapis/google/api/annotations.proto',
    ].join('\n'),
    expect: [
      'model/proto/model.proto > gogoproto/gogo.proto = vendor/github.com/gogo/protobuf/gogoproto/gogo.proto (imports)',
      'model/proto/model.proto > google/api/annotations.proto = vendor/github.com/gogo/googleapis/google/api/annotations.proto (imports)',
      'model/proto/api_v2.proto > model.proto = model/proto/model.proto (imports)',
      'model/proto/api_v3.proto > github.com/gogo/protobuf/gogoproto/gogo.proto = vendor/github.com/gogo/protobuf/gogoproto/gogo.proto (thirdParty)',
    ],
  },
  {
    name: 'another Go module of the repository',
    files:
      'a/go.mod\n  module example.com/org/a\nb/go.mod\n  module example.com/org/b/v2\na/api/a.proto: example.com/org/b/v2/api/b.proto\nb/api/b.proto\nb/old/api/b.proto',
    expect: ['a/api/a.proto > example.com/org/b/v2/api/b.proto = b/api/b.proto (goModule)'],
  },
  {
    name: 'a Go module replaced by a folder',
    files: `${GO_MOD('example.com/org/a', '  require example.com/lib v1.0.0\n  replace example.com/lib => ./lib')}\napi/a.proto: example.com/lib/l.proto\nlib/l.proto\nx/l.proto`,
    expect: ['api/a.proto > example.com/lib/l.proto = lib/l.proto (goModule)'],
  },
  {
    name: 'required Go modules in the module cache',
    thread: 'bloomrpc/bloomrpc#134, grpc-ecosystem/grpc-gateway#1068',
    files: [
      GO_MOD(
        'example.com/org/a',
        '  require (\n    github.com/gogo/protobuf v1.3.2\n    github.com/GoogleCloud/Thing v0.1.0 // indirect\n    github.com/grpc-ecosystem/grpc-gateway v1.16.0\n  )\n  replace github.com/gogo/protobuf => github.com/regen-network/protobuf v1.3.3-alpha',
      ),
      'api/a.proto: github.com/gogo/protobuf/gogoproto/gogo.proto github.com/GoogleCloud/Thing/t.proto google/api/annotations.proto',
      'api/b.proto: gogoproto/gogo.proto',
      '/cache/go/github.com/regen-network/protobuf@v1.3.3-alpha/gogoproto/gogo.proto',
      '/cache/go/github.com/!google!cloud/!thing@v0.1.0/t.proto',
      '/cache/go/github.com/grpc-ecosystem/grpc-gateway@v1.16.0/third_party/googleapis/google/api/annotations.proto: google/api/http.proto',
      '/cache/go/github.com/grpc-ecosystem/grpc-gateway@v1.16.0/third_party/googleapis/google/api/http.proto',
    ].join('\n'),
    expect: [
      'api/a.proto > github.com/gogo/protobuf/gogoproto/gogo.proto = /cache/go/github.com/regen-network/protobuf@v1.3.3-alpha/gogoproto/gogo.proto (goDependency)',
      'api/b.proto > gogoproto/gogo.proto = /cache/go/github.com/regen-network/protobuf@v1.3.3-alpha/gogoproto/gogo.proto (goDependency)',
      'api/a.proto > github.com/GoogleCloud/Thing/t.proto = /cache/go/github.com/!google!cloud/!thing@v0.1.0/t.proto (goDependency)',
      'api/a.proto > google/api/annotations.proto = /cache/go/github.com/grpc-ecosystem/grpc-gateway@v1.16.0/third_party/googleapis/google/api/annotations.proto (goDependency)',
      '/cache/go/github.com/grpc-ecosystem/grpc-gateway@v1.16.0/third_party/googleapis/google/api/annotations.proto > google/api/http.proto = /cache/go/github.com/grpc-ecosystem/grpc-gateway@v1.16.0/third_party/googleapis/google/api/http.proto (goDependency)',
    ],
  },
  {
    name: 'two Go modules that require two versions',
    files: [
      GO_MOD('example.com/root', '  require example.com/dep v0.41.0'),
      'ex/go.mod\n  module example.com/ex\n  require example.com/dep v0.40.0',
      'zz/go.mod\n  module example.com/zz\n  require example.com/dep v0.40.0',
      'api/a.proto: example.com/dep/d.proto d/short.proto',
      'ex/e.proto: example.com/dep/d.proto d/short.proto',
      'zz/z.proto: example.com/dep/d.proto d/short.proto',
      '/cache/go/example.com/dep@v0.40.0/d.proto',
      '/cache/go/example.com/dep@v0.40.0/d/short.proto',
      '/cache/go/example.com/dep@v0.41.0/d.proto',
      '/cache/go/example.com/dep@v0.41.0/d/short.proto',
    ].join('\n'),
    expect: ['api/a v0.41.0', 'ex/e v0.40.0', 'zz/z v0.40.0'].flatMap((line) => {
      const [from, version] = line.split(' ');
      const cached = `/cache/go/example.com/dep@${version}`;
      return [
        `${from}.proto > example.com/dep/d.proto = ${cached}/d.proto (goDependency)`,
        `${from}.proto > d/short.proto = ${cached}/d/short.proto (goDependency)`,
      ];
    }),
  },
  {
    name: 'a required Go module whose version only another module has downloaded',
    files: [
      GO_MOD('example.com/root', '  require example.com/dep v0.41.0'),
      'ex/go.mod\n  module example.com/ex\n  require example.com/dep v0.40.0',
      'api/a.proto: example.com/dep/d.proto',
      '/cache/go/example.com/dep@v0.40.0/d.proto',
    ].join('\n'),
    expect: ['api/a.proto > example.com/dep/d.proto = missing'],
  },
  {
    name: 'a Go module that only another module requires',
    files: [
      GO_MOD('example.com/root'),
      'ex/go.mod\n  module example.com/ex\n  require example.com/dep v0.40.0',
      'api/a.proto: example.com/dep/d.proto',
      '/cache/go/example.com/dep@v0.40.0/d.proto',
    ].join('\n'),
    expect: ['api/a.proto > example.com/dep/d.proto = /cache/go/example.com/dep@v0.40.0/d.proto (goDependency)'],
  },
  {
    name: 'a path in the Go module with a folder that does not exist',
    files: [
      GO_MOD('github.com/solo-io/gloo'),
      'api/v1/gateway.proto: github.com/solo-io/gloo/api/v1/plugins/rest/rest.proto',
      'api/v1/options/rest/rest.proto',
    ].join('\n'),
    expect: ['api/v1/gateway.proto > github.com/solo-io/gloo/api/v1/plugins/rest/rest.proto = missing'],
  },
  {
    name: 'a file of a required Go module in a folder below no import root',
    files: [
      GO_MOD('example.com/me', '  require (\n    example.com/psrpc v0.7.3\n    example.com/kit v0.41.0\n  )'),
      'ex/go.mod\n  module example.com/ex\n  require example.com/other v1.0.0',
      'rpc/a.proto: options.proto google/api/http.proto twice.proto',
      'ex/e.proto: options.proto',
      '/cache/go/example.com/psrpc@v0.7.3/protoc-gen-psrpc/options/options.proto',
      '/cache/go/example.com/psrpc@v0.7.3/a/twice.proto',
      '/cache/go/example.com/kit@v0.41.0/b/twice.proto',
      '/cache/go/example.com/kit@v0.41.0/api/external/google/api/http.proto',
    ].join('\n'),
    expect: [
      'rpc/a.proto > options.proto = /cache/go/example.com/psrpc@v0.7.3/protoc-gen-psrpc/options/options.proto (goDependencyFolder)',
      'rpc/a.proto > google/api/http.proto = /cache/go/example.com/kit@v0.41.0/api/external/google/api/http.proto (goDependencyFolder)',
      'rpc/a.proto > twice.proto = missing',
      'ex/e.proto > options.proto = missing',
    ],
  },
  {
    name: 'a required Go module that is not downloaded',
    files: [
      GO_MOD('k8s.io/api', '  require k8s.io/apimachinery v0.30.0'),
      'core/v1/generated.proto: k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto',
      'pkg/apis/meta/v1/generated.proto: k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto',
    ].join('\n'),
    expect: [
      'core/v1/generated.proto > k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto = missing',
      'pkg/apis/meta/v1/generated.proto > k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto = missing',
    ],
  },
  {
    name: 'a required Go module that is not downloaded, but vendored',
    files: [
      GO_MOD('k8s.io/api', '  require k8s.io/apimachinery v0.30.0'),
      'core/v1/generated.proto: k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto',
      'meta/v1/generated.proto',
      'vendor/k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto',
    ].join('\n'),
    expect: [
      'core/v1/generated.proto > k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto = vendor/k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto (thirdParty)',
    ],
  },
  {
    name: 'a required Go module in another workspace folder',
    folders: ['/w/api', '/w/machinery'],
    files: [
      'api/go.mod\n  module k8s.io/api\n  require k8s.io/apimachinery v0.30.0',
      'api/meta/v1/generated.proto: k8s.io/apimachinery/pkg/meta/v1/generated.proto',
      'machinery/go.mod\n  module k8s.io/apimachinery',
      'machinery/pkg/meta/v1/generated.proto',
    ].join('\n'),
    expect: [
      'api/meta/v1/generated.proto > k8s.io/apimachinery/pkg/meta/v1/generated.proto = machinery/pkg/meta/v1/generated.proto (goModule)',
    ],
  },
  {
    name: 'an import by a Go path whose end fits only the importing file',
    files: 'meta/v1/generated.proto: k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto',
    expect: ['meta/v1/generated.proto > k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto = missing'],
  },
  {
    name: 'imports by the name of the repository in a folder with another name',
    files: [
      GO_MOD('go.etcd.io/etcd/v3'),
      'api/go.mod\n  module go.etcd.io/etcd/api/v3',
      'api/etcdserverpb/rpc.proto: etcd/api/versionpb/version.proto',
      'api/versionpb/version.proto',
      'server/storage/x.proto: etcd/api/versionpb/version.proto',
    ].join('\n'),
    expect: [
      'api/etcdserverpb/rpc.proto > etcd/api/versionpb/version.proto = api/versionpb/version.proto (goModuleName)',
      'server/storage/x.proto > etcd/api/versionpb/version.proto = api/versionpb/version.proto (goModuleName)',
    ],
  },
  {
    name: 'imports by the name of the repository if only one of its modules is open',
    folders: ['/w/main/api'],
    files: [
      'main/api/go.mod\n  module go.etcd.io/etcd/api/v3',
      'main/api/etcdserverpb/rpc.proto: etcd/api/versionpb/version.proto',
      'main/api/versionpb/version.proto',
    ].join('\n'),
    expect: [
      'main/api/etcdserverpb/rpc.proto > etcd/api/versionpb/version.proto = main/api/versionpb/version.proto (goModuleName)',
    ],
  },
  {
    name: 'a name that is not the end of the go.mod path, or a file elsewhere in the module',
    files: [
      GO_MOD('go.etcd.io/etcd/v3'),
      'x.proto: etc/api/version.proto etcd/version.proto',
      'api/version.proto',
    ].join('\n'),
    expect: ['x.proto > etc/api/version.proto = missing', 'x.proto > etcd/version.proto = missing'],
  },
  {
    name: 'a GOPATH, opened at one of its repositories',
    thread: 'bloomrpc/bloomrpc#134',
    folders: ['/go/src/github.com/org/repo'],
    files:
      '/go/src/github.com/org/repo/api/a.proto: github.com/org/repo/api/b.proto github.com/other/lib/l.proto\n/go/src/github.com/org/repo/api/b.proto\n/go/src/github.com/other/lib/l.proto',
    expect: [
      '/go/src/github.com/org/repo/api/a.proto > github.com/org/repo/api/b.proto = /go/src/github.com/org/repo/api/b.proto (imports)',
      '/go/src/github.com/org/repo/api/a.proto > github.com/other/lib/l.proto = /go/src/github.com/other/lib/l.proto (imports)',
    ],
  },

  // Projects that are opened at a folder below the top.
  {
    name: 'a folder inside a buf module',
    folders: ['/w/proto/acme'],
    files:
      '.git/HEAD\nbuf.yaml\n  version: v2\n  modules: [{path: proto}]\nproto/acme/v1/a.proto: acme/v1/b.proto other/v1/c.proto\nproto/acme/v1/b.proto\nproto/other/v1/c.proto: other/v1/d.proto\nproto/other/v1/d.proto',
    expect: [
      'proto/acme/v1/a.proto > acme/v1/b.proto = proto/acme/v1/b.proto (buf)',
      'proto/acme/v1/a.proto > other/v1/c.proto = proto/other/v1/c.proto (buf)',
      'proto/other/v1/c.proto > other/v1/d.proto = proto/other/v1/d.proto (buf)',
    ],
  },
  {
    name: 'a folder inside a repository without a sign of its roots',
    folders: ['/w/services/a'],
    files: '.git/HEAD\nservices/a/a.proto: services/b/b.proto proto/c.proto\nservices/b/b.proto\nproto/c.proto',
    expect: [
      'services/a/a.proto > services/b/b.proto = services/b/b.proto (around)',
      'services/a/a.proto > proto/c.proto = proto/c.proto (around)',
    ],
  },
  {
    name: 'several workspace folders',
    thread: 'zxh0/vscode-proto3#123',
    folders: ['/w/one', '/w/two'],
    files:
      'one/proto/a.proto: b.proto shared/s.proto\none/proto/b.proto\ntwo/proto/b.proto\ntwo/proto/shared/s.proto: b.proto',
    expect: [
      'one/proto/a.proto > b.proto = one/proto/b.proto (imports)',
      'one/proto/a.proto > shared/s.proto = two/proto/shared/s.proto (end)',
      'two/proto/shared/s.proto > b.proto = two/proto/b.proto (imports)',
    ],
  },
  {
    name: 'a single file without a folder',
    folders: [],
    files:
      '/home/me/x/proto/acme/a.proto: acme/b.proto c.proto google/api/http.proto google/protobuf/any.proto\n/home/me/x/proto/acme/b.proto\n/home/me/x/proto/acme/c.proto\n/home/me/x/third_party/googleapis/google/api/http.proto',
    expect: [
      '/home/me/x/proto/acme/a.proto > acme/b.proto = /home/me/x/proto/acme/b.proto (habit)',
      '/home/me/x/proto/acme/a.proto > c.proto = /home/me/x/proto/acme/c.proto (folder)',
      '/home/me/x/proto/acme/a.proto > google/api/http.proto = /home/me/x/third_party/googleapis/google/api/http.proto (thirdParty)',
      '/home/me/x/proto/acme/a.proto > google/protobuf/any.proto = /wkt/google/protobuf/any.proto (wellKnown)',
    ],
  },
  {
    name: 'a single file of a buf module without a folder',
    folders: [],
    files:
      '/home/me/x/.git/HEAD\n/home/me/x/buf.yaml\n  version: v2\n  modules: [{path: p}]\n/home/me/x/p/acme/v1/a.proto: acme/v1/b.proto\n/home/me/x/p/acme/v1/b.proto',
    expect: ['/home/me/x/p/acme/v1/a.proto > acme/v1/b.proto = /home/me/x/p/acme/v1/b.proto (buf)'],
  },

  // Folders that a scan leaves out.
  {
    name: 'dependencies that git ignores',
    thread: 'bufbuild/buf#2009',
    scanned: true,
    files:
      '.gitignore\n  vendor/\n  gen.proto\nproto/a.proto: google/type/date.proto gen.proto\nproto/gen.proto\nvendor/googleapis/google/type/date.proto: google/type/month.proto\nvendor/googleapis/google/type/month.proto',
    expect: [
      'proto/a.proto > google/type/date.proto = vendor/googleapis/google/type/date.proto (thirdParty)',
      'proto/a.proto > gen.proto = proto/gen.proto (habit)',
      'vendor/googleapis/google/type/date.proto > google/type/month.proto = vendor/googleapis/google/type/month.proto (thirdParty)',
    ],
  },
  {
    name: 'protos of npm packages',
    scanned: true,
    files:
      'proto/a.proto: google/api/http.proto google-proto-files/google/type/date.proto\nnode_modules/google-proto-files/google/api/http.proto\nnode_modules/google-proto-files/google/type/date.proto',
    expect: [
      'proto/a.proto > google/api/http.proto = node_modules/google-proto-files/google/api/http.proto (package)',
      'proto/a.proto > google-proto-files/google/type/date.proto = node_modules/google-proto-files/google/type/date.proto (package)',
    ],
  },
  {
    name: 'protos of any npm package, even one with a scope',
    scanned: true,
    files: [
      'proto/a.proto: acme/x.proto lib/y.proto gone/z.proto',
      'node_modules/@acme/schemas/proto/acme/x.proto: acme/w.proto',
      'node_modules/@acme/schemas/proto/acme/w.proto',
      'node_modules/some-lib/lib/y.proto',
    ].join('\n'),
    expect: [
      'proto/a.proto > acme/x.proto = node_modules/@acme/schemas/proto/acme/x.proto (leftOut)',
      'node_modules/@acme/schemas/proto/acme/x.proto > acme/w.proto = node_modules/@acme/schemas/proto/acme/w.proto (around)',
      'proto/a.proto > lib/y.proto = node_modules/some-lib/lib/y.proto (leftOut)',
      'proto/a.proto > gone/z.proto = missing',
    ],
  },
  {
    name: 'dependencies in folders of any name that git ignores',
    scanned: true,
    files: [
      '.gitignore\n  /proto_deps/\n  .buf-deps\n  build/',
      'proto/a.proto: google/type/date.proto google/api/http.proto gen/g.proto',
      'proto_deps/google/type/date.proto',
      '.buf-deps/googleapis/google/api/http.proto',
      'build/proto/gen/g.proto',
    ].join('\n'),
    expect: [
      'proto/a.proto > google/type/date.proto = proto_deps/google/type/date.proto (leftOut)',
      'proto/a.proto > google/api/http.proto = .buf-deps/googleapis/google/api/http.proto (leftOut)',
      'proto/a.proto > gen/g.proto = build/proto/gen/g.proto (leftOut)',
    ],
  },
  {
    name: 'a copy in an ignored folder counts after a file of the workspace',
    scanned: true,
    files:
      '.gitignore\n  build/\nx/a.proto: acme/b.proto google/protobuf/any.proto\ny/acme/b.proto\nz/acme/b.proto (copy)\nbuild/proto/acme/b.proto\nbuild/proto/google/protobuf/any.proto',
    expect: [
      'x/a.proto > acme/b.proto = y/acme/b.proto (end, or z/acme/b.proto)',
      'x/a.proto > google/protobuf/any.proto = /wkt/google/protobuf/any.proto (wellKnown)',
    ],
  },
  {
    name: 'protos of Python packages',
    scanned: true,
    files:
      'proto/a.proto: google/api/http.proto\n.venv/pyvenv.cfg\n.venv/lib/python3.12/site-packages/google/api/http.proto',
    expect: [
      'proto/a.proto > google/api/http.proto = .venv/lib/python3.12/site-packages/google/api/http.proto (package)',
    ],
  },
  {
    name: 'protos that Gradle and Maven extract from archives',
    scanned: true,
    files:
      '.gitignore\n  build/\n  target/\nsrc/main/proto/a.proto: google/api/http.proto acme/m.proto\nbuild/extracted-include-protos/main/google/api/http.proto\ntarget/protoc-dependencies/0a1b/acme/m.proto',
    expect: [
      'src/main/proto/a.proto > google/api/http.proto = build/extracted-include-protos/main/google/api/http.proto (package)',
      'src/main/proto/a.proto > acme/m.proto = target/protoc-dependencies/0a1b/acme/m.proto (package)',
    ],
  },

  // Settings.
  {
    name: 'a folder from the setting, before all others',
    roots: ['old'],
    files: 'proto/a.proto: b.proto\nproto/b.proto\nold/b.proto',
    expect: ['proto/a.proto > b.proto = old/b.proto (setting)'],
  },
  {
    name: 'a prefix from the setting',
    thread: 'DrBlury/protobuf-vsc-extension#82',
    roots: ['example.com/org/mine=.'],
    files: 'proto/a.proto: example.com/org/mine/proto/b.proto\nproto/b.proto\nold/proto/b.proto',
    expect: ['proto/a.proto > example.com/org/mine/proto/b.proto = proto/b.proto (setting)'],
  },

  // Imports that we can only guess.
  {
    name: 'two files that fit equally well',
    files: 'a.proto: common.proto\nx/common.proto\ny/common.proto',
    expect: ['a.proto > common.proto = x/common.proto (end, or y/common.proto)'],
  },
  {
    name: 'two equal copies',
    files: 'a.proto: common.proto\nx/common.proto (copy)\ny/common.proto (copy)',
    expect: ['a.proto > common.proto = x/common.proto (end)'],
  },
  {
    name: 'a copy in each of two modules',
    files:
      'one/go.mod\n  module one\ntwo/go.mod\n  module two\none/a.proto: acme/v1/b.proto\none/x/acme/v1/b.proto\ntwo/a.proto: acme/v1/b.proto\ntwo/x/acme/v1/b.proto',
    expect: [
      'one/a.proto > acme/v1/b.proto = one/x/acme/v1/b.proto (imports)',
      'two/a.proto > acme/v1/b.proto = two/x/acme/v1/b.proto (imports)',
    ],
  },
  {
    name: 'a file of another module that shares only the name',
    files: 'one/go.mod\n  module one\ntwo/go.mod\n  module two\none/a.proto: types.proto\ntwo/deep/types.proto',
    expect: ['one/a.proto > types.proto = missing'],
  },
  {
    name: 'a path that leads out of the folder',
    files: 'a/a.proto: ../b.proto\nb.proto',
    expect: ['a/a.proto > ../b.proto = missing'],
  },
  {
    name: 'a path with a missing folder',
    thread: 'bufbuild/buf#1406',
    files: 'api/control.proto: gogo/protobuf/gogoproto/gogo.proto\nthird/gogoproto/gogo.proto',
    expect: ['api/control.proto > gogo/protobuf/gogoproto/gogo.proto = missing'],
  },
];
