/**
 * `compile` reports the same errors as protoc for several files and roots, line by line, and has the same exit code.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileCommand } from '../../../src/processes/cli/compile.ts';
import { protocProgram } from '../../support/protocProgram.ts';
import { testTerminal } from './terminal.ts';

const proto3 = (...lines: readonly string[]): string => ['syntax = "proto3";', ...lines, ''].join('\n');
const wrong = proto3('message X { Nope n = 1; }');
const nest = proto3(
  'message M { message N { int32 a = 1; } enum E { Z = 0; } oneof o { int32 q = 1; } }',
  'service S { rpc R(M) returns (M); }',
);

const FILES: Readonly<Record<string, string>> = {
  'good.proto': proto3('message Good {}'),
  'bad.proto': proto3('message Bad { Nope n = 1; }'),
  'worse.proto': proto3('message Bad { int32 = 1; }'),
  'warned.proto': proto3('import "google/protobuf/any.proto";', 'message Warned {}'),
  'late.proto': proto3('message Late { int32 a = 19001; }'),
  'styled.proto': 'edition = "2023";\noption features.enforce_naming_style = STYLE2024;\nmessage styled {}\n',
  'removed.proto': 'edition = "2026";\noption cc_enable_arenas = true;\nmessage Removed {}\n',
  'user.proto': proto3('import "warned.proto";', 'message User { Warned w = 1; }'),
  'missing.proto': proto3('import "nowhere.proto";', 'import "warned.proto";', 'message Missing { Warned w = 1; }'),
  'ofbad.proto': proto3('import "bad.proto";', 'message OfBad { Bad b = 1; }'),
  'nest1.proto': nest,
  'nest2.proto': nest,
  'both.proto': proto3('import "nest1.proto";', 'import "nest2.proto";'),
  'values1.proto': proto3('enum E1 { A = 0; }'),
  'values2.proto': proto3('enum E2 { A = 0; }'),
  'packageM.proto': proto3('package M;', 'message N { int32 a = 1; }'),
  'packageMx.proto': proto3('package M.x;', 'message Q {}'),
  'qr.proto': proto3('package q.r;', 'message X {}'),
  'qqr.proto': proto3('package q.q.r;', 'message X {}'),
  'ofqr.proto': proto3('package q;', 'message Y { r.Z z = 1; r.X x = 2; q.r.X xx = 3; q.Y y = 4; }'),
  'one/a.proto': wrong,
  'two/a.proto': wrong,
  'two/only.proto': wrong,
  'one/sub/c.proto': wrong,
  'a=b/z.proto': wrong,
};

let folder: string;

beforeAll(() => {
  folder = join(realpathSync(mkdtempSync(join(tmpdir(), 'like-protoc-'))), 'here');
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});

afterAll(() => {
  rmSync(dirname(folder), { recursive: true, force: true });
});

interface Outcome {
  readonly ok: boolean;
  readonly err: string;
}

function protoc(args: readonly string[]): Outcome {
  const { status, stderr } = spawnSync(protocProgram(), [...args, '-o', 'set.binpb'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { ok: status === 0, err: stderr.replaceAll('\r\n', '\n') };
}

async function ours(args: readonly string[]): Promise<Outcome> {
  const terminal = testTerminal(folder);
  const code = await compileCommand.run(args, terminal);
  return { ok: code === 0, err: terminal.written.err };
}

/** Expects the same errors as from protoc. `$HERE` stands for the folder. */
async function expectSame(line: string): Promise<void> {
  const args = line.split(' ').map((arg) => arg.replace('$HERE', folder.replaceAll('\\', '/')));
  expect(await ours(args)).toEqual(protoc(args));
}

describe('errors are printed', () => {
  it.each(['gcc', 'msvs'])('errors are printed as by protoc in the format %s', async (format) => {
    for (const files of ['bad.proto', 'warned.proto', 'late.proto', 'missing.proto', 'nowhere.proto'])
      await expectSame(`-I. --error_format=${format} ${files}`);
  });

  it('errors are printed as one JSON object per line, with the code of the rule', async () => {
    const { err } = await ours(['-I.', '--error_format=json', 'missing.proto']);
    const problems = err
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(problems[0]).toMatchObject({ severity: 'error', file: 'nowhere.proto', code: 'missing-file' });
    expect(problems[1]).toEqual({
      severity: 'error',
      file: 'missing.proto',
      line: 2,
      column: 1,
      code: 'unresolved-import',
      message: 'Import "nowhere.proto" was not found or had errors.',
    });
  });

  it('errors are printed only in a known format', async () => {
    expect(await ours(['--error_format=xml', 'good.proto'])).toMatchObject({
      ok: false,
      err: expect.stringContaining('Unknown error format: xml') as unknown,
    });
  });
});

