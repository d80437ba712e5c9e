/**
 * Runs the jobs of a plugin worker. The modules are compiled once and shared. Other than these, a job has only bytes,
 * strings and plain data.
 */
import {
  createGoReader,
  type GoInterest,
  type GoReader,
  type GoReaderModules,
  type GoReading,
} from '../../codegen/targets/go/reading/goReader.ts';
import { createGofmt, type FormatResult, type Gofmt } from '../../codegen/targets/go/reading/gofmt.ts';
import { runWasmProgram } from '../../codegen/wasmProgram.ts';
import type { PluginOutcome } from '../../codegen/plugin.ts';

/** The job that one message asks a worker to do. */
export type WorkerJob =
  | {
      readonly kind: 'plugin';
      readonly module: WebAssembly.Module;
      readonly name: string;
      readonly request: Uint8Array;
    }
  | { readonly kind: 'gofmt'; readonly module: WebAssembly.Module; readonly sources: readonly string[] }
  | { readonly kind: 'readGo'; readonly modules: GoReaderModules; readonly sources: readonly GoToRead[] };

/** The text of a Go file, and the names that we need from it. */
export interface GoToRead {
  readonly text: string;
  readonly interest: GoInterest;
}

/** The only reply of a worker to a job. It has the same kind as the job. */
export type WorkerResult =
  | { readonly kind: 'plugin'; readonly outcome: PluginOutcome }
  | { readonly kind: 'gofmt'; readonly results: readonly FormatResult[] }
  | { readonly kind: 'readGo'; readonly readings: readonly GoReading[] };

/**
 * Returns a function that runs jobs. It keeps the formatter and the Go reader between jobs. A plugin starts anew for
 * each job, as a process would.
 */
export function createJobRunner(): (job: WorkerJob) => Promise<WorkerResult> {
  let gofmt: Gofmt | undefined;
  let reader: Promise<GoReader> | undefined;
  return async (job) => {
    switch (job.kind) {
      case 'plugin':
        return { kind: 'plugin', outcome: runWasmProgram(job.module, job.name, job.request) };
      case 'gofmt':
        gofmt ??= createGofmt(job.module);
        return { kind: 'gofmt', results: job.sources.map(gofmt) };
      case 'readGo': {
        reader ??= createGoReader(job.modules);
        const read = await reader;
        return { kind: 'readGo', readings: job.sources.map(({ text, interest }) => read(text, interest)) };
      }
    }
  };
}
