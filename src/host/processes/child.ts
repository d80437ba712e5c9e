/**
 * Our own child processes (the runner, local servers), and their end of the line.
 * They speak JSON-RPC over Node's IPC with advanced serialization, so bytes travel as bytes; they die with their parent.
 */
import { fork, type ChildProcess } from 'node:child_process';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';

export interface ChildOptions {
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called once. `code` is null for a process that a signal ended, or that could not be started. */
  readonly onExit: (code: number | null) => void;
  /** What the process prints; it is expected to print nothing. */
  readonly onStderr: (text: string) => void;
}

export interface Child {
  /** Already listening. Requests that are open when the process ends are rejected. */
  readonly connection: MessageConnection;
  readonly pid: number | undefined;
  /** Settles when the process is gone. */
  dispose(): Promise<void>;
}

/** How long a process may take to leave by itself. */
const PATIENCE_MS = 1000;

export function startChild(modulePath: string, options: ChildOptions): Child {
  const child = fork(modulePath, [], {
    execPath: process.execPath,
    // fork would hand down --inspect with its port, which is taken.
    execArgv: [],
    env: childEnvironment(options.env),
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  const gone = watch(child, connection, options);
  connection.listen();
  return { connection, pid: child.pid, dispose: () => end(child, gone) };
}

/** The child's side. The handlers must be set at once, before the event loop turns. */
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

/** Settles when the process has ended, or never was. */
function watch(child: ChildProcess, connection: MessageConnection, options: ChildOptions): Promise<void> {
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', options.onStderr);
  return new Promise((resolve) => {
    let ended = false;
    const finish = (code: number | null): void => {
      if (ended) return;
      ended = true;
      connection.dispose();
      options.onExit(code);
      resolve();
    };
    child.on('exit', finish);
    child.on('error', (error) => {
      options.onStderr(`${error.message}\n`);
      if (child.pid === undefined) finish(null);
    });
  });
}

async function end(child: ChildProcess, gone: Promise<void>): Promise<void> {
  if (child.connected) child.disconnect();
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  await gone;
  clearTimeout(timer);
}
