import { spawn } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startChild, type Child } from '../../../src/host/processes/child.ts';
import { bundle, type Bundle } from '../../support/bundle.ts';
import { isAlive, until } from '../../support/wait.ts';

let echo: Bundle;
let parent: Bundle;
beforeAll(async () => {
  [echo, parent] = await Promise.all([
    bundle('test/host/processes/children/echo.ts'),
    bundle('test/host/processes/children/parent.ts'),
  ]);
});
afterAll(() => {
  echo.remove();
  parent.remove();
});

const started: Child[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((child) => child.dispose()));
});

interface Heard {
  readonly child: Child;
  readonly exits: (number | null)[];
  readonly printed: string[];
}

function start(path: string, env?: Record<string, string>): Heard {
  const exits: (number | null)[] = [];
  const printed: string[] = [];
  const child = startChild(path, {
    ...(env === undefined ? {} : { env }),
    onExit: (code) => exits.push(code),
    onStderr: (text) => printed.push(text),
  });
  started.push(child);
  return { child, exits, printed };
}

describe('a child process', () => {
  test('a child receives bytes as bytes, and returns them', async () => {
    const bytes = new Uint8Array(300_000).map((_, index) => index % 251);
    const { value, isBytes } = await start(echo.path).child.connection.sendRequest<{
      value: Uint8Array;
      isBytes: boolean;
    }>('echo', bytes);
    expect(isBytes).toBe(true);
    expect(value).toBeInstanceOf(Uint8Array);
    expect(Buffer.compare(value, bytes)).toBe(0);
  });

  test('a child runs as Node, with the given environment and without the debugger of its parent', async () => {
    const before = process.env['NODE_OPTIONS'];
    process.env['NODE_OPTIONS'] = '--inspect-publish-uid=http --max-old-space-size=900 --inspect=127.0.0.1:0';
    try {
      const { child } = start(echo.path, { GIVEN: 'yes' });
      expect(await child.connection.sendRequest('environment')).toEqual({
        options: '--max-old-space-size=900',
        electron: '1',
        given: 'yes',
      });
    } finally {
      if (before === undefined) delete process.env['NODE_OPTIONS'];
      else process.env['NODE_OPTIONS'] = before;
    }
  });

  test('a child that dies rejects its open requests, and reports how it ended', async () => {
    const { child, exits } = start(echo.path);
    const pending = child.connection.sendRequest('never');
    child.connection.sendRequest('die').catch(() => undefined);
    await expect(pending).rejects.toThrow();
    expect(await until('the exit', () => exits[0])).toBe(7);
  });

  test('a child that is disposed of ends, and its open requests are rejected', async () => {
    const { child, exits } = start(echo.path);
    const pending = child.connection.sendRequest('never').catch((error: unknown) => error);
    await child.dispose();
    expect(exits).toHaveLength(1);
    expect(isAlive(child.pid ?? 0)).toBe(false);
    expect(await pending).toBeInstanceOf(Error);
  });

  test('the output of a child is passed on', async () => {
    const { child, printed } = start(echo.path);
    await child.connection.sendRequest('print');
    await until('the words', () => printed.join('').includes('said something'));
  });

  test('a child that leaves a rejection unhandled continues, and reports the rejection', async () => {
    const { child, printed, exits } = start(echo.path);
    await child.connection.sendRequest('reject');
    await until('the words', () => printed.join('').includes('no code handled it: Error: thrown away'));
    expect(await child.connection.sendRequest('echo', 1)).toMatchObject({ value: 1 });
    expect(exits).toEqual([]);
  });

  test('a child that closes its connection is ended', async () => {
    const { child, exits } = start(echo.path);
    await child.connection.sendRequest('hangUp');
    expect(await until('the exit', () => exits[0] ?? (exits.length > 0 && 'killed'))).toBe('killed');
    expect(isAlive(child.pid ?? 0)).toBe(false);
  });

  test('a child whose file does not exist ends with a message', async () => {
    const { exits, printed } = start(`${echo.path}.missing`);
    await until('the exit', () => exits.length > 0);
    expect(printed.join('')).toContain('Cannot find module');
  });

  test('a child dies with its parent', async () => {
    const process_ = spawn(process.execPath, [parent.path, echo.path], { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    process_.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    const pid = await until('the pid of the child', () => /^\d+\n/.test(printed) && Number(printed));
    expect(isAlive(pid)).toBe(true);
    process_.kill('SIGKILL');
    await until('the end of the child', () => !isAlive(pid));
  });
});
