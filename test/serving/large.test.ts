/** The local server with large and hostile input: many messages, many services, a schema whose example has no end. */
import { create, toBinary, type DescMessage } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import * as grpc from '@grpc/grpc-js';
import { getEventListeners } from 'node:events';
import { readdirSync } from 'node:fs';
import * as net from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { loadSchema, schemaSteps, type Schema } from '../../src/message/schema.ts';
import { exampleJson } from '../../src/message/example.ts';
import type { Answer } from '../../src/calls/answer.ts';
import { handlerFor } from '../../src/serving/serve.ts';
import { serve, type LocalServer } from '../../src/serving/server.ts';
import { defined } from '../../src/base/defined.ts';
import { inSlices } from '../../src/base/slices.ts';
import { until } from '../support/wait.ts';
import { cpuMs } from '../support/cpu.ts';
import { greeterSet, schemaOf } from '../support/descriptorSet.ts';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function served(
  schema: Schema,
  idle?: number,
): Promise<{ readonly server: LocalServer; readonly client: grpc.Client; readonly address: string }> {
  const listening = await serve(defined({ schema, port: 0, onCall: () => undefined, idle }));
  if (listening.kind === 'failed') throw new Error(listening.message);
  const client = new grpc.Client(listening.address, grpc.credentials.createInsecure());
  closing.push(
    () => listening.server.stop(),
    () => client.close(),
  );
  return { server: listening.server, client, address: listening.address };
}

const asBytes = (bytes: Buffer): Buffer => bytes;

function unary(client: grpc.Client, path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, asBytes, asBytes, Buffer.alloc(0), (error, reply) => {
      if (error === null) resolve(reply ?? Buffer.alloc(0));
      else reject(error);
    });
  });
}

const MESSAGES = 500;

test('a stream of many replies adds no permanent listener for each reply', async () => {
  const method = loadSchema(greeterSet()).method('greeter.v1.Greeter/LotsOfReplies');
  if (method === undefined) throw new Error('the schema has no LotsOfReplies');
  let most = 0;
  const answer: Answer = async function* (_, signal) {
    for (let sent = 0; sent < MESSAGES; sent++) {
      await Promise.resolve();
      yield create(method.output);
      most = Math.max(most, getEventListeners(signal, 'abort').length);
    }
  };
  const server = new grpc.Server();
  server.register(
    '/a/b',
    handlerFor({ method, answer }, () => undefined),
    asBytes,
    asBytes,
    'bidi',
  );
  const port = await new Promise<number>((resolve) =>
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (_, bound) => resolve(bound)),
  );
  const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  closing.push(
    () => server.forceShutdown(),
    () => client.close(),
  );
  const stream = client.makeServerStreamRequest('/a/b', asBytes, asBytes, Buffer.alloc(0));
  let replies = 0;
  for await (const reply of stream) if (reply !== undefined) replies++;
  expect(replies).toBe(MESSAGES);
  expect(most).toBeLessThan(5);
});

const LEVELS = 30;

/** Each level doubles the number of values in a message. */
const DOUBLING = `
  syntax = "proto2";
  package doubling;
  service Doubling { rpc Get(M0) returns (M0); rpc Last(M0) returns (M${LEVELS - 1}); }
  ${Array.from({ length: LEVELS - 1 }, (_, i) => `message M${i} { required M${i + 1} a = 1; required M${i + 1} b = 2; }`).join('\n')}
  message M${LEVELS - 1} { required string name = 1; }
`;

test('a schema whose example would need a billion values is served, and the error says why there is no example', async () => {
  const schema = schemaOf(DOUBLING);
  const before = cpuMs();
  const { client } = await served(schema);
  await expect(unary(client, '/doubling.Doubling/Get')).rejects.toMatchObject({
    code: grpc.status.INTERNAL,
    details: expect.stringMatching(/^There is no example of doubling\.M0 to reply with: .*required/) as unknown,
  });
  expect((await unary(client, '/doubling.Doubling/Last')).toString()).toContain('world');
  const type = schema.registry.getMessage('doubling.M0');
  if (type === undefined) throw new Error('the schema has no M0');
  expect(exampleJson(schema, type).length).toBeLessThan(2_000_000);
  expect(cpuMs() - before).toBeLessThan(5_000);
});

