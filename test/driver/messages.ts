/** VS Code's questions and messages: the command palette, quick inputs, notifications, dialogs. */
import type { Locator, Page } from 'playwright-core';
import type { Message } from './api.ts';
import { until } from './until.ts';

const QUICK_INPUT = '.quick-input-widget:visible';

export async function runCommand(page: Page, title: string): Promise<void> {
  await (await commandEntry(page, title)).click({ timeout: 10_000 });
}

/** The entry of the open command palette that runs a command. */
export async function commandEntry(page: Page, title: string): Promise<Locator> {
  const input = page.locator(`${QUICK_INPUT} .quick-input-box input`);
  const entry = page
    .locator(`${QUICK_INPUT} .quick-input-list .monaco-list-row`)
    .filter({ has: page.locator('.label-name').getByText(title, { exact: true }) })
    .first();
  // The palette may lose the focus to a window that is still starting, so we open it until it stays.
  await until(`${title} in the command palette`, async () => {
    await page.keyboard.press('F1');
    await input.fill(`>${title}`, { timeout: 2_000 });
    await entry.waitFor({ timeout: 5_000 });
    return true;
  });
  return entry;
}

/** Returns the entries on screen, as a screen reader reads them. */
export async function waitForQuickPick(page: Page, placeholder: string, entry: string): Promise<readonly string[]> {
  const input = page.locator(`${QUICK_INPUT} .quick-input-box input`);
  const rows = page.locator(`${QUICK_INPUT} .quick-input-list .monaco-list-row`);
  return until(`the list ${placeholder}`, async () => {
    if ((await input.getAttribute('placeholder', { timeout: 2_000 })) !== placeholder) return undefined;
    const texts = await Promise.all(
      (await rows.all()).map(async (row) => (await row.getAttribute('aria-label', { timeout: 2_000 })) ?? ''),
    );
    return texts.some((text) => text.includes(entry)) ? texts : undefined;
  });
}

export async function waitForInputBox(page: Page, message: string): Promise<string> {
  const shown = page.locator(`${QUICK_INPUT} .quick-input-message`);
  await until(`the input box ${message}`, async () => (await shown.textContent())?.includes(message) === true);
  return page.locator(`${QUICK_INPUT} .quick-input-box input`).inputValue();
}

export async function fillInputBox(page: Page, text: string): Promise<void> {
  await page.locator(`${QUICK_INPUT} .quick-input-box input`).fill(text);
}

export async function answerQuickInput(page: Page, text: string): Promise<void> {
  const input = page.locator(`${QUICK_INPUT} .quick-input-box input`);
  await input.waitFor();
  await input.fill(text);
  const entries = page.locator(`${QUICK_INPUT} .quick-input-list .monaco-list-row`);
  await until(`an answer that matches ${text}`, async () => {
    const texts = await entries.allTextContents();
    return texts.length === 0 || texts.some((entry) => entry.toLowerCase().includes(text.toLowerCase()));
  });
  await page.keyboard.press('Enter');
}

/** Notifications, as toasts or in their list, and modal dialogs. */
function messages(page: Page): Locator {
  return page.locator(
    '.notifications-toasts .notification-list-item, .notifications-center .notification-list-item, .monaco-dialog-box',
  );
}

/** A window under test shows no toasts; its list of notifications has them all the same. */
async function showList(page: Page): Promise<void> {
  const bell = page.locator('.statusbar-item[id="status.notifications"]');
  const unread = bell.locator('.codicon-bell-dot, .codicon-notifications-bell-dot, .codicon-bell-slash-dot');
  if (!(await messages(page).first().isVisible()) && (await unread.count()) > 0) await bell.click();
}

/** The line above the rows of a view. */
const VIEW_MESSAGE = '.tree-explorer-viewlet-tree-view > .message';

function message(page: Page, text: string): Locator {
  return messages(page).or(page.locator(VIEW_MESSAGE)).filter({ hasText: text }).first();
}

export async function waitForMessage(page: Page, text: string): Promise<Message> {
  try {
    const found = await until(`a message that says "${text}"`, async () => {
      await showList(page);
      return (await message(page, text).isVisible()) && message(page, text);
    });
    const words = found.locator('.notification-list-item-message, .dialog-message, .dialog-message-detail');
    return {
      text: (await words.allTextContents()).join('\n').trim(),
      buttons: (await found.locator('.monaco-button:visible').allTextContents())
        .map((label) => label.trim())
        .filter((label) => label !== ''),
    };
  } catch (error) {
    const seen = await messages(page).allTextContents();
    throw new Error(`${error instanceof Error ? error.message : String(error)}; messages seen: ${seen.join(' | ')}`, {
      cause: error,
    });
  }
}

export async function waitForNoMessage(page: Page, text: string): Promise<void> {
  await until(`no message that says "${text}"`, async () => {
    await showList(page);
    return !(await message(page, text).isVisible());
  });
}

export async function answerMessage(page: Page, text: string, button: string): Promise<void> {
  await waitForMessage(page, text);
  const found = message(page, text);
  await found.hover();
  await found.locator('.monaco-button').filter({ hasText: button }).first().click();
}
