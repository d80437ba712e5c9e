/**
 * The most frequent complaints in the issue trackers of Go generators. Each test shows what happens here instead: it
 * works, or the result says where the problem is and what to do.
 * @needs go
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGenerateCommand } from '../../src/processes/cli/generate.ts';
import { AWKWARD, GREETER } from './support/awkward.ts';
import { generateAssets, hasGo } from './support/goPlugins.ts';
import type { ProtoFiles } from './support/protoc.ts';
import { Workspace } from './support/workspace.ts';

const PROTO = 'greeter/v1/greeter.proto';
const GROWN: ProtoFiles = {
  [PROTO]: (GREETER[PROTO] ?? '').replace(
    'service Greeter {',
    'service Greeter {\n  // Says goodbye.\n  rpc SayBye(HelloRequest) returns (HelloReply);',
  ),
};

function proto(text: string): string {
  return `syntax = "proto3";\n${text}\n`;
}

describe.skipIf(!hasGo())('the frequent complaints about Go generators', () => {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = await Workspace.create();
  });
  afterEach(() => workspace.dispose());

  it('1: a missing go_package gets a value, and is reported once for all files', async () => {
    const result = await workspace.generate({
      'a/a.proto': proto('package a; message A {}'),
      'b.proto': proto('package b;\nmessage B {}'),
    });
    expect(result.problems).toEqual([]);
    expect(result.missingOptions).toEqual([
      { file: 'a/a.proto', line: 1, column: 0, name: 'go_package', value: 'greeter/gen/a' },
      { file: 'b.proto', line: 1, column: 0, name: 'go_package', value: 'greeter/gen/bpb' },
    ]);
  });

  it('2: our plugins need no PATH, and if another plugin is not on PATH, the report names the command that installs it', async () => {
    const before = { ...process.env };
    Object.assign(process.env, { PATH: '', GOPATH: join(workspace.root, 'nowhere'), GOBIN: '' });
    try {
      expect((await workspace.generate(GREETER)).problems).toEqual([]);
      const { files, problems } = await workspace.generate(GREETER, { plugins: { kind: 'path' } });
      expect(files).toEqual([]);
      expect(problems.map(({ message }) => message)).toContain(
        'protoc-gen-go was not found on PATH; install it with: go install google.golang.org/protobuf/cmd/protoc-gen-go@latest',
      );
    } finally {
      for (const name of ['PATH', 'GOPATH', 'GOBIN'])
        if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
      Object.assign(process.env, before);
    }
  });

  it('3: if a plugin is newer than the runtime, the report names the command that updates the runtime', async () => {
    workspace.write({ 'go.mod': 'module greeter\n\ngo 1.25.0\n\nrequire google.golang.org/grpc v1.50.0\n' });
    const { problems, followUps } = await workspace.generate(GREETER);
    expect(problems).toMatchObject([
      {
        severity: 'warning',
        message: expect.stringMatching(
          /grpc v1\.50\.0, but this code needs (v\S+) or newer: go get google\.golang\.org\/grpc@\1$/,
        ) as string,
      },
    ]);
    expect(followUps).toMatchObject([
      {
        cwd: workspace.root,
        args: expect.arrayContaining(['go', 'get', 'google.golang.org/grpc@v1.64.0']) as string[],
      },
    ]);
  });

  it('4, 13, 16, 17: no code breaks or is lost because of mustEmbedUnimplemented, mocks with the old stream types, or new rpcs', async () => {
    await workspace.apply(GREETER);
    const mine = `${workspace.read('server/greeter.go').replace('"Hello "', '"Hi "')}\n// A mock by the names before generic streams.\ntype mock struct {\n\tgreeterv1.Greeter_BidiHelloServer\n}\n\nvar _ greeterv1.Greeter_BidiHelloServer = mock{}\n`;
    workspace.write({ 'server/greeter.go': mine });
    expect(workspace.goProblems()).toBe('');
    const grown = await workspace.generate(GROWN);
    workspace.write(
      Object.fromEntries(
        grown.files
          .filter(({ state }) => state === 'generated')
          .map(({ path, content }) => [path.slice(workspace.root.length + 1), content]),
      ),
    );
    // The module builds, although we changed nothing in the user's files.
    expect(workspace.go('build', './...')).toBe('');
    await workspace.apply(GROWN);
    const merged = workspace.read('server/greeter.go');
    const lines = merged.split('\n');
    const left = mine.split('\n').filter((line) => lines.includes(line));
    expect(left).toEqual(mine.split('\n'));
    expect(merged.match(/\) SayBye\(/g)).toHaveLength(1);
    expect(workspace.goProblems()).toBe('');
  });

  it('5, 14: M flags and request types from another package work', async () => {
    await workspace.apply({
      'common/id.proto': proto('package common; message Id { string value = 1; }'),
      'shop/shop.proto': proto(
        'package shop; import "common/id.proto"; service Shop { rpc Get(common.Id) returns (stream common.Id); }',
      ),
    });
    expect(workspace.goProblems()).toBe('');
  });

  it('6: output goes where Go looks for it, not into a nested folder, and we refuse an option that says otherwise', async () => {
    const files: ProtoFiles = {
      'a.proto': proto('package a; option go_package = "github.com/acme/greeter/pb/a"; message A {}'),
    };
    expect(Object.keys(workspace.states(await workspace.generate(files)))).toContain('pb/a/a.pb.go');
    const { problems } = await workspace.generate(files, { options: { go: ['paths=import'] } });
    expect(problems).toMatchObject([
      {
        severity: 'error',
        file: 'a.proto',
        message: expect.stringContaining(
          `would go to ${workspace.root}/github.com/acme/greeter/pb/a, but Go looks for github.com/acme/greeter/pb/a in ${workspace.root}/pb/a`,
        ) as string,
      },
    ]);
  });

  it('7: the go_package of a dependency is not rewritten', async () => {
    const files: ProtoFiles = {
      'dep/dep.proto': proto('package dep; option go_package = "example.com/dep;dep"; message Dep {}'),
      'mine.proto': proto('package mine; import "dep/dep.proto"; message Mine { dep.Dep dep = 1; }'),
    };
    const { files: written } = await workspace.generate(files, { files: ['mine.proto'] });
    expect(written.find(({ path }) => path.endsWith('mine.pb.go'))?.content).toMatch(
      /\t(?:dep )?"example\.com\/dep"\n/,
    );
    expect(written.some(({ path }) => path.includes('dep.pb.go'))).toBe(false);
  });

  it('8: the headers of generated files do not depend on the version of protoc', async () => {
    await workspace.apply(GREETER);
    expect(workspace.read('gen/greeter/v1/greeter.pb.go')).toContain('// \tprotoc        (unknown)\n');
    expect(new Set(Object.values(workspace.states(await workspace.generate(GREETER))))).toEqual(new Set(['unchanged']));
  });

  it('9, 19: well-known protos are found, and each error is reported', async () => {
    const command = createGenerateCommand(await generateAssets());
    const cwd = join(workspace.root, 'well');
    mkdirSync(cwd);
    workspace.write({
      'well/a.proto': proto(
        'package a;\nimport "google/protobuf/timestamp.proto";\nmessage A { google.protobuf.Timestamp t = 1; }',
      ),
      'well/bad.proto': proto('message B { Nobody n = 1; }'),
    });
    const said: string[] = [];
    const say = (text: string): number => said.push(text);
    const terminal = {
      out: say,
      data: say,
      err: say,
      drained: () => Promise.resolve(),
      readInput: () => Promise.resolve(''),
      signal: new AbortController().signal,
      cwd,
    };
    expect(await command.run(['go', 'a.proto'], terminal)).toBe(0);
    expect(workspace.read('well/gen/a/a.pb.go')).toContain('timestamppb');
    said.length = 0;
    expect(await command.run(['go', 'bad.proto'], terminal)).toBe(1);
    expect(said).toEqual(['bad.proto:2:13: "Nobody" is not defined.\n']);
  });

  it('10: "file already registered" does not occur, because we generate nothing for copies of protos that gRPC contains', async () => {
    const files: ProtoFiles = {
      'google/rpc/status.proto': proto(
        'package google.rpc; option go_package = "google.golang.org/genproto/googleapis/rpc/status;status"; message Status { int32 code = 1; }',
      ),
      'mine.proto': proto(
        'package mine; import "google/rpc/status.proto"; service Mine { rpc Do(google.rpc.Status) returns (google.rpc.Status); }',
      ),
    };
    const result = await workspace.apply(files);
    expect(Object.keys(workspace.states(result)).filter((path) => path.includes('status'))).toEqual([]);
    for (const { args } of result.followUps) expect(workspace.go(...args.slice(1))).toBe('');
    // The tests start a server. A second registration would stop it before the first test.
    expect(workspace.go('test', '-run', 'Nothing', './server')).toBe('');
  });

  it('11: generated code makes no calls that grpc-go has deprecated', async () => {
    const { files } = await workspace.generate(GREETER);
    const programs = files
      .filter(({ path }) => /[\\/](?:server|client)[\\/]/.test(path))
      .map(({ content }) => content)
      .join('\n');
    expect(programs).toContain('grpc.NewClient(');
    expect(programs).not.toMatch(/grpc\.(?:Dial|DialContext|WithInsecure|WithBlock|WithTimeout)\b/);
  });

  it('12: a graceful stop does not hang, because it has a time limit (goRun.test.ts waits for it, with a stream open)', async () => {
    const { files } = await workspace.generate(GREETER);
    const main = files.find(({ path }) => /server[\\/]main\.go$/.test(path))?.content ?? '';
    expect(main).toMatch(/\.GracefulStop\(\)/);
    expect(main).toMatch(/\.Stop\(\)/);
  });

  it('15: scaffolds compile for a service with well-known and nested types', async () => {
    await workspace.apply(AWKWARD.find(({ name }) => name.startsWith('well-known types'))?.files ?? {});
    expect(workspace.goProblems()).toBe('');
  });

  it('18: a valid proto whose Go does not compile is reported at its place', async () => {
    const { files, problems } = await workspace.generate({
      'a.proto': proto(
        'package a;\nmessage M {}\nservice S {\n  rpc get(M) returns (M);\n  rpc Get(M) returns (M);\n}',
      ),
    });
    expect(files).toEqual([]);
    expect(problems).toMatchObject([{ severity: 'error', file: 'a.proto', line: 5 }]);
  });

  it('20: the report about an ambiguous import of genproto names the command that fixes it', async () => {
    workspace.write({
      'go.mod':
        'module greeter\n\ngo 1.25.0\n\nrequire (\n\tgoogle.golang.org/genproto v0.0.0-20220519153652-3a47de7e79bd\n\tgoogle.golang.org/grpc v1.84.0\n\tgoogle.golang.org/protobuf v1.999.0\n)\n',
    });
    const { problems, followUps } = await workspace.generate(GREETER);
    expect(problems).toMatchObject([
      {
        severity: 'warning',
        message: expect.stringMatching(
          /would find their packages twice: go get google\.golang\.org\/genproto@v0\.0\.0-\S+$/,
        ) as string,
      },
    ]);
    expect(followUps).toMatchObject([
      { args: ['go', 'get', expect.stringContaining('google.golang.org/genproto@') as string] },
    ]);
  });

  it('several packages in one folder get a folder each, and a package that cannot get one is reported', async () => {
    await workspace.apply(AWKWARD.find(({ name }) => name === 'two packages in one folder')?.files ?? {});
    expect(workspace.go('build', './...')).toBe('');
    const one = 'option go_package = "greeter/pb;one"; message A {}';
    const { problems } = await workspace.generate({
      'a.proto': proto(one),
      'b.proto': proto(one.replace('one', 'two').replace(' A', ' B')),
    });
    expect(problems).toMatchObject([
      {
        severity: 'error',
        file: 'b.proto',
        message: expect.stringContaining('is called two here and one in a.proto') as string,
      },
    ]);
  });
});
