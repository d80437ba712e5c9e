/** Runs a WebAssembly program once: bytes in, bytes out. A plugin worker runs this. */
import { messageOf } from '../base/background.ts';
import { createWasi, Exit, MemoryLimitError, type Wasi } from './wasi.ts';
import type { PluginOutcome } from './plugin.ts';

/**
 * Go's wasip1 port silently writes wrong files when its memory passes 2 GiB. Half of that is far more than any folder
 * needs.
 */
const MEMORY_LIMIT = 1 << 30;

/**
 * About how many bytes of memory one byte of input needs. We request them at once, because each growth makes V8 collect
 * garbage. That took a third of the time for a large file. Untouched pages cost nothing.
 */
const MEMORY_FACTOR = 100;
const PAGE = 1 << 16;

/**
 * Runs the program `name` to its end on this thread. It never throws: a trap, too much memory, or a module that is not
 * a WASI program is an outcome of kind `failed`. `memoryLimit` is in bytes.
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
    // Memory never shrinks, so its size now is its maximum.
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
    // The machine may still have as much memory as the program really needs.
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

/** A function that the shim lacks fails when the program calls it, not when the program is loaded. */
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
    throw new Error(`it called ${name}, which a plugin has no need of`);
  };
}

function tail(errors: string): string {
  const text = errors.trim();
  if (text === '') return '';
  return `\n${text.slice(-2_000)}`;
}
