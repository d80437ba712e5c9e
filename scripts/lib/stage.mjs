// Opens windows of a real VS Code for tests. This file opens the page of the VS Code server; desktop.mjs opens desktop
// VS Code.
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureHost, findBrowser, launchBrowser, openPage, startHost } from './host.mjs';
import { descendants, stillRunning } from './processes.mjs';
import { root } from './setup.mjs';

/**
 * @typedef {object} WindowRequest
 * @property {string} name Names the window's log file.
 * @property {string} folder What it opens.
 * @property {string} [vsix] A packaged extension to install; without one and `linked`, the one in this repository is loaded
 *   as it is.
 * @property {readonly string[]} [linked] Folders of extensions that count as installed.
 * @property {string} [testsPath] A module whose `run` the extension host calls.
 * @property {boolean} [trust] False: the folder opens untrusted.
 * @property {Readonly<Record<string, unknown>>} [settings]
 * @property {NodeJS.ProcessEnv} [env]
 */

/**
 * @typedef {object} OpenWindow
 * @property {import('playwright-core').Page} page
 * @property {Promise<number>} testsEnded Resolves with the code with which `run` of the tests ended.
 * @property {() => readonly import('./processes.mjs').ProcessInfo[] | undefined} processes Everything below VS Code's own process.
 * @property {(processes: readonly import('./processes.mjs').ProcessInfo[]) => readonly import('./processes.mjs').ProcessInfo[]} stillRunning
 * @property {() => Promise<void>} closeWindow Closes the window as a user would; the processes behind it stay.
 * @property {() => Promise<void>} dispose Ends everything that belongs to it.
 */

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {(request: WindowRequest) => Promise<OpenWindow>} openWindow
 * @property {() => Promise<void>} close
 */

/** Tests use no other machine: without a gallery, VS Code does not look for extensions. */
const OFFLINE = { EXTENSIONS_GALLERY: '{}' };

/**
 * The VS Code server with a browser, or the reason why it is missing.
 * @param {string} logs Folder for the windows' logs.
 * @returns {Promise<Stage | { readonly missing: string }>}
 */
export async function hostStage(logs) {
  const executable = await findBrowser();
  if (executable === undefined) return { missing: 'no Chrome or Chromium was found (CHROME_PATH may name one)' };
  /** @type {import('./host.mjs').Installation} */
  let installation;
  try {
    installation = await ensureHost();
  } catch (error) {
    return {
      missing: `the VS Code host could not be installed: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  const browser = await launchBrowser(executable);
  await mkdir(logs, { recursive: true });
  return {
    name: `VS Code ${installation.version} (server, ${browser.version()})`,
    openWindow: (request) => openInHost(installation, browser, logs, request),
    close: () => browser.close(),
  };
}

/**
 * @param {import('./host.mjs').Installation} installation
 * @param {import('playwright-core').Browser} browser
 * @param {string} logs
 * @param {WindowRequest} request
 * @returns {Promise<OpenWindow>}
 */
async function openInHost(installation, browser, logs, request) {
  const log = createWriteStream(join(logs, `${request.name}.log`));
  const underTest = request.vsix === undefined && request.linked === undefined;
  const host = await startHost(installation, {
    env: { ...OFFLINE, ...request.env },
    underTest,
    ...(request.trust === undefined ? {} : { trust: request.trust }),
    ...(request.settings === undefined ? {} : { settings: request.settings }),
    ...(request.vsix === undefined ? {} : { extension: request.vsix }),
    ...(request.linked === undefined ? {} : { linked: request.linked }),
  });
  /** @type {(code: number) => void} */
  let ended = () => undefined;
  const testsEnded = new Promise((/** @type {(code: number) => void} */ resolve) => (ended = resolve));
  try {
    const url = host.url({
      folder: request.folder,
      ...(underTest ? { extensionDevelopmentPath: root } : {}),
      ...(request.testsPath === undefined ? {} : { testsPath: request.testsPath }),
    });
    const page = await openPage(browser, url, {
      log: (level, args) =>
        log.write(`${level}: ${args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' ')}\n`),
      exit: ended,
    });
    void host.exited.then(ended);
    return {
      page,
      testsEnded,
      processes: () => (process.platform === 'win32' ? undefined : descendants(host.pid)),
      stillRunning,
      closeWindow: () => page.close(),
      dispose: async () => {
        await page.context().close();
        await host.dispose();
        log.end(`\n--- server ---\n${host.log()}`);
      },
    };
  } catch (error) {
    await host.dispose();
    log.end(host.log());
    throw error;
  }
}
