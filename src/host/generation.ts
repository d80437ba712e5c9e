/** Runs generation on this machine, with its files, plugins and workers. The runner and the command line use it. */
import { setMaxListeners } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CounterpartIndex } from '../codegen/targets/go/counterparts/counterpartIndex.ts';
import { checkGo, generateGo, type GoGenerationResult, type GoMachine } from '../codegen/targets/go/goGeneration.ts';
import type {
  GenerateGoParams,
  GenerateGoResult,
  Problem,
  Counterpart,
  CounterpartsParams,
} from '../contract/generation.ts';
import { fromFilePath, toFilePath } from './files/files.ts';
import { createProjectFiles } from './files/projectFiles.ts';
import { searchText } from './files/textSearch.ts';
import { createPluginPrograms } from './processes/pluginPrograms.ts';
import { WasmPlugins, type GenerateAssets } from './processes/wasmPlugins.ts';

/** Generates Go, and keeps the compiled plugins for the next run. It does not write any files. */
export class GoGenerator {
  readonly #wasm: WasmPlugins;
  readonly #machine: Omit<GoMachine, 'template'>;
  readonly #template: () => Promise<GoMachine['template']>;
  readonly #counterparts: CounterpartIndex;

  constructor(assets: GenerateAssets) {
    const wasm = new WasmPlugins(assets);
    const files = createProjectFiles();
    this.#wasm = wasm;
    this.#template = () => readTemplate(assets.plugins);
    this.#machine = {
      files,
      programs: createPluginPrograms(),
      bundled: (directory) => wasm.runner(directory),
      gofmt: (sources, signal) => wasm.gofmt(sources, signal),
      readGo: (sources, signal) => wasm.readGo(sources.map(forUses), signal),
      search: (folder, query, edited) => searchText(files, folder, query, edited),
    };
    this.#counterparts = new CounterpartIndex(files, (sources, signal) => wasm.readGo(sources, signal));
  }

  /** Generates Go. It rejects with the signal's reason if the signal aborts. */
  async generate(params: GenerateGoParams, signal: AbortSignal): Promise<GenerateGoResult> {
    // Each plugin run adds a listener to this signal, so there is no limit for listeners.
    setMaxListeners(0, signal);
    return toResult(await generateGo(toCore(params), await this.#withTemplate(), signal));
  }

  /** Checks the user's Go files against the protos. */
  async check(params: GenerateGoParams, signal: AbortSignal): Promise<readonly Problem[]> {
    return (await checkGo(toCore(params), await this.#withTemplate(), signal)).map(toProblem);
  }

  /** Returns the Go names below the folders that belong to declarations in protos. */
  async counterparts(
    { folders, changed, unsaved }: CounterpartsParams,
    signal: AbortSignal,
  ): Promise<readonly Counterpart[]> {
    const question = { folders: folders.map(toFilePath), changed: changed?.map(toFilePath), unsaved: pathsOf(unsaved) };
    const found = await this.#counterparts.find(question, signal);
    return found.map((one) => ({ ...one, path: fromFilePath(one.path) }));
  }

  close(): Promise<void> {
    return this.#wasm.close();
  }

  async #withTemplate(): Promise<GoMachine> {
    return { ...this.#machine, template: await this.#template() };
  }
}

function forUses(text: string): { readonly text: string; readonly interest: { readonly kind: 'uses' } } {
  return { text, interest: { kind: 'uses' } };
}

async function readTemplate(plugins: string): Promise<GoMachine['template']> {
  const read = (file: string): Promise<string> => readFile(join(plugins, `${file}.template`), 'utf8');
  const [goMod, goSum] = await Promise.all([read('go.mod'), read('go.sum')]);
  return { goMod, goSum };
}

/** Converts the paths of folders and files to the core's form. The paths of programs keep the platform's form. */
function toCore(params: GenerateGoParams): GenerateGoParams {
  const { outputRoot, protoFolders = [], additional = [], unsaved } = params;
  return {
    ...params,
    outputRoot: toFilePath(outputRoot),
    protoFolders: protoFolders.map(toFilePath),
    additional: additional.map((plugin) =>
      plugin.out === undefined ? plugin : { ...plugin, out: toFilePath(plugin.out) },
    ),
    unsaved: pathsOf(unsaved),
  };
}

function pathsOf(texts: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  return new Map([...texts].map(([path, text]) => [toFilePath(path), text]));
}

function toResult({ files, folders, problems, followUps, stale, ...others }: GoGenerationResult): GenerateGoResult {
  return {
    ...others,
    files: files.map((file) => ({ ...file, path: fromFilePath(file.path) })),
    folders: folders.map(fromFilePath),
    problems: problems.map(toProblem),
    followUps: followUps.map((command) => ({ ...command, cwd: fromFilePath(command.cwd) })),
    stale: stale.map(fromFilePath),
  };
}

function toProblem({ place, ...problem }: Problem): Problem {
  if (place === undefined) return problem;
  return { ...problem, place: { ...place, path: fromFilePath(place.path) } };
}
