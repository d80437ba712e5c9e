/** What stands above a service while a local server serves it. */
import { expect, test } from 'vitest';
import { lensState, withServers } from '../../src/extension/servers/local/serverLenses.ts';
import { l10n } from './subjects.ts';

const START = { title: 'Start server', command: 'grpcWorkbench.startServer', arguments: ['p.S'] };
const GENERATE = { title: 'Generate Go', command: 'grpcWorkbench.generateGo', arguments: ['p.S'] };
const server = { label: 'shop', address: '127.0.0.1:50051' };

test('a service that is served shows where, and how to stop it', () => {
  const serving = (service: string) => (service === 'p.S' ? [server] : []);
  expect(withServers(l10n, START, serving)).toEqual([
    {
      title: '● Running on :50051',
      tooltip: 'shop is served on 127.0.0.1:50051.',
      command: 'grpcWorkbench.showServerLog',
      arguments: [server],
    },
    { title: '$(debug-stop) Stop', command: 'grpcWorkbench.stopServer', arguments: [server] },
  ]);
  expect(withServers(l10n, GENERATE, serving)).toEqual([GENERATE]);
});

test('a service that nobody serves can be started', () => {
  expect(withServers(l10n, START, () => [])).toEqual([START]);
});

test('lenses are asked for again when a server starts, moves or stops, and not after each call', () => {
  const running = { state: 'running', address: '127.0.0.1:1', services: ['p.S'], calls: 1 } as const;
  const before = lensState([running]);
  const called = { ...running, calls: 2 };
  expect(lensState([called])).toBe(before);
  expect(lensState([{ ...running, address: '127.0.0.1:2' }])).not.toBe(before);
  expect(lensState([{ ...running, services: ['p.S', 'p.T'] }])).not.toBe(before);
  expect(lensState([{ ...running, state: 'stopping' }])).not.toBe(before);
});
