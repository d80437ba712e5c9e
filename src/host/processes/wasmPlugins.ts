/**
 * Runs the plugins that ship with the extension, gofmt, and the Go reader. They are WebAssembly modules, which we
 * compile once and run in worker threads.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { brotliDecompress } from 'node:zlib';
import type { GoReading } from '../../codegen/targets/go/reading/goReader.ts';
import type { FormatResult } from '../../codegen/targets/go/reading/gofmt.ts';
import type { PluginOutcome, PluginRunner } from '../../codegen/plugin.ts';
import type { GoToRead, WorkerJob, WorkerResult } from './workerJob.ts';
import { keyOf, RecentResults } from './recentResults.ts';
import { WorkerPool } from './workerPool.ts';

const decompress = promisify(brotliDecompress);

/**
 * Sets how long a function must run before V8 compiles it a second time for speed. With V8's default, a short run
 * spends most of its time on that: generation for a Greeter took 4 s of CPU time instead of 1 s. Runs over hundreds of
 * files take the same time either way. The flag affects the whole process, but only WebAssembly.
 */
const TIERING = '--wasm-tiering-budget=1500000000';

/** We keep at most this many bytes of plugins' output: the output for some hundred .proto files. */
const KEPT_OUTPUT = 32 * 1024 * 1024;

/** The paths of files that generation reads at run time. */
export interface GenerateAssets {
  /** The path of the bundle of src/processes/pluginWorker/main.ts. */
  readonly worker: string;
  readonly gofmt: string;
  readonly goReader: { readonly runtime: string; readonly grammar: string };
  /** The folder with the output of scripts/go-plugins.mjs. */
  readonly plugins: string;
}

/** Runs the WebAssembly programs of this build, which share one pool of threads. Call `close` at the end. */
export class WasmPlugins {
  readonly #assets: GenerateAssets;
  readonly #pool: WorkerPool<WorkerJob, WorkerResult>;
  readonly #outcomes = new RecentResults<PluginOutcome>(KEPT_OUTPUT);
  readonly #modules = new Map<string, Promise<WebAssembly.Module>>();

  constructor(assets: GenerateAssets) {
    setFlagsFromString(TIERING);
    this.#assets = assets;
    this.#pool = new WorkerPool(assets.worker);
  }

  /** Returns a runner for the plugins in `directory`. It finds a plugin by its name. */
  runner(directory: string): PluginRunner {
    return {
      run: (plugin, request, signal) => this.#outcome(join(directory, `${plugin}.wasm.br`), plugin, request, signal),
    };
  }

  async gofmt(sources: readonly string[], signal: AbortSignal): Promise<readonly FormatResult[]> {
    const module = await this.#module(this.#assets.gofmt);
    const result = await this.#pool.run({ kind: 'gofmt', module, sources }, signal);
    if (result.kind === 'gofmt') return result.results;
    return [];
  }

  async readGo(sources: readonly GoToRead[], signal: AbortSignal): Promise<readonly GoReading[]> {
    const [runtime, grammar] = await Promise.all([
      this.#module(this.#assets.goReader.runtime),
      this.#module(this.#assets.goReader.grammar),
    ]);
    const result = await this.#pool.run({ kind: 'readGo', modules: { runtime, grammar }, sources }, signal);
    if (result.kind === 'readGo') return result.readings;
    return [];
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  /**
   * Runs a plugin, or returns the outcome of an equal request. Besides its request, a plugin sees only a clock and
   * random numbers, and the plugins that ship with the extension write neither into their output.
   */
  async #outcome(file: string, name: string, request: Uint8Array, signal: AbortSignal): Promise<PluginOutcome> {
    const key = keyOf(file, request);
    const known = this.#outcomes.get(key);
    if (known !== undefined) return known;
    const outcome = await this.#runPlugin(file, name, request, signal);
    if (outcome.kind === 'exited' && outcome.exitCode === 0) this.#outcomes.keep(key, outcome, outcome.output.length);
    return outcome;
  }

  async #runPlugin(file: string, name: string, request: Uint8Array, signal: AbortSignal): Promise<PluginOutcome> {
    this.#pool.warm();
    const module = await this.#module(file).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (module === undefined)
      return { kind: 'failed', reason: 'missing', message: `${name} is not part of this build` };
    const result = await this.#pool.run({ kind: 'plugin', module, name, request }, signal);
    if (result.kind === 'plugin') return result.outcome;
    return { kind: 'failed', reason: 'broken', message: `${name} gave no answer` };
  }

  #module(file: string): Promise<WebAssembly.Module> {
    const known = this.#modules.get(file);
    if (known !== undefined) return known;
    const loading = loadModule(file);
    // We forget a file that we could not read, because it may exist the next time.
    loading.catch(() => this.#modules.delete(file));
    this.#modules.set(file, loading);
    return loading;
  }
}

async function loadModule(file: string): Promise<WebAssembly.Module> {
  const bytes = await readFile(file);
  if (file.endsWith('.br')) return WebAssembly.compile(await decompress(bytes));
  return WebAssembly.compile(bytes);
}
