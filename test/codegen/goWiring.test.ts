/** What main.go wires: a new one, one that nobody has touched, and one that a person must be told about. */
import { describe, expect, it } from 'vitest';
import { GREETER } from './support/awkward.ts';
import { GoProject } from './support/goProject.ts';
import type { ProtoFiles } from './support/protoc.ts';

const OTHER: ProtoFiles = {
  ...GREETER,
  'shop/v1/shop.proto':
    'syntax = "proto3"; package shop.v1; message Ping {} service Shop { rpc Check(Ping) returns (Ping); }',
};

describe('the wiring of a server', () => {
  it('learns of a service of another package as long as nobody has touched it', async () => {
    const project = new GoProject();
    await project.apply(GREETER);
    const { problems } = await project.apply(OTHER);
    expect(problems).toEqual([]);
    expect(project.read('server/main.go')).toContain('shopv1.RegisterShopServer(server, &Shop{})');
    expect(await project.changes(OTHER)).toEqual([]);
  });

  it('is left alone once somebody has touched it, and a fix adds what it lacks, with the import', async () => {
    const project = new GoProject();
    await project.apply(GREETER);
    project.texts.set(
      'server/main.go',
      project
        .read('server/main.go')
        .replace('&Greeter{}', 'newGreeter()')
        .replace('// run serves', '// run, mine, serves'),
    );
    project.texts.set('server/new.go', 'package main\n\nfunc newGreeter() *Greeter { return &Greeter{} }\n');
    const before = project.read('server/main.go');
    const { problems } = await project.apply(OTHER);
    expect(project.read('server/main.go')).toBe(before);
    expect(problems.map(({ message }) => message)).toEqual([
      'server/main.go does not serve shop.v1.Shop yet; add shopv1.RegisterShopServer(server, &Shop{})',
    ]);
    const [problem] = problems;
    if (problem !== undefined) project.mend(problem);
    const after = project.read('server/main.go');
    expect(after.split('\n').filter((line) => !before.split('\n').includes(line))).toEqual([
      '\tshopv1 "greeter/gen/shop/v1"',
      '\tshopv1.RegisterShopServer(server, &Shop{})',
    ]);
    expect(await project.generate(OTHER)).toMatchObject({ problems: [] });
  });

  it("is somebody else's where a file of another name is the program", async () => {
    const project = new GoProject({ 'server/app.go': 'package main\n\nfunc main() {}\n' });
    const { files, problems } = await project.apply(GREETER);
    expect(files.map(({ path }) => path)).not.toContain('server/main.go');
    expect(problems).toEqual([
      {
        severity: 'information',
        message:
          'greeter/server does not serve greeter.v1.Greeter yet; add greeterv1.RegisterGreeterServer(server, &Greeter{})',
      },
    ]);
  });

  it('imports nothing under a name that another file declares', async () => {
    const project = new GoProject({
      'server/helpers.go': 'package main\n\nfunc health() {}\n\nvar slog, insecure = 1, 2\n',
    });
    await project.apply(GREETER);
    const main = project.read('server/main.go');
    expect(main).toMatch(/^\tgrpchealth "google\.golang\.org\/grpc\/health"$/m);
    expect(main).toMatch(/^\tlogslog "log\/slog"$/m);
    expect(await project.changes(GREETER)).toEqual([]);
  });
});
