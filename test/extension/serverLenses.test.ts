/** The lenses above a service while a local server serves it. */
import { expect, test } from 'vitest';
import { servesIn } from '../../src/extension/servers/local/localServers.ts';
import { lensState, startedBy, withServer } from '../../src/extension/servers/local/serverLenses.ts';
import { l10n } from './subjects.ts';

const SUBJECT = { name: 'p.S', file: 'file:///shop/s.proto' };
const START = { title: 'Start server', command: 'grpcWorkbench.startServer', arguments: [SUBJECT] };
const GENERATE = { title: 'Generate Go', command: 'grpcWorkbench.generateGo', arguments: [SUBJECT] };
const server = { label: 'shop', address: '127.0.0.1:50051' };

test('a served service shows its address, and how to stop the server', () => {
  expect(withServer(l10n, START, server)).toEqual([
    {
      title: '● Local :50051',
      tooltip: '"shop" is served on 127.0.0.1:50051.',
      command: 'grpcWorkbench.showServerLog',
      arguments: [server],
    },
    {
      title: '$(debug-stop) Stop',
      tooltip: 'Stop the local server "shop" on 127.0.0.1:50051',
      command: 'grpcWorkbench.stopServer',
      arguments: [server],
    },
  ]);
});

test('only the lens that starts a server is replaced', () => {
  expect(startedBy(START)).toEqual(SUBJECT);
  expect(startedBy(GENERATE)).toBeUndefined();
  expect(startedBy({ ...START, arguments: [42] })).toBeUndefined();
});

test('a service without a server has a lens that starts one', () => {
  expect(withServer(l10n, START, undefined)).toEqual([START]);
});

test('a server serves the service of its own module, and not the one that another module declares', () => {
  const one = { id: '/one', ownServices: ['p.S'] };
  expect(servesIn(one, '/one', 'p.S')).toBe(true);
  expect(servesIn(one, '/two', 'p.S')).toBe(false);
  const importer = { id: '/three', ownServices: ['q.T'] };
  expect(servesIn(importer, '/one', 'p.S')).toBe(true);
  expect(servesIn(one, undefined, 'p.S')).toBe(true);
});

test('lenses are requested again if a server starts, moves or stops, but not after each call', () => {
  const running = { id: '/one', state: 'running', address: '127.0.0.1:1', services: ['p.S'], calls: 1 } as const;
  const before = lensState([running]);
  const called = { ...running, calls: 2 };
  expect(lensState([called])).toBe(before);
  expect(lensState([{ ...running, id: '/two' }])).not.toBe(before);
  expect(lensState([{ ...running, address: '127.0.0.1:2' }])).not.toBe(before);
  expect(lensState([{ ...running, services: ['p.S', 'p.T'] }])).not.toBe(before);
  expect(lensState([{ ...running, state: 'stopping' }])).not.toBe(before);
});
