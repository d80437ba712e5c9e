// Loads TypeScript modules of this repository. Node 20 does not run them, so they are bundled on the fly.
import { build } from 'esbuild';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './setup.mjs';

/**
 * Bundles a module into a file that finds this project's packages, and passes its path to `use`.
 * @template T
 * @param {string} entry Relative to the repository.
 * @param {(file: string) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withBundle(entry, use) {
  const cache = join(root, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'bundle-'));
  const outfile = join(folder, 'module.mjs');
  try {
    await build({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      logLevel: 'warning',
    });
    return await use(outfile);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns {Promise<any>} What a module exports. */
export function load(/** @type {string} */ entry) {
  return withBundle(entry, (file) => import(pathToFileURL(file).href));
}
