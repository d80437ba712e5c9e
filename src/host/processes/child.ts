/**
 * Starts our own child processes (the runner, local servers), and has their side of the connection too. The processes
 * speak JSON-RPC over Node's IPC with advanced serialization, so they can send bytes as they are. A child ends when its
 * parent ends.
 */
import { fork, type ChildProcess as ForkedProcess } from 'node:child_process';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { Launch, OwnedChild } from './lifeCycle.ts';

/** How to start a process, and the functions that receive its events. */
export interface ChildOptions {
  readonly args?: readonly string[];
  /** The flags of Node itself. */
  readonly execArgv?: readonly string[];
  /** The default is `advanced`, which sends bytes as they are. */
  readonly serialization?: 'json' | 'advanced';
  /** Variables to add to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called once when the process ends. `code` is null if a signal ended the process, or if it could not start. */
  readonly onExit: (code: number | null) => void;
  /** Receives the output of the process, which should print nothing. */
  readonly onStderr: (text: string) => void;
}

/** A child process whose connection has a protocol of the caller. */
export interface ChildProcess extends OwnedChild {
  readonly reader: IPCMessageReader;
  readonly writer: IPCMessageWriter;
  readonly pid: number | undefined;
}

/** A child process with a JSON-RPC connection. */
export interface Child extends OwnedChild {
  /** The connection, which already listens. If the process ends, all open requests are rejected. */
  readonly connection: MessageConnection;
  readonly pid: number | undefined;
}

/** The time that a process has to exit after its connection closes, in milliseconds. Then we kill it. */
const PATIENCE_MS = 1000;

/**
 * Starts one of our bundles and listens to its messages. It does not throw. If the process cannot start, `onExit` gets
 * null.
 */
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

/** Starts one of our bundles without a connection, for a client that makes one itself. */
export function startProcess(modulePath: string, options: ChildOptions): ChildProcess {
  const child = fork(modulePath, options.args ?? [], {
    execPath: process.execPath,
    // By default, `fork` would pass on `--inspect` with the port of this process.
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

/** The options of a child that belongs to a life cycle. */
export type LaunchedOptions = Omit<ChildOptions, 'onExit'> & {
  /** Describes the exit to the user: `exit code 7`. */
  readonly describeExit: (code: number | null) => string;
};

/** Starts a child that belongs to a life cycle. The life cycle ends the child and notices when it ends by itself. */
export function launchChild(launch: Launch, modulePath: string, options: LaunchedOptions): Child {
  const child = startChild(modulePath, { ...options, onExit: (code) => launch.died(options.describeExit(code)) });
  launch.own(child);
  return child;
}

/** Returns the child's side of the connection. Set its handlers at once, before the next turn of the event loop. */
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

/** Settles when the process has ended, or could not start. */
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
    // Either side may have closed the connection. We kill the child, because it is useless if we cannot reach it.
    child.on('disconnect', () => {
      if (!ended) patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    });
    child.on('error', (error) => {
      options.onStderr(`${error.message}\n`);
      if (child.pid === undefined) finish(null);
    });
  });
}
