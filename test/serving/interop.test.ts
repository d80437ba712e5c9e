/** An independent client (grpc-js with protobufjs) talks to a local server in its real process. */
import { holdSet, publish, type HeldSet } from '../support/publishedSets.ts';
import * as grpc from '@grpc/grpc-js';
import * as net from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startChild, type Child } from '../../src/host/processes/child.ts';
import { callFinished, reload, start, stop, type CallLog, type StartResult } from '../../src/contract/serving.ts';
import { GREETER, peerService } from '../calls/peer.ts';
import { bundle, type Bundle } from '../support/bundle.ts';
import { descriptorSet, greeterSet } from '../support/descriptorSet.ts';
import { isAlive, until } from '../support/wait.ts';
import { HEALTH, REFLECTION } from './standardProtos.ts';

let program: Bundle;
beforeAll(async () => {
  program = await bundle('src/processes/localServer/main.ts');
});
afterAll(() => program.remove());

interface Running {
  readonly child: Child;
  readonly logs: CallLog[];
  readonly printed: string[];
}

const running: Running[] = [];
const clients: grpc.Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await Promise.all(running.splice(0).map(({ child }) => child.dispose()));
});

function launch(): Running {
  const logs: CallLog[] = [];
  const printed: string[] = [];
  const child = startChild(program.path, { onExit: () => undefined, onStderr: (text) => printed.push(text) });
  child.connection.onNotification(callFinished, (entry: CallLog) => void logs.push(entry));
  const one = { child, logs, printed };
  running.push(one);
  return one;
}

async function listening(child: Child, set: Uint8Array, port = 0): Promise<string> {
  const result: StartResult = await child.connection.sendRequest(start, { set: await publish(set), port });
  if (result.kind === 'failed') throw new Error(result.message);
  return result.address;
}

interface Reply {
  readonly message: string;
}

type Call = grpc.ClientDuplexStream<object, Reply>;

/** Any method of the peer's client, by name. Its types come from a proto text, so TypeScript does not know them. */
interface PeerClient {
  unary(method: string, request: object): Promise<unknown>;
  /** Returns all replies to all requests. */
  stream(method: string, requests: readonly object[]): Promise<unknown[]>;
  /** Opens a call. For a method with one request, it sends `request`. */
  open(method: string, request?: object): Call;
}

function client(address: string, proto = GREETER, service = 'greeter.v1.Greeter'): PeerClient {
  const type = peerService(proto, service);
  const raw: grpc.Client = new type(address, grpc.credentials.createInsecure());
  clients.push(raw);
  const invoke = (name: string, ...args: unknown[]): unknown =>
    (raw as unknown as Record<string, (...args: unknown[]) => unknown>)[name]?.(...args);
  const open = (name: string, request?: object): Call =>
    (request === undefined ? invoke(name) : invoke(name, request)) as Call;
  const unary = (name: string, ...request: object[]): Promise<unknown> =>
    new Promise((resolve, reject) =>
      invoke(name, ...request, (error: Error | null, reply: unknown) =>
        error === null ? resolve(reply) : reject(error),
      ),
    );
  const stream = (name: string, requests: readonly object[]): Promise<unknown[]> => {
    const { requestStream = false, responseStream = false } = type.service[name] ?? {};
    return new Promise((resolve, reject) => {
      const replies: unknown[] = [];
      const only = (error: Error | null, reply: unknown): void => (error === null ? resolve([reply]) : reject(error));
      const call = (responseStream ? open(name, requestStream ? undefined : requests[0]) : invoke(name, only)) as Call;
      if (requestStream) {
        for (const request of requests) call.write(request);
        call.end();
      }
      if (!responseStream) return;
      call.on('data', (reply: Reply) => replies.push(reply));
      call.on('error', reject);
      call.on('end', () => resolve(replies));
    });
  };
  return { unary, stream, open };
}

function messages(replies: readonly unknown[]): string[] {
  return replies.map((reply) => (reply as { message: string }).message);
}

