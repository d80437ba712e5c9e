/**
 * Options, pinned tools and plugins of others: where their files go, and that the result builds.
 * @needs go
 */
import { join } from 'node:path';
import { create, toBinary } from '@bufbuild/protobuf';
import { CodeGeneratorResponseSchema } from '@bufbuild/protobuf/wkt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GenerateGoParams, GenerateGoResult } from '../../src/contract/generation.ts';
import { GREETER } from './support/awkward.ts';
import { generateAssets, hasGo, otherPlugins } from './support/goPlugins.ts';
import type { ProtoFiles } from './support/protoc.ts';
import { Workspace } from './support/workspace.ts';

const PROTO = 'greeter/v1/greeter.proto';

/** A second file that imports the Greeter's file. */
const TWO: ProtoFiles = {
  ...GREETER,
  'shop/shop.proto':
    'syntax = "proto3"; package shop; import "greeter/v1/greeter.proto"; service Shop { rpc Buy(greeter.v1.HelloRequest) returns (greeter.v1.HelloReply); }',
};

function withPackage(option: string): ProtoFiles {
  return {
    [PROTO]: (GREETER[PROTO] ?? '').replace(
      'package greeter.v1;',
      `package greeter.v1;\noption go_package = "${option}";`,
    ),
  };
}

