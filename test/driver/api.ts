/**
 * What a suite inside the extension host may ask of the process that drives the window: everything that needs the
 * rendered page. The requests are JSON over loopback HTTP (bridge.ts here, support/window.ts in the suites).
 */
import type { TestResult } from './runner.ts';

/** The environment variable that carries the bridge's address into the extension host. */
export const BRIDGE_VARIABLE = 'GRPC_WORKBENCH_TEST_BRIDGE';

/** The reply over the bridge: the value, or the reason why there is none. */
export type Reply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string };

/** A row of a tree view as the user sees it. */
export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** VS Code's note about the file of the row, such as the number of its errors. */
  readonly badge: string;
  /** The level of the row: 1 for a root. */
  readonly level: number;
  readonly expanded: boolean | undefined;
}

/** A notification or a modal dialog on screen. */
export interface Message {
  readonly text: string;
  readonly buttons: readonly string[];
}

export interface ProcessRow {
  readonly pid: number;
  readonly ppid: number;
  readonly command: string;
}

/** Waits depend on conditions. They end with an error that names what they waited for and what they saw instead. */
export interface WindowDriver {
  /** Saves what the window shows as artifacts/<name>.png and returns the file's path. */
  screenshot(name: string): Promise<string>;
  /** Playwright's key names, such as `ControlOrMeta+Enter`. */
  press(key: string): Promise<void>;
  type(text: string): Promise<void>;
  /** Runs a command from the command palette by its full title, as a user would. */
  runCommand(title: string): Promise<void>;

  openView(container: string): Promise<void>;
  treeRows(view: string): Promise<readonly TreeRow[]>;
  /** Waits for a row with this label, without scrolling. */
  waitForRow(view: string, label: string): Promise<TreeRow>;
  waitForNoRow(view: string, label: string): Promise<void>;
  expandRow(view: string, label: string): Promise<void>;
  clickRow(view: string, label: string): Promise<void>;
  /** Clicks an inline action of a row by its tooltip. */
  clickRowAction(view: string, label: string, action: string): Promise<void>;
  /** Opens a row's context menu and picks an entry. */
  pickFromRowMenu(view: string, label: string, entry: string): Promise<void>;

  /** Clicks a button that a view shows while it has no rows. */
  clickViewButton(view: string, title: string): Promise<void>;
  /** Clicks an action in the title of the active editor by its tooltip. */
  clickEditorAction(action: string): Promise<void>;
  waitForCodeLens(title: string): Promise<void>;
  clickCodeLens(title: string): Promise<void>;
  /** Waits for a peek of places, and returns its rows as they are read out: files, and lines of the open ones. */
  waitForPeek(): Promise<readonly string[]>;
  /** Waits for an entry in the list of suggestions, and returns all entries on screen. */
  waitForSuggestion(label: string): Promise<readonly string[]>;
  acceptSuggestion(label: string): Promise<void>;
  /** Waits for an entry in the light bulb's open menu, and returns all entries. */
  waitForCodeAction(title: string, patienceMs?: number): Promise<readonly string[]>;
  pickCodeAction(title: string): Promise<void>;
  statusBarTexts(): Promise<readonly string[]>;
  /** Waits for a notification, dialog or view message that contains the text. */
  waitForMessage(text: string): Promise<Message>;
  /** Waits until no notification, dialog or view message contains the text any more. */
  waitForNoMessage(text: string): Promise<void>;
  /** Presses a button of the notification or dialog that contains the text. */
  answerMessage(text: string, button: string): Promise<void>;
  /** Waits for the open quick pick with this placeholder and such an entry, and returns the entries on screen. */
  waitForQuickPick(placeholder: string, entry: string): Promise<readonly string[]>;
  /** Waits for the open input box whose message contains the text, and returns what it holds. */
  waitForInputBox(message: string): Promise<string>;
  /** Replaces what the open input box holds, without accepting it. */
  fillInputBox(text: string): Promise<void>;
  /** Waits for an open quick pick or input box, types, and accepts. */
  answerQuickInput(text: string): Promise<void>;

  /** Returns the text of an element in whichever webview has it. Selectors reach into open shadow roots. */
  webviewText(selector: string): Promise<string>;
  /** Returns the value of an input. */
  webviewValue(selector: string): Promise<string>;
  /** Returns the number of such elements in the webview that has the most of them. */
  webviewCount(selector: string): Promise<number>;
  waitForWebviewText(selector: string, text: string): Promise<string>;
  webviewClick(selector: string): Promise<void>;
  /** Replaces the text of an input or an editor. */
  webviewFill(selector: string, text: string): Promise<void>;
  webviewPress(selector: string, key: string): Promise<void>;

  /** Returns all descendants of VS Code's process; undefined if the system does not list them (Windows). */
  processes(): Promise<readonly ProcessRow[] | undefined>;
  /** Reports a finished test of the suite. */
  report(result: TestResult): Promise<void>;
}
