/** Go generation on this machine: its files, plugins and workers, behind the runner's own messages. */
import { setMaxListeners } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { check, generate } from '../codegen/generate.ts';
import { goTarget } from '../codegen/go/target.ts';
import type { GenerateHost, GenerateRequest, GenerateResult, Problem } from '../codegen/model.ts';
import type { Target } from '../codegen/target.ts';
import type { PluginRunner } from '../codegen/plugin.ts';
import type { CheckGoParams, GenerateGoParams, GenerateGoResult, GenerateProblem } from '../protocol/runner.ts';
import { fromFilePath, toFilePath } from './files.ts';
import { pathPlugins } from './pathPlugins.ts';
import { WasmPlugins, type GenerateAssets } from './wasmPlugins.ts';

/** Generates Go and keeps plugins compiled in between. Writes nothing. */
export class GoGenerator {
  readonly #assets: GenerateAssets;
  readonly #wasm: WasmPlugins;

  constructor(assets: GenerateAssets) {
    this.#assets = assets;
    this.#wasm = new WasmPlugins(assets);
  }

  /** Rejects with the signal's reason when it aborts. */
  async generate(params: GenerateGoParams, signal: AbortSignal): Promise<GenerateGoResult> {
    // Every plugin run listens to it.
    setMaxListeners(0, signal);
    const missing = new Set<string>();
    const plugins = params.plugins.kind === 'path' ? installed() : this.#bundled(params.plugins.directory, missing);
    const result = toResult(await generate(await this.#target(params), requestOf(params), hostWith(plugins, params.unsaved), signal));
    if (missing.size === 0) return result;
    const message = `this build holds no Go plugins; ${[...missing].join(' and ')} of this machine were used`;
    return { ...result, problems: [...result.problems, { severity: 'information', message }] };
  }

  /** What is wrong with a person's Go files, seen from the protos. */
  async check(params: CheckGoParams, signal: AbortSignal): Promise<readonly GenerateProblem[]> {
    const host = hostWith({ run: () => Promise.reject(new Error('no plugin is run for a check')) }, params.unsaved);
    return (await check(await this.#target(params), requestOf(params), host, signal)).map(toProblem);
  }

  close(): Promise<void> {
    return this.#wasm.close();
  }

  /** A build that was made without Go has no plugins of its own. */
  #bundled(directory: string, missing: Set<string>): PluginRunner {
    const bundled = this.#wasm.runner(directory);
    return {
      run: async (plugin, request, signal) => {
        const outcome = await bundled.run(plugin, request, signal);
        if (outcome.kind !== 'failed' || outcome.reason !== 'missing') return outcome;
        missing.add(plugin);
        return installed().run(plugin, request, signal);
      },
    };
  }

  async #target({ goModule }: CheckGoParams): Promise<Target> {
    return goTarget({
      ...(goModule === undefined ? {} : { modulePath: goModule }),
      gofmt: (sources, signal) => this.#wasm.gofmt(sources, signal),
      readGo: (sources, signal) => this.#wasm.readGo(sources, signal),
      template: await this.#template(),
    });
  }

  async #template(): Promise<{ readonly goMod: string; readonly goSum: string }> {
    const [goMod, goSum] = await Promise.all(['go.mod', 'go.sum'].map((file) => readFile(join(this.#assets.plugins, `${file}.template`), 'utf8')));
    return { goMod: goMod ?? '', goSum: goSum ?? '' };
  }
}

const INSTALL: Readonly<Record<string, string>> = {
  'protoc-gen-go': 'google.golang.org/protobuf/cmd/protoc-gen-go@latest',
  'protoc-gen-go-grpc': 'google.golang.org/grpc/cmd/protoc-gen-go-grpc@latest',
};

function installed(): PluginRunner {
  const plugins = pathPlugins();
  return {
    run: async (plugin, request, signal) => {
      const outcome = await plugins.run(plugin, request, signal);
      if (outcome.kind !== 'failed' || outcome.reason !== 'missing') return outcome;
      return { ...outcome, message: `${outcome.message}; install it with: go install ${INSTALL[plugin] ?? plugin}` };
    },
  };
}

function hostWith(plugins: PluginRunner, unsaved: ReadonlyMap<string, string> = new Map()): GenerateHost {
  const edited = new Map([...unsaved].map(([path, text]) => [toFilePath(path), text]));
  return {
    plugins,
    readText: async (path) => edited.get(path) ?? (await readFile(fromFilePath(path), 'utf8').catch(absent(undefined))),
    listFiles: async (folder) => {
      const entries = await readdir(fromFilePath(folder), { withFileTypes: true }).catch(absent([]));
      return entries.filter((entry) => entry.isFile()).map((entry) => entry.name).sort();
    },
  };
}

/** What is not there is an answer; what cannot be read is an error. */
function absent<T>(instead: T): (error: unknown) => T {
  return (error) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return instead;
    throw error;
  };
}

function toResult({ files, problems, followUps }: GenerateResult): GenerateGoResult {
  return {
    files: files.map((file) => ({ ...file, path: fromFilePath(file.path) })),
    problems: problems.map(toProblem),
    followUps: followUps.map(({ cwd, args }) => ({ cwd: fromFilePath(cwd), args })),
  };
}

function requestOf({ set, files, outputRoot }: CheckGoParams): GenerateRequest {
  return { set, files, outputRoot: toFilePath(outputRoot) };
}

function toProblem({ place, ...problem }: Problem): GenerateProblem {
  return place === undefined ? problem : { ...problem, place: { ...place, path: fromFilePath(place.path) } };
}