describe.skipIf(!hasGo())('Go plugins', () => {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = await Workspace.create();
  });
  afterEach(() => workspace.dispose());

  /** The paths of the plugins' files. */
  function generatedIn(result: GenerateGoResult): readonly string[] {
    expect(result.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    return Object.keys(workspace.states(result)).filter((path) =>
      /\.pb(\.gw)?\.go$|_grpc\.pb\.go$|connect\.go$/.test(path),
    );
  }

  async function go(
    options: readonly string[],
    files: ProtoFiles = TWO,
    changes: Partial<GenerateGoParams> = {},
  ): Promise<GenerateGoResult> {
    return workspace.apply(files, { options: { go: options }, ...changes });
  }

  it('plugins write next to the protos with paths=source_relative, and the code builds', async () => {
    expect(generatedIn(await go(['paths=source_relative']))).toEqual([
      'greeter/v1/greeter.pb.go',
      'shop/shop.pb.go',
      'greeter/v1/greeter_grpc.pb.go',
      'shop/shop_grpc.pb.go',
    ]);
    expect(workspace.goProblems()).toBe('');
  });

  it('plugins write where M flags tell them to, and the code builds', async () => {
    expect(generatedIn(await go([`M${PROTO}=greeter/internal/hello;hellopb`]))).toContain(
      'internal/hello/greeter.pb.go',
    );
    expect(workspace.read('internal/hello/greeter.pb.go')).toContain('package hellopb\n');
    expect(workspace.goProblems()).toBe('');
  });

  it('plugins accept their own options, and the scaffolds follow these options', async () => {
    await go(['default_api_level=API_OPAQUE'], GREETER);
    expect(workspace.read('gen/greeter/v1/greeter.pb.go')).toContain('type HelloReply_builder struct');
    expect(workspace.goProblems()).toBe('');
  });

  it.each([
    ['paths=import', 'gen/', 'paths=import'],
    ['paths=source_relative', '', 'paths=source_relative'],
    ['module=greeter/api', '', 'module=greeter/api'],
  ])(
    'plugins do not run if %s would write files where Go does not look, and the report names the file',
    async (_, __, option) => {
      const result = await workspace.generate(withPackage('greeter/pb'), { options: { go: [option] } });
      expect(result).toMatchObject({
        files: [],
        problems: [
          {
            severity: 'error',
            file: PROTO,
            message: expect.stringContaining(
              `but Go looks for greeter/pb in ${workspace.root}/pb; change its go_package, or the options paths= and module=`,
            ) as string,
          },
        ],
      });
    },
  );

  it('plugins report an unknown option in their own words', async () => {
    const result = await workspace.generate(GREETER, { options: { goGrpc: ['no_such_option=1'] } });
    expect(result.problems).toMatchObject([
      { severity: 'error', message: expect.stringMatching(/^protoc-gen-go-grpc.*no_such_option/s) as string },
    ]);
  });

  it('plugins follow buf.gen.yaml with its options and folders, and the result says so', async () => {
    const { plugins } = await generateAssets();
    workspace.write({
      'buf.gen.yaml':
        'version: v2\nplugins:\n  - local: ["go", "tool", "protoc-gen-go"]\n    out: api\n    opt: [paths=source_relative]\n  - remote: buf.build/grpc/go:v1.5.1\n    out: api\n    opt:\n      - paths=source_relative\n      - require_unimplemented_servers=false\n',
      'go.mod': pinned(),
    });
    workspace.go('mod', 'tidy');
    const result = await workspace.apply(GREETER, { plugins: { kind: 'auto', directory: plugins } });
    expect(generatedIn(result)).toEqual(['api/greeter/v1/greeter.pb.go', 'api/greeter/v1/greeter_grpc.pb.go']);
    expect(workspace.read('api/greeter/v1/greeter.pb.go')).toContain(`// \tprotoc-gen-go ${PINNED}\n`);
    expect(result.plugins).toEqual([
      { plugin: 'protoc-gen-go', from: 'go.mod' },
      { plugin: 'protoc-gen-go-grpc', from: 'bundled' },
    ]);
  });

  it('our plugins run if those in buf.gen.yaml are not installed, and the result says so', async () => {
    const { plugins } = await generateAssets();
    workspace.write({
      'buf.gen.yaml':
        'version: v1\nplugins:\n  - plugin: go\n    path: ./bin/protoc-gen-go\n    out: gen\n    opt: paths=source_relative\n',
    });
    const result = await workspace.apply(GREETER, { plugins: { kind: 'auto', directory: plugins } });
    expect(result.problems).toEqual([
      {
        severity: 'warning',
        message: `protoc-gen-go was not found: there is no ${join(workspace.root, 'bin/protoc-gen-go')}; protoc-gen-go of gRPC Workbench was used instead`,
      },
    ]);
    expect(generatedIn(result)).toContain('gen/greeter/v1/greeter.pb.go');
    expect(workspace.goProblems()).toBe('');
  });

  it("the user's own files follow the prefix of managed mode, and dependencies keep their options", async () => {
    const { plugins } = await generateAssets();
    workspace.write({
      'buf.gen.yaml':
        'version: v2\nmanaged:\n  enabled: true\n  override:\n    - file_option: go_package_prefix\n      value: greeter/gen\nplugins:\n  - remote: buf.build/protocolbuffers/go\n    out: gen\n    opt: paths=source_relative\n',
    });
    const files: ProtoFiles = {
      ...withPackage('example.com/other/pb'),
      'dep/dep.proto': 'syntax = "proto3"; package dep; option go_package = "example.com/dep"; message Dep {}',
    };
    const result = await workspace.generate(
      {
        ...files,
        'mine.proto': 'syntax = "proto3"; package mine; import "dep/dep.proto"; message Mine { dep.Dep dep = 1; }',
      },
      { plugins: { kind: 'auto', directory: plugins }, files: [PROTO, 'mine.proto'] },
    );
    expect(generatedIn(result)).toEqual([
      'gen/greeter/v1/greeter.pb.go',
      'gen/mine.pb.go',
      'gen/greeter/v1/greeter_grpc.pb.go',
    ]);
    expect(result.files.find(({ path }) => path.endsWith('mine.pb.go'))?.content).toContain('"example.com/dep"');
    expect(result.followUps).toMatchObject([{ args: ['go', 'get', 'example.com/dep'] }]);
  });

  it('plugins follow the values that managed mode sets for files and folders', async () => {
    const { plugins } = await generateAssets();
    const text = `version: v2\nmanaged:\n  enabled: true\n  disable:\n    - path: left\n  override:\n    - file_option: go_package_prefix\n      value: greeter/gen\n    - file_option: go_package\n      path: ${PROTO}\n      value: greeter/api;hello\n`;
    workspace.write({ 'buf.gen.yaml': text });
    const result = await workspace.generate(
      {
        ...GREETER,
        'left/left.proto': 'syntax = "proto3"; package left; option go_package = "greeter/mine"; message M {}',
      },
      { plugins: { kind: 'auto', directory: plugins } },
    );
    expect(generatedIn(result)).toEqual(['api/greeter.pb.go', 'mine/left.pb.go', 'api/greeter_grpc.pb.go']);
    expect(result.files.find(({ path }) => path.endsWith('api/greeter.pb.go'))?.content).toContain('\npackage hello\n');
  });

  it('installed plugins of buf.gen.yaml run in addition to ours, and missing plugins are reported', async () => {
    const { plugins } = await generateAssets();
    const response = toBinary(
      CodeGeneratorResponseSchema,
      create(CodeGeneratorResponseSchema, { file: [{ name: 'notes.txt', content: 'noted\n' }] }),
    );
    const bytes = Buffer.from(response).toString('base64');
    workspace.write({
      'tools/protoc-gen-notes': `process.stdin.resume().on('end', () => process.stdout.write(Buffer.from('${bytes}', 'base64')));\n`,
      'buf.gen.yaml': `version: v2\nplugins:\n  - local: ${JSON.stringify([process.execPath, 'tools/protoc-gen-notes'])}\n    out: notes\n  - local: ./bin/protoc-gen-gone\n    out: gone\n  - remote: buf.build/bufbuild/es\n    out: web\n  - protoc_builtin: java\n    out: java\n`,
    });
    const result = await workspace.generate(GREETER, { plugins: { kind: 'auto', directory: plugins } });
    expect(result.files.find(({ path }) => path.endsWith('notes/notes.txt'))?.content).toBe('noted\n');
    expect(result.plugins).toEqual([
      { plugin: 'protoc-gen-go', from: 'bundled' },
      { plugin: 'protoc-gen-go-grpc', from: 'bundled' },
      { plugin: 'protoc-gen-notes', from: 'buf.gen.yaml' },
    ]);
    expect(result.problems).toEqual([
      {
        severity: 'warning',
        message: `protoc-gen-gone was not found: there is no ${join(workspace.root, 'bin/protoc-gen-gone')}; its files are left out`,
      },
      {
        severity: 'information',
        message: `${join(workspace.root, 'buf.gen.yaml')} asks for protoc-gen-es, protoc-gen-java, too; plugins of buf's registry and of protoc itself are left to buf`,
      },
    ]);
    const bundled = await workspace.generate(GREETER);
    expect(bundled.plugins.map(({ plugin }) => plugin)).not.toContain('protoc-gen-notes');
  });

  it('plugins of others get the same request, so connect-go and grpc-gateway build next to ours', async () => {
    const folder = otherPlugins();
    const additional = ['protoc-gen-connect-go', 'protoc-gen-grpc-gateway'].map((name) => ({
      plugin: join(folder, name),
      options: name.endsWith('gateway') ? ['generate_unbound_methods=true'] : [],
      goPackages: true,
    }));
    const result = await workspace.apply(GREETER, { additional });
    expect(generatedIn(result)).toEqual([
      'gen/greeter/v1/greeter.pb.go',
      'gen/greeter/v1/greeter_grpc.pb.go',
      'gen/greeter/v1/greeterv1connect/greeter.connect.go',
      'gen/greeter/v1/greeter.pb.gw.go',
    ]);
    expect(result.plugins.map(({ plugin, from }) => `${plugin} ${from}`)).toEqual([
      'protoc-gen-go bundled',
      'protoc-gen-go-grpc bundled',
      'protoc-gen-connect-go settings',
      'protoc-gen-grpc-gateway settings',
    ]);
    for (const { args } of result.followUps) expect(workspace.go(...args.slice(1))).toBe('');
    expect(workspace.goProblems()).toBe('');
  }, 300_000);
});

const PINNED = 'v1.36.11';

function pinned(): string {
  return `module greeter\n\ngo 1.25.0\n\ntool google.golang.org/protobuf/cmd/protoc-gen-go\n\nrequire google.golang.org/protobuf ${PINNED}\n`;
}
