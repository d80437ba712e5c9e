/**
 * Our own child processes (the runner, local servers), and their side of the connection. They speak JSON-RPC over
 * Node's IPC with advanced serialization, so bytes travel as bytes. They end when their parent ends.
 */
import { fork, type ChildProcess as ForkedProcess } from 'node:child_process';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { Launch, OwnedChild } from './lifeCycle.ts';

/** How a process is started, and who gets its events. */
export interface ChildOptions {
  readonly args?: readonly string[];
  /** Flags of Node itself. */
  readonly execArgv?: readonly string[];
  /** Default `advanced`: bytes travel as bytes. */
  readonly serialization?: 'json' | 'advanced';
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called once. `code` is null if a signal ended the process, or if it could not start. */
  readonly onExit: (code: number | null) => void;
  /** The output of the process; it should print nothing. */
  readonly onStderr: (text: string) => void;
}

/** A child whose connection has its own protocol. */
export interface ChildProcess extends OwnedChild {
  readonly reader: IPCMessageReader;
  readonly writer: IPCMessageWriter;
  readonly pid: number | undefined;
}

/** One of our processes with a JSON-RPC connection. */
export interface Child extends OwnedChild {
  /** Already listening. If the process ends, open requests are rejected. */
  readonly connection: MessageConnection;
  readonly pid: number | undefined;
}

/** How long a process may take to exit on its own after its connection closes, in milliseconds. */
const PATIENCE_MS = 1000;

/** Starts one of our bundles and listens to it. It does not throw: a process that cannot start exits with null. */
export function startChild(modulePath: string, options: ChildOptions): Child {
  const onExit = (code: number | null): void => {
    connection.dispose();
    options.onExit(code);
  };
  const child = startProcess(modulePath, { ...options, onExit });
  const connection = createMessageConnection(child.reader, child.writer);
  connection.listen();
  return {
    connection,
    pid: child.pid,
    get connected() {
      return child.connected;
    },
    dispose: () => child.dispose(),
  };
}

/** The same without a connection, for a client that makes one itself. */
export function startProcess(modulePath: string, options: ChildOptions): ChildProcess {
  const child = fork(modulePath, options.args ?? [], {
    execPath: process.execPath,
    // `fork` would pass on `--inspect` with the port of this process.
    execArgv: [...(options.execArgv ?? [])],
    env: childEnvironment(options.env),
    serialization: options.serialization ?? 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const gone = watch(child, options);
  return {
    reader: new IPCMessageReader(child),
    writer: new IPCMessageWriter(child),
    pid: child.pid,
    get connected() {
      return child.connected;
    },
    dispose: () => {
      if (child.connected) child.disconnect();
      return gone;
    },
  };
}

/** Options of a child that belongs to a life cycle. */
export type LaunchedOptions = Omit<ChildOptions, 'onExit'> & {
  /** For the user: `exit code 7`. */
  readonly describeExit: (code: number | null) => string;
};

/** A child that its life cycle ends and watches. */
export function launchChild(launch: Launch, modulePath: string, options: LaunchedOptions): Child {
  const child = startChild(modulePath, { ...options, onExit: (code) => launch.died(options.describeExit(code)) });
  launch.own(child);
  return child;
}

/** The child's side of the connection. Set the handlers at once, before the next turn of the event loop. */
export function serveParent(): MessageConnection {
  const leave = (): never => process.exit(0);
  process.on('disconnect', leave);
  if (!process.connected) leave();
  const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  connection.listen();
  return connection;
}

function childEnvironment(added: Readonly<Record<string, string>> | undefined): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, ...added, ELECTRON_RUN_AS_NODE: '1' };
  const options = env['NODE_OPTIONS']?.replace(/--inspect(-\w+)*(=\S+)?/g, '').trim();
  if (options === undefined || options === '') delete env['NODE_OPTIONS'];
  else env['NODE_OPTIONS'] = options;
  return env;
}

/** Settles when the process has ended or was never started. */
function watch(child: ForkedProcess, options: ChildOptions): Promise<void> {
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', options.onStderr);
  return new Promise((resolve) => {
    let ended = false;
    let patience: NodeJS.Timeout | undefined;
    const finish = (code: number | null): void => {
      if (ended) return;
      ended = true;
      clearTimeout(patience);
      options.onExit(code);
      resolve();
    };
    child.on('exit', finish);
    // Either side may have closed the connection. A child that we cannot reach is useless.
    child.on('disconnect', () => {
      if (!ended) patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    });
    child.on('error', (error) => {
      options.onStderr(`${error.message}\n`);
      if (child.pid === undefined) finish(null);
    });
  });
}