const CHAIN = 20_000;

test('required fields that nest 20,000 deep end the example, not the server', async () => {
  const schema = schemaOf(
    `syntax = "proto2"; package chain; service Chain { rpc Get(M0) returns (M0); }
     ${Array.from({ length: CHAIN }, (_, i) => `message M${i} { required M${i + 1} a = 1; }`).join('\n')}
     message M${CHAIN} {}`,
  );
  const { client } = await served(schema);
  await expect(unary(client, '/chain.Chain/Get')).rejects.toMatchObject({
    details: expect.stringMatching(/^There is no example of chain\.M0 to reply with/) as unknown,
  });
});

test('no example is built before its method is called', async () => {
  const loaded = schemaOf(`
    syntax = "proto3"; package lazy; import "google/protobuf/any.proto";
    service Lazy { rpc Get(A) returns (A); } message A { google.protobuf.Any any = 1; }
  `);
  let asked = 0;
  // An example of an Any searches for a type to contain.
  const getMessage = (name: string): DescMessage | undefined => {
    asked++;
    return loaded.registry.getMessage(name);
  };
  const registry = new Proxy(loaded.registry, {
    get: (target, key) => (key === 'getMessage' ? getMessage : (Reflect.get(target, key) as unknown)),
  });
  const schema = { ...loaded, registry };
  const { server, client } = await served(schema);
  server.reload(schema);
  expect(asked).toBe(0);
  await unary(client, '/lazy.Lazy/Get');
  expect(asked).toBeGreaterThan(0);
  const once = asked;
  await unary(client, '/lazy.Lazy/Get');
  expect(asked).toBe(once);
});

const FILES = 2_000;

/** Makes a set of many files, each of which imports the previous one. */
function manyFiles(): Uint8Array {
  const file = Array.from({ length: FILES }, (_, at) => ({
    name: `f${at}.proto`,
    dependency: at === 0 ? [] : [`f${at - 1}.proto`],
    messageType: [{ name: `M${at}` }],
  }));
  return toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file }));
}

test('a call that comes while a schema is being loaded is answered before the load ends', async () => {
  const { client } = await served(loadSchema(greeterSet()));
  const events: string[] = [];
  // Each step has its own slice, so the speed of this machine does not matter.
  const loading = inSlices(schemaSteps(manyFiles()), new AbortController().signal, 0);
  const loaded = loading.then((schema) => {
    events.push('loaded');
    return schema;
  });
  await unary(client, '/greeter.v1.Greeter/SayHello');
  events.push('answered');
  expect((await loaded).registry.getMessage(`M${FILES - 1}`)).toBeDefined();
  expect(events).toEqual(['answered', 'loaded']);
});

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0', 'latin1');
const GARBAGE: readonly Buffer[] = [
  Buffer.from('garbage '.repeat(10)),
  PREFACE.subarray(0, 10),
  Buffer.concat([PREFACE, Buffer.alloc(12, 255)]),
  Buffer.concat([PREFACE, Buffer.from('0000050104000000ffffffffffff', 'hex')]),
  Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n'),
];

function sentAndClosed(port: number, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.end(bytes, () => socket.destroy()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
}

/** Counts the sockets of this process. Only Linux lists them. */
function openFiles(): number {
  return readdirSync('/proc/self/fd').length;
}

test.skipIf(process.platform !== 'linux')('connections that send garbage and close leave nothing open', async () => {
  const { address } = await served(loadSchema(greeterSet()), 200);
  const port = Number(address.split(':').at(-1));
  const before = openFiles();
  for (let sent = 0; sent < 60; sent++) await sentAndClosed(port, GARBAGE[sent % GARBAGE.length] ?? PREFACE);
  await until('the sockets to be closed', () => openFiles() <= before + 5);
});
