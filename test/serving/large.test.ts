/** The local server under what is large or hostile: many messages, many services, a schema whose example has no end. */
import { create, type DescMessage } from '@bufbuild/protobuf';
import * as grpc from '@grpc/grpc-js';
import { getEventListeners } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { loadSchema, type Schema } from '../../src/message/schema.ts';
import { exampleJson } from '../../src/message/example.ts';
import type { Answer } from '../../src/calls/answer.ts';
import { handlerFor } from '../../src/serving/serve.ts';
import { serve, type LocalServer } from '../../src/serving/server.ts';
import { cpuMs } from '../support/cpu.ts';
import { greeterSet, schemaOf } from '../support/descriptorSet.ts';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function served(schema: Schema): Promise<{ readonly server: LocalServer; readonly client: grpc.Client }> {
  const listening = await serve({ schema, port: 0, onCall: () => undefined });
  if (listening.kind === 'failed') throw new Error(listening.message);
  const client = new grpc.Client(listening.address, grpc.credentials.createInsecure());
  closing.push(
    () => listening.server.stop(),
    () => client.close(),
  );
  return { server: listening.server, client };
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

test('a stream of many replies leaves no listener behind for each of them', async () => {
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

/** Each level doubles what a message needs. */
const DOUBLING = `
  syntax = "proto2";
  package doubling;
  service Doubling { rpc Get(M0) returns (M0); rpc Last(M0) returns (M${LEVELS - 1}); }
  ${Array.from({ length: LEVELS - 1 }, (_, i) => `message M${i} { required M${i + 1} a = 1; required M${i + 1} b = 2; }`).join('\n')}
  message M${LEVELS - 1} { required string name = 1; }
`;

test('a schema whose example would need a thousand million values is served, and says why it has none', async () => {
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

test('no example is made before its method is called', async () => {
  const loaded = schemaOf(`
    syntax = "proto3"; package lazy; import "google/protobuf/any.proto";
    service Lazy { rpc Get(A) returns (A); } message A { google.protobuf.Any any = 1; }
  `);
  let asked = 0;
  // An example of an Any looks for a type to hold.
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
