/** `convert` prints, writes, checks or shows as a patch what the editor's conversion does. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { convertCommand } from '../../../src/processes/cli/convert.ts';
import { testTerminal } from './terminal.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'convert-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, content: string): void {
  const file = join(folder, ...path.split('/'));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

const read = (path: string): string => readFileSync(join(folder, ...path.split('/')), 'utf8');

async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const terminal = testTerminal(folder);
  const code = await convertCommand.run(args, terminal);
  return { code, ...terminal.written };
}

const OLD = 'syntax = "proto3";\n\nmessage A {\n  optional string a = 1;\n}\n';
const NEW = 'edition = "2023";\n\nmessage A {\n  string a = 1;\n}\n';
const REFUSED = 'syntax = "proto3";\nmessage R { reserved "not a name"; }\n';

describe('convert', () => {
  it('prints a file', async () => {
    write('a.proto', OLD);
    expect(await run('--edition', '2023', 'a.proto')).toEqual({ code: 0, out: NEW, err: '' });
    expect(read('a.proto')).toBe(OLD);
  });

  it('writes the files of a folder, with imports that are found below a root', async () => {
    write('proto/a.proto', OLD);
    write(
      'proto/b/b.proto',
      'syntax = "proto3";\nimport "a.proto";\noption go_package = "e.com/b";\nmessage B { A a = 1; }\n',
    );
    expect(await run('--edition=2024', '-w', '-Iproto', 'proto')).toEqual({ code: 0, out: '', err: '' });
    expect(read('proto/a.proto')).toBe(NEW.replace('2023', '2024'));
    expect(read('proto/b/b.proto')).toBe(
      'edition = "2024";\nimport "a.proto";\nimport option "google/protobuf/go_features.proto";\n' +
        'option go_package = "e.com/b";\noption features.(pb.go).api_level = API_OPEN;\nmessage B { A a = 1; }\n',
    );
  });

  it('--check names the files that would change, and leaves files with an edition alone', async () => {
    write('a.proto', OLD);
    write('b.proto', NEW.replace('message A', 'message B'));
    expect(await run('--edition=2023', '--check', 'a.proto', 'b.proto')).toEqual({
      code: 1,
      out: 'a.proto\n',
      err: '',
    });
    expect(await run('--edition=2023', '--check', 'b.proto')).toEqual({ code: 0, out: '', err: '' });
  });

  it('--diff prints a patch', async () => {
    write('a.proto', OLD);
    const { code, out } = await run('--edition=2023', '--diff', 'a.proto');
    expect(code).toBe(0);
    expect(out).toContain('-syntax = "proto3";\n+edition = "2023";\n');
  });

  it('says why a file stays as it is, and converts the others', async () => {
    write('a.proto', OLD);
    write('r.proto', REFUSED);
    expect(await run('--edition=2023', '-w', 'r.proto', 'a.proto')).toEqual({
      code: 1,
      out: '',
      err: 'r.proto: Editions allow only identifiers as reserved names, and not "not a name".\n',
    });
    expect(read('r.proto')).toBe(REFUSED);
    expect(read('a.proto')).toBe(NEW);
  });

  it('changes nothing if a file has an error', async () => {
    write('a.proto', OLD);
    write('b.proto', 'syntax = "proto3";\nmessage B { Missing m = 1; }\n');
    const { code, out, err } = await run('--edition=2023', '-w', 'a.proto', 'b.proto');
    expect({ code, out, err }).toEqual({ code: 1, out: '', err: 'b.proto:2:13: "Missing" is not defined.\n' });
    expect(read('a.proto')).toBe(OLD);
  });

  it.each([
    [['a.proto'], 'Missing --edition.'],
    [['--edition=2022', 'a.proto'], 'Unknown edition: 2022'],
    [['--edition=2023'], 'Missing input file.'],
    [['--edition=2023', '-w', '--check', 'a.proto'], '--write and --check exclude each other.'],
  ])('refuses wrong arguments: %j', async (args, message) => {
    const { code, err } = await run(...args);
    expect({ code, err }).toEqual({ code: 2, err: `${message}\nSee: grpc-workbench convert --help\n` });
  });
});
