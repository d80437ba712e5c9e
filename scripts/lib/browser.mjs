// Finds a Chromium-like browser for the VS Code host, and opens the workbench in it.
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureInstalled } from './cache.mjs';

const NAMES = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  'chrome',
  'msedge',
];
const BROWSER_PACKAGE = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'test', 'vscode', 'browser');

/**
 * The path of a browser: CHROME_PATH, an installed one, the npm one (Linux on x64 only), or undefined.
 * @returns {Promise<string | undefined>}
 */
export async function findBrowser() {
  const { CHROME_PATH: asked } = process.env;
  if (asked !== undefined && asked !== '') {
    if (existsSync(asked)) return asked;
    throw new Error(
      `CHROME_PATH names ${asked}, which does not exist. Name a Chrome or Chromium program, or leave CHROME_PATH unset.`,
    );
  }
  return installedBrowser() ?? (await npmBrowser());
}

/**
 * Finds a browser that is already installed; continuous integration uses this.
 * @public
 */
export function installedBrowser() {
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, process.platform === 'win32' ? `${name}.exe` : name)));
  return [...usualPlaces(), ...onPath].find(isProgram);
}

/** @returns {readonly string[]} */
function usualPlaces() {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform !== 'win32') return [];
  const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => process.env[name] ?? []);
  return roots.flatMap((root) => [
    join(root, 'Google', 'Chrome', 'Application', 'chrome.exe'),
    join(root, 'Chromium', 'Application', 'chrome.exe'),
    join(root, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
  ]);
}

function isProgram(/** @type {string} */ path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The Chromium from the npm registry: slower than an installed one, but it needs no administrator rights. */
async function npmBrowser() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  try {
    const folder = await ensureInstalled('test-browser', BROWSER_PACKAGE);
    const entry = createRequire(join(folder, 'package.json')).resolve('@sparticuz/chromium');
    const { default: chromium } = await import(pathToFileURL(entry).href);
    return /** @type {string} */ (await chromium.executablePath());
  } catch (error) {
    console.warn(
      `No browser is installed, and the npm one could not be had: ${error instanceof Error ? error.message : String(error)}`,
    );
    return undefined;
  }
}

/**
 * Starts a browser with a new empty profile.
 * @param {string} executablePath
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchBrowser(executablePath) {
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/**
 * Opens an address in a new window and passes the page's automation calls to `on`: the output of the tests in the
 * extension host, and their exit code.
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {{ log?: (level: string, args: readonly unknown[]) => void, exit?: (code: number) => void }} [on]
 */
export async function openPage(browser, url, on = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(url).origin });
  const page = await context.newPage();
  await page.exposeFunction('codeAutomationLog', (/** @type {string} */ level, /** @type {unknown[]} */ args) =>
    on.log?.(level, args),
  );
  await page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => on.exit?.(code));
  await page.goto(url);
  return page;
}
