/** One window of VS Code, driven from outside by Playwright. Works on the VS Code server's page and on desktop VS Code. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { Message, ProcessRow, TreeRow, WindowDriver } from './api.ts';
import * as editors from './editors.ts';
import * as messages from './messages.ts';
import type { TestResult } from './runner.ts';
import { until } from './until.ts';
import * as views from './views.ts';
import * as webviews from './webviews.ts';

/** The parts of a window's surroundings that the driver needs. */
export interface Surroundings {
  /** The folder for pictures. */
  readonly artifacts: string;
  readonly processes: () => readonly ProcessRow[] | undefined;
  readonly report: (result: TestResult) => void;
}

export class Workbench implements WindowDriver {
  readonly page: Page;
  readonly #around: Surroundings;

  constructor(page: Page, around: Surroundings) {
    this.page = page;
    this.#around = around;
  }

  /** Waits until the window is there and has loaded its folder. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .activitybar').waitFor({ timeout: 60_000 });
    await this.page.locator('.monaco-workbench .statusbar').waitFor();
  }

  /** Changes from light to dark colours or back, and waits until the window is drawn in the new colours. */
  async toggleTheme(to: 'light' | 'dark'): Promise<void> {
    await this.runCommand('Preferences: Toggle between Light/Dark Themes');
    await this.page
      .locator(to === 'light' ? '.monaco-workbench.vs' : '.monaco-workbench.vs-dark')
      .first()
      .waitFor();
  }

  /** Saves a picture of the window, or of one element if there is a selector. */
  async screenshot(name: string, selector?: string): Promise<string> {
    await mkdir(this.#around.artifacts, { recursive: true });
    const path = join(this.#around.artifacts, `${name}.png`);
    await this.#settled();
    // A locator's own screenshot would scroll the element into view, and the workbench with it.
    const clip = selector === undefined ? null : await this.page.locator(selector).first().boundingBox();
    await this.page.screenshot({ path, ...(clip === null ? {} : { clip }) });
    return path;
  }

  /** Waits for two equal pictures in a row, because then nothing moves any more. */
  async #settled(): Promise<void> {
    let last: Buffer | undefined;
    await until(
      'the window to stand still',
      async () => {
        const now = await this.page.screenshot();
        const still = last?.equals(now) ?? false;
        last = now;
        return still;
      },
      3_000,
    ).catch(() => undefined);
  }

  press(key: string): Promise<void> {
    return this.page.keyboard.press(key);
  }
  type(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }
  runCommand(title: string): Promise<void> {
    return messages.runCommand(this.page, title);
  }

  /** Finds the entry that `runCommand` clicks, for callers who measure from the click on. */
  commandEntry(title: string): Promise<Locator> {
    return messages.commandEntry(this.page, title);
  }
  /** Finds the action that `clickRowAction` clicks, for callers who measure from the click on. */
  rowAction(view: string, label: string, action: string): Promise<Locator> {
    return views.rowAction(this.page, view, label, action);
  }

  openView(container: string): Promise<void> {
    return views.openView(this.page, container);
  }
  treeRows(view: string): Promise<readonly TreeRow[]> {
    return views.treeRows(this.page, view);
  }
  waitForRow(view: string, label: string): Promise<TreeRow> {
    return views.waitForRow(this.page, view, label);
  }
  waitForNoRow(view: string, label: string): Promise<void> {
    return views.waitForNoRow(this.page, view, label);
  }
  expandRow(view: string, label: string): Promise<void> {
    return views.expandRow(this.page, view, label);
  }
  clickRow(view: string, label: string): Promise<void> {
    return views.clickRow(this.page, view, label);
  }
  clickRowAction(view: string, label: string, action: string): Promise<void> {
    return views.clickRowAction(this.page, view, label, action);
  }
  pickFromRowMenu(view: string, label: string, entry: string): Promise<void> {
    return views.pickFromRowMenu(this.page, view, label, entry);
  }

  clickViewButton(view: string, title: string): Promise<void> {
    return views.clickViewButton(this.page, view, title);
  }
  clickEditorAction(action: string): Promise<void> {
    return editors.clickEditorAction(this.page, action);
  }
  waitForCodeLens(title: string): Promise<void> {
    return views.waitForCodeLens(this.page, title);
  }
  waitForPeek(): Promise<readonly string[]> {
    return editors.waitForPeek(this.page);
  }
  clickCodeLens(title: string): Promise<void> {
    return views.clickCodeLens(this.page, title);
  }
  waitForSuggestion(label: string): Promise<readonly string[]> {
    return editors.waitForSuggestion(this.page, label);
  }
  acceptSuggestion(label: string): Promise<void> {
    return editors.acceptSuggestion(this.page, label);
  }
  waitForCodeAction(title: string, patienceMs?: number): Promise<readonly string[]> {
    return editors.waitForCodeAction(this.page, title, patienceMs);
  }
  pickCodeAction(title: string): Promise<void> {
    return editors.pickCodeAction(this.page, title);
  }
  statusBarTexts(): Promise<readonly string[]> {
    return views.statusBarTexts(this.page);
  }
  waitForMessage(text: string): Promise<Message> {
    return messages.waitForMessage(this.page, text);
  }
  waitForNoMessage(text: string): Promise<void> {
    return messages.waitForNoMessage(this.page, text);
  }
  answerMessage(text: string, button: string): Promise<void> {
    return messages.answerMessage(this.page, text, button);
  }
  waitForQuickPick(placeholder: string, entry: string): Promise<readonly string[]> {
    return messages.waitForQuickPick(this.page, placeholder, entry);
  }
  waitForInputBox(message: string): Promise<string> {
    return messages.waitForInputBox(this.page, message);
  }
  fillInputBox(text: string): Promise<void> {
    return messages.fillInputBox(this.page, text);
  }
  answerQuickInput(text: string): Promise<void> {
    return messages.answerQuickInput(this.page, text);
  }

  webviewText(selector: string): Promise<string> {
    return webviews.webviewText(this.page, selector);
  }
  webviewValue(selector: string): Promise<string> {
    return webviews.webviewValue(this.page, selector);
  }
  webviewCount(selector: string): Promise<number> {
    return webviews.webviewCount(this.page, selector);
  }
  waitForWebviewText(selector: string, text: string): Promise<string> {
    return webviews.waitForWebviewText(this.page, selector, text);
  }
  webviewClick(selector: string): Promise<void> {
    return webviews.webviewClick(this.page, selector);
  }
  webviewFill(selector: string, text: string): Promise<void> {
    return webviews.webviewFill(this.page, selector, text);
  }
  webviewPress(selector: string, key: string): Promise<void> {
    return webviews.webviewPress(this.page, selector, key);
  }

  processes(): Promise<readonly ProcessRow[] | undefined> {
    return Promise.resolve(this.#around.processes());
  }

  report(result: TestResult): Promise<void> {
    this.#around.report(result);
    return Promise.resolve();
  }
}
