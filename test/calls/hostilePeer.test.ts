/** Calls to a server that breaks gRPC's rules. Each call ends with a valid gRPC status and a true text. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCall } from '../../src/calls/call.ts';
import { quietGrpc } from '../../src/calls/quiet.ts';
import { Channels } from '../../src/calls/channels.ts';
import type { CallEvent, CallStatus } from '../../src/contract/calls.ts';
import { loadSchema } from '../../src/message/schema.ts';
import { seededRandom } from '../support/corpus.ts';
import { greeterSet } from '../support/descriptorSet.ts';
import { frame, replyOf, startHostilePeer, type HostilePeer, type HostileReply } from './hostilePeer.ts';

quietGrpc();
const schema = loadSchema(greeterSet());
const channels = new Channels();
let peer: HostilePeer;

beforeAll(async () => {
  peer = await startHostilePeer();
});
afterAll(() => {
  channels.close();
  peer.close();
});

interface Ended {
  readonly status: CallStatus;
  readonly events: readonly CallEvent[];
}

async function answered(reply: HostileReply, method = 'SayHello'): Promise<Ended> {
  peer.reply = reply;
  const events: CallEvent[] = [];
  const end = await runCall(
    channels,
    schema,
    {
      method: `greeter.v1.Greeter/${method}`,
      target: { address: peer.address, security: 'plaintext' },
      metadata: [],
      messages: ['{}'],
      deadline: DEADLINE_MS,
    },
    (event) => void events.push(event),
    new AbortController().signal,
  );
  if (end.kind !== 'status') throw new Error(JSON.stringify(end));
  return { status: end, events };
}

/** Ends a hanging call, so that the test fails. */
const DEADLINE_MS = 20_000;

/** These texts are not gRPC status codes, although `Number` turns some of them into one. */
const NO_CODES = [
  'banana',
  '3.5',
  '-1',
  '2147483648',
  '192',
  '-64',
  '448',
  '17',
  '0x0',
  '1e0',
  '+0',
  '0, 0',
  '',
  'NaN',
];

describe('a status code that gRPC does not have becomes UNKNOWN and keeps its text', () => {
  test.each(NO_CODES)('the invalid grpc-status "%s" becomes UNKNOWN', async (raw) => {
    const trailers = { 'grpc-status': raw, 'grpc-message': 'the words' };
    const { status } = await answered(replyOf({ trailers }));
    expect(status).toMatchObject({ code: 2, name: 'UNKNOWN' });
    expect(status.details).toBe(`The server sent a grpc-status that gRPC does not have: "${raw}". the words`);
  });

  test('an invalid status code in a reply with only trailers becomes UNKNOWN', async () => {
    const { status } = await answered(replyOf({ headers: { 'grpc-status': '192' }, body: [], trailers: undefined }));
    expect(status).toMatchObject({ code: 2, name: 'UNKNOWN' });
    expect(status.details).toContain('"192"');
  });

  test.each(Array.from({ length: 17 }, (_, code) => code))('the valid status code %d stays as it is', async (code) => {
    const { status } = await answered(replyOf({ trailers: { 'grpc-status': String(code) } }));
    expect(status.code).toBe(code);
  });
});

describe("the server's text arrives as it was sent", () => {
  test.each([
    ['%09ends%20with%20newline%0A', '\tends with newline\n'],
    ['first%0A    at a.b(c.java:1)%0ACaused by: disk full', 'first\n    at a.b(c.java:1)\nCaused by: disk full'],
    ['which%20id%3F%20see%20%23anchor', 'which id? see #anchor'],
    ['100%', '100%'],
    ['%E0%A4%A', '\ufffd%A'],
  ])('the text %j arrives unchanged', async (sent, expected) => {
    const { status } = await answered(replyOf({ trailers: { 'grpc-status': '5', 'grpc-message': sent } }));
    expect(status.details).toBe(expected);
  });
});

describe('the error for a message that cannot be decompressed names its encoding', () => {
  test.each([
    ['an unknown encoding', { 'grpc-encoding': 'snappy' }, 1, 'snappy'],
    ['no encoding', {}, 1, 'no grpc-encoding'],
    ['the encoding "identity"', { 'grpc-encoding': 'identity' }, 1, 'identity'],
    ['invalid data in gzip', { 'grpc-encoding': 'gzip' }, 1, 'gzip'],
  ])('the error names the encoding: %s', async (_, headers, flag, named) => {
    const { status } = await answered(replyOf({ headers, body: [frame(Buffer.from('hello'), flag)] }));
    expect(status).toMatchObject({ code: 13, name: 'INTERNAL' });
    expect(status.details).toContain(named);
  });

  test('a message in valid gzip is read', async () => {
    const headers = { 'grpc-encoding': 'gzip' };
    const { status, events } = await answered(replyOf({ headers, body: [frame(gzipSync(Buffer.alloc(0)), 1)] }));
    expect(status.name).toBe('OK');
    expect(events.filter(({ kind }) => kind === 'received')).toHaveLength(1);
  });
});

const FUZZED = 300;
const SEED = 28;