describe('the local server of the Greeter', () => {
  test('greets in all four kinds of call', async () => {
    const { child } = launch();
    const greeter = client(await listening(child, greeterSet()));
    expect(await greeter.unary('SayHello', { name: 'world' })).toEqual({ message: 'Hello world' });
    expect(messages(await greeter.stream('LotsOfReplies', [{ name: 'Ada' }]))).toEqual([
      'Hello Ada',
      'Hello Ada, nice to see you',
      'Hello Ada, and goodbye',
    ]);
    expect(
      messages(await greeter.stream('LotsOfGreetings', [{ name: 'Ada' }, { name: 'Grace' }, { name: 'Linus' }])),
    ).toEqual(['Hello Ada, Grace and Linus']);
    expect(messages(await greeter.stream('BidiHello', [{ name: 'Ada' }, { name: 'Grace' }]))).toEqual([
      'Hello Ada',
      'Hello Grace',
    ]);
  });

  test('replies to a bidirectional call message by message, before the client has ended', async () => {
    const { child } = launch();
    const call = client(await listening(child, greeterSet())).open('BidiHello');
    const heard: string[] = [];
    call.on('data', ({ message }: Reply) => heard.push(message));
    for (const name of ['Ada', 'Grace']) {
      call.write({ name });
      await until(`the reply to ${name}`, () => heard.includes(`Hello ${name}`));
    }
    call.end();
    await new Promise((resolve) => call.once('end', resolve));
  });

  test('reports each finished call', async () => {
    const { child, logs } = launch();
    const greeter = client(await listening(child, greeterSet()));
    await greeter.unary('SayHello', { name: 'world' });
    await greeter.stream('LotsOfGreetings', [{}, {}]);
    await until('two lines', () => logs.length === 2);
    expect(logs).toMatchObject([
      { method: 'greeter.v1.Greeter/SayHello', status: 'OK', received: 1, sent: 1 },
      { method: 'greeter.v1.Greeter/LotsOfGreetings', status: 'OK', received: 2, sent: 1 },
    ]);
    expect(logs[0]?.peer).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(logs[0]?.duration).toBeGreaterThanOrEqual(0);
  });

  test('reports a call that its client has cancelled', async () => {
    const { child, logs } = launch();
    const watch = client(await listening(child, greeterSet()), HEALTH, 'grpc.health.v1.Health').open('Watch', {});
    watch.on('error', () => undefined);
    watch.once('data', () => watch.cancel());
    await until('the line', () => logs.length === 1);
    expect(logs[0]).toMatchObject({ method: 'grpc.health.v1.Health/Watch', status: 'CANCELLED', received: 1, sent: 1 });
  });

  test('refuses a method that the schema does not have', async () => {
    const { child } = launch();
    const other = GREETER.replace('rpc SayHello', 'rpc SayGoodbye');
    await expect(client(await listening(child, greeterSet()), other).unary('SayGoodbye', {})).rejects.toMatchObject({
      code: grpc.status.UNIMPLEMENTED,
    });
  });

  test('refuses bytes that are not a valid request', async () => {
    const { child } = launch();
    const other = GREETER.replace('string name = 1', 'bytes name = 1');
    const broken = client(await listening(child, greeterSet()), other).unary('SayHello', {
      name: Buffer.from([0xff, 0xfe]),
    });
    await expect(broken).rejects.toMatchObject({ code: grpc.status.INVALID_ARGUMENT });
  });
});

const SHOP = `
  syntax = "proto3";
  package shop;
  service Shop {
    rpc GetItem(GetItemRequest) returns (Item);
    rpc WatchItems(GetItemRequest) returns (stream Item);
  }
  message GetItemRequest { string id = 1; }
  message Item { string id = 1; string title = 2; repeated string colors = 3; int64 created_at = 4; Kind kind = 5; map<string, Item> parts = 6; }
  enum Kind { KIND_UNSPECIFIED = 0; KIND_BOOK = 1; }
`;

test('replies with example data for methods that do not greet', async () => {
  const { child } = launch();
  const shop = client(await listening(child, descriptorSet({ 'shop.proto': SHOP })), SHOP, 'shop.Shop');
  const item = {
    id: '1',
    title: 'An example',
    colors: ['colors'],
    createdAt: '1769860800',
    kind: 'KIND_BOOK',
    parts: {},
  };
  expect(await shop.unary('GetItem', { id: '5' })).toEqual(item);
  expect(await shop.stream('WatchItems', [{}])).toHaveLength(3);
});

describe('another schema', () => {
  test('a new schema replaces the old one without dropping a call, a connection or the port', async () => {
    const { child } = launch();
    const address = await listening(child, greeterSet());
    const greeter = client(address);
    const open = greeter.open('BidiHello');
    const heard: string[] = [];
    open.on('data', ({ message }: Reply) => heard.push(message));
    open.write({ name: 'before' });
    await until('the first reply', () => heard.length === 1);

    const changed = await child.connection.sendRequest(reload, {
      set: await publish(descriptorSet({ 'shop.proto': SHOP })),
    });
    expect(changed).toEqual({ kind: 'reloaded', services: ['shop.Shop'] });

    open.write({ name: 'after' });
    await until('the second reply', () => heard[1] === 'Hello after');
    open.end();
    await expect(greeter.unary('SayHello', {})).rejects.toMatchObject({ code: grpc.status.UNIMPLEMENTED });
    expect(await client(address, SHOP, 'shop.Shop').unary('GetItem', {})).toMatchObject({ id: '1' });
  });

  test('a broken schema is refused, and the last valid one stays', async () => {
    const { child } = launch();
    const address = await listening(child, greeterSet());
    const refused = await child.connection.sendRequest(reload, { set: await publish(new Uint8Array([1, 2, 3])) });
    expect(refused).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('FileDescriptorSet') as unknown,
    });
    expect(await client(address).unary('SayHello', { name: 'still' })).toEqual({ message: 'Hello still' });
  });
});

