/** The jobs of a plugin worker. Modules are compiled once and shared; only bytes, strings and plain data are sent. */
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

/** One message to a worker. */
export type WorkerJob =
  | {
      readonly kind: 'plugin';
      readonly module: WebAssembly.Module;
      readonly name: string;
      readonly request: Uint8Array;
    }
  | { readonly kind: 'gofmt'; readonly module: WebAssembly.Module; readonly sources: readonly string[] }
  | { readonly kind: 'readGo'; readonly modules: GoReaderModules; readonly sources: readonly GoToRead[] };

/** A Go text, and the names in it that we need. */
export interface GoToRead {
  readonly text: string;
  readonly interest: GoInterest;
}

/** The worker's only reply, of the same kind as the job. */
export type WorkerResult =
  | { readonly kind: 'plugin'; readonly outcome: PluginOutcome }
  | { readonly kind: 'gofmt'; readonly results: readonly FormatResult[] }
  | { readonly kind: 'readGo'; readonly readings: readonly GoReading[] };

/** Keeps the formatter and the reader between jobs. A plugin starts again for each job, as a process would. */
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
