/**
 * Generation into a folder with the user's own files. These files stay as they are.
 * @needs go
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GREETER } from './support/awkward.ts';
import { hasGo } from './support/goPlugins.ts';
import type { ProtoFiles } from './support/protoc.ts';
import { Workspace } from './support/workspace.ts';

const PROTO = 'greeter/v1/greeter.proto';

/** The Greeter with one more method. */
const GROWN: ProtoFiles = {
  [PROTO]: (GREETER[PROTO] ?? '')
    .replace(
      'service Greeter {',
      'service Greeter {\n  // Says goodbye.\n  rpc SayBye(HelloRequest) returns (stream google.protobuf.Timestamp);',
    )
    .replace('package greeter.v1;', 'package greeter.v1;\nimport "google/protobuf/timestamp.proto";'),
};

/** A server as a user writes it: other names, several files, comments, unusual layout. */
const HAND_WRITTEN = `package main

import (
	"context"

	pb "greeter/gen/greeter/v1"
)

// server counts, which the scaffold does not.
type server struct {
	pb.UnimplementedGreeterServer
	calls int
}

/* func (s *server) SayBye() is only a comment. */
const text = \`func (s *server) SayBye() {}\`

func (srv *server) SayHello(ctx context.Context, in *pb.HelloRequest) (*pb.HelloReply, error) {
	srv.calls++
	return &pb.HelloReply{Message: text + in.GetName()}, nil
} // counted

func helper() {}
`;

const STREAMS = `package main

import (
	"google.golang.org/grpc"

	v1 "greeter/gen/greeter/v1"
)

func (s *server) LotsOfReplies(*v1.HelloRequest, grpc.ServerStreamingServer[v1.HelloReply]) error { return nil }

func (*server) LotsOfGreetings(grpc.ClientStreamingServer[v1.HelloRequest, v1.HelloReply]) error { return nil }

func (s *server) BidiHello(grpc.BidiStreamingServer[v1.HelloRequest, v1.HelloReply]) error { return nil }
`;

const MAIN = `package main

import (
	"google.golang.org/grpc"

	"greeter/gen/greeter/v1"
)

func main() {
	helper()
	s := grpc.NewServer()
	greeterv1.RegisterGreeterServer(s, &server{})
}
`;

