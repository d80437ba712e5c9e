/** Opens panels, one tab per method, and restores them after a reload of the window. */
import * as vscode from 'vscode';
import { readPanelState } from '../../contract/panel/reader.ts';
import { PanelMemory } from './memory.ts';
import { Panel, panelResources, type PanelContext } from './panel.ts';
import { PANEL_TYPE } from '../shared/panelType.ts';
import type { PanelServices } from './services.ts';

/** The open panels of a window. `stored` settles once their state is kept. */
export class PanelManager implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #context: PanelContext;
  readonly #panels = new Map<string, Panel>();
  readonly #serializer: vscode.Disposable;

  constructor(
    extension: Pick<vscode.ExtensionContext, 'extensionUri' | 'workspaceState' | 'secrets'>,
    services: PanelServices,
    log: vscode.LogOutputChannel,
  ) {
    this.#context = {
      extensionUri: extension.extensionUri,
      services,
      memory: new PanelMemory(extension.workspaceState, extension.secrets, (line) => log.warn(line)),
      log,
    };
    this.#serializer = vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, this);
  }

  /** Shows the panel of a method, named as in `greeter.v1.Greeter/SayHello`. */
  open(method: string): void {
    const open = this.#panels.get(method);
    if (open !== undefined) {
      open.reveal();
      return;
    }
    const webviewPanel = vscode.window.createWebviewPanel(PANEL_TYPE, shortName(method), this.#column(), {
      enableFindWidget: true,
      ...this.#options(),
    });
    this.#adopt(method, webviewPanel);
  }

  deserializeWebviewPanel(webviewPanel: vscode.WebviewPanel, value: unknown): Promise<void> {
    const state = readPanelState(value);
    // The stored state of two windows may contain one method twice. The first panel stays.
    if (state === undefined || this.#panels.has(state.method)) webviewPanel.dispose();
    else {
      webviewPanel.webview.options = this.#options();
      this.#adopt(state.method, webviewPanel);
    }
    return Promise.resolve();
  }

  /** Settles when the state of all panels is stored. */
  stored(): Promise<void> {
    return this.#context.memory.settled();
  }

  dispose(): void {
    this.#serializer.dispose();
    for (const panel of [...this.#panels.values()]) panel.dispose();
  }

  /** Next to the open panels, otherwise next to the editor. */
  #column(): vscode.ViewColumn {
    const columns = [...this.#panels.values()].flatMap((panel) => panel.column ?? []);
    return columns.at(-1) ?? vscode.ViewColumn.Beside;
  }

  #options(): vscode.WebviewOptions {
    return { enableScripts: true, localResourceRoots: panelResources(this.#context.extensionUri) };
  }

  #adopt(method: string, webviewPanel: vscode.WebviewPanel): void {
    webviewPanel.title = shortName(method);
    this.#panels.set(method, new Panel(method, webviewPanel, this.#context, () => this.#panels.delete(method)));
  }
}

function shortName(method: string): string {
  return method.slice(method.lastIndexOf('/') + 1);
}
