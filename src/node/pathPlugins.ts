/** Plugins that are installed on the machine, as protoc runs them: a child process each, no shell. */
import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { PluginOutcome, PluginRunner } from '../codegen/plugin.ts';

export function pathPlugins(env: NodeJS.ProcessEnv = process.env): PluginRunner {
  return {
    run: async (plugin, request, signal) => {
      const program = await findProgram(plugin, env);
      if (program === undefined) return { kind: 'failed', reason: 'missing', message: `${plugin} was not found on PATH` };
      return runProgram(program, plugin, request, signal);
    },
  };
}

/** On PATH, or where `go install` puts programs: the folder that people forget to add to it. */
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

function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function runProgram(program: string, name: string, request: Uint8Array, signal: AbortSignal): Promise<PluginOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [], { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true, signal });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', (error) => {
      if (signal.aborted) reject(error);
      else resolve({ kind: 'failed', reason: 'broken', message: `${name} could not be started: ${error.message}` });
    });
    child.on('close', (code, killedBy) => {
      if (code === null) resolve({ kind: 'failed', reason: 'broken', message: `${name} was ended by ${killedBy ?? 'a signal'}` });
      else resolve({ kind: 'exited', exitCode: code, output: Buffer.concat(output), errors: Buffer.concat(errors).toString('utf8') });
    });
    // A plugin that ends before it has read everything closes the pipe; its exit says why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(request);
  });
}
