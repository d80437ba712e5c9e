/**
 * `grpc-workbench generate go` from its arguments to files on disk.
 * @needs go
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGenerateCommand } from '../../../src/processes/cli/generate.ts';
import { GREETER } from '../../codegen/support/awkward.ts';
import { generateAssets, hasGo, nativePlugins } from '../../codegen/support/goPlugins.ts';
import { writeFiles } from '../../codegen/support/protoc.ts';

const PROTO = 'greeter/v1/greeter.proto';
const NEW_FILES = [
  'gen/greeter/v1/greeter.pb.go',
  'gen/greeter/v1/greeter_grpc.pb.go',
  'go.mod',
  'go.sum',
  'server/greeter.go',
  'server/main.go',
  'server/greeter_test.go',
  'server/main_test.go',
  'client/main.go',
];

/** The message about a file without go_package. */
const UNSAID = `
These files do not set a Go package. Generation used these options for them:
  greeter/v1/greeter.proto:3:1: option go_package = "greeter/gen/greeter/v1;greeterv1";
`;
/** Windows does not allow such a file name. */
const ODD = process.platform === 'win32' ? 'with space/a b.proto' : 'with space/a "b".proto';

describe.skipIf(!hasGo())('grpc-workbench generate go', () => {
  let cwd: string;
  beforeEach(() => {
    cwd = join(realpathSync(mkdtempSync(join(tmpdir(), 'cli-'))), 'greeter');
    mkdirSync(cwd);
    writeFiles(join(cwd, 'proto'), GREETER);
  });
  afterEach(() => rmSync(dirname(cwd), { recursive: true, force: true }));

  it('writes a module and lists its files; a second run changes nothing', async () => {
    const first = await run('go', '-I', 'proto', `proto/${PROTO}`);
    expect(first).toEqual({ code: 0, err: '', out: list('new', NEW_FILES) + UNSAID });
    expect(readFileSync(join(cwd, 'go.mod'), 'utf8')).toMatch(/^module greeter\n/);
    const second = await run('go', '-I', 'proto', `proto/${PROTO}`);
    expect(second.out).toBe(
      list('unchanged', [
        'gen/greeter/v1/greeter.pb.go',
        'gen/greeter/v1/greeter_grpc.pb.go',
        'server/main.go',
        'client/main.go',
      ]) + UNSAID,
    );
  });

  it('accepts an output folder and a module path', async () => {
    await run('go', '-Iproto', '--out=out', '--module', 'example.com/hello', PROTO);
    expect(readFileSync(join(cwd, 'out/server/greeter.go'), 'utf8')).toContain(
      'greeterv1 "example.com/hello/gen/greeter/v1"',
    );
  });

  it('keeps an edited server, and merges new methods into it on request', async () => {
    await run('go', '-Iproto', PROTO);
    const mine = readFileSync(join(cwd, 'server/greeter.go'), 'utf8').replace('"Hello "', '"Hi "');
    writeFiles(cwd, { 'server/greeter.go': mine });
    addBye();
    const kept = await run('go', '-Iproto', PROTO);
    expect(kept.out).toContain(`kept       ${join('server', 'greeter.go')}\n`);
    expect(kept.out).toContain('updated    ');
    expect(readFileSync(join(cwd, 'server/greeter.go'), 'utf8')).toBe(mine);
    const merged = await run('go', '-Iproto', '--merge', PROTO);
    expect(merged.out).toContain(`merged     ${join('server', 'greeter.go')}\n`);
    expect(readFileSync(join(cwd, 'server/greeter.go'), 'utf8')).toMatch(/"Hi "[^]*SayBye/);
  });

  it('reports where a method does not fit its rpc, by the line in the written file, and does not change the method', async () => {
    await run('go', '-Iproto', PROTO);
    const mine = readFileSync(join(cwd, 'server/greeter.go'), 'utf8');
    const changed = (GREETER[PROTO] ?? '').replace(
      'rpc SayHello(HelloRequest) returns (HelloReply)',
      'rpc SayHello(HelloReply) returns (HelloReply)',
    );
    writeFiles(join(cwd, 'proto'), {
      [PROTO]: changed
        .replace(
          'service Greeter {',
          'service Greeter { rpc SayBye(stream HelloRequest) returns (google.protobuf.Empty);',
        )
        .replace('package greeter.v1;', 'package greeter.v1;\nimport "google/protobuf/empty.proto";'),
    });
    const warning = (text: string): string => {
      const line = text.slice(0, text.indexOf(') SayHello(')).split('\n').length;
      return `${join('server', 'greeter.go')}:${line}:19: warning: SayHello does not have the signature of greeter.v1.Greeter/SayHello: SayHello(ctx context.Context, req *greeterv1.HelloReply) (*greeterv1.HelloReply, error)\n`;
    };
    expect((await run('go', '-Iproto', PROTO)).err).toBe(warning(mine));
    const { code, err } = await run('go', '-Iproto', '--merge', PROTO);
    const merged = readFileSync(join(cwd, 'server/greeter.go'), 'utf8');
    expect({ code, err }).toEqual({ code: 0, err: warning(merged) });
    expect(merged).toContain('SayHello(ctx context.Context, req *greeterv1.HelloRequest)');
    expect(err).not.toBe(warning(mine));
  });

  it('--check and --diff show what the command would do, and write nothing', async () => {
    await run('go', '-Iproto', PROTO);
    expect(await run('go', '-Iproto', '--check', PROTO)).toEqual({ code: 0, err: '', out: '' });
    expect(await run('go', '-Iproto', '--diff', PROTO)).toEqual({ code: 0, err: '', out: '' });
    addBye();
    writeFiles(join(cwd, 'proto'), { [ODD]: 'syntax = "proto3"; package a; message A {}' });
    rmSync(join(cwd, 'go.sum'));
    const before = treeOf(cwd);
    const args = ['go', '-Iproto', '--merge', PROTO, ODD];
    const checked = await run(...args, '--check');
    expect(checked.code).toBe(1);
    expect(checked.out).toMatch(
      /^updated +gen.*\.pb\.go\n[^]*new +gen.*a .b.?\.pb\.go\n[^]*merged +server.greeter\.go\n/m,
    );
    expect(checked.out).not.toContain('unchanged');
    const { code, out } = await run(...args, '--diff');
    expect(code).toBe(0);
    expect((await run(...args, '--diff', '--check')).code).toBe(1);
    expect(treeOf(cwd)).toEqual(before);

    execFileSync('git', ['apply', '--check', '-'], { cwd, input: out });
    execFileSync('git', ['apply', '-'], { cwd, input: out });
    const patched = treeOf(cwd);
    await run(...args);
    expect(treeOf(cwd)).toEqual(patched);
  });

  it('lists stale files, and deletes them only on request', async () => {
    writeFiles(join(cwd, 'proto'), {
      'other/v1/other.proto': 'syntax = "proto3"; package other.v1; message A {}',
      'gone/v1/gone.proto': 'syntax = "proto3"; package gone.v1; message A {}',
    });
    await run('go', '-Iproto', PROTO, 'other/v1/other.proto', 'gone/v1/gone.proto');
    writeFiles(join(cwd, 'gen/greeter/v1'), {
      'mine.pb.go': '// Code generated by hand. DO NOT EDIT.\n\n// source: gone/v1/gone.proto\n\npackage greeterv1\n',
    });
    rmSync(join(cwd, 'proto/gone'), { recursive: true });
    writeFiles(join(cwd, 'proto'), { [PROTO]: (GREETER[PROTO] ?? '').replace(/service Greeter \{[^]*?\n\}/, '') });
    const stale = ['gen/gone/v1/gone.pb.go', 'gen/greeter/v1/greeter_grpc.pb.go'];
    const listed = await run('go', '-Iproto', PROTO);
    expect(listed.out).toContain(
      `${list('stale', stale)}\nThe stale files are not generated any more; --prune deletes them.\n`,
    );
    expect(listed.out).not.toContain('other.pb.go');
    expect((await run('go', '-Iproto', '--check', PROTO)).code).toBe(0);
    expect(await run('go', '-Iproto', '--check', '--prune', PROTO)).toMatchObject({
      code: 1,
      out: list('deleted', stale),
    });
    const { out } = await run('go', '-Iproto', '--diff', '--prune', PROTO);
    execFileSync('git', ['apply', '--check', '-'], { cwd, input: out });
    expect((await run('go', '-Iproto', '--prune', PROTO)).out).toContain(list('deleted', stale));
    expect(stale.filter((path) => existsSync(join(cwd, path)))).toEqual([]);
    expect(existsSync(join(cwd, 'gen/other/v1/other.pb.go'))).toBe(true);
  });

  it('lists stale files in folders that it writes to outside the output folder', async () => {
    const withPackage = (text: string): string =>
      text.replace('package greeter.v1;', 'package greeter.v1;\noption go_package = "example.com/app/pb";');
    writeFiles(cwd, { 'go.mod': 'module example.com/app\n\ngo 1.25.0\n' });
    writeFiles(join(cwd, 'proto'), { [PROTO]: withPackage(GREETER[PROTO] ?? '') });
    await run('go', '-Iproto', '--out=service', PROTO);
    writeFiles(cwd, { 'other/greeter_grpc.pb.go': readFileSync(join(cwd, 'pb/greeter_grpc.pb.go'), 'utf8') });
    writeFiles(join(cwd, 'proto'), {
      [PROTO]: withPackage((GREETER[PROTO] ?? '').replace(/service Greeter \{[^]*?\n\}/, '')),
    });
    if (process.platform !== 'win32') execFileSync('mkfifo', [join(cwd, 'pb/pipe.pb.go')]);
    const { out } = await run('go', '-Iproto', '--out=service', '--prune', PROTO);
    expect(out).toContain(list('deleted', ['pb/greeter_grpc.pb.go']));
    expect(existsSync(join(cwd, 'other/greeter_grpc.pb.go'))).toBe(true);
  });

  it.each(['a file', 'a link to a file outside'])(
    'never replaces a hand-written file with generated code, even to merge: %s',
    async (what) => {
      writeFiles(dirname(cwd), { 'outside.go': 'package greeterv1\n' });
      writeFiles(cwd, { 'gen/greeter/v1/.keep': '' });
      const generated = join(cwd, 'gen/greeter/v1/greeter.pb.go');
      if (what === 'a file') writeFiles(cwd, { 'gen/greeter/v1/greeter.pb.go': 'package greeterv1\n' });
      else symlinkSync('../../../../outside.go', generated);
      await expectRefused(`${generated.replaceAll('\\', '/')} `);
    },
  );

  it.skipIf(process.platform === 'win32').each([
    ['a generated file', 'gen/greeter/v1/greeter.pb.go', 'outside/old.pb.go'],
    ['a folder', 'gen/greeter', 'outside'],
    ['nothing', 'gen/greeter/v1/greeter.pb.go', 'outside/none.pb.go'],
    ['a folder for the server', 'server', 'outside'],
  ])('writes nothing through a link that leads outside the folder: a link to %s', async (_, path, target) => {
    writeFiles(dirname(cwd), {
      'outside/old.pb.go': '// Code generated by protoc-gen-go. DO NOT EDIT.\n\npackage greeterv1\n',
    });
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    symlinkSync(join(dirname(cwd), target), join(cwd, path));
    await expectRefused(' is not written: ', ' cannot be written: ');
  });

  it('does not replace a go.mod without a module line', async () => {
    writeFiles(cwd, { 'go.mod': '// To do.\n' });
    await expectRefused('go.mod is there already');
  });

  it.skipIf(process.platform === 'win32')('writes to a folder that is reached through a link', async () => {
    const linked = join(dirname(cwd), 'linked');
    symlinkSync(cwd, linked);
    await run('go', '-Iproto', `--out=${linked}`, PROTO);
    expect((await run('go', '-Iproto', `--out=${linked}`, PROTO)).out).toContain('unchanged');
    expect(NEW_FILES.filter((file) => !existsSync(join(cwd, file)))).toEqual([]);
  });

  it('ignores the instructions in a journal that came with the folder', async () => {
    const precious = 'mine\n';
    writeFiles(dirname(cwd), { '.profile': precious });
    const before = createHash('sha256').update(precious).digest('hex');
    const entries = [{ path: '../.profile', before }];
    const journal = join(cwd, '.grpc-workbench.journal');
    writeFiles(cwd, {
      '.grpc-workbench.journal': JSON.stringify({ id: 'x', host: hostname(), pid: 2 ** 30, entries }),
    });
    utimesSync(journal, 1, 1);
    const { code } = await run('go', '-Iproto', PROTO);
    expect(code).toBe(0);
    expect(readFileSync(join(dirname(cwd), '.profile'), 'utf8')).toBe(precious);
    expect(existsSync(journal)).toBe(false);
  });

  it('uses the plugins on PATH on request', async () => {
    const before = process.env['PATH'];
    process.env['PATH'] = `${nativePlugins()}${delimiter}${before ?? ''}`;
    try {
      const result = await run('go', '-Iproto', '--plugins=path', PROTO);
      expect(result).toMatchObject({ code: 0, err: '' });
      expect(result.out).toMatch(/^plugin {5}protoc-gen-go \(on PATH\)\nplugin {5}protoc-gen-go-grpc \(on PATH\)\n/);
    } finally {
      process.env['PATH'] = before;
    }
  });

  it('passes options to the plugins, and refuses options of a missing plugin', async () => {
    const { code, out } = await run(
      'go',
      '-Iproto',
      '--out=gen',
      '--go_opt=paths=source_relative,default_api_level=API_OPAQUE',
      '--go-grpc_opt',
      'require_unimplemented_servers=false',
      PROTO,
    );
    expect(code).toBe(0);
    expect(out).toContain(join('gen', 'greeter', 'v1', 'greeter.pb.go'));
    expect(readFileSync(join(cwd, 'gen/greeter/v1/greeter.pb.go'), 'utf8')).toContain('HelloRequest_builder');
    expect(readFileSync(join(cwd, 'gen/greeter/v1/greeter_grpc.pb.go'), 'utf8')).toMatch(
      /type GreeterServer interface \{[^}]*BidiHello\([^\n]*error\n\}/,
    );
    expect(await run('go', '-Iproto', '--connect-go_opt=simple', PROTO)).toMatchObject({
      code: 2,
      err: expect.stringContaining('--plugin=protoc-gen-connect-go is missing') as string,
    });
  });

  it('refuses a broken file with the place of its first error, and writes nothing', async () => {
    writeFiles(join(cwd, 'proto'), { 'bad.proto': 'syntax = "proto3";\nmessage A { Missing m = 1; }\n' });
    const { code, err, out } = await run('go', '-Iproto', 'bad.proto');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^proto\/bad\.proto:2:13: "Missing" is not defined\./);
    expect(readdirSync(cwd)).toEqual(['proto']);
  });

  it('refuses edition 2026 at its place in the file, and writes nothing', async () => {
    writeFiles(join(cwd, 'proto'), { 'new.proto': '// A comment.\nedition = "2026";\nmessage A {}\n' });
    const { code, err } = await run('go', '-Iproto', 'new.proto');
    expect(code).toBe(1);
    expect(err).toMatch(/new\.proto:2:1: .*edition/i);
    expect(readdirSync(cwd)).toEqual(['proto']);
  });

  it.each([
    [[], 'Missing target: go.'],
    [['rust', 'a.proto'], 'Unknown target: rust (known: go)'],
    [['go'], 'Missing input file.'],
    [['go', '--plugins=none', 'a.proto'], '--plugins: none is not one of auto, bundled, path'],
    [['go', '--outt', 'a.proto'], 'Unknown flag: --outt'],
  ])('prints its usage for the arguments %j', async (args, message) => {
    const { code, err } = await run(...args);
    expect(code).toBe(2);
    expect(err).toBe(`${message}\nSee: grpc-workbench generate --help\n`);
  });

  /** Expects a refusal that leaves everything in the folder and next to it unchanged. */
  async function expectRefused(...messages: readonly string[]): Promise<void> {
    const before = treeOf(dirname(cwd));
    const { code, out, err } = await run('go', '-Iproto', '--merge', PROTO);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(messages.filter((message) => err.includes(message))).not.toEqual([]);
    expect(treeOf(dirname(cwd))).toEqual(before);
  }

  function addBye(): void {
    writeFiles(join(cwd, 'proto'), {
      [PROTO]: (GREETER[PROTO] ?? '').replace(
        'service Greeter {',
        'service Greeter { rpc SayBye(HelloRequest) returns (HelloReply);',
      ),
    });
  }

  async function run(
    ...args: string[]
  ): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
    const said = { out: '', err: '' };
    const terminal = {
      out: (text: string) => void (said.out += text),
      data: (text: string) => void (said.out += text),
      err: (text: string) => void (said.err += text),
      drained: () => Promise.resolve(),
      readInput: () => Promise.resolve(''),
      signal: new AbortController().signal,
      cwd,
    };
    const code = await createGenerateCommand(await generateAssets()).run(args, terminal);
    return { code, ...said };
  }
});

function treeOf(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'utf8')]),
  );
}

function list(verdict: string, files: readonly string[]): string {
  return files.map((file) => `${verdict.padEnd(10)} ${join(file)}\n`).join('');
}
