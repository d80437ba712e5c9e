/** Keeps the lenses above services in step with the running servers. */
import * as vscode from 'vscode';
import type { LensChanges } from '../../client/startClient.ts';
import { Emitter } from '../../shared/emitter.ts';
import type { LocalServers } from './localServers.ts';
import { lensState, withServers } from './serverLenses.ts';

/** We make this object before the servers: they need the client, and the client needs this object. */
export class ServerLenses implements LensChanges, vscode.Disposable {
  readonly #changed = new Emitter();
  #servers: LocalServers | undefined;
  #subscription: { dispose(): void } | undefined;

  readonly onDidChange = this.#changed.event;

  follow(servers: LocalServers): void {
    this.#servers = servers;
    let state = lensState(servers.all());
    this.#subscription = servers.onDidChange(() => {
      const before = state;
      state = lensState(servers.all());
      if (state !== before) this.#changed.fire();
    });
  }

  replace(lens: vscode.CodeLens): vscode.CodeLens[] {
    const { command } = lens;
    if (command === undefined) return [lens];
    const shown = withServers(vscode.l10n, command, (service) => this.#servers?.serving(service) ?? []);
    if (shown[0] === command) return [lens];
    return shown.map((each) => new vscode.CodeLens(lens.range, { ...each, arguments: [...(each.arguments ?? [])] }));
  }

  dispose(): void {
    this.#subscription?.dispose();
    this.#changed.dispose();
  }
}
