/** Finds the files that the build puts next to a bundle. */
import { join } from 'node:path';
import type { GenerateAssets } from './processes/wasmPlugins.ts';

/** Returns the paths of the files in a folder such as `dist/`. In every bundle, `__dirname` is that folder. */
export function assetsIn(folder: string): GenerateAssets {
  return {
    worker: join(folder, 'pluginWorker.js'),
    gofmt: join(folder, 'gofmt.wasm'),
    goReader: { runtime: join(folder, 'web-tree-sitter.wasm'), grammar: join(folder, 'tree-sitter-go.wasm') },
    plugins: join(folder, 'plugins'),
  };
}
