/** A running generated server on a free port, and its output. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { until } from '../../support/wait.ts';

/**
 * A server that does not end by itself within this many milliseconds is killed, so that the test fails and does not
 * hang.
 */
const PATIENCE = 30_000;

export class GoServer {
  readonly process: ChildProcess;
  #log = '';

  private constructor(process: ChildProcess) {
    this.process = process;
    process.stderr?.on('data', (chunk: Buffer) => {
      this.#log += chunk.toString();
    });
  }

  /** Resolves when the server listens. */
  static async start(
    program: string,
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<GoServer> {
    const server = new GoServer(
      spawn(program, args, {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, GRPC_ADDR: '127.0.0.1:0', ...env },
      }),
    );
    await server.said(/listening addr=\S+/);
    return server;
  }

  get address(): string {
    return /listening addr=(\S+)/.exec(this.#log)?.[1] ?? '';
  }

  get log(): string {
    return this.#log;
  }

  async said(what: RegExp): Promise<void> {
    await until(`the server to say ${what.source}, instead of: ${this.#log}`, () => {
      if (this.process.exitCode !== null) throw new Error(`the server has ended: ${this.#log}`);
      return what.test(this.#log);
    });
  }

  /** Sends a signal. Returns how the server ended, and how many milliseconds this took. */
  async end(
    signal: 'SIGTERM' | 'SIGKILL',
  ): Promise<{ readonly code: number | null; readonly signal: string | null; readonly took: number }> {
    if (this.process.exitCode !== null || this.process.signalCode !== null)
      return { code: this.process.exitCode, signal: this.process.signalCode, took: 0 };
    const started = performance.now();
    const exited = once(this.process, 'exit') as Promise<[number | null, string | null]>;
    this.process.kill(signal);
    const late = setTimeout(() => this.process.kill('SIGKILL'), PATIENCE);
    const [code, by] = await exited.finally(() => clearTimeout(late));
    return { code, signal: by, took: performance.now() - started };
  }
}