test(`each of ${FUZZED} random replies gives the call an outcome`, async () => {
  const random = seededRandom(SEED);
  const seen = new Set<string>();
  for (let run = 0; run < FUZZED; run++) {
    const reply = randomReply(random);
    const { status } = await answered(reply, METHODS[run % METHODS.length]);
    const shown = JSON.stringify({ run, reply, status });
    expect(Number.isInteger(status.code) && status.code >= 0 && status.code <= 16, shown).toBe(true);
    expect(status.details, shown).toEqual(expect.any(String));
    expect(status.details, shown).not.toMatch(/undefined|\n\s+at /);
    expect(status.name, shown).not.toBe('DEADLINE_EXCEEDED');
    seen.add(status.name);
  }
  // If all replies failed in the same way, they would show nothing.
  expect(seen.size).toBeGreaterThan(5);
});

const METHODS = ['SayHello', 'LotsOfReplies'];

type Random = () => number;

function randomReply(random: Random): HostileReply {
  return {
    headers: headersOf(random, 0.9, { ':status': pick(random, [200, 200, 200, 200, 204, 302, 400, 404, 500, 503]) }),
    body: Array.from({ length: Math.floor(random() * 4) }, () => bodyPiece(random)),
    ...(random() < 0.8 && { trailers: headersOf(random, 0.3) }),
    end: pick(random, ['close', 'close', 'close', 'close', 'reset', 'hangUp']),
    resetCode: Math.floor(random() * 16),
  };
}

const TEXTS = ['', '0', '5', '13', ...NO_CODES, '%', '%zz', '%00', '%E0%A4%A', 'a%0Ab', '\u00e9', 'x'.repeat(5_000)];
const CODINGS = ['gzip', 'deflate', 'identity', 'snappy', '', 'gzip,deflate', '__proto__', 'constructor'];

function headersOf(
  random: Random,
  plain: number,
  first: Readonly<Record<string, number>> = {},
): Record<string, string | number | string[]> {
  const headers: Record<string, string | number | string[]> = { ...first };
  const maybe = (key: string, likely: number, values: readonly string[]): void => {
    if (random() < likely) headers[key] = pick(random, values);
  };
  if (random() < plain) headers['content-type'] = pick(random, ['application/grpc', 'application/grpc', 'text/html']);
  maybe('grpc-status', 1 - plain, TEXTS);
  maybe('grpc-message', 0.3, TEXTS);
  maybe('grpc-encoding', 0.3, CODINGS);
  maybe('grpc-accept-encoding', 0.2, CODINGS);
  maybe('grpc-status-details-bin', 0.2, ['', '####', 'AAAA', ',']);
  maybe('x-bin', 0.1, ['!', 'AA', ',,']);
  maybe('retry-after', 0.1, TEXTS);
  maybe('grpc-retry-pushback-ms', 0.2, TEXTS);
  return headers;
}

function bodyPiece(random: Random): Buffer {
  const bytes = Buffer.from(Array.from({ length: Math.floor(random() * 20) }, () => Math.floor(random() * 256)));
  const flag = pick(random, [0, 0, 0, 1, 2, 255]);
  switch (Math.floor(random() * 5)) {
    case 0:
      return bytes;
    case 1:
      return frame(gzipSync(bytes), flag);
    case 2:
      return frame(bytes, flag).subarray(0, Math.floor(random() * (bytes.length + 5)));
    case 3:
      return Buffer.concat([frame(bytes, flag), frame(Buffer.from([10, 1, 65]))]);
    default:
      return frame(Buffer.from([10, 1, 65]), flag);
  }
}

function pick<T>(random: Random, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)] as T;
}

const STRANGE_TARGETS = [
  'unix:',
  'unix:no-such.sock',
  'unix:\0',
  'unix-abstract:x',
  'dns:',
  'dns:///a:b:c',
  'ipv4:no-number:80',
  'ipv6:[::1',
  'xds:///x',
  '%:80',
  'a b:80',
  '[::1:80',
  'localhost:0',
  `${'a'.repeat(300)}:80`,
];

test.each(STRANGE_TARGETS)('a call to the target "%s" has an outcome', async (address) => {
  const lost = new Channels();
  const request = {
    method: 'greeter.v1.Greeter/SayHello',
    target: { address, security: 'plaintext' as const },
    metadata: [],
    messages: ['{}'],
    deadline: 2_000,
  };
  const end = await runCall(lost, schema, request, () => undefined, new AbortController().signal);
  lost.close();
  expect(end).toMatchObject({ kind: 'status', code: expect.any(Number) as unknown });
  expect(end.kind === 'status' && end.code).not.toBe(0);
});

test.each([-1, 0, Number.NaN, Infinity, 1e300])('a call with a deadline of %d ms has an outcome', async (deadline) => {
  peer.reply = replyOf({});
  const request = {
    method: 'greeter.v1.Greeter/SayHello',
    target: { address: peer.address, security: 'plaintext' as const },
    metadata: [],
    messages: ['{}'],
    deadline,
  };
  const end = await runCall(channels, schema, request, () => undefined, new AbortController().signal);
  expect(end.kind).toBe('status');
});
