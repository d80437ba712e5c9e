/** Plugins on this machine that misbehave. We tell each case apart, and the report helps. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeOutcome, type PluginResult } from '../../src/codegen/plugin.ts';
import { runPluginProgram } from '../../src/host/processes/pluginPrograms.ts';
import { isAlive, until } from '../support/wait.ts';

const never = new AbortController().signal;

describe('a plugin on this machine', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'programs-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a script as a plugin. */
  async function run(script: string, request = new Uint8Array(), signal = never): Promise<PluginResult> {
    const program = { name: 'protoc-gen-odd', command: [process.execPath, '-e', script], cwd: folder };
    return decodeOutcome('protoc-gen-odd', await runPluginProgram(program, request, signal, { patience: 1_000 }));
  }

  it.each([
    [
      'hangs',
      'setInterval(() => {}, 1000)',
      /^protoc-gen-odd gave no answer within 1 s and was stopped; see whether .* is a protoc plugin/,
    ],
    [
      'fails',
      'console.error("no such flag"); process.exit(3)',
      /^protoc-gen-odd ended with exit code 3: no such flag$/,
    ],
    ['fails silently', 'process.exit(3)', /^protoc-gen-odd ended with exit code 3$/],
    [
      'is killed',
      'process.kill(process.pid, "SIGKILL")',
      process.platform === 'win32' ? /exit code/ : /^protoc-gen-odd was ended by SIGKILL$/,
    ],
    [
      'prints its help',
      'console.log("Usage: odd [flags]")',
      /^protoc-gen-odd did not answer as a protoc plugin does \(.*\); its output begins with "Usage: odd \[flags\]"$/,
    ],
    [
      'prints something that is not a message',
      'process.stdout.write(Buffer.from([0x7a, 0xff, 0xff]))',
      /^protoc-gen-odd did not answer as a protoc plugin does/,
    ],
    ['reports an error', 'process.stdout.write(Buffer.from([0x0a, 2, 0x6e, 0x6f]))', /^protoc-gen-odd: no$/],
    [
      'writes outside its output folder',
      'process.stdout.write(Buffer.from([0x7a, 6, 0x0a, 4, 0x2e, 0x2e, 0x2f, 0x61]))',
      /^protoc-gen-odd: it wants to write \.\.\/a, outside of its output folder/,
    ],
    [
      'inserts text into files of other plugins',
      'process.stdout.write(Buffer.from([0x7a, 6, 0x0a, 1, 0x61, 0x12, 1, 0x62]))',
      /^protoc-gen-odd: it wants to insert into a at b/,
    ],
  ])('a plugin that %s is reported', async (_, script, message) => {
    expect(await run(script)).toEqual({ kind: 'error', message: expect.stringMatching(message) as string });
  });

  it('a plugin may stop before it has read its request, and write a file in parts', async () => {
    const parts = [0x7a, 6, 0x0a, 1, 0x61, 0x7a, 1, 0x62, 0x7a, 3, 0x7a, 1, 0x63];
    const result = await run(
      `process.stdout.write(Buffer.from(${JSON.stringify(parts)}), () => process.exit(0))`,
      new Uint8Array(4 << 20),
    );
    expect(result).toMatchObject({ kind: 'files', files: [{ name: 'a', content: 'bc' }] });
  });

  it('a cancelled run ends a plugin with all processes that the plugin has started', async () => {
    const cancel = new AbortController();
    const file = join(folder, 'grandchild');
    const script = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      require('node:fs').writeFileSync(${JSON.stringify(file)}, String(child.pid));`;
    const running = run(script, new Uint8Array(), cancel.signal);
    running.catch(() => undefined);
    const pid = await until('the child', () => pidIn(file));
    cancel.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    await until('the end of the child', () => !isAlive(pid));
  });

  describe.skipIf(process.platform === 'win32')(
    'a plugin whose child leaves the process group and keeps the pipes open',
    () => {
      /** Writes its child's process id to a file once the child is up, because we cannot read the pipes. */
      function hider(): { readonly script: string; readonly childPid: () => number | undefined } {
        const file = join(folder, `child-${Math.random()}`);
        const script = `
        const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
          detached: true, stdio: 'inherit',
        });
        require('node:fs').writeFileSync(${JSON.stringify(file)}, String(child.pid));
        setInterval(() => {}, 1000);`;
        return { script, childPid: () => pidIn(file) };
      }

      it('the plugin is stopped as soon as any other plugin that hangs', async () => {
        const { script, childPid } = hider();
        expect(await run(script)).toMatchObject({
          kind: 'error',
          message: expect.stringMatching(/gave no answer/) as string,
        });
        process.kill(childPid() ?? 0, 'SIGKILL');
      });

      it('the plugin is cancelled at once', async () => {
        const { script, childPid } = hider();
        const cancel = new AbortController();
        const running = run(script, new Uint8Array(), cancel.signal);
        running.catch(() => undefined);
        const pid = await until('the child', childPid);
        cancel.abort(new Error('enough'));
        await expect(running).rejects.toThrow('enough');
        process.kill(pid, 'SIGKILL');
      });
    },
  );

  it('a plugin that is missing, or is not a program, is reported with what to do', async () => {
    const file = join(folder, 'protoc-gen-text');
    writeFileSync(file, 'no program');
    chmodSync(file, 0o644);
    const outcomes = await Promise.all(
      [file, join(folder, 'protoc-gen-none'), 'protoc-gen-none', folder].map((command) =>
        runPluginProgram({ name: 'protoc-gen-x', command: [command], cwd: folder }, new Uint8Array(), never, {
          env: { PATH: folder, GOPATH: folder },
        }),
      ),
    );
    expect(outcomes.slice(1)).toMatchObject([
      { reason: 'missing', message: `protoc-gen-x was not found: there is no ${join(folder, 'protoc-gen-none')}` },
      { reason: 'missing', message: 'protoc-gen-none was not found on PATH' },
      { reason: 'broken', message: expect.stringContaining(`${folder} is not a program`) as string },
    ]);
    if (process.platform !== 'win32')
      expect(outcomes[0]).toMatchObject({
        kind: 'failed',
        reason: 'broken',
        message: `protoc-gen-x cannot be run: ${file} is not a program; if it should be one, run: chmod +x ${file}`,
      });
  });
});

/** The process id that a plugin writes, once it has written it. */
function pidIn(file: string): number | undefined {
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) || undefined : undefined;
}
