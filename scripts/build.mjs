// Makes dist/. `node scripts/build.mjs [--dev] [--watch] [--require-go] [name…]`: builds the named bundles, or all of
// them.
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildGoPlugins } from './go-plugins.mjs';
import { bundle, bundleNames, copyAssets } from './lib/bundles.mjs';
import { noteBuilt } from './lib/setup.mjs';
import { buildText, watchBundles } from './lib/watch.mjs';

const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist');
const flags = new Set(process.argv.slice(2).filter((arg) => arg.startsWith('--')));
const named = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const names = named.length > 0 ? named : bundleNames;
const started = new Date();

const whole = named.length === 0;

// A window or a server may be running from the existing files, so watching deletes nothing.
if (whole && !flags.has('--watch')) await rm(dist, { recursive: true, force: true, maxRetries: 3 });
await mkdir(dist, { recursive: true });
await copyAssets(dist);
if (whole) await buildGoPlugins(join(dist, 'plugins'), { required: flags.has('--require-go') });
if (flags.has('--watch')) {
  await watchBundles(names, dist, async (build) => {
    if (whole && build.errors === 0) await noteBuilt(build.started, 'dev');
    console.log(buildText(build));
  });
  console.log('watching');
} else {
  const dev = flags.has('--dev');
  await bundle(names, dist, { dev });
  if (whole) await noteBuilt(started, dev ? 'dev' : 'release');
  console.log(`built ${names.join(', ')} in ${Date.now() - started.getTime()} ms`);
}
