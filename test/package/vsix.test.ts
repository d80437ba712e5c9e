/** The contents of the .vsix that `npm run package` builds. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newestSource } from '../../scripts/lib/setup.mjs';
import { readZip } from '../support/zip.ts';

const root = join(import.meta.dirname, '..', '..');
const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly name: string;
  readonly version: string;
};
const vsix = join(root, `${name}-${version}.vsix`);
const page = join(root, 'docs', 'extension-page.md');
// We skip a .vsix that is older than the sources, because it does not contain them.
const isThere = existsSync(vsix) && statSync(vsix).mtimeMs >= Math.max(await newestSource(), statSync(page).mtimeMs);
if (!isThere) {
  const reason = 'The package is not tested: there is none of these sources. `npm run package` makes it, and needs Go.';
  if (process.env['CI'] === 'true') throw new Error(reason);
  console.warn(reason);
}

const BUNDLES = [
  'extension',
  'extension-child',
  'extension-generation',
  'extension-moveDeclarations',
  'extension-newServiceFile',
  'extension-startClient',
  'extension-jsonrpc',
  'extension-messages',
  'languageServer',
  'runner',
  'localServer',
  'pluginWorker',
  'cli',
  'cli-compile',
  'cli-generate',
  'cli-serve',
  'cli-call',
  'cli-searchedRoots',
  'webview',
];

describe.skipIf(!isThere)('the packaged extension', () => {
  const entries = isThere ? readZip(vsix) : [];
  const names = entries.map((entry) => entry.name);
  const entry = (path: string) => entries.find((each) => each.name === `extension/${path}`);

  test('is at most 8 MB', () => {
    expect(statSync(vsix).size).toBeLessThanOrEqual(8 * 1024 * 1024);
  });

  test.each(BUNDLES)('the bundle %s is there, minified and without a source map', (bundle) => {
    const text = entry(`dist/${bundle}.js`)?.text() ?? '';
    expect(text.length).toBeGreaterThan(1_000);
    expect(text).not.toContain('sourceMappingURL');
    // Code that is not minified has some 40 characters per line.
    expect(text.length / text.split('\n').length).toBeGreaterThan(200);
  });

  test('has no sources, tests, source maps or node_modules', () => {
    expect(
      names.filter((each) => /\.(ts|mts|map|tsbuildinfo)$|(^|\/)(node_modules|src|test|scripts|bench)\//.test(each)),
    ).toEqual([]);
  });

  test('contains only files for users and for VS Code at its top level', () => {
    const top = new Set(names.filter((each) => each.startsWith('extension/')).map((each) => each.split('/')[1]));
    const known = [
      'LICENSE.txt',
      'changelog.md',
      'dist',
      'examples',
      'l10n',
      'language-configuration.json',
      'media',
      'package.json',
      'package.nls.json',
      'package.nls.zh-cn.json',
      'readme.md',
      'syntaxes',
    ];
    expect([...top].filter((each) => each === undefined || !known.includes(each))).toEqual([]);
  });

  test.each(['protoc-gen-go', 'protoc-gen-go-grpc'])('has the plugin %s as WebAssembly', (plugin) => {
    expect(entry(`dist/plugins/${plugin}.wasm.br`)?.size).toBeGreaterThan(1_000_000);
  });

  test.each([
    'LICENSE.txt',
    'dist/THIRD-PARTY-NOTICES.txt',
    'dist/plugins/LICENSE.grpc-go',
    'dist/plugins/LICENSE.protobuf-go',
    'dist/plugins/go.mod.template',
    'dist/plugins/go.sum.template',
    'dist/gofmt.wasm',
    'dist/include/google/protobuf/descriptor.proto',
    'examples/greeter/proto/greeter/v1/greeter.proto',
    'l10n/bundle.l10n.json',
    'l10n/bundle.l10n.zh-cn.json',
    'package.nls.zh-cn.json',
    'readme.md',
    'syntaxes/proto.tmLanguage.json',
  ])('the file %s is there', (path) => {
    expect(entry(path)?.size).toBeGreaterThan(0);
  });

  test('has the page for users as its README', () => {
    expect(entry('readme.md')?.text()).toBe(readFileSync(page, 'utf8'));
  });

  test('has each picture of the walkthrough', () => {
    const pictures = [...(entry('package.json')?.text() ?? '').matchAll(/"svg": "([^"]+)"/g)].map(
      (match) => `extension/${match[1] ?? ''}`,
    );
    expect(pictures.length).toBeGreaterThan(0);
    expect(pictures.filter((picture) => !names.includes(picture))).toEqual([]);
  });
});
