// npm packages that are too large for node_modules: installed once per version into a folder in the user's cache.
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { npm } from './processes.mjs';

/** The folder in which this platform keeps files that programs can create again. */
export function cacheRoot() {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === 'win32')
    return join(LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'grpc-workbench', 'Cache');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'grpc-workbench');
  return join(
    XDG_CACHE_HOME !== undefined && XDG_CACHE_HOME !== '' ? XDG_CACHE_HOME : join(homedir(), '.cache'),
    'grpc-workbench',
  );
}

/**
 * Installs the packages in `packageFolder`'s lock file without running their scripts, and returns the folder that
 * contains node_modules. A complete folder appears only by a rename, so an interrupted install leaves none.
 * @param {string} name What the cache folder is called, with a version.
 * @param {string} packageFolder Holds package.json and package-lock.json.
 * @param {(folder: string) => Promise<void>} [finish] More to do before the folder counts as complete.
 */
export async function ensureInstalled(name, packageFolder, finish) {
  const folder = await installedFolder(name, packageFolder);
  if (existsSync(folder)) return folder;
  const started = performance.now();
  console.log(`Installing ${name} (once; kept in ${folder})`);
  await mkdir(cacheRoot(), { recursive: true });
  const temporary = await mkdtemp(join(cacheRoot(), '.installing-'));
  try {
    for (const file of ['package.json', 'package-lock.json'])
      await cp(join(packageFolder, file), join(temporary, file));
    await install(temporary);
    await finish?.(temporary);
    await rename(temporary, folder).catch((/** @type {unknown} */ error) => {
      // Another process may have finished first; its folder is equivalent.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 3 });
  }
  console.log(`Installed ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return folder;
}

/**
 * The folder that `ensureInstalled` creates. The lock file's hash is in the name, so a changed lock is another folder.
 */
async function installedFolder(/** @type {string} */ name, /** @type {string} */ packageFolder) {
  const lock = await readFile(join(packageFolder, 'package-lock.json'), 'utf8');
  const hash = createHash('sha256').update(lock.replaceAll('\r\n', '\n')).digest('hex').slice(0, 8);
  return join(cacheRoot(), `${name}-${hash}`);
}

/**
 * Installs the run-time dependencies without scripts: `ci` takes exactly what the lock says, `install` completes a lock
 * that is incomplete.
 * @param {string} folder
 * @param {'ci' | 'install'} [verb]
 */
export async function install(folder, verb = 'ci') {
  const args = [
    verb,
    '--omit=dev',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--omit-lockfile-registry-resolved',
    '--loglevel=error',
  ];
  // Windows on ARM runs x64 programs, and npm has no package of Node 24 for it.
  if (process.platform === 'win32' && process.arch === 'arm64') args.push('--cpu=x64');
  const { code, output } = await npm(args, { cwd: folder, quiet: true });
  if (code !== 0) throw new Error(`npm ${verb} failed with exit code ${code} in ${folder}.\n${output}`);
}
