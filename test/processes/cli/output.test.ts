/** Output whose reader is slow or gone. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callCommand } from '../../../src/processes/cli/call.ts';
import { Output } from '../../../src/processes/cli/output.ts';
import { bundle, type Bundle } from '../../support/bundle.ts';
import { testTerminal } from './terminal.ts';

const example = join(import.meta.dirname, '..', '..', '..', 'examples', 'greeter');
const SCHEMA = ['-Iproto', '--proto', 'greeter/v1/greeter.proto'];

describe('output', () => {
  it('output is drained when its reader has read or closed it', async () => {
    let taken = (): void => undefined;
    const slow = new Writable({ highWaterMark: 1, write: (_, __, done) => void (taken = () => done()) });
    const output = new Output(
      () => slow,
      () => undefined,
    );
    await output.drained();
    output.write('text');
    const events: string[] = [];
    const drained = output.drained().then(() => events.push('drained'));
    await new Promise(setImmediate);
    events.push('taken');
    taken();
    await drained;
    expect(events).toEqual(['taken', 'drained']);
    output.write('more');
    const gone = output.drained();
    slow.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    await gone;
    expect(output.state).toBe('closed');
    output.write('nothing happens');
    expect(slow.listenerCount('drain')).toBe(0);
  });
});

describe('a command whose output is closed by its reader', () => {
  let cli: Bundle;
  beforeAll(async () => {
    cli = await bundle('src/processes/cli/main.ts');
  });
  afterAll(() => cli.remove());

  it('a command whose output is closed ends silently, with the exit code of a broken pipe', async () => {
    const child = spawn(process.execPath, [cli.path, '--help']);
    child.stdout.destroy();
    expect(await endOf(child)).toEqual({ code: 141, err: '' });
  });

  it('a command whose output is closed stops serving', async () => {
    const child = spawn(process.execPath, [cli.path, 'serve', '-Iproto', 'greeter/v1/greeter.proto'], { cwd: example });
    const ended = endOf(child);
    const [first] = (await once(child.stdout, 'data')) as [Buffer];
    const address = /127\.0\.0\.1:\d+/.exec(first.toString())?.[0] ?? '';
    child.stdout.destroy();
    const args = [...SCHEMA, address, 'greeter.v1.Greeter/SayHello'];
    await callCommand.run(args, testTerminal(example));
    expect(await ended).toEqual({ code: 141, err: '' });
  });

  it.skipIf(process.platform !== 'linux')('a command reports any other error of its output', async () => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [cli.path, '--help'], { stdio: ['ignore', full, 'pipe'] });
    closeSync(full);
    const { code, err } = await endOf(child);
    expect({ code, lines: err.split('\n') }).toEqual({
      code: 1,
      lines: [expect.stringContaining('no space left on device') as string, ''],
    });
  });
});

async function endOf(child: ChildProcess): Promise<{ readonly code: number | null; readonly err: string }> {
  let err = '';
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, err };
}
