/** Go generation on this machine: its files, plugins and workers, behind the runner's own messages. */
import { setMaxListeners } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FILES_AT_ONCE } from '../../base/concurrency.ts';
import type { FilePath } from '../../base/path.ts';
import { check, generate } from '../../codegen/generate.ts';
import { goTarget } from '../../codegen/targets/go/goTarget.ts';
import type { Found, GenerateHost, GenerateRequest, GenerateResult, Problem } from '../../codegen/model.ts';
import type { Target } from '../../codegen/target.ts';
import type {
  GenerateGoParams,
  GenerateGoResult,
  GenerateProblem,
  GoLink,
  GoLinksParams,
} from '../../contract/generation.ts';
import { realFolders, realPlace } from '../writing/containment.ts';
import { fromFilePath, toFilePath } from '../files/files.ts';
import { GoLinkFinder } from './counterparts.ts';
import { choosePlugins, type ChosenPlugins } from './goPlugins.ts';
import { readWholeFile } from '../files/regularFile.ts';
import { findStale, type StaleSearch } from './staleFiles.ts';
import { searchText } from '../files/textSearch.ts';
import { Turnstile } from '../processes/turnstile.ts';
import { WasmPlugins, type GenerateAssets } from '../processes/wasmPlugins.ts';

/** Generates Go and keeps plugins compiled in between. Writes nothing. */
export class GoGenerator {
  readonly #assets: GenerateAssets;
  readonly #wasm: WasmPlugins;
  readonly #links: GoLinkFinder;

  constructor(assets: GenerateAssets) {
    this.#assets = assets;
    this.#wasm = new WasmPlugins(assets);
    this.#links = new GoLinkFinder((sources, signal) => this.#wasm.readGo(sources, signal));
  }

  /** Rejects with the signal's reason when it aborts. */
  async generate(params: GenerateGoParams, signal: AbortSignal): Promise<GenerateGoResult> {
    // Every plugin run listens to it.
    setMaxListeners(0, signal);
    const host = hostWith(params.unsaved);
    const chosen = await choosePlugins(params, (directory) => this.#wasm.runner(directory), host.readText);
    const result = await generate(
      await this.#target(params, chosen),
      requestOf(params),
      { ...host, plugins: chosen.runner },
      signal,
    );
    const stale = result.files.length === 0 ? [] : await findStale(staleSearch(params, result));
    return {
      ...toResult({ ...result, problems: [...result.problems, ...chosen.problems()] }),
      plugins: chosen.used(),
      stale,
    };
  }

  /** What is wrong with a person's Go files, seen from the protos. */
  async check(params: GenerateGoParams, signal: AbortSignal): Promise<readonly GenerateProblem[]> {
    const host = hostWith(params.unsaved);
    const chosen = await choosePlugins(params, (directory) => this.#wasm.runner(directory), host.readText);
    const plugins = { run: () => Promise.reject(new Error('no plugin is run for a check')) };
    return (await check(await this.#target(params, chosen), requestOf(params), { ...host, plugins }, signal)).map(
      toProblem,
    );
  }

  /** What in the Go below folders belongs to what in protos. */
  links(params: GoLinksParams, signal: AbortSignal): Promise<readonly GoLink[]> {
    return this.#links.find(params, signal);
  }

  close(): Promise<void> {
    return this.#wasm.close();
  }

  async #target({ goModule }: GenerateGoParams, { plugins, givePackage }: ChosenPlugins): Promise<Target> {
    return goTarget({
      ...(goModule === undefined ? {} : { modulePath: goModule }),
      ...(givePackage === undefined ? {} : { givePackage }),
      plugins,
      gofmt: (sources, signal) => this.#wasm.gofmt(sources, signal),
      readGo: (sources, signal) =>
        this.#wasm.readGo(
          sources.map((text) => ({ text, interest: { kind: 'uses' } })),
          signal,
        ),
      template: await this.#template(),
    });
  }

  async #template(): Promise<{ readonly goMod: string; readonly goSum: string }> {
    const [goMod, goSum] = await Promise.all(
      ['go.mod', 'go.sum'].map((file) => readFile(join(this.#assets.plugins, `${file}.template`), 'utf8')),
    );
    return { goMod: goMod ?? '', goSum: goSum ?? '' };
  }
}

function hostWith(unsaved: ReadonlyMap<string, string> = new Map()): Omit<GenerateHost, 'plugins'> {
  const edited = new Map([...unsaved].map(([path, text]) => [toFilePath(path), text]));
  // Folders and files are read side by side, and all of them share what the process may have open.
  const reading = new Turnstile(FILES_AT_ONCE);
  const read = (path: FilePath): Promise<string | undefined> =>
    reading.pass(async () => (await readWholeFile(fromFilePath(path)))?.toString('utf8'));
  return {
    readText: async (path) => edited.get(path) ?? (await read(path)),
    look: (path, folders) => reading.pass(() => lookAt(path, folders, edited)),
    listFiles: async (folder) => {
      const entries = await readdir(fromFilePath(folder), { withFileTypes: true }).catch(absent([]));
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name)
        .sort();
    },
    search: (folder, query) => searchText(folder, query, edited),
  };
}

async function lookAt(
  path: FilePath,
  folders: readonly FilePath[],
  edited: ReadonlyMap<FilePath, string>,
): Promise<Found> {
  const place = await realPlace(fromFilePath(path), await realFolders(folders.map(fromFilePath)));
  if (place.kind === 'nowhere') return { kind: 'other', message: 'a link on its way leads nowhere' };
  if (place.kind === 'outside') return { kind: 'outside', leadsTo: toFilePath(place.path) };
  try {
    const text = edited.get(path) ?? (await readWholeFile(place.path))?.toString('utf8');
    return text === undefined ? { kind: 'nothing' } : { kind: 'text', text };
  } catch (error) {
    return { kind: 'other', message: error instanceof Error ? error.message : String(error) };
  }
}

/** What is not there is an answer; what cannot be read is an error. */
function absent<T>(instead: T): (error: unknown) => T {
  return (error) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return instead;
    throw error;
  };
}

function staleSearch({ outputRoot, files, protoFolders = [] }: GenerateGoParams, result: GenerateResult): StaleSearch {
  return {
    outputRoot: fromFilePath(toFilePath(outputRoot)),
    outputs: new Set(result.files.map(({ path }) => fromFilePath(path))),
    files,
    protoFolders,
  };
}

function toResult({
  files,
  folders,
  problems,
  followUps,
  ...others
}: GenerateResult): Omit<GenerateGoResult, 'plugins' | 'stale'> {
  return {
    ...others,
    files: files.map((file) => ({ ...file, path: fromFilePath(file.path) })),
    folders: folders.map(fromFilePath),
    problems: problems.map(toProblem),
    followUps: followUps.map((command) => ({ ...command, cwd: fromFilePath(command.cwd) })),
  };
}

function requestOf({ set, files, outputRoot }: GenerateGoParams): GenerateRequest {
  return { set, files, outputRoot: toFilePath(outputRoot) };
}

function toProblem({ place, ...problem }: Problem): GenerateProblem {
  return place === undefined ? problem : { ...problem, place: { ...place, path: fromFilePath(place.path) } };
}
