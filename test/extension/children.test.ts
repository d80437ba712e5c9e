/**
 * The life cycle of our real processes. Tests start, use, stop and kill them at any moment and in any order: no process
 * is left behind, nothing waits forever, and each failure has a message for the user.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SchemaSet } from '../../src/extension/client/languageClient.ts';
import { LocalServers } from '../../src/extension/servers/local/localServers.ts';
import { bundle, type Bundle } from '../support/bundle.ts';
import { seeChildren, type ChildrenSeen } from '../support/childrenSeen.ts';
import { until as untilWithin } from '../support/wait.ts';
import {
  answers,
  echoSubject,
  greeterSchema,
  l10n,
  languageServerSubject,
  runnerSubject,
  schemaWith,
  serverSubject,
  silentPeer,
  type SilentPeer,
  type Subject,
} from './subjects.ts';

const ENTRIES = {
  echo: 'test/host/processes/children/echo.ts',
  runner: 'src/processes/runner/main.ts',
  localServer: 'src/processes/localServer/main.ts',
  languageServer: 'src/processes/languageServer/node/main.ts',
};
const bundles = new Map<string, Bundle>();
const moduleOf = (name: keyof typeof ENTRIES): string => bundles.get(name)?.path ?? '';
const unheard: unknown[] = [];
const hear = (reason: unknown): void => void unheard.push(reason);
let seen: ChildrenSeen;
let silent: SilentPeer;

beforeAll(async () => {
  const made = Object.entries(ENTRIES).map(async ([name, entry]) => bundles.set(name, await bundle(entry)));
  await Promise.all(made);
  silent = await silentPeer();
  seen = seeChildren();
  process.on('unhandledRejection', hear);
});
afterAll(() => {
  process.off('unhandledRejection', hear);
  seen.remove();
  silent.close();
  for (const made of bundles.values()) made.remove();
});

/** Windows knows no signals: there a killed process ends with a code. */
const KILLED = process.platform === 'win32' ? 'exit code 1' : 'killed';

/** Waits so long that even a busy machine reaches each event that comes at all. */
const until: typeof untilWithin = (what, look) => untilWithin(what, look, 60_000);

const ACTIONS = ['start', 'start', 'ask', 'stop', 'kill', 'wait', 'wait', 'turn', 'dispose'] as const;
type Action = (typeof ACTIONS)[number];

const KINDS: Readonly<Record<string, { readonly orders: number; readonly make: () => Subject }>> = {
  'a child for this test': { orders: 140, make: () => echoSubject(moduleOf('echo')) },
  'the runner': { orders: 20, make: () => runnerSubject(moduleOf('runner'), silent) },
  'a local server': { orders: 25, make: () => serverSubject(moduleOf('localServer')) },
  'the language server': { orders: 15, make: () => languageServerSubject(moduleOf('languageServer')) },
};

/** Performs the actions in order, and returns the outcome of every promise. */
async function run(subject: Subject, actions: readonly Action[]): Promise<readonly PromiseSettledResult<unknown>[]> {
  const promises: Promise<unknown>[] = [];
  let last: Promise<unknown> = Promise.resolve();
  for (const action of actions) {
    const before = seen.count();
    switch (action) {
      case 'start':
        last = subject.start();
        promises.push(last);
        break;
      case 'ask':
        promises.push(subject.ask());
        break;
      case 'stop':
        promises.push(subject.stop());
        break;
      case 'kill':
        // The process is killed at whatever moment of its life it has reached.
        for (const pid of seen.alive()) process.kill(pid, 'SIGKILL');
        break;
      case 'wait':
        await Promise.allSettled([last]);
        break;
      case 'turn':
        // A process that was starting is now running, or has ended.
        if (subject.state() === 'starting')
          await until('a process', () => seen.count() > before || subject.state() !== 'starting');
        break;
      case 'dispose':
        promises.push(subject.dispose());
        break;
    }
    for (const promise of promises) promise.catch(() => undefined);
  }
  promises.push(subject.dispose());
  return Promise.allSettled(promises);
}

function expectSentence(reason: unknown): void {
  expect(reason).toBeInstanceOf(Error);
  const { message } = reason as Error;
  expect(message).toMatch(/^(The|Port) .*[.]$/s);
  expect(message).not.toMatch(/pending response|disposed|connection|channel/i);
}

describe.each(Object.entries(KINDS))('%s', (_name, { orders, make }) => {
  test(`a process survives ${orders} random sequences of starts, stops and kills`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...ACTIONS), { minLength: 2, maxLength: 10 }), async (actions) => {
        const subject = make();
        const results = await run(subject, actions);
        for (const result of results) if (result.status === 'rejected') expectSentence(result.reason);
        expect(subject.state()).toBe('stopped');
        await until('the end of every process', () => seen.alive().length === 0);
        expect(unheard).toEqual([]);
      }),
      { numRuns: orders },
    );
  });
});

