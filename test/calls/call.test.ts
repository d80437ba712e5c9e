import * as grpc from '@grpc/grpc-js';
import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import * as http2 from 'node:http2';
import * as net from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { loadSchema, type Schema } from '../../src/message/schema.ts';
import { runCall } from '../../src/calls/call.ts';
import { Channels } from '../../src/calls/channels.ts';
import type { CallEnd, CallEvent, CallRequest, CallStatus, Target } from '../../src/contract/calls.ts';
import { greeterSet, schemaOf } from '../support/descriptorSet.ts';
import { GREETER, greeter, peerService, startPeer, type PeerServer } from './peer.ts';

const schema = loadSchema(greeterSet());
const channels = new Channels();
afterAll(() => channels.close());

interface Called {
  readonly events: readonly CallEvent[];
  readonly end: CallEnd;
}

async function call(
  address: string,
  method: string,
  messages: readonly string[],
  rest: Partial<CallRequest> & { schema?: Schema; signal?: AbortSignal; onEvent?: (event: CallEvent) => void } = {},
): Promise<Called> {
  const events: CallEvent[] = [];
  const { schema: spoken = schema, signal = new AbortController().signal, onEvent, ...more } = rest;
  const request: CallRequest = {
    method: `greeter.v1.Greeter/${method}`,
    target: { address, security: 'plaintext' },
    metadata: [],
    messages,
    ...more,
  };
  const end = await runCall(
    channels,
    spoken,
    request,
    (event) => {
      events.push(event);
      onEvent?.(event);
    },
    signal,
  );
  return { events, end };
}

function status(end: CallEnd): CallStatus {
  if (end.kind !== 'status') throw new Error(JSON.stringify(end));
  return end;
}

function replies(events: readonly CallEvent[]): unknown[] {
  return events.flatMap((event) => (event.kind === 'received' ? [JSON.parse(event.json) as unknown] : []));
}

describe('calls to a server of another implementation', () => {
  let peer: PeerServer;
  beforeAll(async () => {
    peer = await startPeer(greeter);
  });
  afterAll(() => peer.server.forceShutdown());

  test.each([
    ['SayHello', ['{"name":"world"}'], ['Good day world']],
    ['LotsOfReplies', ['{"name":"world"}'], ['one world', 'two world', 'three world']],
    ['LotsOfGreetings', ['{"name":"Ada"}', '{"name":"Grace"}'], ['Ada+Grace']],
    ['LotsOfGreetings', [], ['']],
    ['BidiHello', ['{"name":"Ada"}', '{"name":"Grace"}'], ['hey Ada', 'hey Grace']],
  ])('the server replies to %s with the requests %j', async (method, messages, expected) => {
    const { events, end } = await call(peer.address, method, messages);
    expect(status(end)).toMatchObject({ code: 0, name: 'OK' });
    expect(replies(events)).toEqual(expected.map((message) => (message === '' ? {} : { message })));
    expect(events.filter((event) => event.kind === 'sent')).toHaveLength(messages.length);
    expect(events.filter((event) => event.kind === 'headers')).toHaveLength(1);
  });

  test('a message is reported as sent before the server replies', async () => {
    const waiting = await startPeer({ ...greeter, sayHello: () => undefined });
    const abort = new AbortController();
    const { events } = await call(waiting.address, 'SayHello', ['{}'], {
      signal: abort.signal,
      onEvent: () => abort.abort(),
    });
    waiting.server.forceShutdown();
    expect(events).toMatchObject([{ kind: 'sent', index: 0 }]);
  });

  test('a message that does not fit the schema is not sent', async () => {
    const { events, end } = await call(peer.address, 'LotsOfGreetings', ['{"name":"Ada"}', '{"name":7}']);
    expect(end).toEqual({ kind: 'invalid', index: 1, start: 8, end: 9, message: 'Expected a string, found 7.' });
    expect(events).toEqual([]);
  });
});

