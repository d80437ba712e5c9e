/** What each start evaluates: the bundles that are read before a command or an activation does anything. */
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { bundleOptions } from '../../scripts/lib/bundles.mjs';

/** The packages and built-in modules that a bundle has in it, or requires. */
async function contents(name: string): Promise<{ readonly packages: readonly string[]; readonly bytes: number }> {
  const result = await build({ ...bundleOptions(name, 'dist', false), metafile: true, write: false });
  const [output] = Object.values(result.metafile.outputs);
  const inputs = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const packages = inputs.flatMap(([path]) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  return { packages: [...new Set(packages)].sort(), bytes: output?.bytes ?? Number.NaN };
}

test.each([
  ['cli', 8_000],
  ['cli-compile', 220_000],
  ['extension', 145_000],
])('%s holds our own code alone, at most %d bytes', async (name, limit) => {
  const { packages, bytes } = await contents(name);
  expect(packages).toEqual([]);
  expect(bytes).toBeLessThanOrEqual(limit);
});

test('the extension copies the names of `vscode` once, not in each file', async () => {
  const result = await build({ ...bundleOptions('extension', 'dist', false), write: false });
  const text = result.outputFiles[0]?.text ?? '';
  expect(text.match(/require\("vscode"\)/g)).toHaveLength(1);
});

test('the extension and its language client share one copy of the protocol library', async () => {
  expect((await contents('extension-startClient')).packages).not.toContain('vscode-jsonrpc');
  expect((await contents('extension-jsonrpc')).packages).toEqual(['vscode-jsonrpc']);
});
