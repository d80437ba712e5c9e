// The content of dist/: one bundle per process, and the files that they read at run time.
import { build } from 'esbuild';
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeNotices } from './notices.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const require = createRequire(import.meta.url);

/** @typedef {import('esbuild').BuildOptions} BuildOptions */

/** The settings that all bundles for Node share. @type {BuildOptions} */
export const node = {
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  alias: { '@grpc/proto-loader': join(root, 'scripts', 'lib', 'noProtoLoader.mjs') },
};
/**
 * The parts of the command line that it loads on demand, each in its own file: the commands, so that `compile` does not
 * wait for gRPC, and the search for import roots, so that a compilation without it does not wait for YAML and patterns.
 */
const CLI_PARTS = {
  compile: 'src/processes/cli/compile.ts',
  generate: 'src/processes/cli/generate.ts',
  format: 'src/processes/cli/format.ts',
  convert: 'src/processes/cli/convert.ts',
  serve: 'src/processes/cli/serve.ts',
  call: 'src/processes/cli/call.ts',
  searchedRoots: 'src/host/files/searchedRoots.ts',
};

/**
 * Keeps parts out of the bundle that loads them: an import of `…/name.ts` on demand loads `prefix-name.js`.
 * @param {string} prefix
 * @param {readonly string[]} names
 * @returns {import('esbuild').Plugin}
 */
function partsApart(prefix, names) {
  return {
    name: 'parts-apart',
    setup: ({ onResolve }) =>
      onResolve({ filter: new RegExp(`/(${names.join('|')})\\.ts$`) }, ({ kind, path }) =>
        kind === 'dynamic-import' ? { path: `./${prefix}-${basename(path, '.ts')}.js`, external: true } : undefined,
      ),
  };
}

/** A part is loaded with require, because Node would read it twice for an import. @type {BuildOptions} */
const loadsParts = { supported: { 'dynamic-import': false } };

/** @type {BuildOptions} */
const cli = { ...node, ...loadsParts, plugins: [partsApart('cli', Object.keys(CLI_PARTS))] };

/**
 * One module for `vscode` with the names that our code uses. esbuild would copy all 400 names of the API in each file
 * that imports it. That took a third of the loading time of the extension's code.
 * @type {import('esbuild').Plugin}
 */
const vscodeOnce = {
  name: 'vscode-once',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vscode$/ }, ({ kind, path }) =>
      kind === 'import-statement' ? { path, namespace: 'vscode-once' } : { path, external: true },
    );
    onLoad({ filter: /.*/, namespace: 'vscode-once' }, async () => {
      const exports = (await vscodeNames()).map((name) => `export const ${name} = vscode.${name};`);
      return { contents: `const vscode = require('vscode');\n${exports.join('\n')}`, loader: 'js' };
    });
  },
};

/** The names that follow `vscode.` in the extension. */
async function vscodeNames() {
  const folder = join(root, 'src', 'extension');
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  const names = texts.flatMap((text) => [...text.matchAll(/\bvscode\.([A-Za-z]\w*)/g)].map(([, name]) => name));
  return [...new Set(names)].sort();
}

const jsonrpcMessages = join(dirname(require.resolve('vscode-jsonrpc')), 'messages.js');

/**
 * The extension and its language client are two files, and the protocol library that both use is a third. Its parts
 * compare each other by identity, so there must be only one copy. Our own code makes only types of messages from it.
 * They are a fourth file, so that activation does not wait for the rest.
 * @type {import('esbuild').Plugin}
 */
const jsonrpcApart = {
  name: 'jsonrpc-apart',
  setup({ onResolve }) {
    const whole = { path: './extension-jsonrpc.js', external: true };
    const messages = { path: './extension-messages.js', external: true };
    onResolve({ filter: /^vscode-jsonrpc\/node$/ }, ({ kind }) => (kind === 'entry-point' ? undefined : whole));
    onResolve({ filter: /^vscode-jsonrpc$/ }, ({ importer }) => (isOurs(importer) ? messages : whole));
    onResolve({ filter: /^\.\/messages$/ }, ({ resolveDir }) =>
      resolveDir === dirname(jsonrpcMessages) ? messages : undefined,
    );
  },
};

function isOurs(/** @type {string} */ file) {
  return file.startsWith(join(root, 'src'));
}

/** The parts of the extension that it loads on demand, so that activation does not wait for them. */
const EXTENSION_PARTS = {
  child: 'src/host/processes/child.ts',
  startClient: 'src/extension/client/startClient.ts',
  generation: 'src/extension/go/generation.ts',
  moveDeclarations: 'src/extension/commands/moveDeclarations.ts',
  newServiceFile: 'src/extension/commands/newServiceFile.ts',
};

/** @type {BuildOptions} */
const extension = {
  ...node,
  ...loadsParts,
  plugins: [vscodeOnce, jsonrpcApart, partsApart('extension', Object.keys(EXTENSION_PARTS))],
};

