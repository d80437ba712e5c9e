// What must exist before anything else can run, with a plain message if it is missing.
import { existsSync, lstatSync, readFileSync, statSync } from 'node:fs';
import { mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answers, npm, run } from './processes.mjs';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const OLDEST_NODE = [20, 19];

/** With CI=true, nothing may be skipped because it is missing. */
export const strict = ['true', '1'].includes(process.env['CI'] ?? '');

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  console.error(
    `gRPC Workbench needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org.`,
  );
  process.exit(1);
}

/**
 * Runs `npm ci` if node_modules is missing or older than the lock file. Package scripts stay off, because none is
 * needed.
 */
export async function ensureDependencies() {
  // A linked folder belongs to another checkout, and npm would empty it before filling it.
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) return;
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs) return;
  console.log('Installing dependencies (npm ci)');
  const started = performance.now();
  const { code, output } = await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    quiet: true,
  });
  if (code !== 0) throw new Error(`npm ci failed with exit code ${code}:\n${output}`);
  console.log(`Installed dependencies in ${seconds(started)}`);
}

export function hasGo() {
  return answers('go', ['version']);
}

/** Records what dist/ contains; its time tells which sources that was built from. */
const marker = join(root, 'dist-test', '.built');

/**
 * Builds dist/ if one of its sources is newer than the last successful build.
 * @param {{ readonly dev?: boolean }} [options] `dev`: a build for development, without minifying.
 */
export async function ensureBuilt({ dev = false } = {}) {
  if (await isBuilt(dev)) return;
  const args = [join(root, 'scripts', 'build.mjs'), ...(dev ? ['--dev'] : [])];
  const { code } = await run(process.execPath, args, { cwd: root });
  if (code !== 0) throw new Error(`The build failed with exit code ${code}.`);
}

async function isBuilt(/** @type {boolean} */ dev) {
  if (!existsSync(join(root, 'dist', 'extension.js')) || !existsSync(marker)) return false;
  if (statSync(marker).mtimeMs < (await newestSource())) return false;
  return dev || readFileSync(marker, 'utf8') === 'release';
}

/** Records that dist/ contains the sources of that time. Windows that watch this file reload themselves. */
export async function noteBuilt(/** @type {Date} */ time, /** @type {'dev' | 'release'} */ kind) {
  await mkdir(dirname(marker), { recursive: true });
  await writeFile(marker, kind);
  await utimes(marker, time, time);
}

/** The time when the newest source of dist/ was written; ms. */
export async function newestSource() {
  const sources = [
    'src',
    'plugins',
    'package.json',
    'package-lock.json',
    join('scripts', 'build.mjs'),
    join('scripts', 'lib', 'bundles.mjs'),
    join('scripts', 'go-plugins.mjs'),
  ];
  return Math.max(...(await Promise.all(sources.map((source) => newest(join(root, source))))));
}

/** @returns {Promise<number>} When the newest file at or below a path was written. */
async function newest(/** @type {string} */ path) {
  const info = await stat(path);
  if (!info.isDirectory()) return info.mtimeMs;
  const times = await Promise.all((await readdir(path)).map((name) => newest(join(path, name))));
  return Math.max(0, ...times);
}

export function seconds(/** @type {number} */ started) {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}
