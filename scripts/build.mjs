// Makes dist/. `node scripts/build.mjs [--dev] [--watch] [--require-go] [name…]`: the named bundles, or everything.
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildGoPlugins } from './go-plugins.mjs';
import { bundle, bundleNames, copyAssets, watchBundles } from './lib/bundles.mjs';

const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist');
const flags = new Set(process.argv.slice(2).filter((arg) => arg.startsWith('--')));
const named = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const names = named.length > 0 ? named : bundleNames;
const started = performance.now();

if (named.length === 0) await rm(dist, { recursive: true, force: true, maxRetries: 3 });
await mkdir(dist, { recursive: true });
await copyAssets(dist);
if (named.length === 0) await buildGoPlugins(join(dist, 'plugins'), { required: flags.has('--require-go') });
if (flags.has('--watch')) {
  await watchBundles(names, dist);
  console.log('watching');
} else {
  await bundle(names, dist, { dev: flags.has('--dev') });
  console.log(`built ${names.join(', ')} in ${Math.round(performance.now() - started)} ms`);
}
