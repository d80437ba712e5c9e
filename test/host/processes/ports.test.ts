/** Which port a server gets, and how long we wait for the server. */
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { freeAddress, listening } from '../../../src/host/processes/ports.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(port: number): Promise<number> {
  const server = createServer((socket) => socket.destroy());
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

test('a port that is taken is not handed out', async () => {
  const port = await listen(0);
  const address = await freeAddress(port);
  expect(address).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(address).not.toBe(`127.0.0.1:${port}`);
});

test('we wait for a server until it listens', async () => {
  const address = await freeAddress(0);
  const port = Number(address.slice(address.lastIndexOf(':') + 1));
  let isListening = false;
  const reached = listening(address, new AbortController().signal).then(() => isListening);
  isListening = true;
  await listen(port);
  expect(await reached).toBe(true);
});

test('a caller that cancels the wait gets its reply at once', async () => {
  const stop = new AbortController();
  const reached = listening(await freeAddress(0), stop.signal);
  stop.abort(new Error('stopped'));
  await expect(reached).rejects.toThrow();
});
