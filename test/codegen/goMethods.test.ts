/** Which of the user's types implements a service, and what we report about methods that do not fit their rpc. */
import { describe, expect, it } from 'vitest';
import type { ProtoFiles } from './support/protoc.ts';
import { GoProject } from './support/goProject.ts';

const greeter = (...rpcs: readonly string[]): ProtoFiles => ({
  'greeter.proto': `syntax = "proto3";
package greeter.v1;
option go_package = "greeter/gen/greeterv1;greeterv1";
message Hello { string name = 1; }
message Reply { string message = 1; }
service Greeter { ${rpcs.join('\n')} }
`,
});

const SAY = 'rpc Say(Hello) returns (Reply);';
const WAVE = 'rpc Wave(Hello) returns (stream Reply);';

const IMPORTS = 'import (\n\t"context"\n\n\t"greeter/gen/greeterv1"\n)\n\n';
const SAY_METHOD =
  'func (s *Server) Say(ctx context.Context, req *greeterv1.Hello) (*greeterv1.Reply, error) { return nil, nil }\n';
const SERVER = `package main\n\n${IMPORTS}type Server struct{ greeterv1.UnimplementedGreeterServer }\n\n${SAY_METHOD}`;

/** The lines that generation added to a file. */
function added(project: GoProject, path: string, before: string): string {
  const after = project.read(path).split('\n');
  const lines = before.split('\n');
  return after.filter((line) => !lines.includes(line)).join('\n');
}

/** Generates a service with one more method than the files have, and returns what was added to the file. */
async function grow(
  files: Readonly<Record<string, string>>,
  path: string,
  protos = greeter(SAY, WAVE),
): Promise<string> {
  const project = new GoProject({ ...files, 'server/main.go': 'package main\n\nfunc main() {}\n' });
  const outcome = await project.apply(protos);
  expect(outcome.files.map((file) => file.path).filter((file) => file.startsWith('server/'))).toEqual([path]);
  expect(await project.changes(protos)).toEqual([]);
  return added(project, path, files[path] ?? '');
}

const wave = (
  receiver: string,
  stream = 'grpc.ServerStreamingServer[greeterv1.Reply]',
  hello = '*greeterv1.Hello',
): string => `func (${receiver}) Wave(req ${hello}, stream ${stream}) error {`;