/** @type {Readonly<Record<string, BuildOptions>>} */
const BUNDLES = {
  extension: { ...extension, entryPoints: ['src/extension/extension.ts'] },
  ...Object.fromEntries(
    Object.entries(EXTENSION_PARTS).map(([name, path]) => [`extension-${name}`, { ...extension, entryPoints: [path] }]),
  ),
  'extension-jsonrpc': { ...node, plugins: [jsonrpcApart], entryPoints: ['vscode-jsonrpc/node'] },
  'extension-messages': { ...node, entryPoints: [jsonrpcMessages] },
  languageServer: { ...node, entryPoints: ['src/processes/languageServer/node/main.ts'] },
  runner: { ...node, entryPoints: ['src/processes/runner/main.ts'] },
  localServer: { ...node, entryPoints: ['src/processes/localServer/main.ts'] },
  // The ES module build of web-tree-sitter finds its own files by import.meta, which CommonJS does not have.
  pluginWorker: {
    ...node,
    entryPoints: ['src/processes/pluginWorker/main.ts'],
    alias: { ...node.alias, 'web-tree-sitter': require.resolve('web-tree-sitter') },
  },
  cli: { ...cli, entryPoints: ['src/processes/cli/main.ts'], banner: { js: '#!/usr/bin/env node' } },
  ...Object.fromEntries(
    Object.entries(CLI_PARTS).map(([name, path]) => [`cli-${name}`, { ...cli, entryPoints: [path] }]),
  ),
  webview: { platform: 'browser', format: 'iife', target: 'es2022', entryPoints: ['src/webview/main.ts'] },
};

export const bundleNames = Object.keys(BUNDLES);

/** Returns the named bundles with their parts, because a process whose code is in several files needs all of them. */
function withParts(/** @type {readonly string[]} */ names) {
  const parts = bundleNames.filter((name) => names.some((one) => name === one || name.startsWith(`${one}-`)));
  const unknown = names.filter((name) => !bundleNames.includes(name));
  if (unknown.length > 0)
    throw new Error(`There is no bundle ${unknown.join(', ')}; there are ${bundleNames.join(', ')}.`);
  return parts;
}

/**
 * @param {string} name
 * @param {string} directory
 * @param {boolean} dev
 * @returns {BuildOptions}
 */
export function bundleOptions(name, directory, dev) {
  return {
    absWorkingDir: root,
    bundle: true,
    outfile: join(directory, `${name}.js`),
    minify: !dev,
    sourcemap: dev ? 'linked' : false,
    // vscode-jsonrpc's UMD build hides its requires from the bundler; its ES module build does not.
    mainFields: ['module', 'main'],
    logLevel: 'warning',
    legalComments: 'none',
    ...BUNDLES[name],
  };
}

/**
 * @param {readonly string[]} names
 * @param {string} directory
 * @param {{ readonly dev?: boolean }} [options]
 */
export async function bundle(names, directory, { dev = false } = {}) {
  await mkdir(directory, { recursive: true });
  const results = await Promise.all(
    withParts(names).map((name) =>
      build({ ...bundleOptions(name, directory, dev), metafile: /** @type {const} */ (true) }),
    ),
  );
  const inputs = new Set(results.flatMap((result) => Object.keys(result.metafile.inputs)));
  await writeNotices(
    root,
    inputs,
    ['protoc', '@vscode/codicons', '@wasm-fmt/gofmt', 'tree-sitter-go'],
    join(directory, 'THIRD-PARTY-NOTICES.txt'),
  );
}

/** Copies the files from packages that the bundles read at run time. */
export async function copyAssets(/** @type {string} */ directory) {
  const protoc = dirname(require.resolve('protoc/package.json'));
  await cp(join(protoc, 'include', 'google', 'protobuf'), join(directory, 'include', 'google', 'protobuf'), {
    recursive: true,
  });
  const codicons = dirname(require.resolve('@vscode/codicons/package.json'));
  await mkdir(join(directory, 'codicons'), { recursive: true });
  for (const file of ['codicon.css', 'codicon.ttf'])
    await cp(join(codicons, 'dist', file), join(directory, 'codicons', file));
  await cp(join(root, 'docs', 'diagnostics.md'), join(directory, 'diagnostics.md'));
  const gofmt = dirname(require.resolve('@wasm-fmt/gofmt/package.json'));
  await cp(join(gofmt, 'gofmt.wasm'), join(directory, 'gofmt.wasm'));
  await cp(require.resolve('web-tree-sitter/web-tree-sitter.wasm'), join(directory, 'web-tree-sitter.wasm'));
  await cp(require.resolve('tree-sitter-go/tree-sitter-go.wasm'), join(directory, 'tree-sitter-go.wasm'));
}
