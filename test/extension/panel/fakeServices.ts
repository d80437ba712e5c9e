/** The extension's services for tests, with schemas, servers and calls that a test controls. */
import { greeterSet } from '../../support/descriptorSet.ts';
import type { SourcePlace } from '../../../src/contract/schemaNode.ts';
import type { LocalServer, NamedServer } from '../../../src/contract/panel/messages.ts';
import type { CallEnd, CallEvent } from '../../../src/contract/calls.ts';
import type { MethodSchema, PanelCall, PanelServices, StartedServer } from '../../../src/extension/panel/services.ts';

export type FakeCall = (call: PanelCall, onEvent: (event: CallEvent) => void, signal: AbortSignal) => Promise<CallEnd>;

/** The local server of the Greeter, and a Go server of the user. */
export const LOCAL: LocalServer = { kind: 'local', id: '/greeter', label: 'greeter', address: '127.0.0.1:50051' };
export const GO: LocalServer = {
  kind: 'go',
  id: '/greeter/server',
  label: 'greeter/server',
  address: '127.0.0.1:50060',
};

let greeter: Uint8Array | undefined;

/** Makes a schema with a reference that leads nowhere, because no test fetches it. */
export function schemaNamed(hash: string, set: Uint8Array): MethodSchema {
  return { kind: 'schema', reference: { hash, pipe: '', token: '' }, set };
}

export class FakeServices implements PanelServices {
  schema: MethodSchema = schemaNamed('greeter', (greeter ??= greeterSet()));
  servers: readonly LocalServer[] = [];
  started: StartedServer = { kind: 'started', address: '127.0.0.1:50051' };
  readonly calls: PanelCall[] = [];
  readonly starts: string[] = [];
  readonly startedAgain: NamedServer[] = [];
  readonly restarted: NamedServer[] = [];
  readonly terminalsShown: NamedServer[] = [];
  readonly revealed: string[] = [];
  readonly implementationsShown: string[] = [];
  readonly errorsShown: SourcePlace[] = [];
  answer: FakeCall = greets;
  /** The user's reply to a question about a target, and the addresses in the questions. */
  confirms = true;
  readonly asked: string[] = [];
  readonly #schemaListeners = new Set<() => void>();
  readonly #serverListeners = new Set<() => void>();

  confirmTarget(address: string): Promise<boolean> {
    this.asked.push(address);
    return Promise.resolve(this.confirms);
  }

  methodSchema(): Promise<MethodSchema> {
    return Promise.resolve(this.schema);
  }

  readonly onDidChangeSchema = (listener: () => void): { dispose(): void } => listen(this.#schemaListeners, listener);
  readonly onDidChangeServers = (listener: () => void): { dispose(): void } => listen(this.#serverListeners, listener);

  changeSchema(schema: MethodSchema): void {
    this.schema = schema;
    for (const listener of this.#schemaListeners) listener();
  }

  changeServers(servers: readonly LocalServer[]): void {
    this.servers = servers;
    for (const listener of this.#serverListeners) listener();
  }

  localServers(): readonly LocalServer[] {
    return this.servers;
  }

  startLocalServer(method: string): Promise<StartedServer> {
    this.starts.push(method);
    if (this.started.kind === 'started') this.changeServers([{ ...LOCAL, address: this.started.address }]);
    return Promise.resolve(this.started);
  }

  startServer(_method: string, server: NamedServer): Promise<StartedServer> {
    this.startedAgain.push(server);
    if (this.started.kind === 'started')
      this.changeServers([...this.servers, { ...server, address: this.started.address }]);
    return Promise.resolve(this.started);
  }

  restartServer(server: NamedServer): Promise<void> {
    this.restarted.push(server);
    return Promise.resolve();
  }

  showTerminal(server: NamedServer): void {
    this.terminalsShown.push(server);
  }

  call(call: PanelCall, onEvent: (event: CallEvent) => void, signal: AbortSignal): Promise<CallEnd> {
    this.calls.push(call);
    return this.answer(call, onEvent, signal);
  }

  revealMethod(method: string): Promise<void> {
    this.revealed.push(method);
    return Promise.resolve();
  }

  goToImplementation(method: string): Promise<void> {
    this.implementationsShown.push(method);
    return Promise.resolve();
  }

  revealError(place: SourcePlace): Promise<void> {
    this.errorsShown.push(place);
    return Promise.resolve();
  }
}

function listen(listeners: Set<() => void>, listener: () => void): { dispose(): void } {
  listeners.add(listener);
  return { dispose: () => listeners.delete(listener) };
}

export function ok(time: number, trailers: Extract<CallEnd, { kind: 'status' }>['trailers'] = []): CallEnd {
  return { kind: 'status', code: 0, name: 'OK', details: '', trailers, time };
}

/** Replies as the local server does to a Greeter-shaped method. */
export const greets: FakeCall = (call, onEvent) => {
  const { name } = JSON.parse(call.messages[0] ?? '{}') as { name?: string };
  onEvent({ kind: 'sent', index: 0, size: 7, time: 0.4 });
  onEvent({
    kind: 'headers',
    metadata: [
      ['content-type', 'application/grpc+proto'],
      ['date', 'Mon, 23 Nov 2026 10:42:00 GMT'],
    ],
    time: 2.2,
  });
  onEvent({ kind: 'received', index: 0, json: `{\n  "message": "Hello ${name ?? ''}"\n}`, size: 13, time: 2.9 });
  return Promise.resolve(ok(3.1, [['x-served-by', 'local']]));
};

/** A call that continues until it is cancelled. */
export const hangs: FakeCall = (_call, _onEvent, signal) =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () =>
      resolve({ kind: 'status', code: 1, name: 'CANCELLED', details: 'Cancelled on client', trailers: [], time: 412 }),
    );
  });

export const refused: FakeCall = (call) =>
  Promise.resolve({
    kind: 'status',
    code: 14,
    name: 'UNAVAILABLE',
    details: `No connection established. Last error: Error: connect ECONNREFUSED ${call.target.address}`,
    trailers: [],
    time: 6.4,
    hint: { cause: `Nothing listens on ${call.target.address}.`, fix: 'Start the server, or choose another target.' },
  });

/** A call that streams `count` messages as fast as possible. */
export function streams(count: number): FakeCall {
  return async (_call, onEvent, signal) => {
    onEvent({ kind: 'sent', index: 0, size: 7, time: 0.4 });
    onEvent({ kind: 'headers', metadata: [['content-type', 'application/grpc+proto']], time: 1.5 });
    for (let index = 0; index < count && !signal.aborted; index++) {
      onEvent({
        kind: 'received',
        index,
        json: `{\n  "message": "Hello world, greeting ${index + 1} of ${count}"\n}`,
        size: 40,
        time: 2 + index * 0.37,
      });
      if (index % 500 === 499) await new Promise((resolve) => setImmediate(resolve));
    }
    return signal.aborted
      ? { kind: 'status', code: 1, name: 'CANCELLED', details: '', trailers: [], time: 900 }
      : ok(2 + count * 0.37);
  };
}