describe('the type that implements a service', () => {
  it.each([
    { name: 'embeds a pointer', text: SERVER.replace('{ greeterv1.Un', '{ *greeterv1.Un') },
    { name: 'opts out of forward compatibility', text: SERVER.replace('Unimplemented', 'Unsafe') },
    {
      name: 'is declared in a group of types',
      text: SERVER.replace(
        'type Server struct{ greeterv1.UnimplementedGreeterServer }',
        'type (\n\tOther int\n\tServer struct{ greeterv1.UnimplementedGreeterServer }\n)',
      ),
    },
    {
      name: 'embeds the unimplemented server under an alias of its package',
      text: SERVER.replace(
        '{ greeterv1.UnimplementedGreeterServer }',
        '{ base }\n\ntype base = greeterv1.UnimplementedGreeterServer',
      ),
    },
    {
      name: 'embeds a type that embeds the unimplemented server',
      text: SERVER.replace(
        '{ greeterv1.UnimplementedGreeterServer }',
        '{ *base }\n\ntype base struct{ greeterv1.UnimplementedGreeterServer }',
      ),
    },
  ])('the implementing type is found if it $name', async ({ text }) => {
    expect(await grow({ 'server/mine.go': text }, 'server/mine.go')).toContain(wave('s *Server'));
  });

  it('the generated code may be imported under another name, or without a name', async () => {
    const renamed = SERVER.replaceAll('greeterv1.', 'pb.').replace('"greeter/gen', 'pb "greeter/gen');
    expect(await grow({ 'server/mine.go': renamed }, 'server/mine.go')).toContain(
      wave('s *Server', 'grpc.ServerStreamingServer[pb.Reply]', '*pb.Hello'),
    );
    const dotted = SERVER.replaceAll('greeterv1.', '').replace('"greeter/gen', '. "greeter/gen');
    expect(await grow({ 'server/mine.go': dotted }, 'server/mine.go')).toContain(wave('s *Server'));
  });

  it('the type may be generic, and new methods use its receiver', async () => {
    const text = SERVER.replace('type Server struct', 'type Server[T any] struct').replace(
      '(s *Server)',
      '(srv *Server[T])',
    );
    expect(await grow({ 'server/mine.go': text }, 'server/mine.go')).toContain(wave('srv *Server[T]'));
  });

  it('the methods may have value receivers', async () => {
    expect(await grow({ 'server/mine.go': SERVER.replace('(s *Server)', '(s Server)') }, 'server/mine.go')).toContain(
      wave('s Server'),
    );
  });

  it('the type may be declared in one file and have its methods in another', async () => {
    const [head = '', tail = ''] = SERVER.split('type Server');
    const files = {
      'server/types.go': `package main\n\nimport "greeter/gen/greeterv1"\n\ntype Server${tail.split('\n')[0] ?? ''}\n`,
      'server/say.go': `${head}${SAY_METHOD}`,
    };
    expect(await grow(files, 'server/say.go')).toContain(wave('s *Server'));
  });

  it('new methods go into a file that is always built, if there is one', async () => {
    const files = {
      'server/a.go': `//go:build linux\n\npackage main\n\nimport "greeter/gen/greeterv1"\n\ntype Server struct{ greeterv1.UnimplementedGreeterServer }\n`,
      'server/a_windows.go': `package main\n\nimport "greeter/gen/greeterv1"\n\ntype Server struct{ greeterv1.UnimplementedGreeterServer }\n`,
      'server/say.go': `package main\n\n${IMPORTS}${SAY_METHOD}`,
    };
    expect(await grow(files, 'server/say.go')).toContain(wave('s *Server'));
  });

  it('the registered type is chosen, otherwise the type with more of the methods', async () => {
    const fake =
      'package main\n\nimport "greeter/gen/greeterv1"\n\ntype fake struct{ greeterv1.UnimplementedGreeterServer }\n';
    expect(await grow({ 'server/a.go': fake, 'server/mine.go': SERVER }, 'server/mine.go')).toContain(
      wave('s *Server'),
    );
    const registered = `${fake}\nfunc register(s grpc.ServiceRegistrar) { greeterv1.RegisterGreeterServer(s, &fake{}) }\n`;
    expect(await grow({ 'server/a.go': registered, 'server/mine.go': SERVER }, 'server/a.go', greeter(WAVE))).toContain(
      wave('s *fake'),
    );
  });

  it('methods of embedded types, and methods that tests declare, belong to the type', async () => {
    const waves =
      'func (s *waves) Wave(*greeterv1.Hello, grpc.ServerStreamingServer[greeterv1.Reply]) error { return nil }\n';
    const text = `${SERVER.replace('{ greeterv1.Un', '{ waves; greeterv1.Un')}\ntype waves struct{}\n\n${waves}`;
    expect(
      await new GoProject({ 'server/mine.go': text, 'server/main.go': 'package main\n' }).changes(greeter(SAY, WAVE)),
    ).toEqual(['client/main.go']);
    const test = `package main\n\nimport "greeter/gen/greeterv1"\n\n${waves.replace('*waves', '*Server')}`;
    expect(
      await new GoProject({
        'server/mine.go': SERVER,
        'server/mine_test.go': test,
        'server/main.go': 'package main\n',
      }).changes(greeter(SAY, WAVE)),
    ).toEqual(['client/main.go']);
  });

  it('a type in a test, or in a file that no build includes, does not implement the service', async () => {
    const files = { 'server/mine_test.go': SERVER, 'server/old.go': `//go:build ignore\n\n${SERVER}` };
    const { files: planned } = await new GoProject(files).generate(greeter(SAY));
    expect(planned.map(({ path }) => path)).toContain('server/greeter.go');
  });

  it('one type in one file may implement several services', async () => {
    const protos: ProtoFiles = {
      'greeter.proto': `${greeter(SAY, WAVE)['greeter.proto'] ?? ''}service Admin { rpc Check(Hello) returns (Reply); rpc Wave(Hello) returns (stream Reply); }`,
    };
    const text = SERVER.replace(
      '{ greeterv1.UnimplementedGreeterServer }',
      '{\n\tgreeterv1.UnimplementedGreeterServer\n\tgreeterv1.UnimplementedAdminServer\n}',
    );
    const got = await grow({ 'server/mine.go': text }, 'server/mine.go', protos);
    expect([...got.matchAll(/func \(s \*Server\) (\w+)/g)].map(([, name]) => name)).toEqual(['Wave', 'Check']);
  });
});

