/** Runs plugins that are programs on this machine, as protoc does: each run is a child process without a shell. */
import { execFile, spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { availableParallelism, homedir } from 'node:os';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { inBackground } from '../../base/background.ts';
import type { PluginOutcome } from '../../codegen/plugin.ts';
import type { PluginPrograms } from '../../codegen/ports.ts';
import { fromFilePath } from '../files/files.ts';
import { Turnstile } from './turnstile.ts';

/** A program to run. Its paths have the platform's form. */
export interface PluginProgram {
  /** The name of the plugin in messages. */
  readonly name: string;
  /** The program and its arguments. If the program has no slash, we look it up in PATH. */
  readonly command: readonly string[];
  /** The folder that relative paths start from. */
  readonly cwd: string;
}

/** The environment of a program, and its time limit. */
export interface ProgramOptions {
  readonly env: NodeJS.ProcessEnv;
  /** After this many milliseconds we treat a plugin as hanging. The longest real run takes a tenth of this time. */
  readonly patience: number;
}

const DEFAULTS: ProgramOptions = { env: process.env, patience: 120_000 };

/**
 * Runs as many programs at a time as there are processors. Each Go package is a request, and a large tree has a
 * thousand of them.
 */
export function createPluginPrograms(): PluginPrograms {
  const turnstile = new Turnstile(availableParallelism());
  return {
    run: ({ name, command, cwd }, request, signal) => {
      const program = { name, command, cwd: cwd === undefined ? process.cwd() : fromFilePath(cwd) };
      return turnstile.pass(() => runPluginProgram(program, request, signal));
    },
  };
}

/** Starts the program, sends the request to it and returns its reply. It rejects if `signal` aborts. */
export async function runPluginProgram(
  program: PluginProgram,
  request: Uint8Array,
  signal: AbortSignal,
  options: Partial<ProgramOptions> = {},
): Promise<PluginOutcome> {
  const { env, patience } = { ...DEFAULTS, ...options };
  const located = await locate(program, env, { signal, timeout: patience });
  if ('kind' in located) return located;
  signal.throwIfAborted();
  return runProgram(program.name, located, request, signal, patience);
}

/** The limits for waiting for a program. */
interface Limits {
  readonly signal: AbortSignal;
  readonly timeout: number;
}

interface Located {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

async function locate(
  { name, command, cwd }: PluginProgram,
  env: NodeJS.ProcessEnv,
  limits: Limits,
): Promise<Located | PluginOutcome> {
  const [program = '', ...args] = command;
  if (program.includes('/') || program.includes('\\')) return locateFile(name, resolve(cwd, program), args, cwd);
  const file = await findProgram(program, env);
  if (file === undefined) return { kind: 'failed', reason: 'missing', message: `${program} was not found on PATH` };
  const tool =
    program === 'go' && args[0] === 'tool' && args.length === 2
      ? await goTool(file, args[1] ?? '', cwd, limits)
      : undefined;
  if (tool === undefined) return { file, args, cwd };
  return { file: tool, args: [], cwd };
}

async function locateFile(
  name: string,
  file: string,
  args: readonly string[],
  cwd: string,
): Promise<Located | PluginOutcome> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined)
    return { kind: 'failed', reason: 'missing', message: `${name} was not found: there is no ${file}` };
  if (!found.isFile() || !(await isProgram(file))) {
    return {
      kind: 'failed',
      reason: 'broken',
      message: `${name} cannot be run: ${file} is not a program${process.platform === 'win32' ? '' : `; if it should be one, run: chmod +x ${file}`}`,
    };
  }
  return { file, args, cwd };
}

/** Returns the path at which Go has built a tool. If we start the tool from there, a request does not need `go`. */
async function goTool(go: string, name: string, cwd: string, limits: Limits): Promise<string | undefined> {
  const asked = promisify(execFile)(go, ['tool', '-n', name], { cwd, windowsHide: true, ...limits });
  const answer = await asked.catch(() => undefined);
  const file = answer?.stdout.trim() ?? '';
  // If the reply of Go is not the path of a program, we let Go run the tool.
  if (isAbsolute(file) && (await isProgram(file))) return file;
  return undefined;
}

/** Finds a program on PATH, or in the folder of `go install`, because many users do not add that folder to PATH. */
export async function findProgram(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const gopath = (env['GOPATH'] ?? join(homedir(), 'go')).split(delimiter).map((folder) => join(folder, 'bin'));
  const folders = [...(env['PATH'] ?? env['Path'] ?? '').split(delimiter), env['GOBIN'] ?? '', ...gopath];
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  for (const folder of folders) {
    if (folder === '') continue;
    const path = join(folder, file);
    if (await isProgram(path)) return path;
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function runProgram(
  name: string,
  { file, args, cwd }: Located,
  request: Uint8Array,
  signal: AbortSignal,
  patience: number,
): Promise<PluginOutcome> {
  return new Promise((settle, reject) => {
    // The program gets its own process group, so that we can end its children with it.
    const child = spawn(file, args, {
      cwd,
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      detached: process.platform !== 'win32',
    });
    const [output, errors]: [Buffer[], Buffer[]] = [[], []];
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
    const finishWith = (outcome: PluginOutcome): void => {
      finish();
      settle(outcome);
    };
    // After a timeout or an abort, we do not wait for the pipes to close. A child of the program may keep them open
    // forever.
    const timer = setTimeout(() => {
      abandon(child);
      finishWith({ kind: 'failed', reason: 'broken', message: hanging(name, file, patience) });
    }, patience);
    const abort = (): void => {
      abandon(child);
      finish();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', (error) =>
      finishWith({ kind: 'failed', reason: 'broken', message: `${name} could not be started: ${error.message}` }),
    );
    child.on('close', (code, killedBy) => {
      const said = Buffer.concat(errors).toString('utf8');
      if (code === null) finishWith({ kind: 'failed', reason: 'broken', message: killed(name, killedBy, said) });
      else finishWith({ kind: 'exited', exitCode: code, output: Buffer.concat(output), errors: said });
    });
    // If a plugin ends before it has read everything, it closes the pipe. We ignore that error, because the exit code
    // gives the reason.
    child.stdin.on('error', () => undefined);
    child.stdin.end(request);
  });
}

function killed(name: string, signal: NodeJS.Signals | null, said: string): string {
  const reason = `${name} was ended by ${signal ?? 'a signal'}`;
  if (said.trim() === '') return reason;
  return `${reason}: ${said.trim()}`;
}

function hanging(name: string, file: string, patience: number): string {
  return `${name} gave no answer within ${Math.round(patience / 1000)} s and was stopped; see whether ${file} is a protoc plugin, and works with protoc`;
}

/** Ends a program with all its children. It also closes our end of the pipes, which other processes may keep open. */
function abandon(child: ChildProcessWithoutNullStreams): void {
  killTree(child);
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
  child.unref();
}

function killTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    // Windows has no process groups, so its own tool ends the process tree. If that fails, we end only the program.
    const taskkill = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'taskkill.exe');
    const kill = promisify(execFile)(taskkill, ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true });
    inBackground(kill, taskkill, () => child.kill('SIGKILL'));
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The program has just ended by itself.
  }
}
