/**
 * Programs that a test runs next to the window, such as `go run ./server`: either to their end, or until the test ends
 * them.
 */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { until } from './until.ts';

export interface Ended {
  readonly code: number;
  /** Standard output and standard error, in the order in which they came. */
  readonly output: string;
}

export interface RunningProgram {
  output(): string;
  /** Waits until the output matches, and returns the match. */
  waitForOutput(pattern: RegExp, patienceMs?: number): Promise<RegExpExecArray>;
  /** Ends the program with all its descendants. */
  stop(): Promise<void>;
}

async function runProgram(command: string, args: readonly string[], cwd: string): Promise<Ended> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
  const output = collect(child);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit) => resolve(exit ?? 1));
  });
  return { code, output: output() };
}

/** Runs a program to its end, and throws with its output if it fails. */
export async function mustRun(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, output } = await runProgram(command, args, cwd);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with exit code ${code}:\n${output}`);
  return output;
}

export function startProgram(command: string, args: readonly string[], cwd: string): RunningProgram {
  // The program has its own process group on POSIX, so that `go run` and the program it built end together.
  const child = spawn(command, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    detached: process.platform !== 'win32',
  });
  const output = collect(child);
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  return {
    output,
    waitForOutput: async (pattern, patienceMs = 120_000) => {
      const found = await until(
        `${command} to print ${pattern.source}`,
        () => pattern.exec(output()) ?? (isOver() ? 'ended' : undefined),
        patienceMs,
      ).catch((error: unknown) => {
        throw new Error(`${String(error)}; it printed:\n${output()}`, { cause: error });
      });
      if (found === 'ended') throw new Error(`${command} ${args.join(' ')} ended early and printed:\n${output()}`);
      return found;
    },
    stop: async () => {
      if (child.pid !== undefined) endGroup(child.pid);
      await ended;
    },
  };
}

function endGroup(pid: number): void {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/PID', String(pid), '/T', '/F'], { windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // The whole group has ended already.
  }
}

function collect(child: ChildProcess): () => string {
  let output = '';
  const read = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on('data', read);
  child.stderr?.on('data', read);
  return () => output;
}