describe('a child', () => {
  test('a child that is started twice is one shared process', async () => {
    const subject = echoSubject(moduleOf('echo'));
    const before = seen.count();
    const [first, second] = await Promise.all([subject.start(), subject.start()]);
    expect(first).toBe(second);
    expect(seen.count()).toBe(before + 1);
    await subject.dispose();
  });

  test('a child that is killed while it works rejects all open requests, and the user is told once', async () => {
    const subject = echoSubject(moduleOf('echo'));
    await subject.start();
    const asked = [subject.ask(), subject.ask(), subject.ask()];
    for (const pid of seen.alive()) process.kill(pid, 'SIGKILL');
    for (const result of await Promise.allSettled(asked)) {
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'ChildError', reason: 'died' } });
    }
    expect(subject.told).toEqual([KILLED]);
    await subject.dispose();
  });
});

describe('the runner', () => {
  test('a killed runner is reported to the panel, and starts again for the next call', async () => {
    const runner = runnerSubject(moduleOf('runner'), silent);
    await runner.start();
    const call = runner.ask();
    for (const pid of seen.alive()) process.kill(pid, 'SIGKILL');
    await expect(call).rejects.toThrow(
      `The process that makes calls and generates code ended unexpectedly (${KILLED}). Try again to restart it.`,
    );
    expect(await runner.start()).toMatchObject({ kind: 'invalid' });
    await runner.dispose();
  });

  test('a runner that ends after each start is not started again for a while', async () => {
    const runner = runnerSubject(`${moduleOf('runner')}.missing`, silent);
    const before = seen.count();
    const reasons: string[] = [];
    for (let count = 0; count < 8; count++) reasons.push(await runner.start().then(String, String));
    expect(reasons.filter((reason) => reason.includes('ended unexpectedly (exit code 1)'))).toHaveLength(5);
    const loop =
      'The process that makes calls and generates code ended unexpectedly 5 times within 3 minutes (last: exit code 1). Try again in a few minutes. The log says more.';
    expect(reasons.filter((reason) => reason.includes(loop))).toHaveLength(3);
    expect(seen.count()).toBe(before + 5);
    await runner.dispose();
  });
});

