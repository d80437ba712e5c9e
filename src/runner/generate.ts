/** Generation in the runner: the plugins' workers live here, away from the editor. */
import { ErrorCodes, ResponseError, type CancellationToken, type MessageConnection } from 'vscode-jsonrpc/node';
import { assetsIn } from '../node/assets.ts';
import { GoGenerator } from '../node/generateGo.ts';
import type { GenerateAssets } from '../node/wasmPlugins.ts';
import { generateGo, type GenerateGoParams, type GenerateGoResult } from '../protocol/runner.ts';

/** As LSP numbers it; JSON-RPC alone has no code for it. */
const REQUEST_CANCELLED = -32800;

/** `assets`: for a runner that is not the bundle. */
export function registerGenerate(connection: MessageConnection, assets: GenerateAssets = assetsIn(__dirname)): void {
  // Made at the first request: most sessions only make calls.
  let generator: GoGenerator | undefined;
  connection.onRequest(generateGo, (params, token) => {
    generator ??= new GoGenerator(assets);
    return run(generator, params, token);
  });
  connection.onDispose(() => void generator?.close());
}

async function run(generator: GoGenerator, params: GenerateGoParams, token: CancellationToken): Promise<GenerateGoResult> {
  const abort = new AbortController();
  // A token that was cancelled before its request was looked at tells nobody any more.
  if (token.isCancellationRequested) abort.abort();
  const subscription = token.onCancellationRequested(() => abort.abort());
  try {
    return await generator.generate(params, abort.signal);
  } catch (error) {
    if (abort.signal.aborted) throw new ResponseError(REQUEST_CANCELLED, 'Generation was cancelled.');
    throw new ResponseError(ErrorCodes.InternalError, error instanceof Error ? error.message : String(error));
  } finally {
    subscription.dispose();
  }
}