describe('a type that does not name its service', () => {
  const plain = SERVER.replace('{ greeterv1.UnimplementedGreeterServer }', '{}');
  const registering = (server: string): string =>
    `package main\n\nimport "greeter/gen/greeterv1"\n\nfunc main() { greeterv1.RegisterGreeterServer(nil, ${server}) }\n`;
  const path = 'server/mine.go';

  async function grown(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const { files: planned } = await new GoProject(files).generate(greeter(SAY, WAVE));
    return planned.map((file) => file.path).filter((each) => each.startsWith('server/'));
  }

  it('the type is a server if it is registered or declared as a server', async () => {
    expect(await grown({ [path]: plain, 'server/main.go': registering('&Server{}') })).toEqual([path]);
    expect(
      await grown({
        [path]: `${plain}\nvar _ greeterv1.GreeterServer = (*Server)(nil)\n`,
        'server/main.go': 'package main\n\nfunc main() {}\n',
      }),
    ).toEqual([path]);
  });

  it('the type is a server if it has methods of the service and the package registers the result of a function', async () => {
    expect(
      await grown({
        [path]: `${plain}\nfunc newServer() *Server { return &Server{} }\n`,
        'server/main.go': registering('newServer()'),
      }),
    ).toEqual([path]);
  });

  it('the type is not a server if it passes calls on, or if another type embeds the unimplemented server', async () => {
    const logging =
      'package main\n\nimport "greeter/gen/greeterv1"\n\ntype logging struct{ greeterv1.GreeterServer }\n\nvar _ greeterv1.GreeterServer = (*logging)(nil)\n';
    expect(
      await grown({
        [path]: SERVER,
        'server/logging.go': logging,
        'server/main.go': registering('&logging{&Server{}}'),
      }),
    ).toEqual([path]);
    expect(await grown({ 'server/logging.go': logging, 'server/main.go': registering('&logging{}') })).toContain(
      'server/greeter.go',
    );
  });

  it('the type is not a server if nothing is registered, or if its methods belong to something else', async () => {
    expect(await grown({ [path]: plain, 'server/main.go': 'package main\n\nfunc main() {}\n' })).toContain(
      'server/greeter.go',
    );
    expect(
      await grown({ [path]: plain.replace('*greeterv1.Hello)', 'string)'), 'server/main.go': registering('nil') }),
    ).toContain('server/greeter.go');
  });
});

describe('a server whose service is gone', () => {
  const both = SERVER.replace(
    '{ greeterv1.UnimplementedGreeterServer }',
    '{\n\tgreeterv1.UnimplementedGreeterServer\n\tgreeterv1.UnimplementedAdminServer\n}',
  );
  const generated = (services: readonly string[], source = 'greeter.proto'): string =>
    `// Code generated by protoc-gen-go-grpc. DO NOT EDIT.\n// source: ${source}\n\npackage greeterv1\n\n${services.map((name) => `type Unimplemented${name}Server struct{}\n`).join('\n')}`;
  const said = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const project = new GoProject({ 'server/mine.go': both, ...files });
    const { problems } = await project.generate(greeter(SAY));
    return problems
      .filter(({ message }) => message.includes('any more'))
      .map((problem) => `${project.at(problem)}: ${problem.message}`);
  };

  it('the report points at the embedded type', async () => {
    expect(await said({ 'gen/greeterv1/greeter_grpc.pb.go': generated(['Greeter']) })).toEqual([
      'greeterv1.UnimplementedAdminServer: greeter/gen/greeterv1 has no service Admin any more, which Server is a server of',
    ]);
  });

  it('nothing is reported if another file of the package has the service', async () => {
    expect(
      await said({
        'gen/greeterv1/greeter_grpc.pb.go': generated(['Greeter']),
        'gen/greeterv1/admin_grpc.pb.go': generated(['Admin'], 'admin.proto'),
      }),
    ).toEqual([]);
  });

  it('nothing is reported if no code has been generated yet', async () => expect(await said({})).toEqual([]));
});