describe('several files', () => {
  it.each([
    'bad.proto warned.proto',
    'warned.proto bad.proto worse.proto',
    'worse.proto bad.proto',
    'bad.proto worse.proto',
    'ofbad.proto bad.proto',
    'bad.proto ofbad.proto',
    'good.proto late.proto warned.proto',
    'late.proto bad.proto',
    'styled.proto bad.proto',
    'late.proto styled.proto warned.proto',
    'removed.proto bad.proto',
    'removed.proto warned.proto',
    'good.proto good.proto warned.proto warned.proto',
    'user.proto warned.proto',
    'warned.proto user.proto bad.proto',
    'user.proto bad.proto warned.proto',
    'missing.proto bad.proto',
    'warned.proto missing.proto bad.proto',
    'good.proto nowhere.proto',
    'nowhere1.proto nowhere2.proto',
    'bad.proto bad.proto',
    'bad.proto ./bad.proto',
  ])('the files %s get the same errors in the same order as with protoc', async (files) => expectSame(`-I. ${files}`));
});

describe('files with the same declarations', () => {
  it.each([
    'nest1.proto nest2.proto',
    'both.proto',
    'values1.proto values2.proto',
    'nest1.proto packageM.proto',
    'packageM.proto nest1.proto',
    'nest1.proto packageMx.proto',
    'packageMx.proto nest1.proto',
    'qr.proto ofqr.proto',
    'qqr.proto ofqr.proto',
    'qqr.proto qr.proto ofqr.proto',
  ])('files with the same declarations get the same errors as with protoc: %s', async (files) =>
    expectSame(`-I. ${files}`),
  );
});

describe('files and roots', () => {
  it.each([
    '-Ione -Itwo two/a.proto',
    '-Ione -Itwo one/a.proto two/a.proto',
    '-Ione -Itwo a.proto',
    '-Ione -Itwo two/only.proto only.proto',
    '-Ione/sub -Ione one/sub/c.proto',
    '-Ione -Ione/sub one/sub/c.proto',
    `-Ione${delimiter}two two/a.proto`,
    `-Ione${delimiter}nowhere${delimiter}two two/only.proto`,
    '-Inowhere one/a.proto',
    '-I. -Ione a.proto',
    '-Ione -I. one/a.proto',
    '-I. -Ione one/a.proto',
    '-I.. bad.proto',
    '-I.. here/bad.proto',
    '-I.. ../here/bad.proto',
    '-I../here bad.proto',
    '-I. ../here/bad.proto',
    '-I. ./bad.proto',
    '-I./ bad.proto',
    '-I./one one/a.proto',
    '-Ione/. ./one/a.proto',
    '-I. one//a.proto',
    '-I. $HERE/bad.proto',
    '-I$HERE bad.proto',
    '-I$HERE $HERE/bad.proto',
    '-I$HERE/ $HERE//bad.proto',
    '-I. one/../bad.proto',
    '-Ione/../two two/a.proto',
    '-Ione/../two one/../two/a.proto',
    '-Ivirtual=one one/a.proto',
    '-Ivirtual=one virtual/a.proto',
    '-Ivirtual/x=one virtual/x/sub/c.proto',
    '-Ivirtual/=one virtual/a.proto',
    '-Ivirtual=one/ one/a.proto',
    '-Iv=one -Iv=two two/a.proto',
    '-Iv=one -Iv=two v/a.proto two/only.proto',
    '-Iv.proto=one/a.proto one/a.proto',
    '-Iv.proto=one/a.proto v.proto',
    '-Ione/a.proto one/a.proto',
    '-Ia=b z.proto',
    '-Ia=b a=b/z.proto',
    '-Ione= one/a.proto',
    '-I. one',
    '-Itwo one',
    '-I. one/a.proto/',
    '-I. google/protobuf/any.proto',
  ])('the arguments %s are mapped as by protoc', async (line) => expectSame(line));
});
