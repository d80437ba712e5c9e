/** Each kind of child with one interface to start, use, stop and kill it, for the tests of the life cycle. */
import { createHash } from 'node:crypto';
import { publish } from '../support/publishedSets.ts';
import { connect, createServer, type Server } from 'node:net';
import { LocalServer } from '../../src/extension/servers/local/localServer.ts';
import { SchemaClient, type SchemaSet } from '../../src/extension/client/languageClient.ts';
import { languageServerWords, runnerWords, type Localize } from '../../src/extension/shared/childWords.ts';
import { Emitter } from '../../src/extension/shared/emitter.ts';
import { Runner } from '../../src/extension/shared/runner.ts';
import { launchChild, type Child } from '../../src/host/processes/child.ts';
import { LifeCycle } from '../../src/host/processes/lifeCycle.ts';
import { descriptorSet, greeterSet } from '../support/descriptorSet.ts';

export interface Subject {
  /** Rejects with a sentence for the user. */
  start(): Promise<unknown>;
  /** Sends a request that is answered, or that ends with the child. */
  ask(): Promise<unknown>;
  stop(): Promise<unknown>;
  dispose(): Promise<unknown>;
  state(): string;
  /** The messages that the user got without a request. */
  readonly told: string[];
}

export const l10n: Localize = {
  t: (message: unknown, ...values: unknown[]) =>
    String(message).replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)])),
};

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const describeExit = (code: number | null): string => (code === null ? 'killed' : `exit code ${code}`);

/** Makes the smallest possible child. */
export function echoSubject(module: string): Subject {
  const told: string[] = [];
  const life = new LifeCycle<Child>({
    launch: async (launch) => {
      const child = launchChild(launch, module, { describeExit, onStderr: () => undefined });
      await child.connection.sendRequest('echo', 1);
      return child;
    },
    words: runnerWords(l10n),
    log: (line) => told.push(line),
    onDied: (how) => told.push(how),
  });
  return {
    told,
    start: () => life.start(),
    ask: () => life.use((child) => child.connection.sendRequest('never')),
    stop: () => life.stop(),
    dispose: () => life.dispose(),
    state: () => life.state.kind,
  };
}

export function runnerSubject(module: string, silent: SilentPeer): Subject {
  const runner = new Runner({ module, log: quiet, l10n });
  const call = (messages: readonly string[]): Promise<unknown> => {
    const target = { address: silent.address, security: 'plaintext' } as const;
    const params = { method: 'greeter.v1.Greeter/SayHello', target, metadata: [], messages };
    const { signal } = new AbortController();
    return publish(greeter()).then((schema) => runner.call(schema, params, () => undefined, signal));
  };
  return {
    told: [],
    // This message does not fit the schema, so the runner answers it without a server.
    start: () => call(['{"none": 1}']),
    ask: () => call(['{}']),
    // A runner stops only with its window.
    stop: () => Promise.resolve(),
    dispose: () => runner.dispose(),
    state: () => runner.state,
  };
}

export interface ServerSubject extends Subject {
  readonly server: LocalServer;
  readonly schemaChanged: Emitter;
}

export function serverSubject(
  module: string,
  schema: () => Promise<SchemaSet | undefined> = () => greeterSchema(),
): ServerSubject {
  const told: string[] = [];
  const schemaChanged = new Emitter();
  const none = {
    append: () => undefined,
    appendLine: () => undefined,
    show: () => undefined,
    dispose: () => undefined,
  };
  const server = new LocalServer('/projects/greeter', {
    module,
    descriptorSet: schema,
    onDidChangeSchema: schemaChanged.event,
    output: none,
    l10n,
  });
  server.onDidDie((text) => told.push(text));
  const start = async (): Promise<void> => {
    const failure = await server.start(0);
    if (failure !== undefined) throw new Error('message' in failure ? failure.message : failure.kind);
  };
  return {
    server,
    schemaChanged,
    told,
    start,
    ask: start,
    stop: () => server.stop(),
    dispose: () => server.dispose(),
    state: () => server.state,
  };
}

export function languageServerSubject(module: string): Subject & { readonly client: SchemaClient } {
  const told: string[] = [];
  const client = new SchemaClient({
    connect: async (launch) => {
      const { connection } = launchChild(launch, module, {
        args: ['--node-ipc'],
        serialization: 'json',
        describeExit,
        onStderr: () => undefined,
      });
      await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
      await connection.sendNotification('initialized', {});
      return connection;
    },
    words: languageServerWords(l10n),
    log: quiet,
    tell: (message) => told.push(message),
    l10n,
  });
  return {
    client,
    told,
    start: () => client.modules(),
    ask: () => client.rescan(),
    stop: () => client.restart(),
    dispose: () => client.stop(),
    state: () => client.state,
  };
}

let set: Uint8Array | undefined;
function greeter(): Uint8Array {
  return (set ??= greeterSet());
}

export function greeterSchema(): Promise<SchemaSet> {
  return schemaWith({ services: ['greeter.v1.Greeter'] });
}

/** The properties of the schema that a test wants for a module. */
interface SchemaParts {
  /** The text that replaces the greeter's own proto. */
  readonly text?: string;
  /** All services of the module, including those that are left out because of an error. */
  readonly services: readonly string[];
  readonly leftOut?: readonly string[];
  /** The file with the error by the service that is left out, if the file is not `a.proto`. */
  readonly brokenFiles?: Readonly<Record<string, string>>;
}

export async function schemaWith({ text, services, leftOut, brokenFiles = {} }: SchemaParts): Promise<SchemaSet> {
  const bytes = text === undefined ? greeter() : descriptorSet({ 'greeter/v1/greeter.proto': text });
  const digest = createHash('sha256')
    .update(bytes)
    .update(JSON.stringify([services, leftOut, brokenFiles]));
  const range = { startLine: 0, startCharacter: 0, endLine: 0, endCharacter: 1 };
  const problem = { file: 'a.proto', message: 'broken', place: { uri: 'file:///a.proto', range } };
  const leftOutServices = (leftOut ?? []).map((fullName) => ({
    fullName,
    brokenFile: brokenFiles[fullName] ?? 'a.proto',
  }));
  return {
    kind: 'set',
    set: await publish(bytes, digest.digest('hex')),
    files: ['greeter/v1/greeter.proto'],
    leftOut: { files: leftOut === undefined ? [] : ['a.proto'], services: leftOutServices },
    problems: leftOut === undefined ? [] : [problem],
    module: { folder: '/projects/greeter', services },
  };
}

/** A peer that accepts connections and never replies. */
export interface SilentPeer {
  readonly address: string;
  close(): void;
}

export async function silentPeer(): Promise<SilentPeer> {
  const server: Server = createServer((socket) => socket.on('error', () => undefined).resume());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    address: `127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`,
    close: () => server.close(),
  };
}

/** Whether something listens at the address. */
export function answers(address: string): Promise<boolean> {
  const [host = '', port = ''] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect(Number(port), host, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
