/** Generation in the runner: the plugins' workers live here, away from the editor. */
import { ErrorCodes, ResponseError, type MessageConnection } from 'vscode-jsonrpc/node';
import { assetsIn } from '../node/assets.ts';
import { GoGenerator } from '../node/generateGo.ts';
import type { GenerateAssets } from '../node/wasmPlugins.ts';
import { generateGo, type GenerateGoParams, type GenerateGoResult } from '../protocol/runner.ts';
import { withSignal } from './cancellation.ts';

/** As LSP numbers it; JSON-RPC alone has no code for it. */
const REQUEST_CANCELLED = -32800;

/** `assets`: for a runner that is not the bundle. */
export function registerGenerate(connection: MessageConnection, assets: GenerateAssets = assetsIn(__dirname)): void {
  // Made at the first request: most sessions only make calls.
  let generator: GoGenerator | undefined;
  connection.onRequest(generateGo, (params, token) => {
    const running = (generator ??= new GoGenerator(assets));
    return withSignal(token, (signal) => run(running, params, signal));
  });
  connection.onDispose(() => void generator?.close());
}

async function run(generator: GoGenerator, params: GenerateGoParams, signal: AbortSignal): Promise<GenerateGoResult> {
  try {
    return await generator.generate(params, signal);
  } catch (error) {
    if (signal.aborted) throw new ResponseError(REQUEST_CANCELLED, 'Generation was cancelled.');
    throw new ResponseError(ErrorCodes.InternalError, error instanceof Error ? error.message : String(error));
  }
}
