/** Tests the two commands against each other, and against servers of other implementations. */
import * as grpc from '@grpc/grpc-js';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { callCommand } from '../../../src/processes/cli/call.ts';
import { serveCommand } from '../../../src/processes/cli/serve.ts';
import { replyOf, startHostilePeer } from '../../calls/hostilePeer.ts';
import { greeter, startPeer, type PeerServer } from '../../calls/peer.ts';
import { greeterSet } from '../../support/descriptorSet.ts';
import { until } from '../../support/wait.ts';
import { testTerminal, type TestTerminal } from './terminal.ts';

const example = join(import.meta.dirname, '..', '..', '..', 'examples', 'greeter');
const SCHEMA = ['-Iproto', '--proto', 'greeter/v1/greeter.proto'];

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function call(args: readonly string[], input = ''): Promise<Ran> {
  const terminal = testTerminal(example, input);
  const code = await callCommand.run(args, terminal);
  return { code, ...terminal.written };
}

interface Serving {
  readonly terminal: TestTerminal;
  readonly address: string;
  readonly ended: Promise<number>;
}

const serving: Serving[] = [];
afterEach(async () => {
  for (const { terminal, ended } of serving.splice(0)) {
    terminal.interrupt.abort();
    await ended;
  }
});

async function start(args: readonly string[]): Promise<Serving> {
  const terminal = testTerminal(example);
  const ended = serveCommand.run(args, terminal);
  const address = await until('the address', () => {
    if (terminal.written.err !== '') throw new Error(terminal.written.err);
    return /^Listening on (\S+):/.exec(terminal.written.out)?.[1];
  });
  const one = { terminal, address, ended };
  serving.push(one);
  return one;
}

