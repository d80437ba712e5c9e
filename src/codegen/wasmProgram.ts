/** Runs a WebAssembly program once, with bytes as its input and bytes as its output. A plugin worker uses it. */
import { messageOf } from '../base/background.ts';
import { createWasi, Exit, MemoryLimitError, type Wasi } from './wasi.ts';
import type { PluginOutcome } from './plugin.ts';

/**
 * We stop a program that needs more bytes of memory than this. Go's wasip1 port silently writes wrong files if its
 * memory passes 2 GiB. Half of that is far more than any folder needs.
 */
const MEMORY_LIMIT = 1 << 30;

/**
 * A program needs about this many bytes of memory for each byte of its input. We request them all at once, because V8
 * collects garbage whenever the memory grows. For a large file, that took a third of the time. Pages that the program
 * does not touch cost nothing.
 */
const MEMORY_FACTOR = 100;
const PAGE = 1 << 16;

/**
 * Runs the program `name` to its end on this thread. It never throws. It returns an outcome of kind `failed` after a
 * trap, for too much memory, and for a module that is not a WASI program. `memoryLimit` is in bytes.
 */
export function runWasmProgram(
  module: WebAssembly.Module,
  name: string,
  input: Uint8Array,
  memoryLimit = MEMORY_LIMIT,
): PluginOutcome {
  const wasi = createWasi({ args: [name], input, memoryLimit });
  const instance = new WebAssembly.Instance(module, importsFor(module, wasi.imports));
  const { memory, _start: start } = instance.exports;
  if (!(memory instanceof WebAssembly.Memory) || typeof start !== 'function') {
    return { kind: 'failed', reason: 'broken', message: `${name} is not a WASI program` };
  }
  wasi.attach(memory);
  makeRoom(memory, Math.min(input.length * MEMORY_FACTOR, memoryLimit / 2));
  try {
    const exitCode = exitCodeOf(start as () => void);
    // Memory never shrinks, so its size at the end is the most that the program used.
    wasi.checkMemory();
    return { kind: 'exited', exitCode, output: wasi.output(), errors: new TextDecoder().decode(wasi.errors()) };
  } catch (error) {
    if (error instanceof MemoryLimitError)
      return { kind: 'failed', reason: 'memory', message: `${name} ${error.message}` };
    const message = messageOf(error);
    return {
      kind: 'failed',
      reason: 'broken',
      message: `${name} stopped: ${message}${tail(new TextDecoder().decode(wasi.errors()))}`,
    };
  }
}

function makeRoom(memory: WebAssembly.Memory, size: number): void {
  const missing = Math.floor((size - memory.buffer.byteLength) / PAGE);
  if (missing <= 0) return;
  try {
    memory.grow(missing);
  } catch {
    // We ignore this failure, because the machine may still have the memory that the program really needs.
  }
}

function exitCodeOf(start: () => void): number {
  try {
    start();
    return 0;
  } catch (error) {
    if (error instanceof Exit) return error.code;
    throw error;
  }
}

/**
 * Returns the functions that a module imports. A function that we do not have fails when the program calls it, not when
 * we load the program.
 */
function importsFor(module: WebAssembly.Module, known: Wasi['imports']): WebAssembly.Imports {
  const imports = new Map<string, Map<string, (...args: never[]) => unknown>>();
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    const functions = imports.get(from) ?? new Map<string, (...args: never[]) => unknown>();
    imports.set(from, functions);
    functions.set(name, (Object.hasOwn(known, name) ? known[name] : undefined) ?? missing(name));
  }
  return Object.fromEntries([...imports].map(([from, functions]) => [from, Object.fromEntries(functions)]));
}

function missing(name: string): () => never {
  return () => {
    throw new Error(`it called ${name}, which plugins do not need`);
  };
}

function tail(errors: string): string {
  const text = errors.trim();
  if (text === '') return '';
  return `\n${text.slice(-2_000)}`;
}
