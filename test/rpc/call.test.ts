import * as grpc from '@grpc/grpc-js';
import * as http from 'node:http';
import * as net from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { loadSchema } from '../../src/message/schema.ts';
import { runCall } from '../../src/rpc/call.ts';
import { Channels } from '../../src/rpc/channels.ts';
import type { CallEnd, CallEvent, CallRequest, CallStatus } from '../../src/rpc/types.ts';
import { greeterSet } from '../support/descriptorSet.ts';
import { greeter, startPeer, type PeerServer } from './peer.ts';

const schema = loadSchema(greeterSet());
const channels = new Channels();
afterAll(() => channels.close());

interface Called {
  readonly events: readonly CallEvent[];
  readonly end: CallEnd;
}

async function call(address: string, method: string, messages: readonly string[], rest: Partial<CallRequest> & { signal?: AbortSignal; onEvent?: (event: CallEvent) => void } = {}): Promise<Called> {
  const events: CallEvent[] = [];
  const { signal = new AbortController().signal, onEvent, ...more } = rest;
  const request: CallRequest = { schema, method: `greeter.v1.Greeter/${method}`, target: { address, security: 'plaintext' }, metadata: [], messages, ...more };
  const end = await runCall(channels, request, (event) => {
    events.push(event);
    onEvent?.(event);
  }, signal);
  return { events, end };
}

function status(end: CallEnd): CallStatus {
  if (end.kind !== 'status') throw new Error(JSON.stringify(end));
  return end;
}

function replies(events: readonly CallEvent[]): unknown[] {
  return events.flatMap((event) => (event.kind === 'received' ? [JSON.parse(event.json) as unknown] : []));
}

describe('calls to a server of another make', () => {
  let peer: PeerServer;
  beforeAll(async () => { peer = await startPeer(greeter); });
  afterAll(() => peer.server.forceShutdown());

  test.each([
    ['SayHello', ['{"name":"world"}'], ['Good day world']],
    ['LotsOfReplies', ['{"name":"world"}'], ['one world', 'two world', 'three world']],
    ['LotsOfGreetings', ['{"name":"Ada"}', '{"name":"Grace"}'], ['Ada+Grace']],
    ['LotsOfGreetings', [], ['']],
    ['BidiHello', ['{"name":"Ada"}', '{"name":"Grace"}'], ['hey Ada', 'hey Grace']],
  ])('%s with %j', async (method, messages, expected) => {
    const { events, end } = await call(peer.address, method, messages);
    expect(status(end)).toMatchObject({ code: 0, name: 'OK' });
    expect(replies(events)).toEqual(expected.map((message) => (message === '' ? {} : { message })));
    expect(events.filter((event) => event.kind === 'sent')).toHaveLength(messages.length);
    expect(events.filter((event) => event.kind === 'headers')).toHaveLength(1);
  });

  test('a message that does not fit the schema is not sent', async () => {
    const { events, end } = await call(peer.address, 'LotsOfGreetings', ['{"name":"Ada"}', '{"name":7}']);
    expect(end).toEqual({ kind: 'invalid', index: 1, start: 8, end: 9, message: 'Expected a string, found 7.' });
    expect(events).toEqual([]);
  });
});
