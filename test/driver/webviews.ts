/**
 * Webviews are frames within frames. We search all of them for an element, so that no caller has to know which is
 * which.
 */
import type { Frame, Locator, Page } from 'playwright-core';
import { until } from './until.ts';

/** Finds the visible element in whichever webview of the window has it. */
async function webviewElement(page: Page, selector: string): Promise<Locator> {
  return until(`${selector} in a webview`, async () => {
    for (const frame of webviewFrames(page)) {
      const found = frame.locator(selector).first();
      if (await found.isVisible().catch(() => false)) return found;
    }
    return undefined;
  });
}

function webviewFrames(page: Page): readonly Frame[] {
  return page.frames().filter((frame) => frame !== page.mainFrame());
}

export async function webviewText(page: Page, selector: string): Promise<string> {
  const element = await webviewElement(page, selector);
  return (await element.innerText()).trim();
}

export async function webviewValue(page: Page, selector: string): Promise<string> {
  return (await webviewElement(page, selector)).inputValue();
}

export async function webviewCount(page: Page, selector: string): Promise<number> {
  return Math.max(
    0,
    ...(await Promise.all(
      webviewFrames(page).map((frame) =>
        frame
          .locator(selector)
          .count()
          .catch(() => 0),
      ),
    )),
  );
}

export async function waitForWebviewText(page: Page, selector: string, text: string): Promise<string> {
  let seen = '';
  try {
    return await until(`"${text}" in ${selector} of a webview`, async () => {
      seen = await webviewText(page, selector);
      return seen.includes(text) && seen;
    });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}; it says: ${seen}`, { cause: error });
  }
}

export async function webviewClick(page: Page, selector: string): Promise<void> {
  await (await webviewElement(page, selector)).click();
}

export async function webviewFill(page: Page, selector: string, text: string): Promise<void> {
  const element = await webviewElement(page, selector);
  await element.click();
  await page.keyboard.press('ControlOrMeta+a');
  // We insert the text as one input event: for single keys, an editor would close brackets and quotes by itself.
  await page.keyboard.insertText(text);
}

export async function webviewPress(page: Page, selector: string, key: string): Promise<void> {
  await (await webviewElement(page, selector)).press(key);
}
