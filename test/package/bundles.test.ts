/** What each start evaluates: the bundles that are read before a command or an activation does anything. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { bundleOptions } from '../../scripts/lib/bundles.mjs';

/** Returns the packages and built-in modules that a bundle contains or requires. */
async function contents(name: string): Promise<{ readonly packages: readonly string[]; readonly bytes: number }> {
  const result = await build({ ...bundleOptions(name, 'dist', false), metafile: true, write: false });
  const [output] = Object.values(result.metafile.outputs);
  const inputs = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const packages = inputs.flatMap(([path]) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  return { packages: [...new Set(packages)].sort(), bytes: output?.bytes ?? Number.NaN };
}

async function textOf(name: string): Promise<string> {
  const { outputFiles } = await build({ ...bundleOptions(name, 'dist', false), write: false });
  return outputFiles[0]?.text ?? '';
}

test.each([
  ['cli', 8_000],
  ['cli-compile', 220_000],
  ['extension', 145_000],
])('the bundle %s contains only our own code, at most %d bytes', async (name, limit) => {
  const { packages, bytes } = await contents(name);
  expect(packages).toEqual([]);
  expect(bytes).toBeLessThanOrEqual(limit);
});

test('the extension copies the names of `vscode` once, not in each file', async () => {
  const text = await textOf('extension');
  expect(text.match(/require\("vscode"\)/g)).toHaveLength(1);
});

test('the extension starts with the types of messages, without the rest of the protocol library', async () => {
  const text = await textOf('extension');
  expect(text).toContain('require("./extension-messages.js")');
  expect(text).not.toContain('extension-jsonrpc');
});

test('the types of messages have each name that our own code imports from the protocol library', async () => {
  const messages = { exports: {} };
  runInNewContext(await textOf('extension-messages'), { module: messages, exports: messages.exports });
  const missing = importedNames(['contract', 'extension', 'host', 'panel']).filter(
    (name) => !(name in messages.exports),
  );
  expect(missing).toEqual([]);
});

function filesIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return entries.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
}

/** The names of values that the rooms import from the protocol library. */
function importedNames(rooms: readonly string[]): readonly string[] {
  const files = rooms.flatMap((room) => filesIn(join(import.meta.dirname, '..', '..', 'src', room)));
  const imports = files.flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/import \{([^}]*)\} from 'vscode-jsonrpc'/g),
  ]);
  const names = imports.flatMap(([, list = '']) => list.split(',').map((name) => name.trim()));
  return [...new Set(names.filter((name) => name !== '' && !name.startsWith('type ')))];
}

test('the extension and its language client share one copy of the protocol library', async () => {
  expect((await contents('extension-startClient')).packages).not.toContain('vscode-jsonrpc');
  expect((await contents('extension-jsonrpc')).packages).toEqual(['vscode-jsonrpc']);
  expect((await contents('extension-messages')).packages).toEqual(['vscode-jsonrpc']);
  expect(await textOf('extension-jsonrpc')).toContain('require("./extension-messages.js")');
});
