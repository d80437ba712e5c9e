/** `compile` accepts protoc's flags, prints protoc's lines and writes protoc's bytes. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compileCommand } from '../../../src/processes/cli/compile.ts';
import { wellKnownRoot } from '../../support/corpus.ts';
import { runProtoc } from '../../support/protoc.ts';
import { testTerminal } from './terminal.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'compile-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  const file = join(folder, ...path.split('/'));
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}

async function run(...args: string[]): Promise<{ code: number; err: string }> {
  const terminal = testTerminal(folder);
  const code = await compileCommand.run(args, terminal);
  return { code, err: terminal.written.err };
}

const greeter = `// Greets.
syntax = "proto3";
package greeter.v1;
import "common/name.proto";
import "google/protobuf/timestamp.proto";

// Says hello.
service Greeter { rpc SayHello(HelloRequest) returns (HelloReply) {} }
message HelloRequest { common.Name name = 1; }
message HelloReply { string message = 1; google.protobuf.Timestamp at = 2; }
`;
const name = 'syntax = "proto3";\npackage common;\nmessage Name { string text = 1; }\n';

describe('a valid file', () => {
  beforeEach(() => {
    write('proto/greeter.proto', greeter);
    write('shared/common/name.proto', name);
  });

  it.each([
    { spelling: '-IPATH', args: ['-Iproto', '-Ishared'] },
    { spelling: '-I PATH', args: ['-I', 'proto', '-I', 'shared'] },
    { spelling: '--proto_path=PATH', args: ['--proto_path=proto', '--proto_path=shared'] },
    { spelling: '--proto_path PATH', args: ['--proto_path', 'proto', '--proto_path', 'shared'] },
    { spelling: 'several paths in one -I flag', args: [`-Iproto${delimiter}shared`] },
  ])('a valid file is found with $spelling', async ({ args }) => {
    expect(await run(...args, '-o', 'out.binpb', 'proto/greeter.proto')).toEqual({ code: 0, err: '' });
    expect(readdirSync(folder).sort()).toEqual(['out.binpb', 'proto', 'shared']);
  });

  it('a valid file can also be given by its import path', async () => {
    expect(await run('-Iproto', '-Ishared', 'greeter.proto')).toEqual({ code: 0, err: '' });
  });

  it.each([
    [],
    ['--include_imports'],
    ['--include_source_info'],
    ['--include_imports', '--include_source_info', '--retain_options'],
  ])('a valid file becomes the same bytes as with protoc %s %s %s', async (...flags) => {
    const { code } = await run(
      '-Iproto',
      '-Ishared',
      ...flags,
      '--descriptor_set_out=out.binpb',
      'proto/greeter.proto',
    );
    expect(code).toBe(0);
    const protoc = runProtoc({
      roots: [join(folder, 'proto'), join(folder, 'shared')],
      files: ['greeter.proto'],
      flags,
    });
    expect(protoc.stderr).toBe('');
    expect(Buffer.compare(readFileSync(join(folder, 'out.binpb')), protoc.output)).toBe(0);
  });

  it('several files are written in the order of protoc, whatever the order on the command line', async () => {
    expect(await run('-Iproto', '-Ishared', '-oout.binpb', 'proto/greeter.proto', 'shared/common/name.proto')).toEqual({
      code: 0,
      err: '',
    });
    const protoc = runProtoc({
      roots: [join(folder, 'proto'), join(folder, 'shared')],
      files: ['greeter.proto', 'common/name.proto'],
    });
    expect(Buffer.compare(readFileSync(join(folder, 'out.binpb')), protoc.output)).toBe(0);
  });

  it('a valid file can be given in an argument file', async () => {
    write('args.txt', '-Iproto\n-Ishared\n--include_imports\n-oout.binpb\nproto/greeter.proto\n');
    expect(await run('@args.txt')).toEqual({ code: 0, err: '' });
    expect(readdirSync(folder)).toContain('out.binpb');
  });

  it("protobuf's own files need no root", async () => {
    write(
      'only.proto',
      'syntax = "proto3";\nimport "google/protobuf/any.proto";\nmessage A { google.protobuf.Any a = 1; }\n',
    );
    expect(await run('only.proto')).toEqual({ code: 0, err: '' });
    expect(readdirSync(join(wellKnownRoot, 'google', 'protobuf'))).toContain('any.proto');
  });
});

describe('a file with a problem', () => {
  it('a problem is reported with its place on disk, and nothing is written', async () => {
    write('proto/a.proto', 'syntax = "proto3";\nmessage A {\n\tB b = 1;\n}\n');
    expect(await run('-Iproto', '-oout.binpb', 'proto/a.proto')).toEqual({
      code: 1,
      err: 'proto/a.proto:3:9: "B" is not defined.\n',
    });
    expect(readdirSync(folder)).toEqual(['proto']);
  });

  it('a file with a problem leaves an earlier output alone', async () => {
    write('a.proto', 'broken');
    write('out.binpb', 'earlier');
    expect((await run('-oout.binpb', 'a.proto')).code).toBe(1);
    expect(readFileSync(join(folder, 'out.binpb'), 'utf8')).toBe('earlier');
  });

  it('an error has no place if protoc gives none', async () => {
    write('a.proto', 'syntax = "proto3";\nmessage A { int32 a = 19001; }\n');
    expect((await run('a.proto')).err).toBe(
      'a.proto: Field numbers 19000 through 19999 are reserved for the protocol buffer library implementation.\n',
    );
  });

  it('errors have the same places as with protoc, however long the line is', async () => {
    const fields = Array.from({ length: 2000 }, (_, i) => `\tNope${i}\tf${i} = ${i + 1}; /* \u00e4\u{1f600} */`).join(
      '',
    );
    write('a.proto', `syntax = "proto3";\nmessage A {${fields}}`);
    const { err } = await run(`-I${folder}`, 'a.proto');
    const told = runProtoc({ roots: [folder], files: ['a.proto'] }).stderr;
    expect(err.split('\n')).toHaveLength(2001);
    expect(err.trimEnd()).toBe(told.trimEnd());
  });

  it('a message may have as many fields as protoc allows', async () => {
    const fields = Array.from({ length: 65_536 }, (_, i) => `int32 f${i} = ${i < 18_999 ? i + 1 : i + 1002};`);
    write('most.proto', `syntax = "proto3";\nmessage A {${fields.slice(1).join('')}}`);
    expect(await run('-I.', 'most.proto')).toEqual({ code: 0, err: '' });
    write('more.proto', `syntax = "proto3";\npackage p;\nmessage A {${fields.join('')} reserved 5, 5; }`);
    const { code, err } = await run(`-I${folder}`, 'more.proto');
    expect(code).toBe(1);
    expect(err).toContain('more.proto: 65536 fields in p.A exceeds the limit of 65535\n');
    expect(err.trimEnd()).toBe(runProtoc({ roots: [folder], files: ['more.proto'] }).stderr.trimEnd());
  });

  it('--fatal_warnings turns warnings into errors', async () => {
    write('a.proto', 'syntax = "proto3";\nimport "google/protobuf/any.proto";\n');
    expect(await run('a.proto')).toEqual({
      code: 0,
      err: 'a.proto:2:1: warning: Import google/protobuf/any.proto is unused.\n',
    });
    expect((await run('--fatal_warnings', 'a.proto')).code).toBe(1);
  });
});

describe('wrong arguments', () => {
  it.each([
    { what: 'no file', args: [], says: 'Missing input file.' },
    { what: 'an unknown flag', args: ['--nothing', 'a.proto'], says: 'Unknown flag: --nothing' },
    { what: 'a flag without value', args: ['a.proto', '-o'], says: 'Missing value for flag: -o' },
    {
      what: 'a value for a flag that takes none',
      args: ['--include_imports=yes', 'a.proto'],
      says: '--include_imports does not take a parameter',
    },
    {
      what: 'an argument file that does not exist',
      args: ['@none.txt'],
      says: 'Failed to open argument file: none.txt',
    },
  ])('wrong arguments are refused: $what', async ({ args, says }) => {
    const { code, err } = await run(...args);
    expect(code).toBe(2);
    expect(err).toContain(says);
  });

  it('an error names a missing file', async () => {
    expect(await run('nowhere.proto')).toEqual({
      code: 1,
      err: 'Could not make proto path relative: nowhere.proto: No such file or directory\n',
    });
  });

  it('an error names a folder that is given as a file', async () => {
    write('a.proto/b.proto', 'syntax = "proto3";\n');
    expect(await run('a.proto')).toEqual({
      code: 1,
      err: 'Could not map to virtual file: a.proto: Input file is a directory.\n',
    });
  });

  it('a warning names a missing folder', async () => {
    write('a.proto', 'syntax = "proto3";\n');
    expect(await run('-I.', '-Inowhere', 'a.proto')).toEqual({
      code: 0,
      err: 'nowhere: warning: directory does not exist.\n',
    });
  });

  it('an error says that another root hides a file', async () => {
    write('one/a.proto', 'syntax = "proto3";\n');
    write('two/a.proto', 'syntax = "proto3";\n');
    const { code, err } = await run('-Ione', '-Itwo', 'two/a.proto');
    expect(code).toBe(1);
    expect(err).toContain('two/a.proto: Input is shadowed in the --proto_path by "one/a.proto".');
  });
});

describe('without --proto_path', () => {
  it('the current folder is the only root if no other root is needed, as with protoc', async () => {
    write('sub/a.proto', 'syntax = "proto3";\nimport "sub/b.proto";\nmessage A { B b = 1; }\n');
    write('sub/b.proto', 'syntax = "proto3";\nmessage B {}\n');
    expect(await run('--descriptor_set_out=out.binpb', 'sub/a.proto')).toEqual({ code: 0, err: '' });
    expect(readFileSync(join(folder, 'out.binpb'), 'latin1')).toContain('sub/a.proto');
  });

  it('we find the import roots of the project if the current folder is not enough', async () => {
    write('proto/greeter.proto', greeter);
    write('shared/common/name.proto', name);
    expect(await run('--descriptor_set_out=out.binpb', '--include_imports', 'proto/greeter.proto')).toEqual({
      code: 0,
      err: '',
    });
    expect(readFileSync(join(folder, 'out.binpb'), 'latin1')).toContain('common/name.proto');
  });

  it('errors have paths relative to the current folder', async () => {
    write('proto/a.proto', 'syntax = "proto3";\nimport "b.proto";\nmessage A { Nope n = 1; }\n');
    write('proto/b.proto', 'syntax = "proto3";\n');
    expect(await run('proto/a.proto')).toEqual({ code: 1, err: 'proto/a.proto:3:13: "Nope" is not defined.\n' });
  });

  it('a guessed import gets a warning', async () => {
    write('a.proto', 'syntax = "proto3";\nimport "c.proto";\nmessage A { C c = 1; }\n');
    write('x/c.proto', 'syntax = "proto3";\nmessage C {}\n');
    write('y/c.proto', 'syntax = "proto3";\nmessage C { int32 i = 1; }\n');
    const warning = `a.proto: warning: Import "c.proto" is taken for ${join('x', 'c.proto')}, but may be ${join('y', 'c.proto')}: --proto_path decides.\n`;
    expect(await run('a.proto')).toEqual({ code: 0, err: warning });
    expect((await run('--fatal_warnings', 'a.proto')).code).toBe(1);
    expect(await run('-I.', '-Iy', 'a.proto')).toEqual({ code: 0, err: '' });
  });

  it('a missing import gets the errors of protoc', async () => {
    write('a.proto', 'syntax = "proto3";\nimport "gone.proto";\n');
    expect(await run('a.proto')).toEqual({
      code: 1,
      err: 'gone.proto: File not found.\na.proto:2:1: Import "gone.proto" was not found or had errors.\n',
    });
  });
});

it.each([
  { what: 'a name that is too long', path: 'a'.repeat(5_000) },
  { what: 'a zero byte', path: 'a\\0b' },
])('an import with $what is not found, and nothing crashes', async ({ path }) => {
  write('a.proto', `syntax = "proto3";\nimport "${path}.proto";\n`);
  const { code, err } = await run('a.proto');
  expect(code).toBe(1);
  expect(err).toContain('File not found.');
  expect(err).toContain('a.proto:2:1: Import ');
});
