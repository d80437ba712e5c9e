/** Generation in the runner: the plugins' workers live here, away from the editor. */
import { ErrorCodes, ResponseError, type MessageConnection } from 'vscode-jsonrpc/node';
import { inBackground } from '../../base/background.ts';
import { assetsIn } from '../../host/assets.ts';
import { GoGenerator } from '../../host/generation.ts';
import type { GenerateAssets } from '../../host/processes/wasmPlugins.ts';
import { checkGo, generateGo, goCounterparts } from '../../contract/generation.ts';
import { withSignal } from './cancellation.ts';

/** As LSP numbers it; JSON-RPC alone has no code for it. */
const REQUEST_CANCELLED = -32800;

/** `assets`: for a runner that is not the bundle. */
export function registerGenerate(connection: MessageConnection, assets: GenerateAssets = assetsIn(__dirname)): void {
  // Made at the first request: most sessions only make calls.
  let generator: GoGenerator | undefined;
  const running = (): GoGenerator => (generator ??= new GoGenerator(assets));
  connection.onRequest(generateGo, (params, token) =>
    withSignal(token, (signal) => answer(signal, () => running().generate(params, signal))),
  );
  connection.onRequest(checkGo, (params, token) =>
    withSignal(token, (signal) => answer(signal, () => running().check(params, signal))),
  );
  connection.onRequest(goCounterparts, (params, token) =>
    withSignal(token, (signal) => answer(signal, () => running().counterparts(params, signal))),
  );
  connection.onDispose(() => {
    if (generator !== undefined)
      inBackground(generator.close(), 'The plugin workers were not ended', (line) => console.error(line));
  });
}

async function answer<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted) throw new ResponseError(REQUEST_CANCELLED, 'Generation was cancelled.');
    throw new ResponseError(ErrorCodes.InternalError, error instanceof Error ? error.message : String(error));
  }
}