describe('a schema that is still being loaded', () => {
  let held: HeldSet;
  beforeEach(async () => {
    held = await holdSet();
  });
  afterEach(() => held.close());

  test('a schema that is being loaded is dropped if a newer one arrives', async () => {
    const { child } = launch();
    const address = await listening(child, greeterSet());
    const older = child.connection.sendRequest(reload, { set: held.reference });
    await held.asked;
    const newer = child.connection.sendRequest(reload, { set: await publish(descriptorSet({ 'shop.proto': SHOP })) });
    expect(await newer).toEqual({ kind: 'reloaded', services: ['shop.Shop'] });
    expect(await older).toEqual({ kind: 'refused', message: expect.stringContaining('another schema') as unknown });
    expect(await client(address, SHOP, 'shop.Shop').unary('GetItem', {})).toMatchObject({ id: '1' });
  });

  test('a schema that is being loaded is dropped if the server stops', async () => {
    const { child } = launch();
    await listening(child, greeterSet());
    const reloading = child.connection.sendRequest(reload, { set: held.reference });
    await held.asked;
    await child.connection.sendRequest(stop);
    expect(await reloading).toMatchObject({ kind: 'refused' });
  });

  test('a schema is not served if the server is stopped before it has started', async () => {
    const { child } = launch();
    const starting = child.connection.sendRequest(start, { set: held.reference, port: 0 });
    await held.asked;
    await child.connection.sendRequest(stop);
    expect(await starting).toMatchObject({ kind: 'failed', reason: 'other' });
    expect(await child.connection.sendRequest(reload, { set: await publish(greeterSet()) })).toMatchObject({
      kind: 'refused',
    });
  });
});

describe('reflection', () => {
  test.each(['v1', 'v1alpha'] as const)('reflection %s lists services and gives their files', async (version) => {
    const { child } = launch();
    const address = await listening(child, greeterSet());
    const reflection = client(
      address,
      REFLECTION.replaceAll('VERSION', version),
      `grpc.reflection.${version}.ServerReflection`,
    );
    const replies = (await reflection.stream('ServerReflectionInfo', [
      { listServices: '' },
      { fileContainingSymbol: 'greeter.v1.Greeter' },
      { fileContainingSymbol: 'greeter.v1.Greeter.SayHello' },
      { fileByFilename: 'greeter/v1/greeter.proto' },
      { fileContainingSymbol: 'nobody.Knows' },
    ])) as {
      listServicesResponse?: { service: { name: string }[] };
      fileDescriptorResponse?: { fileDescriptorProto: Buffer[] };
      errorResponse?: object;
    }[];
    expect(replies[0]?.listServicesResponse?.service.map(({ name }) => name)).toEqual([
      'greeter.v1.Greeter',
      'grpc.health.v1.Health',
      'grpc.reflection.v1.ServerReflection',
      'grpc.reflection.v1alpha.ServerReflection',
    ]);
    for (const reply of replies.slice(1, 4)) {
      expect(reply.fileDescriptorResponse?.fileDescriptorProto.map((bytes) => bytes.includes('SayHello'))).toEqual([
        true,
      ]);
    }
    expect(replies[4]?.errorResponse).toEqual({
      errorCode: grpc.status.NOT_FOUND,
      errorMessage: 'There is no nobody.Knows.',
    });
  });

  test('reflection gives extensions, and a file with everything that it imports', async () => {
    const { child } = launch();
    const set = descriptorSet({
      'base.proto': 'syntax = "proto2"; package base; message Open { extensions 100 to 200; }',
      'more.proto':
        'syntax = "proto2"; package more; import "base.proto"; extend base.Open { optional string extra = 150; } enum Color { RED = 0; }',
    });
    const reflection = client(
      await listening(child, set),
      REFLECTION.replaceAll('VERSION', 'v1'),
      'grpc.reflection.v1.ServerReflection',
    );
    const replies = (await reflection.stream('ServerReflectionInfo', [
      { allExtensionNumbersOfType: 'base.Open' },
      { fileContainingExtension: { containingType: 'base.Open', extensionNumber: 150 } },
      { fileContainingSymbol: 'more.RED' },
    ])) as { allExtensionNumbersResponse?: object; fileDescriptorResponse?: { fileDescriptorProto: Buffer[] } }[];
    expect(replies[0]?.allExtensionNumbersResponse).toEqual({ baseTypeName: 'base.Open', extensionNumber: [150] });
    expect(
      replies[1]?.fileDescriptorResponse?.fileDescriptorProto.map((bytes) => bytes.subarray(2, 12).toString()),
    ).toEqual(['more.proto', 'base.proto']);
    expect(replies[2]?.fileDescriptorResponse?.fileDescriptorProto).toHaveLength(2);
  });
});

