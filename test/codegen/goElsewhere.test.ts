/** The user's servers in another folder than `server/`. We complete them there, and write no second server. */
import { describe, expect, it } from 'vitest';
import { GoProject, ROOT } from './support/goProject.ts';
import type { ProtoFiles } from './support/protoc.ts';

const RPCS = 'rpc Say(Hello) returns (Reply); rpc Wave(Hello) returns (stream Reply);';

const greeter = (rpcs = RPCS, more = ''): ProtoFiles => ({
  'greeter.proto': `syntax = "proto3";
package greeter.v1;
option go_package = "greeter/gen/greeterv1;greeterv1";
message Hello { string name = 1; }
message Reply { string message = 1; }
service Greeter { ${rpcs} }
${more}`,
});

const PATH = 'internal/greeter/service.go';

const SERVICE = `package greeter

import (
	"context"

	pb "greeter/gen/greeterv1"
)

// Service greets.
type Service struct {
	pb.UnimplementedGreeterServer
}

func (s *Service) Say(ctx context.Context, req *pb.Hello) (*pb.Reply, error) { return nil, nil }

func helper() {}
`;

const TOLD = {
  severity: 'information',
  message: `Service in ${PATH} serves greeter.v1.Greeter, so no other server is written for it`,
};

const written = (files: readonly { readonly path: string }[]): readonly string[] =>
  files
    .map(({ path }) => path)
    .filter((path) => !path.startsWith('client/'))
    .sort();

describe('a server in another folder of the module', () => {
  it('an existing server gets its missing methods in place, and no files next to it', async () => {
    const project = new GoProject({ [PATH]: SERVICE });
    const { files, problems } = await project.apply(greeter());
    expect(written(files)).toEqual([PATH]);
    expect(problems).toEqual([TOLD]);
    const after = project.read(PATH).split('\n');
    expect(after.filter((line) => SERVICE.split('\n').includes(line)).join('\n')).toContain('func helper() {}');
    expect(SERVICE.split('\n').filter((line) => !after.includes(line))).toEqual([]);
    expect(project.read(PATH)).toContain(
      'func (s *Service) Wave(req *pb.Hello, stream grpc.ServerStreamingServer[pb.Reply]) error {',
    );
    expect(await project.changes(greeter())).toEqual([]);
  });

  it("the other services go into the server's folder, and its main.go does not register the existing server", async () => {
    const protos = greeter(RPCS, 'service Admin { rpc Check(Hello) returns (Reply); }');
    const project = new GoProject({ [PATH]: SERVICE });
    const { files } = await project.apply(protos);
    expect(written(files)).toEqual([
      PATH,
      'server/admin.go',
      'server/admin_test.go',
      'server/main.go',
      'server/main_test.go',
    ]);
    expect(project.read('server/main.go')).toContain('RegisterAdminServer(server, &Admin{})');
    expect(project.read('server/main.go')).not.toContain('RegisterGreeterServer');
    expect(await project.changes(protos)).toEqual([]);
  });

  it('the server is the type with the most methods of the service', async () => {
    const fake = SERVICE.replace('package greeter', 'package fake')
      .replace(/func \(s[^\n]*\n/, '')
      .replace('\t"context"\n\n', '');
    const project = new GoProject({ 'internal/fake/fake.go': fake, [PATH]: SERVICE });
    expect(written((await project.generate(greeter())).files)).toEqual([PATH]);
  });

  it('a server is reported if its rpcs have changed', async () => {
    const { problems } = await new GoProject({ [PATH]: SERVICE }).generate(
      greeter('rpc Say(Hello) returns (stream Reply);'),
    );
    expect(problems).toMatchObject([
      TOLD,
      {
        severity: 'warning',
        place: { path: PATH },
        message: expect.stringMatching(/^Say does not have the signature of greeter\.v1\.Greeter\/Say/) as string,
      },
    ]);
  });

  it('the report names the new place of generated code that has moved', async () => {
    const project = new GoProject({ [PATH]: SERVICE.replace('gen/greeterv1', 'gen/old') });
    const { files, problems } = await project.generate(greeter());
    expect(written(files)).toEqual([]);
    expect(problems).toMatchObject([
      {
        place: { path: PATH },
        message:
          'the generated code of greeter.v1.Greeter is in greeter/gen/greeterv1 now; methods are added once it is imported',
      },
    ]);
  });

  it('a type outside the output folder that serves a copy of the generated code is ignored', async () => {
    const copy = SERVICE.replace('greeter/gen/greeterv1', 'greeter/a/gen/greeterv1');
    const { files, problems } = await new GoProject({ 'a/server/greeter.go': copy }).generate(greeter(), `${ROOT}/b`);
    expect(written(files)).toContain('b/server/greeter.go');
    expect(problems).toEqual([]);
  });

  it('a server stays as it is while its package does not parse, and no second server is written', async () => {
    const project = new GoProject({ [PATH]: SERVICE, 'internal/greeter/broken.go': 'package greeter\n\nfunc {' });
    const { files, problems } = await project.generate(greeter());
    expect(written(files)).toEqual([]);
    expect(problems).toMatchObject([
      {
        severity: 'warning',
        place: { path: 'internal/greeter/broken.go' },
        message: expect.stringMatching(/does not parse/) as string,
      },
    ]);
  });

  it.each(['internal/greeter/service_test.go', 'internal/testdata/service.go', '_old/service.go'])(
    'a server in %s is ignored',
    async (path) => {
      const { files } = await new GoProject({ [path]: SERVICE }).generate(greeter());
      expect(written(files)).toContain('server/greeter.go');
    },
  );

  it("a server is ignored if a type of the same name embeds another package's server", async () => {
    const { files } = await new GoProject({
      [PATH]: SERVICE.replace('greeter/gen/greeterv1', 'example.com/other/greeterv1'),
    }).generate(greeter());
    expect(written(files)).toContain('server/greeter.go');
  });
});
