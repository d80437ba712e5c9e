/** What a plugin worker is asked to do. Modules are compiled once and shared; only bytes and texts travel. */
import { createGofmt, type FormatResult, type Gofmt } from './gofmt.ts';
import { runWasmProgram } from './wasmProgram.ts';
import type { PluginOutcome } from './plugin.ts';

export type WorkerJob =
  | { readonly kind: 'plugin'; readonly module: WebAssembly.Module; readonly name: string; readonly request: Uint8Array }
  | { readonly kind: 'gofmt'; readonly module: WebAssembly.Module; readonly sources: readonly string[] };

export type WorkerResult =
  | { readonly kind: 'plugin'; readonly outcome: PluginOutcome }
  | { readonly kind: 'gofmt'; readonly results: readonly FormatResult[] };

/** Keeps the formatter between jobs; a plugin starts anew each time, as a process would. */
export function createJobRunner(): (job: WorkerJob) => WorkerResult {
  let gofmt: Gofmt | undefined;
  return (job) => {
    if (job.kind === 'plugin') return { kind: 'plugin', outcome: runWasmProgram(job.module, job.name, job.request) };
    gofmt ??= createGofmt(job.module);
    return { kind: 'gofmt', results: job.sources.map(gofmt) };
  };
}
