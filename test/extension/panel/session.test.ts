/** The extension's side of a panel without a page: how it handles valid and invalid messages. */
import { describe, expect, test } from 'vitest';
import type { LastAnswer } from '../../../src/extension/panel/lastAnswers.ts';
import { PanelMemory } from '../../../src/extension/panel/memory.ts';
import { panelStrings } from '../../../src/extension/panel/panelStrings.ts';
import { PanelSession } from '../../../src/extension/panel/session.ts';
import {
  KEPT_MESSAGES,
  KEPT_SLACK,
  type Draft,
  type MethodInFile,
  type ToPanel,
} from '../../../src/contract/panel/messages.ts';
import { readToPanel } from '../../../src/contract/panel/reader.ts';
import { choiceOf } from '../../../src/panel/target.ts';
import {
  FakeServices,
  GO,
  LOCAL,
  schemaNamed,
  greets,
  hangs,
  ok,
  refused,
  streams,
  type FakeCall,
} from './fakeServices.ts';

const METHOD = 'greeter.v1.Greeter/SayHello';
const SUBJECT: MethodInFile = { method: METHOD };

/** `store` stands for the disk below both storages: it may be slow, or full. */
function setUp(
  services = new FakeServices(),
  store: () => Promise<void> = () => Promise.resolve(),
  subject: MethodInFile = SUBJECT,
) {
  const stored = new Map<string, unknown>();
  const posted: ToPanel[] = [];
  const answers: LastAnswer[] = [];
  const warnings: string[] = [];
  const secrets = new Map<string, string>();
  const memory = new PanelMemory(
    { get: (key) => stored.get(key), update: (key, value) => store().then(() => void stored.set(key, value)) },
    {
      get: (key) => Promise.resolve(secrets.get(key)),
      store: (key, value) => store().then(() => void secrets.set(key, value)),
    },
    (line) => void warnings.push(line),
  );
  const session = new PanelSession(subject, {
    services,
    memory,
    strings: panelStrings({ t: (message: unknown) => String(message) }),
    post: (message) => {
      // The page must accept each message that the session sends.
      expect(readToPanel(structuredClone(message))).toBeDefined();
      return Promise.resolve(void posted.push(message));
    },
    copy: () => Promise.resolve(),
    saveFile: () => Promise.resolve(),
    answered: (answer) => void answers.push(answer),
    warn: (message) => void warnings.push(message),
  });
  const ofKind = <Kind extends ToPanel['kind']>(kind: Kind) =>
    posted.filter((message): message is Extract<ToPanel, { kind: Kind }> => message.kind === kind);
  return { services, session, memory, stored, secrets, posted, answers, warnings, ofKind };
}

function draft(change: Partial<Draft> = {}): Draft {
  return {
    target: { kind: 'remote', address: 'localhost:1', security: 'plaintext' },
    messages: ['{}'],
    metadata: [],
    deadline: '',
    ...change,
  };
}

function answering(answer: FakeCall): FakeServices {
  const services = new FakeServices();
  services.answer = answer;
  return services;
}

const send = (call: string, request = draft()) => ({ kind: 'send', call, request, metadata: [] });

