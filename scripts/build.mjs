// Makes dist/: one bundle a process, and what they read at run time.
// `node scripts/build.mjs [--dev] [--watch] [name…]`: only the named bundles, or all.
import { context, build } from 'esbuild';
import { cp, mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildGoPlugins } from './go-plugins.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const require = createRequire(import.meta.url);

const node = { platform: 'node', format: 'cjs', target: 'node20' };
const BUNDLES = {
  extension: { ...node, entryPoints: ['src/extension/extension.ts'], external: ['vscode'] },
  server: { ...node, entryPoints: ['src/server/main.ts'] },
  runner: { ...node, entryPoints: ['src/runner/main.ts'] },
  mock: { ...node, entryPoints: ['src/runner/localServer.ts'] },
  worker: { ...node, entryPoints: ['src/runner/pluginWorker.ts'] },
  cli: { ...node, entryPoints: ['src/cli/main.ts'], banner: { js: '#!/usr/bin/env node' } },
  webview: { platform: 'browser', format: 'iife', target: 'es2022', entryPoints: ['src/webview/main.ts'] },
};

/** Files that the bundles read at run time, copied from packages. */
async function copyAssets() {
  const protoc = dirname(require.resolve('protoc/package.json'));
  await cp(join(protoc, 'include', 'google', 'protobuf'), join(dist, 'include', 'google', 'protobuf'), { recursive: true });
  const codicons = dirname(require.resolve('@vscode/codicons/package.json'));
  await mkdir(join(dist, 'codicons'), { recursive: true });
  for (const file of ['codicon.css', 'codicon.ttf']) await cp(join(codicons, 'dist', file), join(dist, 'codicons', file));
  const gofmt = dirname(require.resolve('@wasm-fmt/gofmt/package.json'));
  await cp(join(gofmt, 'gofmt.wasm'), join(dist, 'gofmt.wasm'));
}

function options(name, dev) {
  return {
    absWorkingDir: root,
    bundle: true,
    outfile: join(dist, `${name}.js`),
    minify: !dev,
    sourcemap: dev ? 'linked' : false,
    // vscode-jsonrpc's UMD build hides its requires from the bundler; its ES module build does not.
    mainFields: ['module', 'main'],
    logLevel: 'warning',
    legalComments: 'none',
    loader: { '.wasm': 'file' },
    ...BUNDLES[name],
  };
}

async function main() {
  const args = process.argv.slice(2);
  const dev = args.includes('--dev') || args.includes('--watch');
  const named = args.filter((arg) => !arg.startsWith('--'));
  const names = named.length > 0 ? named : Object.keys(BUNDLES);
  const started = performance.now();
  if (named.length === 0) await rm(dist, { recursive: true, force: true, maxRetries: 3 });
  await mkdir(dist, { recursive: true });
  await copyAssets();
  if (args.includes('--watch')) {
    for (const name of names) await (await context(options(name, true))).watch();
    console.log('watching');
    return;
  }
  await Promise.all(names.map((name) => build(options(name, dev))));
  if (named.length === 0) await buildGoPlugins(join(dist, 'plugins'), { required: args.includes('--require-go') });
  console.log(`built ${names.join(', ')} in ${Math.round(performance.now() - started)} ms`);
}

await main();