describe('health', () => {
  test('the health service reports the server and each service', async () => {
    const { child } = launch();
    const health = client(await listening(child, greeterSet()), HEALTH, 'grpc.health.v1.Health');
    expect(await health.unary('Check', {})).toEqual({ status: 'SERVING' });
    expect(await health.unary('Check', { service: 'greeter.v1.Greeter' })).toEqual({ status: 'SERVING' });
    await expect(health.unary('Check', { service: 'nobody.Knows' })).rejects.toMatchObject({
      code: grpc.status.NOT_FOUND,
    });
    expect(await health.unary('List', {})).toEqual({
      statuses: { '': { status: 'SERVING' }, 'greeter.v1.Greeter': { status: 'SERVING' } },
    });
  });

  test('the health service reports each change to watchers, and ends their calls when the server stops', async () => {
    const { child } = launch();
    const health = client(await listening(child, greeterSet()), HEALTH, 'grpc.health.v1.Health');
    const watch = health.open('Watch', { service: 'greeter.v1.Greeter' });
    const told: string[] = [];
    let ended = false;
    watch.on('data', (reply: unknown) => told.push((reply as { status: string }).status));
    watch.on('end', () => {
      ended = true;
    });
    await until('the first status', () => told.length === 1);
    await child.connection.sendRequest(reload, { set: await publish(descriptorSet({ 'shop.proto': SHOP })) });
    await until('the second status', () => told.length === 2);
    await child.connection.sendRequest(reload, { set: await publish(greeterSet()) });
    await until('the third status', () => told.length === 3);
    await child.connection.sendRequest(stop);
    await until('the end', () => ended);
    expect(told).toEqual(['SERVING', 'SERVICE_UNKNOWN', 'SERVING', 'NOT_SERVING']);
  });
});

describe('starting and stopping', () => {
  test('a taken port is reported', async () => {
    const taken = net.createServer();
    const port = await new Promise<number>((resolve) =>
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as net.AddressInfo).port)),
    );
    const result = await launch().child.connection.sendRequest(start, { set: await publish(greeterSet()), port });
    taken.close();
    expect(result).toEqual({
      kind: 'failed',
      reason: 'portInUse',
      message: `Port ${port} is taken by another program.`,
    });
  });

  test('a broken schema is reported', async () => {
    const result = await launch().child.connection.sendRequest(start, {
      set: await publish(new Uint8Array([9])),
      port: 0,
    });
    expect(result).toMatchObject({ kind: 'failed', reason: 'badSchema' });
  });

  test('if the server cannot listen on a host, the error names the address', async () => {
    const result = await launch().child.connection.sendRequest(start, {
      set: await publish(greeterSet()),
      port: 0,
      host: '192.0.2.1',
    });
    expect(result).toMatchObject({
      kind: 'failed',
      reason: 'other',
      message: expect.stringMatching(/^The server cannot listen on 192\.0\.2\.1:0: .*EADDRNOTAVAIL/) as unknown,
    });
  });

  test('the server stops within a second although a client holds a call open, and the port is free again', async () => {
    const { child } = launch();
    const address = await listening(child, greeterSet());
    const call = client(address).open('BidiHello');
    call.on('error', () => undefined);
    call.write({ name: 'Ada' });
    await new Promise((resolve) => call.once('data', resolve));
    const started = performance.now();
    await child.connection.sendRequest(stop);
    expect(performance.now() - started).toBeLessThan(3000);
    expect(await listening(child, greeterSet(), Number(address.split(':')[1]))).toBe(address);
  });

  test('the process ends when it is disposed of, and has printed nothing', async () => {
    const { child, printed } = launch();
    await listening(child, greeterSet());
    await child.dispose();
    expect(isAlive(child.pid ?? 0)).toBe(false);
    expect(printed).toEqual([]);
  });
});