describe.skipIf(!hasGo())("generation into a folder with the user's files", () => {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = await Workspace.create();
    await workspace.apply(GREETER);
  });
  afterEach(() => workspace.dispose());

  it('reports nothing for a server with all methods, whatever the names of its type and files', async () => {
    useHandWritten();
    const states = workspace.states(await workspace.generate(GREETER));
    expect(Object.keys(states)).toEqual([
      'gen/greeter/v1/greeter.pb.go',
      'gen/greeter/v1/greeter_grpc.pb.go',
      'client/main.go',
    ]);
    expect(new Set(Object.values(states))).toEqual(new Set(['unchanged']));
  });

  it('adds a missing method after the last one, with its imports, and changes nothing else', async () => {
    useHandWritten();
    const result = await workspace.apply(GROWN);
    expect(workspace.states(result)).toMatchObject({
      'server/mine.go': 'owned',
      'gen/greeter/v1/greeter.pb.go': 'generated',
    });
    expect(workspace.states(result)).not.toHaveProperty(['server/main.go']);
    expect(workspace.read('server/mine.go')).toBe(
      HAND_WRITTEN.replace(
        'greeter/v1"\n)',
        'greeter/v1"\n\n\t"google.golang.org/grpc"\n\t"google.golang.org/grpc/codes"\n\t"google.golang.org/grpc/status"\n\t"google.golang.org/protobuf/types/known/timestamppb"\n)',
      ).replace(
        '} // counted\n',
        `} // counted

// Says goodbye.
func (srv *server) SayBye(req *pb.HelloRequest, stream grpc.ServerStreamingServer[timestamppb.Timestamp]) error {
	return status.Error(codes.Unimplemented, "method SayBye not implemented")
}
`,
      ),
    );
    expect(workspace.go('vet', './...')).toBe('');
    expect(new Set(Object.values(workspace.states(await workspace.generate(GROWN))))).toEqual(new Set(['unchanged']));
  });

  it('keeps Windows line endings', async () => {
    const before = workspace.read('server/greeter.go').replaceAll('\n', '\r\n');
    workspace.write({ 'server/greeter.go': before });
    await workspace.apply(GROWN);
    const after = workspace.read('server/greeter.go');
    expect(after).toContain('SayBye');
    expect(after.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('offers the new method for a scaffold that the user has not edited', async () => {
    const result = await workspace.apply(GROWN);
    expect(workspace.states(result)).toMatchObject({
      'server/greeter.go': 'owned',
      'client/main.go': 'owned',
      'server/main.go': 'unchanged',
    });
    expect(workspace.goProblems()).toBe('');
  });

  it('adds a test for a new method after the other tests, and changes nothing else in the file', async () => {
    const mine = `${workspace.read('server/greeter_test.go').replace('"Hello world"', '"Hi world"')}\n// The end.\n`;
    workspace.write({ 'server/greeter_test.go': mine });
    await workspace.apply(GROWN);
    const after = workspace.read('server/greeter_test.go');
    expect(after.startsWith(mine.trimEnd())).toBe(true);
    expect(after.slice(mine.trimEnd().length)).toMatch(
      /^\n\nfunc TestGreeter_SayBye\(t \*testing\.T\) \{\n[^]*\n\}\n$/,
    );
    expect(workspace.go('vet', './server')).toBe('');
    expect(workspace.states(await workspace.generate(GROWN))).not.toHaveProperty(['server/greeter_test.go']);
  });

  it('writes no tests for an existing server without tests', async () => {
    for (const file of ['greeter_test.go', 'main_test.go']) rmSync(join(workspace.root, 'server', file));
    const states = workspace.states(await workspace.generate(GROWN));
    expect(Object.keys(states).filter((path) => path.endsWith('_test.go'))).toEqual([]);
  });

  it('reuses the existing helpers of tests, or reports that it cannot', async () => {
    const admin =
      'syntax = "proto3"; package greeter.v1; message Ping {} service Admin { rpc Check(Ping) returns (Ping); }';
    const two: ProtoFiles = { ...GREETER, 'greeter/v1/admin.proto': admin };
    expect(
      Object.keys(workspace.states(await workspace.generate(two))).filter((path) => path.endsWith('_test.go')),
    ).toEqual(['server/admin_test.go']);
    rmSync(join(workspace.root, 'server/main_test.go'));
    workspace.write({ 'server/check.go': 'package main\n\nfunc checkCall() {}\n' });
    const told = await workspace.generate(two);
    expect(Object.keys(workspace.states(told)).filter((path) => path.endsWith('_test.go'))).toEqual([]);
    expect(told.problems).toContainEqual({
      severity: 'information',
      message:
        'no tests are written for greeter.v1.Admin: checkCall, which they would share, means something else in the package of server/admin.go',
    });
  });

  it('leaves an edited client and an edited main.go alone', async () => {
    const client = workspace.read('client/main.go').replace('"world"', '"you"');
    const main = workspace
      .read('server/main.go')
      .replace('grpc.Creds(creds),', 'grpc.Creds(creds), grpc.MaxRecvMsgSize(1 << 20),');
    workspace.write({ 'client/main.go': client, 'server/main.go': main });
    const result = await workspace.apply(GROWN);
    expect(workspace.states(result)).not.toHaveProperty(['client/main.go']);
    expect(workspace.read('server/main.go')).toBe(main);
    expect(result.problems).toEqual([]);
  });

  it('registers a second service in an unedited main.go, and reports the service if the user has edited main.go', async () => {
    const two: ProtoFiles = {
      ...GREETER,
      'greeter/v1/admin.proto':
        'syntax = "proto3"; package greeter.v1; message Ping {} service Admin { rpc Check(Ping) returns (Ping); }',
    };
    const offered = await workspace.generate(two);
    expect(workspace.states(offered)).toMatchObject({ 'server/main.go': 'owned', 'server/admin.go': 'new' });
    expect(offered.files.find(({ path }) => path.endsWith('main.go'))?.content).toContain(
      'RegisterAdminServer(server, &Admin{})',
    );

    workspace.write({
      'server/main.go': workspace.read('server/main.go').replace('5 * time.Second', '9 * time.Second'),
    });
    const told = await workspace.generate(two);
    expect(workspace.states(told)).not.toHaveProperty(['server/main.go']);
    expect(told.problems).toMatchObject([
      {
        severity: 'information',
        message:
          'server/main.go does not serve greeter.v1.Admin yet; add greeterv1.RegisterAdminServer(server, &Admin{})',
      },
    ]);
    const [problem] = told.problems;
    expect(problem?.place?.path).toBe(join(workspace.root, 'server/main.go'));
    const main = workspace.read('server/main.go').split('\n');
    const line = problem?.place?.range.start.line ?? 0;
    expect(main[line]).toContain('healthpb.RegisterHealthServer(server, healthServer)');
    const end = { line, character: main[line]?.length ?? 0 };
    expect(problem?.fixes).toEqual([
      {
        title: 'Register greeter.v1.Admin',
        edits: [{ range: { start: end, end }, newText: '\n\tgreeterv1.RegisterAdminServer(server, &Admin{})' }],
      },
    ]);
  });

  it('reports a server whose service is gone, with and without other services in the file', async () => {
    const proto = GREETER[PROTO] ?? '';
    await workspace.apply({ [PROTO]: `${proto}\nservice Admin { rpc Check(HelloRequest) returns (HelloReply); }\n` });
    const gone = async (text: string): Promise<readonly string[]> =>
      (await workspace.generate({ [PROTO]: text })).problems
        .filter(({ place }) => place !== undefined)
        .map(({ message }) => message)
        .sort();
    const message = (service: string): string =>
      `greeter/gen/greeter/v1 has no service ${service} any more, which ${service} is a server of`;
    expect(await gone(proto)).toEqual([message('Admin')]);
    expect(await gone(proto.replace(/service Greeter [^]*?\n\}\n/, ''))).toEqual([
      message('Admin'),
      message('Greeter'),
    ]);
  });

  it('changes nothing in a folder with a Go file that does not parse, and reports the place of the error', async () => {
    workspace.write({ 'server/broken.go': 'package main\n\nfunc (\n' });
    const result = await workspace.generate(GROWN);
    expect(Object.keys(workspace.states(result)).filter((path) => path.startsWith('server/'))).toEqual([]);
    expect(result.problems).toEqual([
      {
        severity: 'warning',
        message: "this file does not parse, so nothing in its folder is changed: expected ')', found 'EOF'",
        place: {
          path: join(workspace.root, 'server/broken.go'),
          range: { start: { line: 2, character: 6 }, end: { line: 2, character: 6 } },
        },
      },
    ]);
  });

  function useHandWritten(): void {
    workspace.write({ 'server/mine.go': HAND_WRITTEN, 'server/streams.go': STREAMS, 'server/main.go': MAIN });
    for (const file of ['greeter.go', 'greeter_test.go', 'main_test.go']) rmSync(join(workspace.root, 'server', file));
  }
});
