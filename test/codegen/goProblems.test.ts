/**
 * What prevents Go from building. We report it before we write anything, together with what to do.
 * @needs go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { Edition, FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GenerateGoParams, Problem } from '../../src/contract/generation.ts';
import { GREETER } from './support/awkward.ts';
import { CONFLICTING } from './support/conflicting.ts';
import { hasGo } from './support/goPlugins.ts';
import type { ProtoFiles } from './support/protoc.ts';
import { Workspace } from './support/workspace.ts';

interface Refusal {
  readonly name: string;
  readonly files: ProtoFiles;
  readonly params?: Partial<GenerateGoParams>;
  readonly problem: Partial<Problem> & { readonly line?: number; readonly column?: number };
}

const proto = (text: string): string => `syntax = "proto3"; ${text}`;

const REFUSALS: readonly Refusal[] = [
  {
    name: 'data that is not a descriptor set',
    files: GREETER,
    params: { set: new Uint8Array([1, 2, 3]) },
    problem: { message: expect.stringMatching(/^not a descriptor set: /) as string },
  },
  {
    name: 'a file that the descriptor set leaves out',
    files: GREETER,
    params: { files: ['broken.proto'] },
    problem: { file: 'broken.proto', message: 'broken.proto has errors, or imports a file with errors' },
  },
  {
    name: 'two package names in one Go package',
    files: {
      'a.proto': proto('option go_package = "greeter/pb;one"; message A {}'),
      'b.proto': proto('option go_package = "greeter/pb;two"; message B {}'),
    },
    problem: {
      file: 'b.proto',
      message: 'the Go package greeter/pb is called two here and one in a.proto; give both files the same go_package',
    },
  },
  {
    name: 'Go packages that import each other',
    files: {
      'a/one.proto': proto('package a; message One {}'),
      'b/two.proto': proto('package b; import "a/one.proto"; message Two { a.One one = 1; }'),
      'a/three.proto': proto('package a; import "b/two.proto"; message Three { b.Two two = 1; }'),
    },
    problem: {
      file: 'b/two.proto',
      message:
        'Go does not allow packages to import each other: greeter/gen/bpb → greeter/gen/a → greeter/gen/bpb; give these files the same go_package',
    },
  },
  {
    name: 'two protos that would generate one file',
    files: {
      'x/same.proto': proto('package x; option go_package = "greeter/pb"; message A {}'),
      'y/same.proto': proto('package y; option go_package = "greeter/pb"; message B {}'),
    },
    problem: {
      message: 'two .proto files would both be generated to pb/same.pb.go: rename one, or give it another package',
    },
  },
  {
    name: 'a module path that Go does not accept',
    files: GREETER,
    params: { goModule: 'my module' },
    problem: { message: '"my module" cannot be a Go module path: it may contain only letters, digits, and - . _ ~ /' },
  },
];

describe.skipIf(!hasGo())('generation', () => {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = await Workspace.create();
  });
  afterEach(() => workspace.dispose());

  it.each(CONFLICTING)('refuses code that would not compile: $name', async ({ files, problem }) => {
    const result = await workspace.generate(files);
    expect(result.files).toEqual([]);
    expect(result.problems.filter(({ severity }) => severity === 'error')).toEqual([{ severity: 'error', ...problem }]);
  });

  it.each(REFUSALS)('refuses $name', async ({ files, params, problem }) => {
    const result = await workspace.generate(files, params);
    expect(result.files).toEqual([]);
    expect(result.problems).toContainEqual(expect.objectContaining({ severity: 'error', ...problem }));
  });

  it('refuses edition 2026 at its place, before a plugin runs', async () => {
    const set = withEdition2026();
    const result = await workspace.generate(GREETER, {
      set,
      files: ['new.proto'],
      plugins: { kind: 'bundled', directory: '/nowhere' },
    });
    expect(result).toMatchObject({
      files: [],
      problems: [
        {
          severity: 'error',
          file: 'new.proto',
          message: 'edition 2026 is not known to protoc-gen-go and protoc-gen-go-grpc yet; use edition 2024 or older',
          line: 2,
          column: 0,
        },
      ],
    });
  });

  it('uses the go.mod above the output root, and asks for the modules that it lacks', async () => {
    workspace.write({
      'go.mod': 'module example.com/shop // ours\n\ngo 1.25.0\n\nrequire (\n\tgoogle.golang.org/protobuf v1.30.0\n)\n',
    });
    mkdirSync(join(workspace.root, 'services'));
    const result = await workspace.generate(GREETER, {
      outputRoot: join(workspace.root, 'services'),
      goModule: 'other',
    });
    expect(Object.keys(workspace.states(result))).toEqual([
      'services/gen/greeter/v1/greeter.pb.go',
      'services/gen/greeter/v1/greeter_grpc.pb.go',
      'services/server/greeter.go',
      'services/server/main.go',
      'services/server/greeter_test.go',
      'services/server/main_test.go',
      'services/client/main.go',
    ]);
    expect(result.followUps).toEqual([
      {
        cwd: workspace.root,
        args: [
          'go',
          'get',
          expect.stringMatching(/^google\.golang\.org\/protobuf@v1\.36/),
          expect.stringMatching(/^google\.golang\.org\/grpc@v1/),
        ],
        needsFiles: false,
      },
    ]);
    expect(result.problems).toEqual([
      {
        severity: 'information',
        message: `${workspace.root}/go.mod says that the module is example.com/shop; other is not used`,
      },
      {
        severity: 'warning',
        message: expect.stringMatching(
          /^go\.mod requires google\.golang\.org\/protobuf v1\.30\.0, but this code needs (v1\.36\S+) or newer: go get google\.golang\.org\/protobuf@\1$/,
        ) as string,
      },
    ]);
  });

  it('asks for the Go module of a dependency, and generates nothing for that dependency', async () => {
    const files: ProtoFiles = {
      'google/rpc/code.proto': proto(
        'package google.rpc; option go_package = "google.golang.org/genproto/googleapis/rpc/code;code"; enum Code { OK = 0; }',
      ),
      'google/api/note.proto': proto(
        'package google.api; option go_package = "google.golang.org/genproto/googleapis/api/annotations;annotations"; message Note {}',
      ),
      'mine.proto': proto(
        'package mine; import "google/rpc/code.proto"; import "google/api/note.proto"; message M { google.rpc.Code code = 1; google.api.Note note = 2; }',
      ),
    };
    const result = await workspace.generate(files, { files: ['mine.proto'] });
    expect(Object.keys(workspace.states(result))).toEqual(['gen/mine/mine.pb.go', 'go.mod', 'go.sum']);
    expect(result.followUps).toEqual([
      {
        cwd: workspace.root,
        args: ['go', 'get', expect.stringMatching(/^google\.golang\.org\/genproto\/googleapis\/api@v0\.0\.0-/)],
        needsFiles: true,
      },
    ]);
  });

  it('asks for modules without a version in a second command, because they may need newer versions of the others', async () => {
    const files: ProtoFiles = {
      'google/api/note.proto': proto(
        'package google.api; option go_package = "google.golang.org/genproto/googleapis/api/annotations;annotations"; message Note {}',
      ),
      'dep.proto': proto('package dep; option go_package = "example.com/dep"; message Dep {}'),
      'mine.proto': proto(
        'package mine; import "dep.proto"; import "google/api/note.proto"; message M { dep.Dep dep = 1; google.api.Note note = 2; }',
      ),
    };
    const { followUps } = await workspace.generate(files, { files: ['mine.proto'] });
    expect(followUps.map(({ args }) => args)).toEqual([
      ['go', 'get', expect.stringMatching(/^google\.golang\.org\/genproto\/googleapis\/api@v0\.0\.0-/)],
      ['go', 'get', 'example.com/dep'],
    ]);
  });

  it('generates the files that a file imports from its own module', async () => {
    const files: ProtoFiles = {
      'common/common.proto': proto('package common; message Id {}'),
      'mine.proto': proto(
        'package mine; import "common/common.proto"; service S { rpc Do(common.Id) returns (common.Id); }',
      ),
    };
    const result = await workspace.generate(files, { files: ['mine.proto'] });
    expect(Object.keys(workspace.states(result))).toContain('gen/common/common.pb.go');
  });

  it.each([
    ['github.com/acme/greeter/pb/a', 'github.com/acme/greeter', 'pb/a/a.pb.go'],
    ['greeter/pb', 'greeter', 'pb/a.pb.go'],
    ['github.com/acme/other/pb', 'greeter', 'gen/a.pb.go'],
    ['./pb;apb', 'greeter', 'pb/a.pb.go'],
  ])('derives a new module from go_package %s if it names the folder', async (goPackage, module, file) => {
    const result = await workspace.generate({ 'a.proto': proto(`option go_package = "${goPackage}"; message A {}`) });
    expect(result.files.find(({ path }) => path.endsWith('go.mod'))?.content.split('\n')[0]).toBe(`module ${module}`);
    expect(Object.keys(workspace.states(result))).toContain(file);
  });

  it('renames a file that Go would build on only one system, and reports the rename', async () => {
    const result = await workspace.generate({
      'run/a_windows.proto': proto('package run; message A {}'),
      'run/b_arm.v1.proto': proto('package run; message B {}'),
      'run/windows.proto': proto('package run; message C {}'),
    });
    expect(Object.keys(workspace.states(result)).filter((path) => path.endsWith('.pb.go'))).toEqual([
      'gen/run/a_windows_.pb.go',
      'gen/run/b_arm_.v1.pb.go',
      'gen/run/windows.pb.go',
    ]);
    expect(result.problems).toEqual([
      {
        severity: 'information',
        file: 'run/a_windows.proto',
        message: 'Go builds a file named a_windows.pb.go on windows only, so it is named a_windows_.pb.go',
      },
      {
        severity: 'information',
        file: 'run/b_arm.v1.proto',
        message: 'Go builds a file named b_arm.v1.pb.go on arm only, so it is named b_arm_.v1.pb.go',
      },
    ]);
  });

  it('warns about comments that make Go skip a file', async () => {
    const files: ProtoFiles = {
      'run.proto': proto('package run; service S {\n//go:build ignore\nrpc Do(M) returns (M); } message M {}'),
    };
    const result = await workspace.generate(files);
    expect(result.problems.map(({ message }) => message)).toEqual([
      'run_grpc.pb.go contains a comment of the .proto file that Go reads as a build constraint (//go:build ignore); reword it',
    ]);
  });

  it('writes no programs into a folder that go_package uses', async () => {
    const files: ProtoFiles = {
      'a.proto': proto('option go_package = "greeter/server"; message A {} service S { rpc Do(A) returns (A); }'),
    };
    const result = await workspace.generate(files);
    expect(Object.keys(workspace.states(result))).toEqual([
      'server/a.pb.go',
      'server/a_grpc.pb.go',
      'go.mod',
      'go.sum',
    ]);
    expect(result.problems).toMatchObject([{ severity: 'warning', file: 'a.proto' }]);
  });

  it('stops when it is cancelled', async () => {
    const cancel = new AbortController();
    cancel.abort(new Error('enough'));
    await expect(workspace.generate(GREETER, {}, cancel.signal)).rejects.toThrow('enough');
  });
});

/** protoc needs a flag for edition 2026, so we build the set by hand, including source info. */
function withEdition2026(): Uint8Array {
  const file = create(FileDescriptorProtoSchema, {
    name: 'new.proto',
    syntax: 'editions',
    edition: Edition.EDITION_2026,
    sourceCodeInfo: { location: [{ path: [14], span: [2, 0, 19] }] },
  });
  return toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file: [file] }));
}
