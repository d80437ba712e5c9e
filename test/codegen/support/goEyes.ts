/** gofmt and the Go reader, on the test's own thread. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createGoReader, type GoReader } from '../../../src/codegen/targets/go/reading/goReader.ts';
import { createGofmt, type Gofmt } from '../../../src/codegen/targets/go/reading/gofmt.ts';

const require = createRequire(import.meta.url);
let reader: Promise<GoReader> | undefined;
let gofmt: Promise<Gofmt> | undefined;

export function goReader(): Promise<GoReader> {
  reader ??= (async () =>
    createGoReader({
      runtime: await load(require.resolve('web-tree-sitter/web-tree-sitter.wasm')),
      grammar: await load(require.resolve('tree-sitter-go/tree-sitter-go.wasm')),
    }))();
  return reader;
}

export function goFormatter(): Promise<Gofmt> {
  gofmt ??= load(join(dirname(require.resolve('@wasm-fmt/gofmt/package.json')), 'gofmt.wasm')).then(createGofmt);
  return gofmt;
}

async function load(file: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(file));
}