describe('a session', () => {
  test('sends a new page its state, then the schema', async () => {
    const { session, posted } = setUp();
    await session.receive({ kind: 'ready' });
    expect(posted.map((message) => message.kind)).toEqual(['init', 'schema']);
  });

  test.each([
    ['nothing', undefined],
    ['a string', 'send'],
    ['an unknown kind', { kind: 'format' }],
    ['a send without a request', { kind: 'send', call: '1', metadata: [] }],
    ['a send with a deadline that is not a number', { ...send('1'), deadline: Number.NaN }],
    ['metadata that is not a list of pairs', { ...send('1'), metadata: [['a']] }],
    [
      'an unknown kind of security',
      send('1', draft({ target: { kind: 'remote', address: 'x:1', security: 'none' as 'tls' } })),
    ],
  ])('ignores an invalid message: %s', async (_name, message) => {
    const { session, services, warnings } = setUp();
    await session.receive({ kind: 'ready' });
    await session.receive(message);
    expect(warnings).toHaveLength(1);
    expect(services.calls).toEqual([]);
  });

  test('asks for the schema again if it changed during the request', async () => {
    const { session, services, ofKind } = setUp();
    const ready = session.receive({ kind: 'ready' });
    const set = new Uint8Array([1]);
    services.changeSchema(schemaNamed('second', set));
    services.changeSchema(schemaNamed('third', set));
    await ready;
    expect(ofKind('schema').at(-1)?.hash).toBe('third');
    expect(ofKind('schema').length).toBeLessThan(4);
  });

  test('sends a page that comes back everything that has happened in the meantime', async () => {
    const { session, ofKind } = setUp();
    await session.receive({ kind: 'ready' });
    await session.receive(send('1'));
    await expect.poll(() => ofKind('callEnd').length).toBe(1);
    await session.receive({ kind: 'ready' });
    expect(ofKind('init').at(-1)?.call).toMatchObject({ call: '1', outcome: { kind: 'status', code: 0 } });
    expect(
      ofKind('init')
        .at(-1)
        ?.call?.events.map((event) => event.kind),
    ).toEqual(['sent', 'headers', 'received']);
  });

  test('sends a short call to the page as one message, because each message costs the user a round trip', async () => {
    const { session, posted } = setUp();
    await session.receive({ kind: 'ready' });
    posted.length = 0;
    await session.receive(send('1', draft({ target: { kind: 'local', address: '127.0.0.1:50051' } })));
    expect(posted.filter(({ kind }) => kind !== 'callPhase' && kind !== 'servers')).toMatchObject([
      { kind: 'callEnd', events: [{ kind: 'sent' }, { kind: 'headers' }, { kind: 'received' }], outcome: { code: 0 } },
    ]);
  });

  test('sends a call with many replies in batches, the last of them with the outcome', async () => {
    const { session, ofKind } = setUp(answering(streams(2_500)));
    await session.receive({ kind: 'ready' });
    await session.receive(send('1'));
    await expect.poll(() => ofKind('callEnd').length).toBe(1);
    const batches = [...ofKind('callEvents'), ...ofKind('callEnd')].map(({ events }) => events);
    expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(1_000);
    expect(batches.at(-1)).not.toEqual([]);
    const replies = batches.flat().filter((event) => event.kind === 'received');
    expect(replies.map(({ index }) => index)).toEqual(Array.from({ length: 2_500 }, (_, index) => index));
  });

  test('sends the targets to the page only when a call has changed them', async () => {
    const { session, ofKind } = setUp();
    await session.receive({ kind: 'ready' });
    await session.receive(send('1'));
    await session.receive(send('2'));
    expect(ofKind('targets')).toHaveLength(1);
    const secure = { kind: 'remote', address: 'localhost:1', security: 'tls' } as const;
    await session.receive(send('3', draft({ target: secure })));
    expect(ofKind('targets').at(-1)?.targets).toEqual([{ address: 'localhost:1', security: 'tls' }]);
  });

  test('reports what the server answered, without metadata', async () => {
    const { session, answers } = setUp(answering(streams(3)));
    await session.receive({ kind: 'ready' });
    await session.receive(send('1', draft({ metadata: [{ key: 'authorization', value: 'secret', enabled: true }] })));
    expect(answers).toMatchObject([{ subject: SUBJECT, code: 0, status: 'OK', received: 3 }]);
    expect(JSON.stringify(answers)).not.toMatch(/secret|served-by/);
  });

  test('reports the text of an error, and nothing about a call that the user cancelled', async () => {
    const services = answering(refused);
    const { session, answers } = setUp(services);
    await session.receive({ kind: 'ready' });
    await session.receive(send('1'));
    expect(answers).toMatchObject([{ status: 'UNAVAILABLE', received: 0 }]);
    expect(answers[0]?.excerpt).toContain('ECONNREFUSED');
    services.answer = hangs;
    const sent = session.receive(send('2'));
    await session.receive({ kind: 'cancel', call: '2' });
    await sent;
    expect(answers).toHaveLength(1);
  });

  test('cancels the call that is named, and no other', async () => {
    const { session, ofKind } = setUp(answering(hangs));
    await session.receive({ kind: 'ready' });
    const sent = session.receive(send('1'));
    await session.receive({ kind: 'cancel', call: 'another' });
    expect(ofKind('callEnd')).toEqual([]);
    await session.receive({ kind: 'cancel', call: '1' });
    await sent;
    await expect.poll(() => ofKind('callEnd')[0]?.outcome).toMatchObject({ code: 1 });
  });

  test('explains why it makes no call if the schema is missing', async () => {
    const services = new FakeServices();
    services.schema = { kind: 'missing', message: 'gone' };
    const { session, ofKind } = setUp(services);
    await session.receive({ kind: 'ready' });
    await session.receive(send('1'));
    await expect.poll(() => ofKind('callEnd')[0]?.outcome.kind).toBe('failed');
    expect(services.calls).toEqual([]);
  });

  const PLACE = {
    uri: 'file:///greeter.proto',
    range: { startLine: 4, startCharacter: 2, endLine: 4, endCharacter: 5 },
  };

  test('reports the error that makes the schema unusable, and shows its place on request', async () => {
    const services = new FakeServices();
    services.schema = { kind: 'missing', message: 'greeter.proto:5:3: Expected ";".', place: PLACE };
    const { session, ofKind } = setUp(services);
    await session.receive({ kind: 'ready' });
    await session.receive({ kind: 'goToError', of: 'call' });
    expect(services.errorsShown).toEqual([]);
    await session.receive({ kind: 'goToError', of: 'schema' });
    expect(services.errorsShown).toEqual([PLACE]);
    await session.receive(send('1'));
    const outcome = { kind: 'failed', message: 'greeter.proto:5:3: Expected ";".', hasPlace: true };
    await expect.poll(() => ofKind('callEnd')[0]?.outcome).toEqual(outcome);
  });

  test('the session passes on the kind of a method whose schema is missing', async () => {
    const services = new FakeServices();
    services.schema = { kind: 'missing', message: 'broken', place: PLACE, methodKind: 'bidiStreaming' };
    const { session, ofKind } = setUp(services);
    await session.receive({ kind: 'ready' });
    const told = { kind: 'schemaMissing', message: 'broken', hasPlace: true, methodKind: 'bidiStreaming' };
    expect(ofKind('schemaMissing')).toEqual([told]);
  });

  test('says why a running local server does not serve the method, and shows the place of the error on request', async () => {
    const services = new FakeServices();
    services.servers = [{ ...LOCAL, label: 'shop', lacksService: true }];
    services.started = { kind: 'failed', message: 'It is left out.', place: PLACE };
    const { session, ofKind } = setUp(services);
    await session.receive({ kind: 'ready' });
    await session.receive(send('1', draft({ target: { kind: 'local' } })));
    await expect
      .poll(() => ofKind('callEnd')[0]?.outcome)
      .toEqual({ kind: 'failed', message: 'It is left out.', hasPlace: true });
    await session.receive({ kind: 'goToError', of: 'call' });
    expect(services.errorsShown).toEqual([PLACE]);
    expect(services.calls).toEqual([]);
  });

  test('keeps replies of the history only in the secret storage, and restores them', async () => {
    const { session, memory, stored } = setUp();
    const entry = { call: '1', time: 1, duration: 1, code: 0, status: 'OK', request: draft(), reply: 's3cret' };
    const view = { split: 0.5, historyOpen: true };
    await session.receive({ kind: 'save', state: { method: METHOD, draft: draft(), history: [entry], view } });
    expect(JSON.stringify([...stored])).not.toContain('s3cret');
    expect((await memory.state(SUBJECT))?.history).toEqual([entry]);
  });

  test('starts only the chosen server before it sends', async () => {
    const services = new FakeServices();
    services.servers = [LOCAL];
    services.started = { kind: 'started', address: '127.0.0.1:50060' };
    const { session } = setUp(services);
    await session.receive({ kind: 'ready' });
    await session.receive(send('1', draft({ target: choiceOf(GO) })));
    expect(services.startedAgain).toEqual([{ kind: 'go', id: GO.id, label: GO.label }]);
    expect(services.starts).toEqual([]);
    expect(services.calls[0]?.target).toEqual({ address: '127.0.0.1:50060', security: 'plaintext' });
  });

  test('does not send to another server if the chosen one does not start, and says why', async () => {
    const services = new FakeServices();
    services.servers = [LOCAL];
    services.started = { kind: 'failed', message: 'It does not build.' };
    const { session, ofKind } = setUp(services);
    await session.receive({ kind: 'ready' });
    await session.receive(send('1', draft({ target: choiceOf(GO) })));
    const outcome = { kind: 'failed', message: 'It does not build.' };
    await expect.poll(() => ofKind('callEnd')[0]?.outcome).toEqual(outcome);
    expect(services.calls).toEqual([]);
  });

  test('tells the page that the terminal of a Go server says why the server did not start, and shows the terminal', async () => {
    const services = new FakeServices();
    services.started = { kind: 'failed', message: 'It does not build.', hasTerminal: true };
    const { session, ofKind } = setUp(services);
    await session.receive({ kind: 'ready' });
    await session.receive(send('1', draft({ target: choiceOf(GO) })));
    const outcome = { kind: 'failed', message: 'It does not build.', hasTerminal: true };
    await expect.poll(() => ofKind('callEnd')[0]?.outcome).toEqual(outcome);
    const server = { kind: 'go', id: GO.id, label: GO.label } as const;
    await session.receive({ kind: 'showTerminal', server });
    expect(services.terminalsShown).toEqual([server]);
  });

  test('restarts a Go server, and tells the page when the restart is done', async () => {
    const { session, services, ofKind } = setUp();
    await session.receive({ kind: 'ready' });
    const server = { kind: 'go', id: GO.id, label: GO.label } as const;
    await session.receive({ kind: 'restartServer', server });
    expect(services.restarted).toEqual([server]);
    await expect.poll(() => ofKind('serverStarted')).toEqual([{ kind: 'serverStarted' }]);
  });

  test.each([choiceOf(GO), { kind: 'local' } as const])(
    'ends a call as cancelled, not as failed, if the user stops the server that the call waits for: $kind',
    async (target) => {
      const services = new FakeServices();
      services.started = { kind: 'stopped' };
      const { session, ofKind } = setUp(services);
      await session.receive({ kind: 'ready' });
      await session.receive(send('1', draft({ target })));
      await expect.poll(() => ofKind('callEnd')[0]?.outcome).toMatchObject({ kind: 'status', name: 'CANCELLED' });
    },
  );

  test('starts the next panel with the last server that replied if it is still running, otherwise without a choice', async () => {
    const services = new FakeServices();
    services.servers = [GO, LOCAL];
    const { session, ofKind } = setUp(services);
    await session.receive({ kind: 'ready' });
    await session.receive(send('1', draft({ target: choiceOf(GO) })));
    await session.receive({ kind: 'ready' });
    expect(ofKind('init').at(-1)?.defaultTarget).toEqual(choiceOf(GO));
    services.changeServers([LOCAL]);
    await session.receive({ kind: 'ready' });
    expect(ofKind('init').at(-1)?.defaultTarget).toEqual({ kind: 'local' });
  });

  test('keeps the explanation of a failed call only in the secret storage, and restores it', async () => {
    const { session, memory, stored } = setUp();
    const hint = { cause: 'It speaks TLS.', fix: 'Choose TLS.', security: 'tls' } as const;
    const entry = { call: '1', time: 1, duration: 1, code: 14, status: 'UNAVAILABLE', request: draft(), hint };
    const view = { split: 0.5, historyOpen: true };
    await session.receive({ kind: 'save', state: { method: METHOD, draft: draft(), history: [entry], view } });
    expect(JSON.stringify([...stored])).not.toContain('speaks TLS');
    expect((await memory.state(SUBJECT))?.history).toEqual([entry]);
  });

  test('ends the call when the runner has ended', async () => {
    const { session, ofKind } = setUp(answering(() => Promise.reject(new Error('The runner has stopped.'))));
    await session.receive({ kind: 'ready' });
    await session.receive(send('1'));
    await expect
      .poll(() => ofKind('callEnd')[0]?.outcome)
      .toEqual({ kind: 'failed', message: 'The runner has stopped.' });
  });

  test('remembers each called address, and starts the next panel with an address that replied', async () => {
    const { session, services, memory } = setUp();
    await session.receive({ kind: 'ready' });
    await session.receive(send('1', draft({ target: { kind: 'remote', address: 'good:1', security: 'tls' } })));
    services.answer = refused;
    await session.receive(send('2', draft({ target: { kind: 'remote', address: 'bad:1', security: 'plaintext' } })));
    expect(memory.targets).toEqual([
      { address: 'bad:1', security: 'plaintext' },
      { address: 'good:1', security: 'tls' },
    ]);
    expect(memory.lastTarget).toEqual({ kind: 'remote', address: 'good:1', security: 'tls' });
  });

  test('keeps the ten most recent targets, and forgets one on request', async () => {
    const { session, memory, ofKind } = setUp();
    await session.receive({ kind: 'ready' });
    for (let port = 1; port <= 12; port++) {
      const target = { kind: 'remote', address: `host:${port}`, security: 'plaintext' } as const;
      await session.receive(send(String(port), draft({ target })));
    }
    await session.receive({ kind: 'forgetTarget', address: 'host:11' });
    const kept = [12, 10, 9, 8, 7, 6, 5, 4, 3].map((port) => `host:${port}`);
    expect(memory.targets.map(({ address }) => address)).toEqual(kept);
    expect(ofKind('targets').at(-1)?.targets).toEqual(memory.targets);
  });

  test.each(['unix:/var/run/docker.sock', 'UNIX:x', 'unix-abstract:x', ' unix:x'])(
    'calls the socket %s only if the user agrees, and asks once',
    async (address) => {
      const { session, services, ofKind } = setUp();
      const request = draft({ target: { kind: 'remote', address, security: 'plaintext' } });
      await session.receive({ kind: 'ready' });
      services.confirms = false;
      await session.receive(send('1', request));
      await expect.poll(() => ofKind('callEnd')).toHaveLength(1);
      expect(services.calls).toEqual([]);
      services.confirms = true;
      await session.receive(send('2', request));
      await expect.poll(() => ofKind('callEnd')).toHaveLength(2);
      await session.receive(send('3', request));
      await expect.poll(() => ofKind('callEnd')).toHaveLength(3);
      expect(services.calls).toHaveLength(2);
      expect(services.asked).toEqual([address, address]);
    },
  );

  test('does not ask before a call to a server on the network', async () => {
    const { session, services, ofKind } = setUp();
    await session.receive({ kind: 'ready' });
    await session.receive(send('1', draft({ target: { kind: 'remote', address: 'a:1', security: 'tls' } })));
    await expect.poll(() => ofKind('callEnd')).toHaveLength(1);
    expect(services.asked).toEqual([]);
  });

  test('shows a reply before the storage has answered', async () => {
    const { session, ofKind, memory } = setUp(new FakeServices(), () => new Promise(() => undefined));
    await session.receive({ kind: 'ready' });
    await session.receive(send('1', draft({ target: { kind: 'remote', address: 'good:1', security: 'tls' } })));
    await expect.poll(() => ofKind('callEnd')[0]?.outcome).toMatchObject({ kind: 'status', code: 0 });
    // A panel that is opened in the meantime starts with the remembered state, stored or not.
    expect(memory.lastTarget).toEqual({ kind: 'remote', address: 'good:1', security: 'tls' });
    expect(memory.targets).toEqual([{ address: 'good:1', security: 'tls' }]);
  });

  test('shows a reply even if the disk is full, and warns once', async () => {
    const full = (): Promise<void> => Promise.reject(new Error('ENOSPC: no space left on device'));
    const { session, ofKind, warnings } = setUp(new FakeServices(), full);
    const view = { split: 0.5, historyOpen: true };
    await session.receive({ kind: 'ready' });
    for (const call of ['1', '2', '3']) {
      await session.receive(send(call));
      await expect.poll(() => ofKind('callEnd').at(-1)).toMatchObject({ call, outcome: { kind: 'status', code: 0 } });
      await session.receive({ kind: 'save', state: { method: METHOD, draft: draft(), history: [], view } });
    }
    expect(warnings).toEqual(['What panels remember cannot be stored: ENOSPC: no space left on device']);
  });

  test('stores one value at a time, and only the last of the values that wait', async () => {
    const waiting: (() => void)[] = [];
    let writes = 0;
    const slow = (): Promise<void> => {
      writes++;
      return new Promise((resolve) => waiting.push(resolve));
    };
    const { memory, stored } = setUp(new FakeServices(), slow);
    const address = (number: number) => ({ address: `host:${number}`, security: 'plaintext' as const });
    for (let number = 1; number <= 50; number++) memory.rememberChoice({ kind: 'remote', ...address(number) });
    expect(waiting).toHaveLength(1);
    const settled = memory.settled();
    for (let write = waiting.shift(); write !== undefined; write = waiting.shift()) {
      write();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await settled;
    expect([...stored.values()]).toEqual([{ kind: 'remote', ...address(50) }]);
    expect(writes).toBe(2);
  });

  test('can cancel a call while the local server starts, however long the start takes', async () => {
    const services = new FakeServices();
    services.startLocalServer = () => new Promise(() => undefined);
    const { session, ofKind } = setUp(services);
    await session.receive({ kind: 'ready' });
    const sent = session.receive(send('1', draft({ target: { kind: 'local' } })));
    await expect.poll(() => ofKind('callPhase')).toHaveLength(1);
    await session.receive({ kind: 'cancel', call: '1' });
    await sent;
    await expect.poll(() => ofKind('callEnd')[0]?.outcome).toMatchObject({ name: 'CANCELLED' });
  });

  test('cancels the running call when the panel is closed', async () => {
    let signal: AbortSignal | undefined;
    const { session } = setUp(
      answering((call, onEvent, given) => {
        signal = given;
        return hangs(call, onEvent, given);
      }),
    );
    await session.receive({ kind: 'ready' });
    const sent = session.receive(send('1'));
    await expect.poll(() => signal).toBeDefined();
    session.dispose();
    await sent;
    expect(signal?.aborted).toBe(true);
  });

  test('keeps the newest messages of an endless stream, and the headers', async () => {
    const count = KEPT_MESSAGES * 3;
    const { session, ofKind } = setUp(
      answering((call, onEvent, signal) => {
        void greets(call, onEvent, signal);
        for (let index = 1; index < count; index++)
          onEvent({ kind: 'received', index, json: '{}', size: 0, time: index });
        return Promise.resolve(ok(1));
      }),
    );
    await session.receive({ kind: 'ready' });
    await session.receive(send('1'));
    await session.receive({ kind: 'ready' });
    const events = ofKind('init').at(-1)?.call?.events ?? [];
    expect(events.length).toBeLessThanOrEqual(KEPT_MESSAGES * KEPT_SLACK + 1);
    expect(events[0]?.kind).toBe('headers');
    expect(events.at(-1)).toMatchObject({ kind: 'received', index: count - 1 });
  });

  test('stores only the state of its own method', async () => {
    const { session, memory } = setUp();
    const view = { split: 0.5, historyOpen: true };
    await session.receive({
      kind: 'save',
      state: { method: 'other.Service/Method', draft: draft(), history: [], view },
    });
    expect(await memory.state({ method: 'other.Service/Method' })).toBeUndefined();
    await session.receive({ kind: 'save', state: { method: METHOD, draft: draft(), history: [], view } });
    expect((await memory.state(SUBJECT))?.draft).toEqual(draft());
  });

  test('stores the state of each module, whatever module the page names', async () => {
    const inTwo = { method: METHOD, file: 'file:///two/a.proto', module: '/two' };
    const { session, memory, ofKind } = setUp(undefined, undefined, inTwo);
    await session.receive({ kind: 'ready' });
    expect(ofKind('init')[0]).toMatchObject(inTwo);
    const view = { split: 0.5, historyOpen: true };
    const state = { method: METHOD, draft: draft(), history: [], view };
    await session.receive({ kind: 'save', state: { ...state, module: '/one' } });
    expect(await memory.state(inTwo)).toMatchObject(inTwo);
    expect(await memory.state({ method: METHOD, module: '/one' })).toBeUndefined();
    expect(await memory.state(SUBJECT)).toBeUndefined();
  });

  test('starts the panel of a module with the state from before another module declared the method', async () => {
    const { session, memory } = setUp();
    const request = draft({ metadata: [{ key: 'authorization', value: 'Bearer s3cret', enabled: true }] });
    const view = { split: 0.5, historyOpen: true };
    await session.receive({ kind: 'save', state: { method: METHOD, draft: request, history: [], view } });
    expect((await memory.state({ method: METHOD, module: '/two' }))?.draft).toEqual(request);
  });

  test('keeps values of metadata only in the secret storage, and restores them', async () => {
    const { session, memory, stored, secrets } = setUp();
    const request = draft({ metadata: [{ key: 'authorization', value: 'Bearer s3cret', enabled: true }] });
    const history = [{ call: '1', time: 1, duration: 1, code: 0, status: 'OK', request }];
    await session.receive({
      kind: 'save',
      state: { method: METHOD, draft: request, history, view: { split: 0.5, historyOpen: true } },
    });
    expect(JSON.stringify([...stored])).not.toContain('s3cret');
    expect(JSON.stringify([...secrets])).toContain('s3cret');
    expect(await memory.state(SUBJECT)).toMatchObject({ draft: request, history });
  });
});
