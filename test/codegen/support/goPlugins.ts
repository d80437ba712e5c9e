/** The shipped plugins, built once and cached, for tests without a built dist/. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildGoPlugins } from '../../../scripts/go-plugins.mjs';
import { bundle, copyAssets } from '../../../scripts/lib/bundles.mjs';
import { assetsIn } from '../../../src/host/assets.ts';
import type { GenerateAssets } from '../../../src/host/processes/wasmPlugins.ts';
import { requireNeed } from '../../support/needs.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const cache = join(root, 'node_modules', '.cache', 'grpc-workbench', 'test');

/** Whether Go is available. Without Go, tests of generated code are skipped, but never in CI. */
export function hasGo(): boolean {
  requireNeed('go');
  try {
    execFileSync('go', ['version'], { stdio: 'pipe' });
    return true;
  } catch {
    if (process.env['CI'] === 'true') throw new Error('Go is missing, and CI must not skip what needs it');
    console.warn('SKIPPED: tests that need Go, because it is not on PATH');
    return false;
  }
}

let assets: Promise<GenerateAssets> | undefined;

export function generateAssets(): Promise<GenerateAssets> {
  assets ??= makeAssets();
  return assets;
}

/**
 * The folder that all test processes of this run share. `warmGo.ts` fills the folder before the first process starts.
 */
export const SHARED_ASSETS = 'TEST_GO_ASSETS';

/** A folder like dist/, including the runner and the command line. */
async function makeAssets(): Promise<GenerateAssets> {
  const shared = process.env[SHARED_ASSETS];
  if (shared !== undefined) return assetsIn(shared);
  const folder = join(cache, String(process.pid));
  mkdirSync(folder, { recursive: true });
  removeLeftovers();
  await bundle(['pluginWorker', 'runner', 'cli'], folder, { dev: true });
  await copyAssets(folder);
  await buildGoPlugins(join(folder, 'plugins'), { required: false });
  return assetsIn(folder);
}

/** Test processes end without notice, so each process removes the leftovers of earlier ones. */
function removeLeftovers(): void {
  for (const name of readdirSync(cache)) {
    if (/^\d+$/.test(name) && !isAlive(Number(name))) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Builds plugins of others as users install them. Returns their folder. */
export function otherPlugins(): string {
  const folder = join(cache, 'others');
  for (const [name, version] of Object.entries(OTHERS)) {
    const stamp = join(folder, `${basename(name)}.${version}`);
    if (existsSync(stamp)) continue;
    execFileSync('go', ['install', `${name}@${version}`], {
      env: { ...process.env, GOBIN: folder, GOFLAGS: '', GOWORK: 'off' },
      cwd: cache,
      stdio: 'pipe',
    });
    writeFileSync(stamp, '');
  }
  return folder;
}

const OTHERS = {
  'connectrpc.com/connect/cmd/protoc-gen-connect-go': 'v1.19.1',
  'github.com/grpc-ecosystem/grpc-gateway/v2/protoc-gen-grpc-gateway': 'v2.33.0',
};

/** Builds our plugins as native programs. Returns their folder. */
export function nativePlugins(): string {
  const folder = join(cache, 'native');
  execFileSync(
    'go',
    [
      'build',
      '-buildvcs=false',
      '-o',
      `${folder}/`,
      'google.golang.org/protobuf/cmd/protoc-gen-go',
      'google.golang.org/grpc/cmd/protoc-gen-go-grpc',
    ],
    {
      cwd: join(root, 'plugins'),
      stdio: 'pipe',
    },
  );
  return folder;
}
