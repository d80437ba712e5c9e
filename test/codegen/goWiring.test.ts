/** What main.go registers: in a new file, in an unedited file, and in a file that the user must change. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isUntouched, isUntouchedServerMain, withMark } from '../../src/codegen/targets/go/scaffolds/untouched.ts';
import { GREETER } from './support/awkward.ts';
import { GoProject } from './support/goProject.ts';
import type { ProtoFiles } from './support/protoc.ts';

const OTHER: ProtoFiles = {
  ...GREETER,
  'shop/v1/shop.proto':
    'syntax = "proto3"; package shop.v1; message Ping {} service Shop { rpc Check(Ping) returns (Ping); }',
};

describe('the wiring of a server', () => {
  it('main.go gets a service of another package if the user has not edited main.go', async () => {
    const project = new GoProject();
    await project.apply(GREETER);
    const { problems } = await project.apply(OTHER);
    expect(problems).toEqual([]);
    expect(project.read('server/main.go')).toContain('shopv1.RegisterShopServer(server, &Shop{})');
    expect(await project.changes(OTHER)).toEqual([]);
  });

  it('main.go is left alone once the user has edited it, and a fix adds the missing service with its import', async () => {
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

  it('main.go belongs to the user if a file of another name is the program', async () => {
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

  it('main.go imports nothing under a name that another file declares', async () => {
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

/** The same file, as another version of our templates would have written it. */
function byAnotherVersion(text: string): string {
  const body = text.slice(text.indexOf('\n\n') + 2).replace('run serves until', 'run, as it once was, serves until');
  return withMark(body.replace('func show(', '// show is as it once was.\nfunc show('));
}

describe.each(['server/main.go', 'client/main.go'])('a %s from another version of our templates', (path) => {
  const written = async (): Promise<{ readonly project: GoProject; readonly text: string; readonly old: string }> => {
    const project = new GoProject();
    await project.apply(GREETER);
    const text = project.read(path);
    const old = byAnotherVersion(text);
    expect(old).toContain('as it once was');
    return { project, text, old };
  };

  it('an unedited file is replaced', async () => {
    const { project, text, old } = await written();
    project.texts.set(path, old);
    await project.apply(GREETER);
    expect(project.read(path)).toBe(text);
  });

  it('a file is replaced if only its line endings have changed', async () => {
    const { project, text, old } = await written();
    project.texts.set(path, old.replaceAll('\n', '\r\n'));
    await project.apply(GREETER);
    expect(project.read(path)).toBe(text);
  });

  it.each([
    ['a line of the file', (text: string) => text.replace('"127.0.0.1:50051"', '"127.0.0.1:1"')],
    ['its mark', (text: string) => text.slice(text.indexOf('\n\n') + 2)],
    ['the text above its mark', (text: string) => `// Copyright Acme.\n\n${text}`],
  ])('a file is left alone once the user has edited %s', async (_, touch) => {
    const { project, old } = await written();
    project.texts.set(path, touch(old));
    expect(await project.changes(OTHER)).not.toContain(path);
  });

  it('a file is left alone if it serves services outside this run', async () => {
    const { project } = await written();
    await project.apply(OTHER);
    expect(isUntouched(project.read(path))).toBe(true);
    expect(await project.changes(GREETER)).not.toContain(path);
  });
});

describe('a main.go of an earlier version, without a mark', () => {
  const before = readFileSync(join(import.meta.dirname, 'support', 'mainWithoutMark.go.txt'), 'utf8');

  it('an earlier main.go is replaced, and gets the mark', async () => {
    const project = new GoProject();
    await project.apply(GREETER);
    const text = project.read('server/main.go');
    project.texts.set('server/main.go', before);
    await project.apply(GREETER);
    expect(project.read('server/main.go')).toBe(text);
  });

  it('an earlier main.go is recognized, whatever our template is today', () => {
    const service = { goName: 'Greeter', package: { importPath: 'greeter/gen/greeter/v1', name: 'greeterv1' } };
    const isUntouchedMain = (text: string) => isUntouchedServerMain(text, [{ service, type: 'Greeter' }]);
    expect([isUntouchedMain(before), isUntouchedMain(before.replace('&Greeter{}', '&Mine{}'))]).toEqual([true, false]);
  });

  it('an earlier main.go gets a service of another package', async () => {
    const project = new GoProject();
    await project.apply(GREETER);
    project.texts.set('server/main.go', before);
    await project.apply(OTHER);
    expect(project.read('server/main.go')).toContain('shopv1.RegisterShopServer(server, &Shop{})');
  });

  it.each([
    ['a time', ['5 * time.Second', '9 * time.Second']],
    ['a registration', ['&Greeter{})', '&Greeter{})\n\tminepb.RegisterMineServer(server, &Mine{})']],
    ['the creation of a server', ['&Greeter{}', 'newGreeter()']],
    ['an import', ['import (', 'import (\n\t_ "example.com/mine"']],
  ])('an earlier main.go is left alone once the user has changed %s', async (_, [from = '', to = '']) => {
    const project = new GoProject();
    await project.apply(GREETER);
    project.texts.set('server/main.go', before.replace(from, to));
    expect(project.read('server/main.go')).not.toBe(before);
    expect(await project.changes(OTHER)).not.toContain('server/main.go');
  });
});
