/** Updates the lenses above services when local servers start or stop. */
import * as vscode from 'vscode';
import type { ModuleInfo, NameInFile } from '../../../contract/languageServer.ts';
import type { LensChanges } from '../../client/startClient.ts';
import { Emitter } from '../../shared/emitter.ts';
import { moduleAround } from '../../shared/modules.ts';
import type { LocalServer } from './localServer.ts';
import type { LocalServers } from './localServers.ts';
import { lensState, startedBy, withServer } from './serverLenses.ts';

/**
 * Replaces lenses of the language server while local servers are running. We create this object before the servers,
 * because they need the client and the client needs this object.
 */
export class ServerLenses implements LensChanges, vscode.Disposable {
  readonly #changed = new Emitter();
  #servers: LocalServers | undefined;
  #modules: () => Promise<readonly ModuleInfo[]> = () => Promise.resolve([]);
  #subscription: { dispose(): void } | undefined;

  readonly onDidChange = this.#changed.event;

  /**
   * Connects the lenses to the servers. `modules` returns the modules of the workspace, because several modules may
   * declare the same service.
   */
  follow(servers: LocalServers, modules: () => Promise<readonly ModuleInfo[]>): void {
    this.#servers = servers;
    this.#modules = modules;
    let state = lensState(servers.all());
    this.#subscription = servers.onDidChange(() => {
      const before = state;
      state = lensState(servers.all());
      if (state !== before) this.#changed.fire();
    });
  }

  async replace(lens: vscode.CodeLens): Promise<vscode.CodeLens[]> {
    const { command } = lens;
    const subject = command && startedBy(command);
    if (command === undefined || subject === undefined) return [lens];
    const shown = withServer(vscode.l10n, command, await this.#serving(subject));
    if (shown[0] === command) return [lens];
    return shown.map((each) => new vscode.CodeLens(lens.range, { ...each, arguments: [...(each.arguments ?? [])] }));
  }

  dispose(): void {
    this.#subscription?.dispose();
    this.#changed.dispose();
  }

  async #serving({ name, file }: NameInFile): Promise<LocalServer | undefined> {
    const servers = this.#servers;
    // Usually no server is running, and then we need not request the modules.
    if (servers === undefined || servers.serving(name).length === 0) return undefined;
    const module = moduleAround(await this.#modules(), vscode.Uri.parse(file).fsPath);
    return servers.servingIn(module, name)[0];
  }
}
