/** A message from the panel's page is used only if every part of it is valid. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FromPanel } from '../../../src/contract/panel/messages.ts';
import { readFromPanel, readPanelSecrets, readPanelState } from '../../../src/contract/panel/reader.ts';

const draft = {
  target: { kind: 'remote', address: 'example.com:443', security: 'tls' },
  messages: ['{}'],
  metadata: [{ key: 'a', value: 'b', enabled: true }],
  deadline: '10s',
} as const;
const state = {
  method: 'greeter.v1.Greeter/SayHello',
  draft,
  history: [
    {
      call: '1',
      time: 1,
      duration: 2,
      code: 0,
      status: 'OK',
      request: draft,
      target: 'a:1',
      received: 1,
      reply: '{}',
      details: 'x',
      hint: { cause: 'It speaks TLS.', fix: 'Choose TLS.', security: 'tls' as const, change: 'target' as const },
    },
  ],
  view: { split: 0.5, historyOpen: false },
};
/** One message of each kind; a missing kind is a compile error. */
const BY_KIND: { readonly [Kind in FromPanel['kind']]: Extract<FromPanel, { readonly kind: Kind }> } = {
  ready: { kind: 'ready' },
  reveal: { kind: 'reveal' },
  goToImplementation: { kind: 'goToImplementation' },
  goToError: { kind: 'goToError', of: 'schema' },
  forgetTarget: { kind: 'forgetTarget', address: 'a:1' },
  send: { kind: 'send', call: '1', request: draft, metadata: [['a', 'b']], deadline: 500 },
  cancel: { kind: 'cancel', call: '1' },
  startServer: { kind: 'startServer', server: { kind: 'go', id: '/shop/server', label: 'shop/server' } },
  restartServer: { kind: 'restartServer', server: { kind: 'go', id: '/shop/server', label: 'shop/server' } },
  showTerminal: { kind: 'showTerminal', server: { kind: 'go', id: '/shop/server', label: 'shop/server' } },
  save: { kind: 'save', state },
  copy: { kind: 'copy', text: '' },
  saveFile: { kind: 'saveFile', name: 'reply.json', text: '{}' },
};
const messages = Object.values(BY_KIND);

/** Returns the paths to every value inside a value, outermost first. */
function paths(value: unknown): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, inner]) => paths(inner).map((path) => [key, ...path]))];
}

function replaced(value: unknown, path: readonly string[], by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  const copy: Record<string, unknown> = Array.isArray(value)
    ? (Object.assign([], value) as never)
    : { ...(value as object) };
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

describe('a message from the page', () => {
  test.each(messages)('a valid message is accepted unchanged: $kind', (message) => {
    expect(readFromPanel(structuredClone(message))).toEqual(message);
  });

  test.each(messages)('a message is refused if any part of it is replaced by something else: $kind', (message) => {
    for (const path of paths(message))
      expect(readFromPanel(replaced(message, path, Symbol('else'))), path.join('.')).toBeUndefined();
  });

  test('any other value is refused', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => readFromPanel(value) === undefined && readPanelState(value) === undefined),
    );
  });
});

describe('a stored state', () => {
  const entry = { call: '1', time: 1, duration: 2, code: 14, status: 'UNAVAILABLE' };
  const view = { split: 0.5, historyOpen: true };
  const withTarget = (target: unknown): unknown => {
    const request = { ...draft, target };
    return { method: 'a.B/C', draft: request, history: [{ ...entry, request }], view };
  };

  test.each([
    ['no choice', { kind: 'local' }],
    ['the address of a local server', { kind: 'local', address: '127.0.0.1:50051' }],
    ['an address', { kind: 'remote', address: 'a:1', security: 'tls' }],
  ])('a state of an earlier version is accepted with %s as its target', (_, target) => {
    expect(readPanelState(withTarget(target))).toEqual(withTarget(target));
  });

  test('a state is accepted with a server as its target, and refused if the kind of the target is unknown', () => {
    const server = { kind: 'go', id: '/shop/server', label: 'shop/server' };
    expect(readPanelState(withTarget({ kind: 'server', server }))).toBeDefined();
    expect(readPanelState(withTarget({ kind: 'server', server: { ...server, kind: 'other' } }))).toBeUndefined();
  });

  test('a state keeps the secrets that an earlier version stored without hints', () => {
    const secrets = { draft: [], history: [[]], replies: [{ details: 'No connection established' }] };
    expect(readPanelSecrets(secrets)).toEqual(secrets);
  });
});

test('a time or a number that is not valid is refused', () => {
  for (const bad of [NaN, Infinity, '1']) expect(readFromPanel({ ...BY_KIND.send, deadline: bad })).toBeUndefined();
});