describe('a local server', () => {
  test('a local server that is stopped while it starts ends in the state stopped', async () => {
    let give: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (give = resolve));
    const { server } = serverSubject(moduleOf('localServer'), () => asked.then(greeterSchema));
    const started = server.start(0);
    const stopped = server.stop();
    give();
    expect(await started).toEqual({ kind: 'stopped', message: 'The local server "greeter" was stopped.' });
    await stopped;
    expect(server.state).toBe('stopped');
    expect(seen.alive()).toEqual([]);
    await server.dispose();
  });

  test.each(['stop', 'dispose'] as const)(
    'no process remains after %s while a local server is starting',
    async (end) => {
      const { server } = serverSubject(moduleOf('localServer'));
      const before = seen.count();
      const started = server.start(0);
      await until('its process', () => seen.count() > before);
      expect(server.state).toBe('starting');
      await server[end]();
      expect(await started).toMatchObject({ kind: 'stopped' });
      expect(server.state).toBe('stopped');
      expect(seen.alive()).toEqual([]);
      await server.dispose();
    },
  );

  test('two panels that send at once share one local server, and both get its address', async () => {
    const { server } = serverSubject(moduleOf('localServer'));
    const servers = all(server, []);
    const before = seen.count();
    const scope = { kind: 'module', folder: '/projects/greeter' } as const;
    const [first, second] = await Promise.all([servers.start(scope), servers.start(scope)]);
    expect(first).toMatchObject({ kind: 'running', address: server.address });
    expect(second).toEqual(first);
    expect(seen.count()).toBe(before + 1);
    await server.dispose();
  });

  test('a failed start is reported once, and the other panel shows the reason', async () => {
    const { server } = serverSubject(moduleOf('localServer'), () =>
      schemaWith({ services: [GREETER], leftOut: [GREETER] }),
    );
    const told: string[] = [];
    const servers = all(server, told);
    const scope = { kind: 'module', folder: '/projects/greeter' } as const;
    const started = await Promise.all([servers.start(scope), servers.start(scope)]);
    const message = 'The local server "greeter" was not started: its schema has an error.';
    const failed = { kind: 'failed', message, problem: { message: 'broken' } };
    expect(started).toMatchObject([failed, failed]);
    expect(told).toEqual(['broken The server was not started.']);
    await server.dispose();
  });

  test('the message about a failure is hidden once the local server runs', async () => {
    let answer = (): Promise<SchemaSet> => schemaWith({ services: [GREETER], leftOut: [GREETER] });
    const { server } = serverSubject(moduleOf('localServer'), () => answer());
    const told: string[] = [];
    const servers = all(server, told);
    const scope = { kind: 'module', folder: '/projects/greeter' } as const;
    await servers.start(scope);
    expect(server.failure).toBe('did not start');
    answer = greeterSchema;
    await servers.start(scope);
    expect(server.failure).toBeUndefined();
    expect(told).toEqual(['broken The server was not started.', 'hidden']);
    await servers.restart(server);
    expect(told).toHaveLength(2);
    await server.dispose();
  });

  test('a local server starts with the services without errors, and says once how many are missing and why', async () => {
    const { server } = serverSubject(moduleOf('localServer'), partOfGreeter);
    const told: string[] = [];
    const servers = all(server, told);
    const scope = { kind: 'module', folder: '/projects/greeter' } as const;
    const [first] = await Promise.all([servers.start(scope), servers.start(scope)]);
    expect(first.kind).toBe('running');
    expect(server.services).toEqual(['greeter.v1.Greeter']);
    expect(server.leftOut).toBe('2 services are left out because a.proto has errors.');
    expect(told).toEqual(['2 services are left out because a.proto has errors.']);
    expect(server.outdated).toBeUndefined();
    await server.dispose();
  });

  test('a local server that leaves out services still says so after an edit without effect, until the error is fixed', async () => {
    let answer = partOfGreeter;
    let asked = 0;
    const { server, schemaChanged } = serverSubject(moduleOf('localServer'), () => {
      asked++;
      return answer();
    });
    await server.start(0);
    schemaChanged.fire();
    await until('the schema to be asked for', () => asked === 2);
    // The second round of updates begins after the first round has ended.
    schemaChanged.fire();
    await until('the schema to be asked for again', () => asked === 3);
    expect(server.leftOut).toBe('2 services are left out because a.proto has errors.');
    answer = greeterSchema;
    schemaChanged.fire();
    await until('the sentence to be gone', () => server.leftOut === undefined);
    await server.dispose();
  });

  test('a local server that leaves out services follows edits of its other services', async () => {
    let answer = partOfGreeter;
    const { server, schemaChanged } = serverSubject(moduleOf('localServer'), () => answer());
    await server.start(0);
    const leftOut = ['b.Other', 'b.Third', 'b.Last'];
    answer = () => schemaWith({ text: PARTING_TEXT, services: [...leftOut, GREETER, PARTING], leftOut });
    schemaChanged.fire();
    await until('the new service', () => server.services.includes(PARTING));
    expect(server.outdated).toBeUndefined();
    expect(server.leftOut).toBe('3 services are left out because a.proto has errors.');
    await server.dispose();
  });

  test('a local server keeps serving the last valid version of a service with an error, and says which others are left out', async () => {
    let answer = partOfGreeter;
    const { server, schemaChanged } = serverSubject(moduleOf('localServer'), () => answer());
    await server.start(0);
    answer = () => schemaWith({ services: ['b.Other', GREETER], leftOut: [GREETER, 'b.Other'] });
    schemaChanged.fire();
    await until('the error', () => server.outdated);
    expect(server.outdated).toBe('a.proto:1:1: broken');
    expect(server.leftOut).toBe('1 service is left out because a.proto has errors.');
    expect(server.services).toEqual(['greeter.v1.Greeter']);
    await server.dispose();
  });

  test('the message names the file of the services that are left out, and not the first file with an error', async () => {
    const brokenFiles = { 'b.Other': 'b.proto', 'b.Third': 'b.proto' };
    let answer = (): Promise<SchemaSet> =>
      schemaWith({ services: ['b.Other', 'b.Third', GREETER], leftOut: ['b.Other', 'b.Third'], brokenFiles });
    const { server, schemaChanged } = serverSubject(moduleOf('localServer'), () => answer());
    await server.start(0);
    const sentence = '2 services are left out because b.proto has errors.';
    expect(server.leftOut).toBe(sentence);
    answer = () =>
      schemaWith({ services: [GREETER, 'b.Other', 'b.Third'], leftOut: [GREETER, 'b.Other', 'b.Third'], brokenFiles });
    schemaChanged.fire();
    await until('the error of the file that is served', () => server.outdated);
    expect(server.outdated).toBe('a.proto:1:1: broken');
    expect(server.leftOut).toBe(sentence);
    await server.dispose();
  });

  test('the message says how many files have errors', async () => {
    const { server } = serverSubject(moduleOf('localServer'), () =>
      schemaWith({
        services: ['b.Other', 'c.Third', GREETER],
        leftOut: ['b.Other', 'c.Third'],
        brokenFiles: { 'c.Third': 'c.proto' },
      }),
    );
    await server.start(0);
    expect(server.leftOut).toBe('2 services are left out because of errors in a.proto (and 1 more).');
    await server.dispose();
  });

  test('a missing service is still served while another service has an error, because the missing one may be half typed', async () => {
    let answer = greeterSchema;
    const { server, schemaChanged } = serverSubject(moduleOf('localServer'), () => answer());
    await server.start(0);
    answer = () => schemaWith({ text: PARTING_TEXT, services: [PARTING], leftOut: [] });
    schemaChanged.fire();
    await until('the error', () => server.outdated);
    expect(server.services).toEqual(['greeter.v1.Greeter']);
    await server.dispose();
  });

  test('a killed local server is reported, and starts again on its port if the user wants', async () => {
    const { server } = serverSubject(moduleOf('localServer'));
    const told: string[] = [];
    const servers = all(server, told, 'Restart');
    await servers.start({ kind: 'module', folder: '/projects/greeter' });
    const { address } = server;
    for (const pid of seen.alive()) process.kill(pid, 'SIGKILL');
    await until('the end to be told', () => told[0]);
    expect(told).toEqual([`The local server "greeter" ended unexpectedly (${KILLED}).`]);
    await until('the server to run again', () => server.state === 'running');
    expect(server.address).toBe(address);
    expect(await answers(address ?? '')).toBe(true);
    await server.dispose();
  });

  test('the row of a local server says that it was killed, but not that the user stopped it', async () => {
    const { server } = serverSubject(moduleOf('localServer'));
    await server.start(0);
    for (const pid of seen.alive()) process.kill(pid, 'SIGKILL');
    await until('its end', () => server.state === 'stopped');
    expect(server.failure).toBe('ended unexpectedly');
    await server.start(0);
    await server.stop();
    expect(server.failure).toBeUndefined();
    await server.dispose();
  });

  test('a local server reports the error while the language server is gone, and follows the schema once that server is back', async () => {
    let answer: typeof greeterSchema = greeterSchema;
    const { server, schemaChanged } = serverSubject(moduleOf('localServer'), () => answer());
    await server.start(0);
    answer = () => Promise.reject(new Error('The gRPC Workbench language server was stopped.'));
    schemaChanged.fire();
    await until('the error', () => server.outdated);
    expect(server.outdated).toBe('The gRPC Workbench language server was stopped.');
    expect(server.state).toBe('running');
    answer = greeterSchema;
    schemaChanged.fire();
    await until('the error to be gone', () => server.outdated === undefined);
    expect(unheard).toEqual([]);
    await server.dispose();
  });
});

