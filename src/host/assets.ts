/** Where a bundle finds the files that the build put next to it. */
import { join } from 'node:path';
import type { GenerateAssets } from './processes/wasmPlugins.ts';

/** Takes a folder such as `dist/`; `__dirname` is that folder in every bundle. */
export function assetsIn(folder: string): GenerateAssets {
  return {
    worker: join(folder, 'pluginWorker.js'),
    gofmt: join(folder, 'gofmt.wasm'),
    goReader: { runtime: join(folder, 'web-tree-sitter.wasm'), grammar: join(folder, 'tree-sitter-go.wasm') },
    plugins: join(folder, 'plugins'),
  };
}
