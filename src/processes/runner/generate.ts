/**
 * Handles generation in the runner. The plugin workers run in this process and not in the editor's process. The runner
 * also writes the generated files.
 */
import { randomUUID } from 'node:crypto';
import { ErrorCodes, ResponseError, type MessageConnection } from 'vscode-jsonrpc/node';
import { inBackground, messageOf } from '../../base/background.ts';
import { assetsIn } from '../../host/assets.ts';
import { GoGenerator } from '../../host/generation.ts';
import type { GenerateAssets } from '../../host/processes/wasmPlugins.ts';
import { writeGenerated as writeFiles } from '../../host/writing/generatedFiles.ts';
import {
  checkGo,
  generatedContents,
  generateGo,
  goCounterparts,
  writeGenerated,
  type GeneratedFile,
  type GenerateGoParams,
  type GenerateGoReply,
  type GenerateGoRequest,
  type GenerateGoResult,
} from '../../contract/generation.ts';
import { withSignal } from './cancellation.ts';
import { KeptSets } from './sets.ts';

/** The error code for a cancelled request. It comes from LSP, because JSON-RPC has no code for it. */
const REQUEST_CANCELLED = -32800;

/** The number of descriptor sets that we keep. Each one belongs to a module whose Go code is checked while you edit. */
const KEPT_SETS = 4;
/** The number of runs that may wait for the user's decision at the same time. */
const KEPT_RUNS = 4;

/** Handles the requests for generation. Pass `assets` if the code does not run from its bundle. */
export function registerGenerate(connection: MessageConnection, assets: GenerateAssets = assetsIn(__dirname)): void {
  // We create the generator at the first request, because most sessions only make calls.
  let generator: GoGenerator | undefined;
  const running = (): GoGenerator => (generator ??= new GoGenerator(assets));
  const sets = new KeptSets(KEPT_SETS, (set) => set);
  const withSet = async (request: GenerateGoRequest): Promise<GenerateGoParams> => ({
    ...request,
    set: await sets.get(request.set),
  });
  const runs = new Runs();
  connection.onRequest(generateGo, (request, token) =>
    withSignal(token, (signal) =>
      answer(signal, async () => {
        const result = await running().generate(await withSet(request), signal);
        return runs.add(request.outputRoot, result);
      }),
    ),
  );
  connection.onRequest(generatedContents, ({ run }) => runs.get(run).written);
  connection.onRequest(writeGenerated, ({ run }, token) =>
    withSignal(token, (signal) => answer(signal, () => runs.write(run, signal))),
  );
  connection.onRequest(checkGo, (request, token) =>
    withSignal(token, (signal) => answer(signal, async () => running().check(await withSet(request), signal))),
  );
  connection.onRequest(goCounterparts, (params, token) =>
    withSignal(token, (signal) => answer(signal, () => running().counterparts(params, signal))),
  );
  connection.onDispose(() => {
    if (generator !== undefined)
      inBackground(generator.close(), 'The plugin workers were not ended', (line) => console.error(line));
  });
}

interface Run {
  readonly outputRoot: string;
  readonly folders: readonly string[];
  /** The files that we write without asking the user about each one. */
  readonly written: readonly GeneratedFile[];
}

/** Keeps the last few runs by their ids, and writes the files of a run on request. */
class Runs {
  readonly #kept = new Map<string, Run>();

  add(outputRoot: string, { files, folders, ...others }: GenerateGoResult): GenerateGoReply {
    const run = randomUUID();
    const written = files.filter(({ state }) => state !== 'unchanged' && state !== 'owned');
    this.#kept.set(run, { outputRoot, folders, written });
    for (const oldest of [...this.#kept.keys()].slice(0, -KEPT_RUNS)) this.#kept.delete(oldest);
    return {
      ...others,
      folders,
      run,
      files: files.filter(({ state }) => state !== 'owned').map(({ path, state }) => ({ path, state })),
      proposed: files.filter((file) => file.state === 'owned'),
    };
  }

  get(run: string): Run {
    const kept = this.#kept.get(run);
    if (kept !== undefined) return kept;
    throw new ResponseError(ErrorCodes.InvalidParams, 'This generation is too old to be written. Generate again.');
  }

  async write(run: string, signal: AbortSignal): Promise<void> {
    const { outputRoot, folders, written } = this.get(run);
    await writeFiles(outputRoot, written, [], { folders, signal });
    this.#kept.delete(run);
  }
}

async function answer<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted) throw new ResponseError(REQUEST_CANCELLED, 'Generation was cancelled.');
    if (error instanceof ResponseError) throw error;
    throw new ResponseError(ErrorCodes.InternalError, messageOf(error));
  }
}