describe('a method that does not fit its rpc', () => {
  const MAIN =
    'package main\n\nimport "greeter/gen/greeterv1"\n\nfunc main() { greeterv1.RegisterGreeterServer(nil, &Server{}) }\n';
  const projectWith = (text: string): GoProject => new GoProject({ 'server/mine.go': text, 'server/main.go': MAIN });

  /** Returns the report about a server, and the text of its file after the fix. */
  async function mended(
    text: string,
    protos: ProtoFiles,
  ): Promise<{ readonly message: string; readonly at: string; readonly text: string }> {
    const project = projectWith(text);
    const { problems, files } = await project.generate(protos);
    expect(files.filter(({ path }) => path === 'server/mine.go')).toEqual([]);
    expect(problems).toMatchObject([{ severity: 'warning', place: { path: 'server/mine.go' } }]);
    const [problem] = problems;
    if (problem === undefined) throw new Error('nothing was said');
    const at = project.at(problem);
    project.mend(problem);
    expect((await project.generate(protos)).problems).toEqual([]);
    return { message: problem.message, at, text: project.read('server/mine.go') };
  }

  it('the method gets the signature of a stream, keeps its parameter names, and the file gets the import', async () => {
    const text = SERVER.replace('ctx context.Context, req *', 'c context.Context, in *');
    const { message, at, text: after } = await mended(text, greeter('rpc Say(Hello) returns (stream Reply);'));
    expect(message).toBe(
      'Say does not have the signature of greeter.v1.Greeter/Say: Say(in *greeterv1.Hello, stream grpc.ServerStreamingServer[greeterv1.Reply]) error',
    );
    expect(at).toBe('Say(c context.Context, in *greeterv1.Hello) (*greeterv1.Reply, error)');
    expect(after).toBe(
      text
        .replace(
          '(c context.Context, in *greeterv1.Hello) (*greeterv1.Reply, error)',
          '(in *greeterv1.Hello, stream grpc.ServerStreamingServer[greeterv1.Reply]) error',
        )
        .replace('greeterv1"\n)', 'greeterv1"\n\n\t"google.golang.org/grpc"\n)'),
    );
  });

  it('the method gets the message types of the changed rpc', async () => {
    const { text } = await mended(SERVER, greeter('rpc Say(Reply) returns (Hello);'));
    expect(text).toBe(
      SERVER.replace('req *greeterv1.Hello) (*greeterv1.Reply', 'req *greeterv1.Reply) (*greeterv1.Hello'),
    );
  });

  it('the fix keeps Windows line endings', async () => {
    const { text } = await mended(
      SERVER.replaceAll('\n', '\r\n'),
      greeter('rpc Say(stream Hello) returns (stream Reply);'),
    );
    expect(text).toContain('stream grpc.BidiStreamingServer[greeterv1.Hello, greeterv1.Reply]');
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it.each([
    [
      'the names that streams had before they were generic',
      'func (s *Server) Wave(_ *greeterv1.Hello, stream greeterv1.Greeter_WaveServer) error { return nil }',
    ],
    [
      'aliases in its package',
      'type reply = greeterv1.Reply\n\nfunc (s *Server) Wave(*greeterv1.Hello, grpc.ServerStreamingServer[reply]) error { return nil }',
    ],
    ['types that we cannot resolve', 'func (s *Server) Wave(*types.Hello, types.Stream) error { return nil }'],
    [
      'names for its results',
      'func (s *Server) Wave(_ *greeterv1.Hello, stream grpc.ServerStreamingServer[greeterv1.Reply]) (err error) { return nil }',
    ],
  ])('a method may have %s', async (_, method) => {
    const text = SERVER.replace(
      '"context"\n',
      '"context"\n\n\t"google.golang.org/grpc"\n\ttypes "example.com/types"\n',
    );
    expect((await projectWith(`${text}\n${method}\n`).generate(greeter(SAY, WAVE))).problems).toEqual([]);
  });

  it('a method whose rpc is gone is offered for removal, together with its comment', async () => {
    const { message, at, text } = await mended(
      `${SERVER}\n// Nod nods.\n// Twice.\nfunc (s *Server) Nod(ctx context.Context, req *greeterv1.Hello) (*greeterv1.Gone, error) {\n\treturn nil, nil\n} // done\n\nfunc helper() {}\n`,
      greeter(SAY),
    );
    expect(message).toBe('greeter.v1.Greeter has no rpc Nod any more, and nothing here calls this method');
    expect(at).toBe('Nod');
    expect(text).toBe(`${SERVER}\nfunc helper() {}\n`);
  });

  it.each([
    'func (s *Server) Stream(stream grpc.BidiStreamingServer[greeterv1.Hello, greeterv1.Reply]) error { return nil }',
    'func (s *Server) Stream(stream greeterv1.Greeter_StreamServer) error { return nil }',
    'func (s *Server) Empty(context.Context, *emptypb.Empty) (*emptypb.Empty, error) { return nil, nil }',
  ])('a method is recognized by its types: %s', async (method) => {
    const text = SERVER.replace(
      '"context"\n',
      '"context"\n\n\t"google.golang.org/grpc"\n\t"google.golang.org/protobuf/types/known/emptypb"\n',
    );
    await mended(`${text}\n${method}\n`, greeter(SAY));
  });

  it.each([
    [
      'is not exported',
      'func (s *Server) nod(ctx context.Context, req *greeterv1.Hello) (*greeterv1.Reply, error) { return nil, nil }',
    ],
    [
      'is called by other code',
      'func (s *Server) Nod(ctx context.Context, req *greeterv1.Hello) (*greeterv1.Reply, error) { return s.Nod(ctx, req) }',
    ],
    [
      'has other types',
      'func (s *Server) Close(ctx context.Context, why *Reason) (*greeterv1.Reply, error) { return nil, nil }\n\ntype Reason struct{}',
    ],
    [
      'belongs to another type',
      'func (o *other) Nod(ctx context.Context, req *greeterv1.Hello) (*greeterv1.Reply, error) { return nil, nil }\n\ntype other struct{}',
    ],
  ])('a method is ignored if it %s', async (_, method) => {
    expect((await projectWith(`${SERVER}\n${method}\n`).generate(greeter(SAY))).problems).toEqual([]);
  });

  it('the methods of a type that serves a service outside this run are left alone', async () => {
    const text = `${SERVER.replace('{ greeterv1.Un', '{ greeterv1.UnimplementedAdminServer; greeterv1.Un')}\nfunc (s *Server) Nod(ctx context.Context, req *greeterv1.Hello) (*greeterv1.Reply, error) { return nil, nil }\n`;
    expect((await projectWith(text).generate(greeter(SAY))).problems).toEqual([]);
  });
});

describe('a server whose generated code has moved', () => {
  const OLD = SERVER.replaceAll('gen/greeterv1', 'gen/old/greeterv1');
  const generated = (fullName: string): string =>
    `package greeterv1\n\ntype UnimplementedGreeterServer struct{}\n\nvar Greeter_ServiceDesc = grpc.ServiceDesc{ServiceName: "${fullName}"}\n`;
  const OLD_CODE = 'gen/old/greeterv1/greeter_grpc.pb.go';

  it.each([
    ['is still there', { [OLD_CODE]: generated('greeter.v1.Greeter') }],
    ['was removed', {}],
  ])('a fix with the new import is offered, and no second server is written, if the old code %s', async (_, old) => {
    const project = new GoProject({
      'server/mine.go': OLD,
      'server/say.go': OLD.replace(/type Server[^]*/, 'func helper(*greeterv1.Hello) {}\n'),
      ...old,
    });
    const { problems, files } = await project.generate(greeter(SAY, WAVE));
    expect(files.map(({ path }) => path).filter((path) => /server\/(?!main\.go)/.test(path))).toEqual([]);
    expect(problems.map((problem) => `${problem.place?.path ?? ''} ${project.at(problem)}`)).toEqual([
      'server/mine.go "greeter/gen/old/greeterv1"',
      'server/say.go "greeter/gen/old/greeterv1"',
    ]);
    expect(problems[0]?.message).toBe(
      'the generated code of greeter.v1.Greeter is in greeter/gen/greeterv1 now; methods are added once it is imported',
    );
    for (const problem of problems) project.mend(problem);
    expect(project.read('server/mine.go')).toBe(SERVER);
    await project.apply(greeter(SAY, WAVE));
    expect(added(project, 'server/mine.go', SERVER)).toContain(wave('s *Server'));
  });

  it('the fix keeps the name of the import in the file', async () => {
    const project = new GoProject({
      'server/mine.go': SERVER.replaceAll('gen/greeterv1', 'gen/greeter').replaceAll('greeterv1.', 'greeter.'),
    });
    const [problem] = (await project.generate(greeter(SAY))).problems;
    if (problem !== undefined) project.mend(problem);
    expect(project.read('server/mine.go')).toContain('\tgreeter "greeter/gen/greeterv1"\n');
  });

  it('the type is the server of another service if the old code belongs to that service', async () => {
    const { problems, files } = await new GoProject({
      'server/mine.go': OLD,
      [OLD_CODE]: generated('other.Greeter'),
    }).generate(greeter(SAY));
    expect(problems.filter(({ place }) => place !== undefined)).toEqual([]);
    expect(files.map(({ path }) => path)).toContain('server/greeter.go');
  });

  it('a message says what to embed if the old package still has other contents', async () => {
    const protos: ProtoFiles = {
      'greeter.proto':
        'syntax = "proto3"; package greeter.v1; option go_package = "greeter/gen/greeterv1"; message Hello {}',
      'service.proto':
        'syntax = "proto3"; package greeter.v1; option go_package = "greeter/gen/service"; import "greeter.proto"; service Greeter { rpc Say(Hello) returns (Hello); }',
    };
    const project = new GoProject({
      'server/mine.go': SERVER,
      'gen/greeterv1/greeter_grpc.pb.go': generated('greeter.v1.Greeter'),
    });
    const { problems } = await project.generate(protos);
    expect(problems.map((problem) => [project.at(problem), problem.message])).toEqual([
      [
        'greeterv1.UnimplementedGreeterServer',
        "the generated code of greeter.v1.Greeter is in greeter/gen/service now; methods are added once that package's UnimplementedGreeterServer is embedded",
      ],
    ]);
  });
});

describe('a Go file that does not parse', () => {
  it.each(['server', 'client'])(
    'a syntax error stops every change in %s, and the report has its place',
    async (folder) => {
      const project = new GoProject();
      await project.apply(greeter(SAY));
      project.texts.set(`${folder}/broken.go`, 'package main\n\nvar ü, é = "ß", )\n');
      const { files, problems } = await project.generate(greeter(SAY, WAVE));
      expect(files.filter(({ path }) => path.startsWith(folder))).toEqual([]);
      expect(problems).toEqual([
        {
          severity: 'warning',
          message: "this file does not parse, so nothing in its folder is changed: expected operand, found ')'",
          place: {
            path: `${folder}/broken.go`,
            range: { start: { line: 2, character: 16 }, end: { line: 2, character: 16 } },
          },
        },
      ]);
    },
  );
});
