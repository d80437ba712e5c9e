/** All local servers of the window: starting, stopping, and saying what went wrong. */
import * as vscode from 'vscode';
import type { SchemaScope } from '../../contract/languageServer.ts';
import type { SchemaClient } from '../client/languageClient.ts';
import { showProblem } from '../shared/problems.ts';
import { serverPort } from '../shared/settings.ts';
import { LocalServer, type StartFailure } from './localServer.ts';

export class LocalServers implements vscode.Disposable {
  readonly #client: SchemaClient;
  readonly #module: string;
  readonly #servers = new Map<string, LocalServer>();
  readonly #changed = new vscode.EventEmitter<void>();

  readonly onDidChange = this.#changed.event;

  constructor(context: vscode.ExtensionContext, client: SchemaClient) {
    this.#client = client;
    this.#module = context.asAbsolutePath('dist/localServer.js');
  }

  all(): readonly LocalServer[] {
    return [...this.#servers.values()];
  }

  /** Those that run and serve the service. */
  serving(service: string): readonly LocalServer[] {
    return this.all().filter((server) => server.state === 'running' && server.services.includes(service));
  }

  /** The running server of a module, started if it must be; undefined where it cannot be. */
  async start(
    scope: SchemaScope,
  ): Promise<{ readonly server: LocalServer; readonly failure?: StartFailure } | undefined> {
    const folder = await this.#folderOf(scope);
    if (folder === undefined) return undefined;
    const server = this.#servers.get(folder) ?? this.#add(folder);
    if (server.state !== 'stopped') return { server };
    const failure = await server.start(portOf(server) ?? serverPort(vscode.Uri.file(folder)));
    return failure ? { server, failure } : { server };
  }

  /** Says what went wrong and offers what can be done about it; gives the server if that helped. */
  async explain(server: LocalServer, failure: StartFailure): Promise<LocalServer | undefined> {
    switch (failure.kind) {
      case 'problem':
        await showProblem(failure.problem, vscode.l10n.t('The server was not started.'));
        return undefined;
      case 'portInUse': {
        const free = vscode.l10n.t('Use a Free Port');
        const answer = await vscode.window.showErrorMessage(
          vscode.l10n.t('Port {0} is taken by another program.', failure.port),
          free,
        );
        return answer === free && !(await server.start(0)) ? server : undefined;
      }
      case 'other': {
        const log = vscode.l10n.t('Show Log');
        const answer = await vscode.window.showErrorMessage(
          vscode.l10n.t('The server was not started: {0}', failure.message),
          log,
        );
        if (answer === log) server.output.show();
        return undefined;
      }
    }
  }

  async restart(server: LocalServer): Promise<void> {
    await server.stop();
    const failure = await server.start(portOf(server) ?? 0);
    if (failure) await this.explain(server, failure);
  }

  remove(server: LocalServer): void {
    this.#servers.delete(server.id);
    server.dispose();
    this.#changed.fire();
  }

  dispose(): void {
    for (const server of this.#servers.values()) server.dispose();
    this.#servers.clear();
    this.#changed.dispose();
  }

  #add(folder: string): LocalServer {
    const server = new LocalServer(this.#client, this.#module, folder);
    server.onDidChange(() => this.#changed.fire());
    server.onDidDie((text) => void this.#tellOfDeath(server, text));
    this.#servers.set(folder, server);
    return server;
  }

  async #tellOfDeath(server: LocalServer, text: string): Promise<void> {
    const restart = vscode.l10n.t('Restart');
    const log = vscode.l10n.t('Show Log');
    const answer = await vscode.window.showErrorMessage(
      vscode.l10n.t('The local server {0} has stopped. {1}', server.label, text),
      restart,
      log,
    );
    if (answer === restart) await this.restart(server);
    if (answer === log) server.output.show();
  }

  async #folderOf(scope: SchemaScope): Promise<string | undefined> {
    if (scope.kind === 'module') return scope.folder;
    return (await this.#client.descriptorSet(scope, { sourceInfo: false }))?.module.folder;
  }
}

function portOf(server: LocalServer): number | undefined {
  const port = server.address?.slice(server.address.lastIndexOf(':') + 1);
  return port === undefined ? undefined : Number(port);
}
