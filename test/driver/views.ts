/** Views and editors of the workbench's page: trees, CodeLenses, the status bar. */
import type { Locator, Page } from 'playwright-core';
import type { TreeRow } from './api.ts';
import { until } from './until.ts';

export async function openView(page: Page, container: string): Promise<void> {
  const item = page
    .locator(
      `.activitybar .action-item[role="tab"]:has(a[aria-label^="${container}"]), .activitybar .action-item:has(> a[aria-label^="${container}"])`,
    )
    .first();
  await item.waitFor();
  const title = page.locator('.sidebar .composite.title h2');
  // A click on the container that is already visible would hide the side bar.
  const shown = async () =>
    (await title.isVisible()) && ((await title.textContent()) ?? '').toLowerCase().includes(container.toLowerCase());
  if (!(await shown())) await item.click();
  await until(`the view container ${container}`, shown);
}

function pane(page: Page, view: string): Locator {
  return page.locator(`.pane:has(> .pane-header[aria-label^="${view}"])`);
}

function rows(page: Page, view: string): Locator {
  return pane(page, view).locator('.monaco-list-row[role="treeitem"]');
}

/** The members of page elements that we use: this program is checked without the DOM's types. */
interface PageElement {
  querySelector(selector: string): { readonly textContent: string | null } | null;
  getAttribute(name: string): string | null;
  getBoundingClientRect(): { readonly top: number };
}

interface PageWindow {
  getComputedStyle(element: unknown, pseudo: string): { readonly content: string };
}

/** Reads the rows on screen in one look at the page. */
export async function treeRows(page: Page, view: string): Promise<readonly TreeRow[]> {
  const found = await rows(page, view).evaluateAll((elements: unknown[]) =>
    (elements as PageElement[]).map((element) => ({
      // The page reuses rows, so we sort them by position on screen, not by their place in the document.
      top: element.getBoundingClientRect().top,
      label: element.querySelector('.label-name')?.textContent ?? '',
      description: element.querySelector('.label-description')?.textContent ?? '',
      badge: (globalThis as unknown as PageWindow).getComputedStyle(
        element.querySelector('.monaco-icon-label') ?? element,
        '::after',
      ).content,
      level: Number(element.getAttribute('aria-level')),
      expanded: element.getAttribute('aria-expanded'),
    })),
  );
  return found
    .toSorted((a, b) => a.top - b.top)
    .map(({ label, description, badge, level, expanded }) => ({
      label,
      description,
      badge: badge === 'none' ? '' : badge.replaceAll('"', ''),
      level,
      expanded: expanded === null ? undefined : expanded === 'true',
    }));
}

export async function waitForRow(page: Page, view: string, label: string): Promise<TreeRow> {
  let seen: readonly TreeRow[] = [];
  try {
    return await until(`the row ${label} in ${view}`, async () => {
      seen = await treeRows(page, view);
      return seen.find((row) => row.label === label);
    });
  } catch (error) {
    throw new Error(
      `${error instanceof Error ? error.message : String(error)}; rows seen: ${seen.map((row) => row.label).join(', ')}`,
      { cause: error },
    );
  }
}

export async function waitForNoRow(page: Page, view: string, label: string): Promise<void> {
  await until(
    `the row ${label} to leave ${view}`,
    async () => !(await treeRows(page, view)).some((row) => row.label === label),
  );
}

/**
 * Finds the element of a row once the tree stands still. The page reuses elements, so an early click may hit another
 * row.
 */
async function row(page: Page, view: string, label: string): Promise<Locator> {
  await waitForRow(page, view, label);
  let last = '';
  await until(
    `${view} to stand still`,
    async () => {
      const now = JSON.stringify(await treeRows(page, view));
      const still = now === last;
      last = now;
      return still;
    },
    undefined,
    150,
  );
  return rows(page, view)
    .filter({ has: page.locator('.label-name').getByText(label, { exact: true }) })
    .first();
}

export async function expandRow(page: Page, view: string, label: string): Promise<void> {
  const found = await row(page, view, label);
  if ((await found.getAttribute('aria-expanded')) === 'false') await found.locator('.monaco-tl-twistie').click();
  await until(`${label} to open in ${view}`, async () => (await found.getAttribute('aria-expanded')) === 'true');
}

export async function clickRow(page: Page, view: string, label: string): Promise<void> {
  await (await row(page, view, label)).locator('.label-name').click();
}

export async function clickRowAction(page: Page, view: string, label: string, action: string): Promise<void> {
  await (await rowAction(page, view, label, action)).click();
}

/** Finds an inline action of a row, which appears when the mouse is over the row. */
export async function rowAction(page: Page, view: string, label: string, action: string): Promise<Locator> {
  const found = await row(page, view, label);
  await found.hover();
  return found.locator(`.actions a.action-label[aria-label^="${action}"]`);
}

export async function pickFromRowMenu(page: Page, view: string, label: string, entry: string): Promise<void> {
  await (await row(page, view, label)).locator('.label-name').click({ button: 'right' });
  const item = page
    .locator('.context-view .action-item:visible')
    .filter({ has: page.locator('.action-label').getByText(entry, { exact: true }) });
  // VS Code ignores a click that follows too soon on the one that opened the menu.
  await item.hover();
  await page.keyboard.press('Enter');
}

export async function clickViewButton(page: Page, view: string, title: string): Promise<void> {
  await pane(page, view).locator('.welcome-view-content .monaco-button', { hasText: title }).click();
}

function codeLens(page: Page, title: string): Locator {
  return page.locator('.codelens-decoration a', { hasText: title }).first();
}

export async function waitForCodeLens(page: Page, title: string): Promise<void> {
  await codeLens(page, title).waitFor();
}

export async function clickCodeLens(page: Page, title: string): Promise<void> {
  await codeLens(page, title).click();
}

export async function statusBarTexts(page: Page): Promise<readonly string[]> {
  return (await page.locator('.statusbar-item:visible').allTextContents())
    .map((text) => text.trim())
    .filter((text) => text !== '');
}
