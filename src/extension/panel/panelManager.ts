/** Opens the panels, one tab per method and module, and restores them after a reload of the window. */
import * as vscode from 'vscode';
import { defined } from '../../base/defined.ts';
import { readPanelState } from '../../contract/panel/reader.ts';
import { LastAnswers } from './lastAnswers.ts';
import { panelKey, PanelMemory } from './memory.ts';
import { Panel, panelResources, type PanelContext } from './panel.ts';
import { PANEL_TYPE } from '../shared/panelType.ts';
import type { MethodInFile } from '../../contract/panel/messages.ts';
import { moduleName } from '../shared/moduleName.ts';

/** The open panels of a window. `stored` settles once their state is stored. */
export class PanelManager implements vscode.WebviewPanelSerializer, vscode.Disposable {
  /** The last answers of servers, for open and closed panels. */
  readonly answers = new LastAnswers();
  readonly #context: PanelContext;
  readonly #panels = new Map<string, Panel>();
  readonly #serializer: vscode.Disposable;

  constructor(
    extension: Pick<vscode.ExtensionContext, 'extensionUri' | 'workspaceState' | 'secrets'>,
    services: PanelContext['services'],
    log: vscode.LogOutputChannel,
  ) {
    this.#context = {
      extensionUri: extension.extensionUri,
      services,
      memory: new PanelMemory(extension.workspaceState, extension.secrets, (line) => log.warn(line)),
      answers: this.answers,
      log,
    };
    this.#serializer = vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, this);
  }

  /** Shows the panel of a method. */
  open(subject: MethodInFile): void {
    const open = this.#panelOf(subject);
    if (open !== undefined) {
      open.reveal();
      return;
    }
    const webviewPanel = vscode.window.createWebviewPanel(PANEL_TYPE, titleOf(subject), this.#column(), {
      enableFindWidget: true,
      ...this.#options(),
    });
    this.#adopt(subject, webviewPanel);
  }

  deserializeWebviewPanel(webviewPanel: vscode.WebviewPanel, value: unknown): Promise<void> {
    const state = readPanelState(value);
    // Two panels of earlier windows may have stored the same method, so we keep the first panel.
    if (state === undefined || this.#panels.has(panelKey(state))) webviewPanel.dispose();
    else {
      webviewPanel.webview.options = this.#options();
      const { method, file, module } = state;
      this.#adopt(defined({ method, file, module }), webviewPanel);
    }
    return Promise.resolve();
  }

  /** Settles once the state of all panels is stored. */
  stored(): Promise<void> {
    return this.#context.memory.settled();
  }

  dispose(): void {
    this.#serializer.dispose();
    for (const panel of [...this.#panels.values()]) panel.dispose();
  }

  /** The column for a new panel: the column of the open panels, or the one beside the editor. */
  #column(): vscode.ViewColumn {
    const columns = [...this.#panels.values()].flatMap((panel) => panel.column ?? []);
    return columns.at(-1) ?? vscode.ViewColumn.Beside;
  }

  #options(): vscode.WebviewOptions {
    return { enableScripts: true, localResourceRoots: panelResources(this.#context.extensionUri) };
  }

  #adopt(subject: MethodInFile, webviewPanel: vscode.WebviewPanel): void {
    const key = panelKey(subject);
    webviewPanel.title = titleOf(subject);
    this.#panels.set(key, new Panel(subject, webviewPanel, this.#context, () => this.#panels.delete(key)));
  }

  /**
   * Returns the open panel of a method. A panel still belongs to its file if another module declares the same service
   * later.
   */
  #panelOf(subject: MethodInFile): Panel | undefined {
    const earlier = this.#panels.get(subject.method);
    if (subject.file !== undefined && earlier?.subject.file === subject.file) return earlier;
    return this.#panels.get(panelKey(subject));
  }
}

function titleOf({ method, module }: MethodInFile): string {
  const name = method.slice(method.lastIndexOf('/') + 1);
  if (module === undefined) return name;
  return `${name} (${moduleName(module)})`;
}