const folder = mkdtempSync(join(tmpdir(), 'serve-and-call-'));
beforeAll(() => {
  writeFileSync(join(folder, 'set.binpb'), greeterSet());
  writeFileSync(join(folder, 'broken.proto'), 'syntax = "proto3";\nmessage A { Missing b = 1; }\n');
  writeFileSync(join(folder, 'request.json'), '{"name": "file"}');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('serve', () => {
  test('prints what it serves and one line per call, and stops on an interrupt', async () => {
    const { terminal, address, ended } = await start(['-I', 'proto', 'greeter/v1/greeter.proto']);
    expect(terminal.written.out).toBe(`Listening on ${address}: greeter.v1.Greeter\n`);
    expect(await call([...SCHEMA, '-d', '{"name": "world"}', address, 'greeter.v1.Greeter/SayHello'])).toMatchObject({
      code: 0,
      out: '{\n  "message": "Hello world"\n}\n',
    });
    await until('the line', () => terminal.written.out.includes('SayHello'));
    expect(terminal.written.out).toMatch(
      /^\S+ {2}greeter\.v1\.Greeter\/SayHello {2}OK {2}[\d.]+ ms {2}1 received, 1 sent {2}127\.0\.0\.1:\d+$/m,
    );
    terminal.interrupt.abort();
    expect(await ended).toBe(0);
  });

  test('accepts a descriptor set', async () => {
    const { address } = await start(['--descriptor_set_in', join(folder, 'set.binpb')]);
    const { out } = await call([
      '--descriptor_set_in',
      join(folder, 'set.binpb'),
      address,
      'greeter.v1.Greeter/SayHello',
    ]);
    expect(JSON.parse(out)).toEqual({ message: 'Hello ' });
  });

  test('refuses a port that is taken', async () => {
    const { address } = await start(['-I', 'proto', 'greeter/v1/greeter.proto']);
    const terminal = testTerminal(example);
    const port = address.split(':')[1] ?? '';
    expect(await serveCommand.run(['-I', 'proto', '--port', port, 'greeter/v1/greeter.proto'], terminal)).toBe(1);
    expect(terminal.written.err).toBe(
      `Port ${port} is taken by another program. Choose another port, or omit --port to get a free one.\n`,
    );
  });

  test.each([
    [[], 2, /^Missing input file\./],
    [['--port', 'x', 'a.proto'], 2, /^x is not a port\./],
    [['--prot', '1', 'a.proto'], 2, /--prot/],
    [['missing.proto'], 1, /missing\.proto/],
    [['-I', folder, 'broken.proto'], 1, /broken\.proto:2:13: "Missing" is not defined\.\nThe server does not start/],
    [['-I', folder, '-I', 'proto', 'greeter/v1/greeter.proto', 'broken.proto'], 1, /\nThe server does not start/],
    [['--descriptor_set_in', join(folder, 'request.json')], 1, /not a serialized FileDescriptorSet/],
    [['--descriptor_set_in', join(folder, 'none.binpb')], 1, /Cannot read/],
  ])('serve refuses the arguments %j', async (args, code, words) => {
    const terminal = testTerminal(example);
    expect(await serveCommand.run(args, terminal)).toBe(code);
    expect(terminal.written.err).toMatch(words);
    expect(terminal.written.out).toBe('');
  });
});

describe('call', () => {
  let peer: PeerServer;
  beforeAll(async () => {
    peer = await startPeer({
      ...greeter,
      sayHello: ((request, callback) => {
        if (request.request.name === 'file') {
          callback(null, { message: 'from a file' });
          return;
        }
        if (request.request.name === 'tag') {
          callback(null, { message: request.metadata.get('x-tag').join() });
          return;
        }
        if (request.request.name === 'slow') return undefined;
        callback({ code: grpc.status.NOT_FOUND, details: 'nobody of that name' });
      }) satisfies grpc.handleUnaryCall<{ readonly name: string }, unknown>,
    });
  });
  afterAll(() => peer.server.forceShutdown());

  test.each(['banana', '3.5', '-1', '2147483648', '192', '-64', '448', ''])(
    'exits with the code of UNKNOWN if the server sends the grpc-status "%s"',
    async (raw) => {
      const hostile = await startHostilePeer();
      hostile.reply = replyOf({ trailers: { 'grpc-status': raw } });
      const { code, err } = await call([...SCHEMA, hostile.address, 'greeter.v1.Greeter/SayHello']);
      hostile.close();
      expect(code).toBe(66);
      expect(err).toMatch(/^UNKNOWN \(2\): /);
      expect(err).toContain(`"${raw}"`);
      expect(err).not.toContain('    at ');
    },
  );

  const say = (...args: string[]): Promise<Ran> =>
    call([...SCHEMA, ...args, peer.address, 'greeter.v1.Greeter/SayHello']);

  test('exits with 64 plus the status', async () => {
    const { code, out, err } = await say();
    expect(code).toBe(69);
    expect(out).toBe('');
    expect(err).toMatch(/^NOT_FOUND \(5\): nobody of that name, [\d.]+ ms\n$/);
  });

  test('reads its request from a file', async () => {
    expect((await say('-d', `@${join(folder, 'request.json')}`)).out).toContain('from a file');
  });

  test('reads requests of a stream from standard input', async () => {
    const { out, code } = await call(
      [...SCHEMA, '-d', '@-', peer.address, 'greeter.v1.Greeter/BidiHello'],
      '{"name": "{Ada"}\n{"name": "Grace"}\n',
    );
    expect(code).toBe(0);
    expect(out).toBe('{\n  "message": "hey {Ada"\n}\n{\n  "message": "hey Grace"\n}\n');
  });

  test('sends metadata, and shows headers on request', async () => {
    const { out, err } = await say('-H', 'x-tag: a: b', '-v', '-d', '{"name": "tag"}');
    expect(JSON.parse(out)).toEqual({ message: 'a: b' });
    expect(err).toMatch(/^Headers:\n(.*\n)*Trailers:\n(.*\n)*OK, [\d.]+ ms\n$/);
  });

  test('ends at its deadline', async () => {
    // On a busy machine, the first deadline may pass before there is a connection, which gives another message: then we
    // try the next one.
    for (const seconds of [0.05, 1, 20]) {
      const { code, err } = await say('--max-time', String(seconds), '-d', '{"name": "slow"}');
      expect(code).toBe(68);
      if (seconds < 20 && /before a connection|waited for a connection/.test(err)) continue;
      expect(err).toMatch(/^The call was not finished within \d+ ms\. .*\nDEADLINE_EXCEEDED \(4\)/);
      return;
    }
  });

  test('an interrupt cancels a call', async () => {
    const terminal = testTerminal(example);
    const running = callCommand.run(
      [...SCHEMA, '-d', '{"name": "slow"}', peer.address, 'greeter.v1.Greeter/SayHello'],
      terminal,
    );
    terminal.interrupt.abort();
    expect(await running).toBe(65);
  });

  test.each([
    [['-d', '{"name":\n 7}'], 1, /^request:2:2: Expected a string, found 7\.\n$/],
    [['-d', '{'], 1, /^request:1:2: Expected '}'\.\n$/],
    [['-d', '@missing.json'], 1, /Cannot read/],
    [['-H', 'nothing'], 2, /^Write a header as 'key: value'/],
    [['--max-time', 'soon'], 2, /needs a number of seconds greater than 0, not soon/],
    [['--nothing'], 2, /--nothing/],
  ])('call refuses the arguments %j', async (args, code, words) => {
    const ran = await say(...args);
    expect(ran.code).toBe(code);
    expect(ran.err).toMatch(words);
    expect(ran.out).toBe('');
  });

  test.each([
    [['x:1', 'greeter.v1.Greeter/SayHello'], 2, /^Missing --proto/],
    [[...SCHEMA, 'x:1'], 2, /^Expected a target and a method/],
    [[...SCHEMA, 'x:1', 'greeter.v1.Greeter/Say'], 1, /Its methods are:\n {2}greeter\.v1\.Greeter\/SayHello\n/],
    [[...SCHEMA, 'localhost', 'greeter.v1.Greeter/SayHello'], 67, /Write a target as host:port/],
    [['--proto', 'missing.proto', 'x:1', 'a.B/C'], 1, /missing\.proto/],
  ])('call refuses the arguments %j', async (args, code, words) => {
    const ran = await call(args);
    expect(ran.code).toBe(code);
    expect(ran.err).toMatch(words);
  });
});
