/**
 * Reads what the editor itself shows: the list of suggestions, the menu of the light bulb, peeks, and the actions of
 * titles.
 */
import type { Locator, Page } from 'playwright-core';
import { until } from './until.ts';

function suggestions(page: Page): Locator {
  return page.locator('.suggest-widget.visible .monaco-list-row');
}

async function labels(page: Page): Promise<readonly string[]> {
  return suggestions(page).locator('.label-name').allTextContents();
}

/** Returns the labels on screen once the wanted label is among them. */
export async function waitForSuggestion(page: Page, label: string): Promise<readonly string[]> {
  return until(`the suggestion ${label}`, async () => {
    const shown = await labels(page);
    if (!shown.includes(label)) throw new Error(`suggestions seen: ${shown.join(', ')}`);
    return shown;
  });
}

export async function acceptSuggestion(page: Page, label: string): Promise<void> {
  await waitForSuggestion(page, label);
  await suggestions(page)
    .filter({
      has: page.locator('.label-name', { hasText: new RegExp(`^${label.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`) }),
    })
    .first()
    .click();
  await page.locator('.suggest-widget.visible').waitFor({ state: 'hidden' });
}

function actions(page: Page): Locator {
  return page.locator('.action-widget .monaco-list-row.action');
}

/** Returns the entries of the open menu once the wanted entry is among them. */
export async function waitForCodeAction(page: Page, title: string, patienceMs?: number): Promise<readonly string[]> {
  const look = async () => {
    const shown = (await actions(page).locator('.title').allTextContents()).map((text) => text.trim());
    if (!shown.includes(title)) throw new Error(`code actions seen: ${shown.join(', ')}`);
    return shown;
  };
  return until(`the code action ${title}`, look, patienceMs);
}

export async function pickCodeAction(page: Page, title: string): Promise<void> {
  await waitForCodeAction(page, title);
  await actions(page).filter({ hasText: title }).first().click();
  await page.locator('.action-widget').first().waitFor({ state: 'hidden' });
}

export async function waitForPeek(page: Page): Promise<readonly string[]> {
  const rows = page.locator('.reference-zone-widget .ref-tree .monaco-list-row');
  return until('a peek with rows', async () => {
    const labels = await rows.evaluateAll((elements: unknown[]) =>
      (elements as { getAttribute(name: string): string | null }[]).map(
        (element) => element.getAttribute('aria-label') ?? '',
      ),
    );
    return labels.length > 0 && labels;
  });
}

export async function clickEditorAction(page: Page, action: string): Promise<void> {
  await page.locator(`.editor-group-container.active .editor-actions a[aria-label^="${action}"]`).click();
}
