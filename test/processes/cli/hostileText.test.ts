/** Untrusted text on a terminal: file names, options and messages of servers show as text and never act. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callCommand } from '../../../src/processes/cli/call.ts';
import { frame, replyOf, startHostilePeer, type HostilePeer } from '../../calls/hostilePeer.ts';
import { bundle, type Bundle } from '../../support/bundle.ts';
import { testTerminal } from './terminal.ts';

const example = join(import.meta.dirname, '..', '..', '..', 'examples', 'greeter');
const SCHEMA = ['-Iproto', '--proto', 'greeter/v1/greeter.proto'];
/** The characters that a terminal, a log or a build server acts on, except line breaks. */
const ACTS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

const folder = mkdtempSync(join(tmpdir(), 'hostile-text-'));
let program: Bundle;
let peer: HostilePeer;
beforeAll(async () => {
  program = await bundle('src/processes/cli/main.ts');
  peer = await startHostilePeer();
});
afterAll(() => {
  peer.close();
  program.remove();
  rmSync(folder, { recursive: true, force: true });
});

function compile(name: string, text: string, ...flags: string[]): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  const { stdout, stderr } = spawnSync(process.execPath, [program.path, 'compile', ...flags, `./${name}`], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stdout).toBe('');
  return stderr;
}

describe('control characters', () => {
  test.each([
    ['an import', 'import "a\\n::error::x.proto";', '\\n::error::x.proto'],
    ['an import with escapes', 'import "a\\033]0;title\\007\\r.proto";', '\\u001b]0;title\\u0007\\u000d'],
    ['an import of a name with a zero byte', 'import "a\\n\\000x.proto";', '\\u0000x.proto'],
    ['a type', 'message A { option (a\u202eb) = 1; }', ''],
    [
      'a JSON name',
      'message A { int32 a = 1 [json_name = "x\\n::error::"]; int32 b = 2 [json_name = "x\\n::error::"]; }',
      '\\n',
    ],
  ])('control characters are escaped in %s', (_, statement, shown) => {
    const printed = compile('a.proto', `syntax = "proto3";\n${statement}\n`);
    expect(printed).not.toMatch(ACTS);
    expect(printed).toContain(shown);
    for (const line of printed.trimEnd().split('\n'))
      expect(line).toMatch(/^(?:a\.proto:\d+:\d+: |a\\[nu].*: File not found)/);
  });

  test('control characters are escaped in JSON, and the JSON stays valid', () => {
    const printed = compile(
      'b.proto',
      'syntax = "proto3";\nimport "a\\n\\033\\177\u009b\u202e.proto";\n',
      '--error_format=json',
    );
    expect(printed).not.toMatch(ACTS);
    for (const line of printed.trimEnd().split('\n')) {
      const { message } = JSON.parse(line) as { message: string };
      expect(message).toMatch(/^(?:Import )?"?a\n\u001b\u007f\u009b\u202e\.proto|^[^\u001b]*$/);
    }
  });

  // Windows does not allow such file names.
  test.skipIf(process.platform === 'win32')(
    'a line break and an escape character are escaped in the name of the file',
    () => {
      const printed = compile('x\n::error::\u001b[2J.proto', 'syntax = "proto3";\nmessage A { Nope a = 1; }\n');
      expect(printed).not.toMatch(ACTS);
      expect(printed.trimEnd().split('\n')).toHaveLength(1);
      expect(printed).toContain('x\\n::error::\\u001b[2J.proto');
    },
  );
});

async function call(...flags: string[]): Promise<{ readonly out: string; readonly err: string }> {
  const terminal = testTerminal(example);
  await callCommand.run([...SCHEMA, ...flags, peer.address, 'greeter.v1.Greeter/SayHello'], terminal);
  return terminal.written;
}

describe('hostile text from a server', () => {
  test('text from a server cannot forge a line with a status', async () => {
    peer.reply = replyOf({
      trailers: { 'grpc-status': '5', 'grpc-message': '%0D%1B[2K%0AOK, 1.0 ms%0A%1B]0;x%07%C2%9B%E2%80%AE%7F' },
    });
    const { err } = await call('-v');
    expect(err).not.toMatch(ACTS);
    expect(err.split('\n').filter((line) => line.startsWith('OK'))).toEqual([]);
    expect(err).toContain('\\u000d\\u001b[2K\\nOK, 1.0 ms\\n\\u001b]0;x\\u0007\\u009b\\u202e\\u007f');
  });

  test('a reply that contains hostile text is printed as JSON with the same value', async () => {
    const text = 'a\u0085\u009b31m\u007f\u202e\u2066\u2028\ufeff\u{e0041}\u001b\n\u{1f469}\u200d\u{1f4bb}';
    const bytes = Buffer.from(text);
    peer.reply = replyOf({ body: [frame(Buffer.concat([Buffer.from([10, bytes.length]), bytes]))] });
    const { out } = await call();
    expect(out).not.toMatch(ACTS);
    expect(JSON.parse(out)).toEqual({ message: text });
  });
});
