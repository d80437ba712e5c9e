/** The lenses above a service while a local server serves it. */
import { expect, test } from 'vitest';
import { lensState, withServers } from '../../src/extension/servers/local/serverLenses.ts';
import { l10n } from './subjects.ts';

const START = { title: 'Start server', command: 'grpcWorkbench.startServer', arguments: ['p.S'] };
const GENERATE = { title: 'Generate Go', command: 'grpcWorkbench.generateGo', arguments: ['p.S'] };
const server = { label: 'shop', address: '127.0.0.1:50051' };

test('a served service shows its address, and how to stop the server', () => {
  const serving = (service: string) => (service === 'p.S' ? [server] : []);
  expect(withServers(l10n, START, serving)).toEqual([
    {
      title: '● Local server on :50051',
      tooltip: 'shop is served on 127.0.0.1:50051.',
      command: 'grpcWorkbench.showServerLog',
      arguments: [server],
    },
    {
      title: '$(debug-stop) Stop local server',
      tooltip: 'Stop the local server shop on 127.0.0.1:50051',
      command: 'grpcWorkbench.stopServer',
      arguments: [server],
    },
  ]);
  expect(withServers(l10n, GENERATE, serving)).toEqual([GENERATE]);
});

test('a service without a server has a lens that starts one', () => {
  expect(withServers(l10n, START, () => [])).toEqual([START]);
});

test('lenses are requested again if a server starts, moves or stops, but not after each call', () => {
  const running = { state: 'running', address: '127.0.0.1:1', services: ['p.S'], calls: 1 } as const;
  const before = lensState([running]);
  const called = { ...running, calls: 2 };
  expect(lensState([called])).toBe(before);
  expect(lensState([{ ...running, address: '127.0.0.1:2' }])).not.toBe(before);
  expect(lensState([{ ...running, services: ['p.S', 'p.T'] }])).not.toBe(before);
  expect(lensState([{ ...running, state: 'stopping' }])).not.toBe(before);
});