const tlsFolder = join(import.meta.dirname, '..', 'fixtures', 'tls');
const certificate = {
  key: readFileSync(join(tlsFolder, 'localhost.key')),
  cert: readFileSync(join(tlsFolder, 'localhost.crt')),
};

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function peer(
  implementation: grpc.UntypedServiceImplementation,
  credentials?: grpc.ServerCredentials,
): Promise<string> {
  const { address, server } = await startPeer(implementation, credentials);
  closing.push(() => server.forceShutdown());
  return address;
}

async function listen(server: net.Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket) => sockets.add(socket.on('error', () => undefined)));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `127.0.0.1:${(server.address() as net.AddressInfo).port}`;
}

type Unary = grpc.handleUnaryCall<{ readonly name: string }, unknown>;

describe("the server's reply", () => {
  test('an error arrives with its text and trailers', async () => {
    const trailers = new grpc.Metadata();
    trailers.add('reason', 'closed');
    trailers.add('reason', 'for lunch');
    trailers.add('proof-bin', Buffer.from([0, 255]));
    const address = await peer({
      ...greeter,
      sayHello: ((_, callback) =>
        callback({ code: grpc.status.FAILED_PRECONDITION, details: 'not today', metadata: trailers })) satisfies Unary,
    });
    const { end } = await call(address, 'SayHello', ['{}']);
    expect(status(end)).toMatchObject({ code: 9, name: 'FAILED_PRECONDITION', details: 'not today' });
    // HTTP/2 libraries join the values of a key, which means the same.
    expect(status(end).trailers).toEqual(
      expect.arrayContaining([
        ['reason', 'closed, for lunch'],
        ['proof-bin', 'AP8='],
      ]),
    );
    expect(status(end).hint).toBeUndefined();
  });

  test('metadata goes in both directions, with binary values as base64', async () => {
    const address = await peer({
      ...greeter,
      sayHello: ((request, callback) => {
        const back = new grpc.Metadata();
        back.merge(request.metadata);
        request.sendMetadata(back);
        callback(null, { message: '' });
      }) satisfies Unary,
    });
    const { events } = await call(address, 'SayHello', ['{}'], {
      metadata: [
        ['X-Tag', 'one'],
        ['x-tag', 'two'],
        ['x-proof-bin', 'AP8='],
      ],
    });
    const headers = events.flatMap((event) => (event.kind === 'headers' ? event.metadata : []));
    expect(headers).toEqual(expect.arrayContaining([['x-proof-bin', 'AP8=']]));
    expect(
      headers
        .filter(([key]) => key === 'x-tag')
        .map(([, value]) => value)
        .join(', '),
    ).toBe('one, two');
  });

  test('a reply of more than 4 MB arrives whole', async () => {
    const long = 'x'.repeat(6_000_000);
    const address = await peer({
      ...greeter,
      sayHello: ((request, callback) => callback(null, { message: request.request.name })) satisfies Unary,
    });
    const { events, end } = await call(address, 'SayHello', [JSON.stringify({ name: long })]);
    expect(status(end).name).toBe('OK');
    expect(replies(events)).toEqual([{ message: long }]);
    expect(events.flatMap((event) => ('size' in event ? [event.size] : []))).toEqual([6_000_005, 6_000_005]);
  });

  test('replies that do not fit the schema are reported with the cause', async () => {
    const wrong = schemaOf(
      'syntax = "proto3"; package greeter.v1; message HelloRequest { string name = 1; } message HelloReply { message In { fixed64 a = 1; } In message = 1; } service Greeter { rpc SayHello(HelloRequest) returns (HelloReply); }',
    );
    const { end } = await call(await peer(greeter), 'SayHello', ['{"name": "x"}'], { schema: wrong });
    expect(status(end)).toMatchObject({
      name: 'INTERNAL',
      hint: { cause: expect.stringMatching(/^The server's message is not a valid greeter\.v1\.HelloReply/) as unknown },
    });
  });

  test('a stream with a slow reader arrives whole and in order', async () => {
    const count = 300;
    const address = await peer({
      ...greeter,
      lotsOfReplies: ((stream) => {
        for (let index = 0; index < count; index++) stream.write({ message: String(index) });
        stream.end();
      }) satisfies grpc.handleServerStreamingCall<unknown, unknown>,
    });
    let open = 0;
    let most = 0;
    const seen: CallEvent[] = [];
    const request: CallRequest = {
      method: 'greeter.v1.Greeter/LotsOfReplies',
      target: { address, security: 'plaintext' },
      metadata: [],
      messages: ['{}'],
    };
    const end = await runCall(
      channels,
      schema,
      request,
      async (event) => {
        seen.push(event);
        if (event.kind !== 'received') return;
        most = Math.max(most, ++open);
        await new Promise((resolve) => setImmediate(resolve));
        open--;
      },
      new AbortController().signal,
    );
    expect(status(end).name).toBe('OK');
    expect(replies(seen)).toEqual(Array.from({ length: count }, (_, index) => ({ message: String(index) })));
    expect(most).toBeLessThan(5);
  });
});

/**
 * The deadlines to try, in ms. On a busy machine, the first one may pass before there is a connection, which gives
 * another message. In that case, the test tries the next one.
 */
const DEADLINES = [60, 1_000, 20_000];

describe('a call that ends early', () => {
  const hanging: grpc.UntypedServiceImplementation = {
    ...greeter,
    sayHello: () => undefined,
    lotsOfReplies: ((stream) => stream.write({ message: 'first' })) satisfies grpc.handleServerStreamingCall<
      unknown,
      unknown
    >,
  };

  test('a signal cancels the call, and the server sees it', async () => {
    const seen = new Promise<void>((resolve) => {
      void peer({
        ...greeter,
        lotsOfReplies: ((stream) => {
          stream.write({ message: 'first' });
          stream.on('cancelled', resolve);
        }) satisfies grpc.handleServerStreamingCall<unknown, unknown>,
      }).then(async (address) => {
        const abort = new AbortController();
        const { end, events } = await call(address, 'LotsOfReplies', ['{}'], {
          signal: abort.signal,
          onEvent: (event) => event.kind === 'received' && abort.abort(),
        });
        expect(status(end).name).toBe('CANCELLED');
        expect(replies(events)).toEqual([{ message: 'first' }]);
      });
    });
    await seen;
  });

  test('a call is not sent if it was cancelled before its start', async () => {
    const { end } = await call(await peer(hanging), 'SayHello', ['{}'], { signal: AbortSignal.abort() });
    expect(status(end).name).toBe('CANCELLED');
  });

  test('a call ends when its deadline has passed', async () => {
    const address = await peer(hanging);
    for (const deadline of DEADLINES) {
      const { end } = await call(address, 'SayHello', ['{}'], { deadline });
      expect(status(end).name).toBe('DEADLINE_EXCEEDED');
      expect(status(end).time).toBeGreaterThan(deadline - 10);
      const cause = status(end).hint?.cause ?? '';
      if (deadline !== DEADLINES.at(-1) && cause.includes('a connection')) continue;
      expect(cause).toBe(`The call was not finished within ${deadline} ms.`);
      return;
    }
  });

  test('the error does not blame a healthy server if the deadline leaves no time to connect', async () => {
    const { end } = await call(await peer(hanging), 'SayHello', ['{}'], { deadline: 1 });
    expect(status(end).hint?.cause).toMatch(/^The (deadline of 1 ms passed before a connection|call was not finished)/);
    expect(status(end).hint?.fix).not.toContain('log');
    expect(status(end).hint?.change).toBe('deadline');
  });

  test('a server can end a call early', async () => {
    const { address, server } = await startPeer(hanging);
    const { end, events } = await call(address, 'LotsOfReplies', ['{}'], {
      onEvent: (event) => event.kind === 'received' && server.forceShutdown(),
    });
    expect(replies(events)).toEqual([{ message: 'first' }]);
    expect(status(end)).toMatchObject({ name: 'CANCELLED', hint: { cause: 'The server ended the call early.' } });
  });

  test('a call ends if it loses its connection', async () => {
    const [, port] = (await peer(hanging)).split(':');
    const sockets: net.Socket[] = [];
    const between = await listen(
      net.createServer((near) => {
        const far = net.connect(Number(port), '127.0.0.1');
        sockets.push(
          near,
          far.on('error', () => undefined),
        );
        near.pipe(far).pipe(near);
      }),
    );
    const lose = (): void => sockets.forEach((socket) => socket.destroy());
    const { end, events } = await call(between, 'LotsOfReplies', ['{}'], {
      onEvent: (event) => {
        if (event.kind === 'received') lose();
      },
    });
    expect(replies(events)).toEqual([{ message: 'first' }]);
    expect(status(end)).toMatchObject({
      name: 'UNAVAILABLE',
      hint: { cause: 'The connection ended before the call did.' },
    });
    expect(JSON.stringify(end)).not.toContain('    at ');
  });
});

describe('the error of a call explains what is wrong with the target', () => {
  interface Case {
    readonly name: string;
    readonly start: () => Promise<string> | string;
    readonly security?: Target['security'];
    readonly cause: RegExp;
    readonly fix: RegExp;
  }

  const cases: readonly Case[] = [
    {
      name: 'nothing listens',
      start: async () => {
        const free = net.createServer();
        const address = await listen(free);
        await new Promise((resolve) => free.close(resolve));
        return address;
      },
      cause: /^Nothing listens on 127/,
      fix: /Start the server/,
    },
    {
      name: 'a web server',
      start: () => listen(http.createServer((_, response) => response.end('hello'))),
      cause: /is a web server \(HTTP\/1\)/,
      fix: /port/,
    },
    {
      name: 'a web server, over TLS',
      start: () => listen(http.createServer((_, response) => response.end('hello'))),
      security: 'tls',
      cause: /is a web server \(HTTP\/1\)/,
      fix: /port/,
    },
    {
      name: 'an HTTP/2 server without gRPC',
      start: () =>
        listen(
          http2.createServer((_, response) => {
            response.statusCode = 404;
            response.end();
          }),
        ),
      cause: /no gRPC service/,
      fix: /address/,
    },
    {
      name: 'an HTTP/2 server with a web page',
      start: () => listen(http2.createServer((_, response) => response.end('<html>'))),
      cause: /did not reply like a gRPC server/,
      fix: /address/,
    },
    {
      name: 'a server that does not speak gRPC',
      start: () => listen(net.createServer((socket) => socket.end('SSH-2.0-nothing\r\n'))),
      cause: /does not speak gRPC/,
      fix: /port/,
    },
    {
      name: 'a server that hangs up',
      start: () => listen(net.createServer((socket) => socket.destroy())),
      cause: /does not speak gRPC/,
      fix: /port/,
    },
    {
      name: 'TLS, called in plaintext',
      start: () =>
        peer(
          greeter,
          grpc.ServerCredentials.createSsl(null, [{ private_key: certificate.key, cert_chain: certificate.cert }]),
        ),
      cause: /speaks TLS, and the call was made in plaintext/,
      fix: /Choose TLS/,
    },
    {
      name: 'plaintext, called with TLS',
      start: () => peer(greeter),
      security: 'tls',
      cause: /does not speak TLS/,
      fix: /Choose plaintext/,
    },
    {
      name: 'a certificate that is not trusted',
      start: () =>
        peer(
          greeter,
          grpc.ServerCredentials.createSsl(null, [{ private_key: certificate.key, cert_chain: certificate.cert }]),
        ),
      security: 'tls',
      cause: /certificate is not trusted \(self-signed certificate\)/,
      fix: /authority/,
    },
    {
      name: 'a host name that does not exist',
      start: () => 'no-such-host.invalid:50051',
      cause: /^No host is named no-such-host\.invalid\.$/,
      fix: /spelling/,
    },
    { name: 'a target without a port', start: () => 'localhost', cause: /not sent/, fix: /host:port/ },
    { name: 'a web address', start: () => 'http://localhost:80', cause: /not sent/, fix: /host:port/ },
    { name: 'an empty target', start: () => '', cause: /not sent/, fix: /host:port/ },
  ];

  test.each(cases)('the error explains the problem: $name', async ({ start, security = 'plaintext', cause, fix }) => {
    const address = await start();
    const { end } = await call(address, 'SayHello', ['{}'], { target: { address, security } });
    expect(status(end).hint?.cause).toMatch(cause);
    expect(status(end).hint?.fix).toMatch(fix);
    expect(JSON.stringify(end)).not.toMatch(/node_modules|    at /);
  });

  test.each(['nothing listens', 'a server that does not speak gRPC', 'TLS, called in plaintext'])(
    'no message is reported as sent: %s',
    async (name) => {
      const address = (await cases.find((one) => one.name === name)?.start()) ?? '';
      const { events } = await call(address, 'LotsOfGreetings', ['{}', '{}']);
      expect(events).toEqual([]);
    },
  );

  test('the error explains that a silent server did not reply before the deadline', async () => {
    const { end } = await call(await listen(net.createServer()), 'SayHello', ['{}'], { deadline: 200 });
    expect(status(end)).toMatchObject({
      name: 'DEADLINE_EXCEEDED',
      hint: {
        cause: expect.stringContaining('accepts connections but does not speak gRPC') as unknown,
        change: 'target',
      },
    });
  });

  test('the error explains that the server does not have the service', async () => {
    const { end } = await call(await peer({}), 'SayHello', ['{}'], {
      schema: schemaOf(
        'syntax = "proto3"; package greeter.v1; message A {} service Other { rpc SayHello(A) returns (A); }',
      ),
      method: 'greeter.v1.Other/SayHello',
    });
    expect(status(end)).toMatchObject({
      name: 'UNIMPLEMENTED',
      hint: { cause: expect.stringMatching(/does not serve greeter\.v1\.Other\/SayHello/) as unknown, change: 'build' },
    });
  });

  test('the error explains that the method of the server is still a stub', async () => {
    const address = await peer({
      ...greeter,
      sayHello: ((_, callback) =>
        callback({ code: grpc.status.UNIMPLEMENTED, details: 'method SayHello not implemented' })) satisfies Unary,
    });
    const { end } = await call(address, 'SayHello', ['{}']);
    expect(status(end).hint).toEqual({
      cause: 'The server knows greeter.v1.Greeter/SayHello but does not implement it yet.',
      fix: "Write the method in the server's code.",
      change: 'code',
    });
  });

  test('a server that reports itself unavailable is quoted, not explained', async () => {
    const address = await peer({
      ...greeter,
      sayHello: ((_, callback) =>
        callback({ code: grpc.status.UNAVAILABLE, details: 'down for repair' })) satisfies Unary,
    });
    const { end } = await call(address, 'SayHello', ['{}']);
    expect(status(end)).toMatchObject({ details: 'down for repair' });
    expect(status(end).hint).toBeUndefined();
  });
});

test('a server that starts after a failed call is reached at once', async () => {
  const { address, server } = await startPeer(greeter);
  server.forceShutdown();
  for (let attempt = 0; attempt < 3; attempt++)
    expect(status((await call(address, 'SayHello', ['{}'])).end).name).toBe('UNAVAILABLE');
  const again = new grpc.Server();
  again.addService(peerService(GREETER, 'greeter.v1.Greeter').service, greeter);
  await new Promise<void>((resolve, reject) =>
    again.bindAsync(address, grpc.ServerCredentials.createInsecure(), (error) =>
      error === null ? resolve() : reject(error),
    ),
  );
  closing.push(() => again.forceShutdown());
  const { end } = await call(address, 'SayHello', ['{}']);
  expect(status(end)).toMatchObject({ name: 'OK' });
  expect(status(end).time).toBeLessThan(500);
});

test.each([
  [['bad key', 'x'], /bad key/],
  [['ok', 'new\nline'], /ok|newline|illegal/i],
] as const)('metadata that cannot be sent is refused: %j', async (entry, words) => {
  const { end } = await call('localhost:1', 'SayHello', ['{}'], { metadata: [entry] });
  expect(status(end)).toMatchObject({
    name: 'INVALID_ARGUMENT',
    details: expect.stringMatching(words) as unknown,
    hint: { cause: 'The request was not sent.' },
  });
});
