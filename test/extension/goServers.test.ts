/** Go servers without VS Code: a stop that the user asked for wins, at each moment of a restart. */
import { expect, test } from 'vitest';
import { GoServer } from '../../src/extension/servers/go/goServer.ts';
import { GoServers } from '../../src/extension/servers/go/goServers.ts';
import type { GoRun } from '../../src/extension/servers/go/goRun.ts';
import { l10n } from './subjects.ts';

const FOLDER = '/shop/server';

/** Servers whose runs end when the test or a request ends them, with the exit code of an interrupted `go run`. */
function servers() {
  const told: string[] = [];
  const asked: boolean[] = [];
  const services = ['shop.v1.Orders'];
  let kill: () => void = () => undefined;
  const started: string[] = [];
  let isListening: () => void = () => undefined;
  const run = (folder: string, address: string): Promise<GoRun> => {
    started.push(folder);
    let settle: (exit: number) => void = () => undefined;
    const ended = new Promise<number>((resolve) => (settle = resolve));
    const end = (isServing: boolean): Promise<void> => {
      asked.push(isServing);
      settle(1);
      return Promise.resolve();
    };
    kill = () => settle(2);
    return Promise.resolve({ folder, address, ended, end, showTerminal: () => undefined });
  };
  const create = (): GoServer =>
    new GoServer({ folder: FOLDER, services: ['shop.v1.Orders'] }, 'shop/server', {
      run,
      freeAddress: (port) => Promise.resolve(`127.0.0.1:${port}`),
      listening: () => new Promise((resolve) => (isListening = resolve)),
      readsAddress: () => Promise.resolve(true),
      l10n,
      log: () => undefined,
    });
  const all = new GoServers({
    create,
    program: (folder) => Promise.resolve({ folder, services: folder === FOLDER ? [...services] : [] }),
    ask: (message) => Promise.resolve(void told.push(message)),
    openDownloads: () => Promise.resolve(),
    l10n,
    log: () => undefined,
  });
  return { all, told, asked, started, services, listen: () => isListening(), kill: () => kill() };
}

type Servers = ReturnType<typeof servers>;

async function begun({ started }: Servers, count: number): Promise<void> {
  await expect.poll(() => started.length).toBe(count);
  await new Promise((resolve) => setImmediate(resolve));
}

async function runningServer(subject: Servers): Promise<GoServer> {
  const start = subject.all.startIn(FOLDER);
  await begun(subject, 1);
  subject.listen();
  expect(await start).toMatchObject({ kind: 'running' });
  const server = subject.all.of(FOLDER);
  if (server === undefined) throw new Error('There is no server.');
  return server;
}

test('a restart that the user stops while the old program ends starts nothing', async () => {
  const subject = servers();
  const server = await runningServer(subject);
  const restart = subject.all.restart(server);
  await server.stop();
  await restart;
  expect([server.state, server.failure, subject.started.length]).toEqual(['stopped', undefined, 1]);
  expect(subject.told).toEqual([]);
});

test('a restart that the user stops while the new program starts is not a failure, whatever the exit code', async () => {
  const subject = servers();
  const server = await runningServer(subject);
  const restart = subject.all.restart(server);
  await begun(subject, 2);
  await server.stop();
  await restart;
  expect([server.state, server.failure]).toEqual(['stopped', undefined]);
  expect(subject.told).toEqual([]);
});

test('a server gets time to finish its calls before it is stopped, and a build gets none', async () => {
  const subject = servers();
  const server = await runningServer(subject);
  const restart = subject.all.restart(server);
  await begun(subject, 2);
  await server.stop();
  await restart;
  expect(subject.asked).toEqual([true, false]);
});

test('the caller learns that the user stopped the server while it was starting', async () => {
  const subject = servers();
  const start = subject.all.startIn(FOLDER);
  await begun(subject, 1);
  await subject.all.of(FOLDER)?.stop();
  expect(await start).toEqual({ kind: 'stopped' });
});

test('nothing starts in a folder without a program that serves', async () => {
  const subject = servers();
  expect(await subject.all.startIn('/elsewhere')).toBeUndefined();
  expect(subject.started).toEqual([]);
});

test('a service that a program got after its start is served only after a restart', async () => {
  const subject = servers();
  const server = await runningServer(subject);
  subject.services.push('shop.v1.Carts');
  await subject.all.startIn(FOLDER);
  expect(server.services).toEqual(['shop.v1.Orders']);
  const restart = subject.all.restart(server);
  await begun(subject, 2);
  subject.listen();
  await restart;
  expect(server.services).toEqual(['shop.v1.Orders', 'shop.v1.Carts']);
});

test('a program that ends by itself has a failure, and one that the user stops has none', async () => {
  const subject = servers();
  const server = await runningServer(subject);
  subject.kill();
  await expect.poll(() => server.state).toBe('stopped');
  expect(server.failure).toBe('ended unexpectedly');
  const start = subject.all.startIn(FOLDER);
  await begun(subject, 2);
  subject.listen();
  await start;
  await server.stop();
  expect(server.failure).toBeUndefined();
});
