// Bundles the integration suites (for the extension host) and their driver (for this process) into dist-test/.
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './setup.mjs';

const out = join(root, 'dist-test');

/**
 * Makes dist-test/ and returns the driver.
 * @returns {Promise<any>} What test/driver/main.ts exports.
 */
export async function bundleTests() {
  const { build } = await import('esbuild');
  const entries = (await readdir(join(root, 'test', 'integration'))).filter((name) => name.endsWith('.entry.ts'));
  const common = /** @type {const} */ ({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  await Promise.all([
    ...entries.map((entry) =>
      build({
        ...common,
        entryPoints: [join('test', 'integration', entry)],
        outfile: join(out, `${basename(entry, '.entry.ts')}.js`),
        format: 'cjs',
        target: 'node20',
        external: ['vscode'],
      }),
    ),
    build({
      ...common,
      entryPoints: [join('test', 'driver', 'main.ts')],
      outfile: join(out, 'driver.mjs'),
      format: 'esm',
      target: 'node20',
      packages: 'external',
    }),
  ]);
  return import(pathToFileURL(join(out, 'driver.mjs')).href);
}
