/** Go generation on this machine: its files, plugins and workers, behind the runner's own messages. */
import { setMaxListeners } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from '../codegen/generate.ts';
import { goTarget } from '../codegen/go/target.ts';
import type { GenerateHost, GenerateResult } from '../codegen/model.ts';
import type { PluginRunner } from '../codegen/plugin.ts';
import type { GenerateGoParams, GenerateGoResult } from '../protocol/runner.ts';
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
    const target = goTarget({
      ...(params.goModule === undefined ? {} : { modulePath: params.goModule }),
      gofmt: (sources, abort) => this.#wasm.gofmt(sources, abort),
      readGo: (sources, abort) => this.#wasm.readGo(sources, abort),
      template: await this.#template(),
    });
    const request = { set: params.set, files: params.files, outputRoot: toFilePath(params.outputRoot) };
    const result = toResult(await generate(target, request, hostWith(plugins, params.unsaved), signal));
    if (missing.size === 0) return result;
    const message = `this build holds no Go plugins; ${[...missing].join(' and ')} of this machine were used`;
    return { ...result, problems: [...result.problems, { severity: 'information', message }] };
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
    problems: problems.map(({ place, ...problem }) => (place === undefined ? problem : { ...problem, place: { ...place, path: fromFilePath(place.path) } })),
    followUps: followUps.map(({ cwd, args }) => ({ cwd: fromFilePath(cwd), args })),
  };
}
