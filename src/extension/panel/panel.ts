/** One request panel: a webview with the session of one method. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { inBackground, messageOf } from '../../base/background.ts';
import { defined } from '../../base/defined.ts';
import type { LastAnswers } from './lastAnswers.ts';
import type { PanelMemory } from './memory.ts';
import { panelHtml } from './panelHtml.ts';
import { panelStrings } from './panelStrings.ts';
import type { PanelServices } from './services.ts';
import { PanelSession } from './session.ts';
import type { MethodInFile } from '../../contract/panel/messages.ts';
import { showError } from '../shared/notify.ts';

/** What all panels of a window share. */
export interface PanelContext {
  readonly extensionUri: vscode.Uri;
  readonly services: (subject: MethodInFile) => PanelServices;
  readonly memory: PanelMemory;
  readonly answers: LastAnswers;
  readonly log: vscode.LogOutputChannel;
}

/** Returns the folders that the page of a panel may load files from. */
export function panelResources(extensionUri: vscode.Uri): readonly vscode.Uri[] {
  return [vscode.Uri.joinPath(extensionUri, 'dist'), vscode.Uri.joinPath(extensionUri, 'media')];
}

/** A tab with the page and its session. When the user closes the tab, the session ends. */
export class Panel {
  readonly subject: MethodInFile;
  readonly #webviewPanel: vscode.WebviewPanel;
  readonly #session: PanelSession;

  constructor(subject: MethodInFile, webviewPanel: vscode.WebviewPanel, context: PanelContext, onDispose: () => void) {
    const { method } = subject;
    this.subject = subject;
    this.#webviewPanel = webviewPanel;
    const { webview } = webviewPanel;
    this.#session = new PanelSession(subject, {
      services: context.services(subject),
      memory: context.memory,
      strings: panelStrings(vscode.l10n),
      post: (message) => this.#post(message, context.log),
      copy: (text) => vscode.env.clipboard.writeText(text),
      saveFile,
      answered: (answer) => context.answers.note(answer),
      warn: (message) => context.log.warn(message),
    });
    webview.onDidReceiveMessage((message: unknown) =>
      inBackground(this.#session.receive(message), 'A message of a panel was lost', (line) => context.log.warn(line)),
    );
    webviewPanel.onDidDispose(() => {
      this.#session.dispose();
      onDispose();
    });
    webviewPanel.iconPath = vscode.Uri.joinPath(context.extensionUri, 'media', 'panel.svg');
    webview.html = page(method, webview, context.extensionUri);
  }

  /** The column of the editor that shows the panel; undefined while another tab hides the panel. */
  get column(): vscode.ViewColumn | undefined {
    return this.#webviewPanel.viewColumn;
  }

  /** Shows the panel and puts the focus into the body of the request. */
  reveal(): void {
    this.#webviewPanel.reveal();
    this.#session.focusBody();
  }

  dispose(): void {
    this.#webviewPanel.dispose();
  }

  async #post(message: unknown, log: vscode.LogOutputChannel): Promise<void> {
    try {
      await this.#webviewPanel.webview.postMessage(message);
    } catch (error) {
      log.warn(`The panel of ${this.subject.method} could not be told: ${String(error)}`);
    }
  }
}

function page(method: string, webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const uri = (...path: string[]): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...path)).toString();
  return panelHtml({
    cspSource: webview.cspSource,
    nonce: randomBytes(24).toString('base64url'),
    language: vscode.env.language,
    title: method,
    scriptUri: uri('dist', 'webview.js'),
    styleUri: uri('media', 'panel.css'),
    codiconsUri: uri('dist', 'codicons', 'codicon.css'),
  });
}

async function saveFile(name: string, text: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const defaultUri = folder && vscode.Uri.joinPath(folder, name);
  const filters = { JSON: ['json'] };
  const target = await vscode.window.showSaveDialog(defined({ defaultUri, filters }));
  if (target === undefined) return;
  try {
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  } catch (error) {
    showError(vscode.l10n.t('{0} could not be written: {1}', target.fsPath, messageOf(error)));
  }
}
