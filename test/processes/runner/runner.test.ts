/** The runner in its real process, calling a server of another implementation. */
import { publish } from '../../support/publishedSets.ts';
import { SET_GONE, type SetReference } from '../../../src/contract/sets.ts';
import * as grpc from '@grpc/grpc-js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startChild, type Child } from '../../../src/host/processes/child.ts';
import { call, callEvent, type CallEnd, type CallEvent, type CallParams } from '../../../src/contract/calls.ts';
import { greeter, startPeer, type PeerServer } from '../../calls/peer.ts';
import { bundle, type Bundle } from '../../support/bundle.ts';
import { greeterSet } from '../../support/descriptorSet.ts';
import { until } from '../../support/wait.ts';

let program: Bundle;
let runner: Child;
let peer: PeerServer;
let schema: SetReference;
const events = new Map<string, CallEvent[]>();
const printed: string[] = [];

beforeAll(async () => {
  [program, peer] = await Promise.all([
    bundle('src/processes/runner/main.ts'),
    startPeer({
      ...greeter,
      lotsOfReplies: ((stream) => {
        let count = 0;
        const more = (): void => {
          while (!stream.cancelled && stream.write({ message: String(++count) }));
        };
        stream.on('drain', more);
        more();
      }) satisfies grpc.handleServerStreamingCall<unknown, unknown>,
    }),
  ]);
  runner = startChild(program.path, { onExit: () => undefined, onStderr: (text) => printed.push(text) });
  runner.connection.onNotification(callEvent, ({ id, event }: { readonly id: string; readonly event: CallEvent }) => {
    events.set(id, [...(events.get(id) ?? []), event]);
  });
  schema = await publish(greeterSet());
});

afterAll(async () => {
  await runner.dispose();
  peer.server.forceShutdown();
  program.remove();
});

function params(id: string, method: string, messages: readonly string[]): CallParams {
  return {
    id,
    schema,
    method: `greeter.v1.Greeter/${method}`,
    target: { address: peer.address, security: 'plaintext' },
    metadata: [],
    messages,
  };
}

describe('the runner', () => {
  test('makes a call, and reports its events before its end', async () => {
    const end = await runner.connection.sendRequest(call, params('one', 'SayHello', ['{"name": "world"}']));
    expect(end).toMatchObject({ kind: 'status', code: 0, name: 'OK', details: '' });
    expect(
      events
        .get('one')
        ?.map((event) => event.kind)
        .sort(),
    ).toEqual(['headers', 'received', 'sent']);
    expect(events.get('one')).toContainEqual(
      expect.objectContaining({ kind: 'received', index: 0, json: '{\n  "message": "Good day world"\n}', size: 16 }),
    );
  });

  test('cancels a call whose stream never ends', async () => {
    const source = new CancellationTokenSource();
    const end = runner.connection.sendRequest(call, params('endless', 'LotsOfReplies', ['{}']), source.token);
    await until('some replies', () => (events.get('endless')?.length ?? 0) > 50);
    source.cancel();
    expect(await end).toMatchObject({ kind: 'status', name: 'CANCELLED' });
  });

  test('reports the place of an error in a message', async () => {
    const end = await runner.connection.sendRequest(call, params('bad', 'SayHello', ['{"name": ']));
    expect(end).toMatchObject({ kind: 'invalid', index: 0, start: 7 } satisfies Partial<CallEnd>);
  });

  test('refuses bytes that are not a schema', async () => {
    const bad = { ...params('none', 'SayHello', ['{}']), schema: await publish(new Uint8Array([1])) };
    await expect(runner.connection.sendRequest(call, bad)).rejects.toThrow(/not a serialized FileDescriptorSet/);
  });

  test('reports a schema that is gone, whichever process had it', async () => {
    const { hash, ...place } = await publish(greeterSet(), 'kept-by-nobody');
    const forgotten = { ...place, hash: 'never-published' };
    const nowhere = { ...place, hash, pipe: `${place.pipe}.gone` };
    const forged = { ...place, hash, token: 'guessed' };
    for (const reference of [forgotten, nowhere, forged]) {
      const request = { ...params('gone', 'SayHello', ['{}']), schema: reference };
      await expect(runner.connection.sendRequest(call, request)).rejects.toMatchObject({ code: SET_GONE });
    }
  });

  test('keeps the most recently used schemas', async () => {
    const { pipe, token } = schema;
    const ask = (reference: SetReference): Promise<CallEnd> =>
      runner.connection.sendRequest(call, { ...params('kept', 'SayHello', ['{}']), schema: reference });
    // A reference without a place works only for a schema that the runner already has.
    const withoutPlace = (hash: string): SetReference => ({ hash, pipe: `${pipe}.gone`, token });
    for (let index = 0; index < 7; index++) await ask(await publish(greeterSet(), `new-${index}`));
    expect(await ask(withoutPlace(schema.hash))).toMatchObject({ name: 'OK' });
    await ask(await publish(greeterSet(), 'one-more'));
    await expect(ask(withoutPlace('new-0'))).rejects.toMatchObject({ code: SET_GONE });
  });

  test('trusts the certificates that this machine trusts, and calls with TLS', async () => {
    const tls = join(import.meta.dirname, '..', '..', 'fixtures', 'tls');
    const certificate = join(tls, 'localhost.crt');
    const pair = { private_key: readFileSync(join(tls, 'localhost.key')), cert_chain: readFileSync(certificate) };
    const secure = await startPeer(greeter, grpc.ServerCredentials.createSsl(null, [pair]));
    const trusting = startChild(program.path, {
      env: { NODE_EXTRA_CA_CERTS: certificate },
      onExit: () => undefined,
      onStderr: (text) => printed.push(text),
    });
    try {
      for (const host of ['127.0.0.1', 'localhost']) {
        const address = `${host}:${secure.address.split(':')[1] ?? ''}`;
        const end = await trusting.connection.sendRequest(call, {
          ...params(host, 'SayHello', ['{}']),
          target: { address, security: 'tls' },
        });
        expect(end).toMatchObject({ name: 'OK' });
      }
    } finally {
      await trusting.dispose();
      secure.server.forceShutdown();
    }
  });

  test('prints nothing', () => {
    expect(printed.join('')).toBe('');
  });
});
