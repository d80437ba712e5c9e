// A window of a real VS Code with the packaged extension, and the time until it draws something.
import { join } from 'node:path';
import { hostStage } from '../../scripts/lib/stage.mjs';
import { root } from '../../scripts/lib/setup.mjs';
import { load } from '../../scripts/lib/typescript.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {Awaited<ReturnType<typeof openWindow>>} Window */

const artifacts = join(root, 'artifacts');
const { Workbench } = await load('test/driver/workbench.ts');

/** An extension that does nothing: its times are VS Code's own. */
export const IDLE_EXTENSION = join(root, 'bench', 'idle-extension');

/** The longest wait for a window to draw something, in ms. */
const PATIENCE_MS = 60_000;

/** Opens the stage; undefined if no browser or no host is available. */
export async function openStage() {
  const stage = await hostStage(join(artifacts, 'logs'));
  if (!('missing' in stage)) return stage;
  console.warn(`Nothing is measured in a window: ${stage.missing}`);
  return undefined;
}

/**
 * @param {import('../../scripts/lib/stage.mjs').Stage} stage
 * @param {import('../../scripts/lib/stage.mjs').WindowRequest} request
 */
export async function openWindow(stage, request) {
  const window = await stage.openWindow(request);
  const { page } = window;
  const workbench = new Workbench(page, { artifacts, processes: window.processes, report: () => undefined });
  return {
    page,
    /** @type {import('../../test/driver/workbench.ts').Workbench} */
    workbench,
    /** The time in ms from the start of an action until `isDrawn` returns true. */
    time: (/** @type {() => Promise<unknown>} */ act, /** @type {() => Promise<boolean>} */ isDrawn) =>
      timeUntil(page, act, isDrawn),
    dispose: () => window.dispose(),
  };
}

/** We look once per frame, because a reply is there only when it is on screen. */
async function timeUntil(
  /** @type {Page} */ page,
  /** @type {() => Promise<unknown>} */ act,
  /** @type {() => Promise<boolean>} */ isDrawn,
) {
  const started = performance.now();
  await act();
  while (!(await isDrawn().catch(() => false))) {
    if (performance.now() - started > PATIENCE_MS) return Number.POSITIVE_INFINITY;
    await page.waitForTimeout(5);
  }
  return performance.now() - started;
}

/** Whether a webview shows an element whose text or value contains these words. */
export async function webviewShows(
  /** @type {Page} */ page,
  /** @type {string} */ selector,
  /** @type {string} */ words,
) {
  const looks = page.frames().map(async (frame) => {
    const found = frame.locator(selector).first();
    return (await found.isVisible()) && ((await found.textContent()) ?? '').includes(words);
  });
  return (await Promise.all(looks.map((look) => look.catch(() => false)))).some(Boolean);
}
