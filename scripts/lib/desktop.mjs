// Opens windows of desktop VS Code for the same suites. VS Code is downloaded by @vscode/test-electron or named by
// VSCODE_EXECUTABLE. The suites drive it through the debugging port that every Electron program has.
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QUIET_SETTINGS } from './host.mjs';
import { descendants, endTree, freePort, stillRunning } from './processes.mjs';
import { root } from './setup.mjs';

/** VS Code's flags for windows without a user. */
const FLAGS = [
  '--new-window',
  '--no-sandbox',
  '--disable-gpu-sandbox',
  '--disable-updates',
  '--disable-telemetry',
  '--skip-welcome',
  '--skip-release-notes',
  '--no-cached-data',
];

/**
 * Desktop VS Code, or the reason why it is missing.
 * @param {string} logs Folder for the windows' logs.
 * @returns {Promise<import('./stage.mjs').Stage | { readonly missing: string }>}
 */
export async function desktopStage(logs) {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && DISPLAY === undefined && WAYLAND_DISPLAY === undefined) {
    return { missing: 'there is no display for desktop VS Code (xvfb-run gives one)' };
  }
  const found = await findExecutable();
  if (typeof found !== 'string') return found;
  await mkdir(logs, { recursive: true });
  return {
    name: `desktop VS Code (${found})`,
    openWindow: (request) => openOnDesktop(found, logs, request),
    close: () => Promise.resolve(),
  };
}

/** @returns {Promise<string | { readonly missing: string }>} */
async function findExecutable() {
  const { VSCODE_EXECUTABLE: named } = process.env;
  if (named !== undefined && named !== '')
    return existsSync(named) ? named : { missing: `VSCODE_EXECUTABLE names ${named}, which does not exist` };
  try {
    const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
    return await downloadAndUnzipVSCode('stable');
  } catch (error) {
    return {
      missing: `VS Code could not be downloaded (${error instanceof Error ? error.message : String(error)}); VSCODE_EXECUTABLE may name an installed one`,
    };
  }
}

/**
 * @param {string} executable
 * @param {string} logs
 * @param {import('./stage.mjs').WindowRequest} request
 * @returns {Promise<import('./stage.mjs').OpenWindow>}
 */
async function openOnDesktop(executable, logs, request) {
  const data = await mkdtemp(join(tmpdir(), 'grpc-workbench-desktop-'));
  const folders = [`--user-data-dir=${join(data, 'user')}`, `--extensions-dir=${join(data, 'extensions')}`];
  await mkdir(join(data, 'user', 'User'), { recursive: true });
  await writeFile(
    join(data, 'user', 'User', 'settings.json'),
    JSON.stringify({
      ...QUIET_SETTINGS,
      'window.dialogStyle': 'custom',
      'window.titleBarStyle': 'custom',
      ...request.settings,
    }),
  );

  const port = await freePort();
  const args = [...FLAGS, ...folders, `--remote-debugging-port=${port}`];
  if (request.trust !== false) args.push('--disable-workspace-trust');
  args.push(`--extensionDevelopmentPath=${root}`);
  if (request.testsPath !== undefined) args.push(`--extensionTestsPath=${request.testsPath}`);
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const child = spawn(executable, [...args, request.folder], {
    env: { ...env, ...request.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const log = createWriteStream(join(logs, `${request.name}.log`));
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const testsEnded = new Promise((/** @type {(code: number) => void} */ resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  });
  const dispose = async () => {
    await endTree(child);
    log.end();
    await rm(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    const { browser, page } = await connect(port, testsEnded);
    return {
      page,
      testsEnded,
      processes: () => (process.platform === 'win32' ? undefined : descendants(child.pid ?? 0)),
      stillRunning,
      closeWindow: () => page.close(),
      dispose: async () => {
        await browser.close().catch(() => undefined);
        await dispose();
      },
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Waits for the workbench at the debugging port. */
async function connect(/** @type {number} */ port, /** @type {Promise<number>} */ ended, patienceMs = 60_000) {
  const { chromium } = await import('playwright-core');
  let isOver = false;
  void ended.then(() => (isOver = true));
  for (const end = performance.now() + patienceMs; performance.now() < end && !isOver; ) {
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`).catch(() => undefined);
    const page = browser
      ?.contexts()
      .flatMap((context) => context.pages())
      .find((each) => each.url().includes('workbench'));
    if (browser !== undefined && page !== undefined) return { browser, page };
    await browser?.close();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(
    isOver ? 'VS Code ended before its window was there' : `VS Code showed no window within ${patienceMs / 1000} s`,
  );
}