describe('the language server', () => {
  test('a killed language server restarts by itself, but not after it has ended again and again', async () => {
    const subject = languageServerSubject(moduleOf('languageServer'));
    const { client, told } = subject;
    const running = (): boolean => client.state === 'running';
    for (let crash = 1; crash <= 5; crash++) {
      await client.modules();
      const before = seen.count();
      for (const pid of seen.alive()) process.kill(pid, 'SIGKILL');
      await until('its end', () => !running());
      if (crash < 5) await until('another', () => seen.count() > before && running());
    }
    await until('the user to be told', () => told[0]);
    expect(told).toEqual([
      `The gRPC Workbench language server ended unexpectedly 5 times within 3 minutes (last: ${KILLED}). It does not restart by itself. The log says more.`,
    ]);
    await expect(client.modules()).rejects.toThrow('5 times');
    // A restart by the user is allowed even then.
    await client.restart();
    expect(await client.modules()).toEqual([]);
    await subject.dispose();
  });
});

/** Makes the server list of a window with one server; `answer` is the button that the user presses. */
function all(server: ReturnType<typeof serverSubject>['server'], told: string[], answer?: string): LocalServers {
  return new LocalServers({
    create: () => server,
    moduleFolder: () => Promise.resolve('/projects/greeter'),
    port: () => 0,
    ask: (message) => {
      told.push(message);
      return Promise.resolve(answer);
    },
    // The user never closes this message.
    showProblem: (problem, consequence) => {
      told.push(`${problem.message} ${consequence}`);
      return new Promise(() => undefined);
    },
    hideMessages: () => told.push('hidden'),
    showLeftOut: (message) => {
      told.push(message);
      return new Promise(() => undefined);
    },
    l10n,
    log: (line) => told.push(line),
  });
}

const GREETER = 'greeter.v1.Greeter';
const PARTING = 'greeter.v1.Parting';
const PARTING_TEXT = `syntax = "proto3"; package greeter.v1;
service Greeter { rpc SayHello(Text) returns (Text); } service Parting { rpc SayBye(Text) returns (Text); }
message Text { string text = 1; }`;

/** A schema part in which two services of another file have an error. */
function partOfGreeter(): Promise<SchemaSet> {
  return schemaWith({ services: ['b.Other', 'b.Third', GREETER], leftOut: ['b.Other', 'b.Third'] });
}
