/** `format` prints, writes, checks or shows as a patch what the editor's formatter does. */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatCommand } from '../../../src/processes/cli/format.ts';
import { testTerminal } from './terminal.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'format-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, content: string | Buffer): void {
  const file = join(folder, ...path.split('/'));
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, content);
}

const read = (path: string): string => readFileSync(join(folder, ...path.split('/')), 'utf8');

async function run(args: readonly string[], input = ''): Promise<{ code: number; out: string; err: string }> {
  const terminal = testTerminal(folder, input);
  const code = await formatCommand.run(args, terminal);
  return { code, ...terminal.written };
}

const UNTIDY = 'syntax="proto3";\nmessage A{string a=1;}\n';
const TIDY = 'syntax = "proto3";\n\nmessage A {\n  string a = 1;\n}\n';

describe('format', () => {
  it('prints a file', async () => {
    write('a.proto', UNTIDY);
    expect(await run(['a.proto'])).toEqual({ code: 0, out: TIDY, err: '' });
    expect(read('a.proto')).toBe(UNTIDY);
  });

  it('prints standard input', async () => {
    expect(await run(['-'], UNTIDY)).toEqual({ code: 0, out: TIDY, err: '' });
  });

  it('writes the files of a folder that git does not ignore', async () => {
    write('proto/a.proto', UNTIDY);
    write('proto/build/b.proto', UNTIDY);
    write('proto/.gitignore', 'build\n');
    expect(await run(['-w', 'proto'])).toEqual({ code: 0, out: '', err: '' });
    expect([read('proto/a.proto'), read('proto/build/b.proto')]).toEqual([TIDY, UNTIDY]);
  });

  it('checks files', async () => {
    write('a.proto', UNTIDY);
    write('b.proto', TIDY);
    expect(await run(['--check', 'a.proto', 'b.proto'])).toEqual({ code: 1, out: 'a.proto\n', err: '' });
    expect(await run(['--check', 'b.proto'])).toEqual({ code: 0, out: '', err: '' });
  });

  it('shows what would change as a patch', async () => {
    write('a.proto', 'syntax="proto3";\n');
    expect(await run(['--diff', 'a.proto'])).toEqual({
      code: 0,
      out: 'diff --git a/a.proto b/a.proto\n--- a/a.proto\n+++ b/a.proto\n@@ -1,1 +1,1 @@\n-syntax="proto3";\n+syntax = "proto3";\n',
      err: '',
    });
  });

  it('says why a file stays as it is, and formats the others', async () => {
    write('a.proto', 'message A {\n  string = 1;\n}\n');
    write('b.proto', UNTIDY);
    write('c.proto', Buffer.from([0x2f, 0x2f, 0xff, 0x0a]));
    expect(await run(['-w', 'a.proto', 'b.proto', 'c.proto', 'd.proto'])).toEqual({
      code: 1,
      out: '',
      err: 'a.proto:2:10: Expected field name.\nc.proto: It is not valid UTF-8.\nd.proto: There is no such file.\n',
    });
    expect(read('b.proto')).toBe(TIDY);
    expect(read('a.proto')).toContain('string = 1');
  });

  it('follows .editorconfig', async () => {
    write('.editorconfig', 'root = true\n[*.proto]\nindent_size = 4\nend_of_line = crlf\n');
    write('a.proto', 'message A {\nstring a = 1;\n}\n');
    expect((await run(['a.proto'])).out).toBe('message A {\r\n    string a = 1;\r\n}\r\n');
  });

  it.skipIf(process.platform === 'win32')('keeps links and permissions', async () => {
    write('a.proto', UNTIDY);
    chmodSync(join(folder, 'a.proto'), 0o640);
    symlinkSync('a.proto', join(folder, 'link.proto'));
    expect((await run(['-w', 'link.proto'])).code).toBe(0);
    expect(read('a.proto')).toBe(TIDY);
    expect(lstatSync(join(folder, 'link.proto')).isSymbolicLink()).toBe(true);
    expect(statSync(join(folder, 'a.proto')).mode & 0o777).toBe(0o640);
  });

  it.each([
    { args: [], message: 'Missing input file.' },
    { args: ['-w', '--check', 'a.proto'], message: '--write and --check exclude each other.' },
    { args: ['-w', '-'], message: 'Standard input cannot be written: leave out --write.' },
    { args: ['--fast', 'a.proto'], message: 'Unknown flag: --fast' },
  ])('refuses the arguments $args', async ({ args, message }) => {
    const { code, err } = await run(args);
    expect(code).toBe(2);
    expect(err).toBe(`${message}\nSee: grpc-workbench format --help\n`);
  });
});
