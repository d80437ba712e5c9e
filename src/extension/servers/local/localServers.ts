/**
 * All local servers of the window: starts and stops them, and tells the user about failures. Does not import `vscode`.
 */
import type { l10n } from 'vscode';
import { inBackground } from '../../../base/background.ts';
import type { SchemaProblem, SchemaScope } from '../../../contract/languageServer.ts';
import type { Listen } from '../../shared/emitter.ts';
import { ServerList } from '../serverList.ts';
import type { LocalServer, StartFailure } from './localServer.ts';

/** What the servers need from the extension. */
export interface LocalServersPorts {
  readonly create: (folder: string) => LocalServer;
  /** Returns the folder of the module that a scope means. */
  readonly moduleFolder: (scope: SchemaScope) => Promise<string | undefined>;
  /** Returns the port from the settings; 0 means any free port. */
  readonly port: (folder: string) => number;
  /** Shows an error with buttons. Resolves to the button that the user pressed. */
  readonly ask: (message: string, ...buttons: readonly string[]) => PromiseLike<string | undefined>;
  /** Shows an error of a schema. `consequence` says what did not happen because of the error. */
  readonly showProblem: (problem: SchemaProblem, consequence: string) => Promise<void>;
  /**
   * Shows which services a running server leaves out because of errors, with a button that opens the list of errors.
   */
  readonly showLeftOut: (message: string) => Promise<void>;
  /** Hides the notifications that are still open. */
  readonly hideMessages: () => void;
  readonly l10n: Pick<typeof l10n, 't'>;
  readonly log: (line: string) => void;
}

/** The outcome of a start. */
export type Started =
  | { readonly kind: 'running'; readonly server: LocalServer; readonly address: string }
  /** The user stopped the server while it started, so there is nothing to report. */
  | { readonly kind: 'stopped' }
  /** The start failed. The user has already seen this message, or one with more details. */
  | { readonly kind: 'failed'; readonly message: string; readonly problem?: SchemaProblem };

/** The servers of a window, at most one per module. */
export class LocalServers {
  readonly #ports: LocalServersPorts;
  readonly #list: ServerList<LocalServer>;
  /** The servers with an open message about a failed start or an unexpected end. */
  readonly #blamed = new Set<LocalServer>();

  constructor(ports: LocalServersPorts) {
    this.#ports = ports;
    this.#list = new ServerList(ports.log);
  }

  get onDidChange(): Listen {
    return this.#list.onDidChange;
  }

  all(): readonly LocalServer[] {
    return this.#list.all();
  }

  /** Returns the running servers that serve the service. */
  serving(service: string): readonly LocalServer[] {
    return this.all().filter((server) => server.state === 'running' && server.services.includes(service));
  }

  /**
   * Returns the running servers that serve the service as a module declares it. Without a module, returns the servers
   * of all modules.
   */
  servingIn(module: string | undefined, service: string): readonly LocalServer[] {
    return this.serving(service).filter((server) => servesIn(server, module, service));
  }

  /**
   * Returns the running server of a module, and starts it if necessary. All callers during a start get the same server.
   */
  async start(scope: SchemaScope): Promise<Started> {
    const { l10n, port } = this.#ports;
    const folder = scope.kind === 'module' ? scope.folder : await this.#ports.moduleFolder(scope);
    if (folder === undefined) return { kind: 'failed', message: l10n.t('This service is not in the schema any more.') };
    const server = this.#list.get(folder) ?? this.#add(folder);
    const isFirst = server.state === 'stopped' || server.state === 'stopping';
    const failure = await server.start(portOf(server) ?? port(folder));
    // Several callers can wait for the same start, and the first one shows the message about its failure.
    const left = failure !== undefined && isFirst ? await this.#explain(server, failure) : failure;
    if (left !== undefined) return this.#failed(server, left);
    if (isFirst) this.#runs(server);
    return { kind: 'running', server, address: server.address ?? '' };
  }

  async restart(server: LocalServer): Promise<void> {
    if (!(await server.stopToRestart())) return;
    const failure = await server.start(portOf(server) ?? 0);
    const left = failure && (await this.#explain(server, failure));
    if (left === undefined) this.#runs(server);
  }

  remove(server: LocalServer): void {
    this.#list.remove(server);
  }

  dispose(): void {
    this.#list.dispose();
  }

  /**
   * Shows the failure with buttons, and returns the failure that remains. Waits for the user only if a button can
   * remove the failure, because a panel shows the failure while the message is open.
   */
  async #explain(server: LocalServer, failure: StartFailure): Promise<StartFailure | undefined> {
    const { ask, l10n, showProblem } = this.#ports;
    switch (failure.kind) {
      case 'problem':
        this.#inBackground(this.#blame(server, showProblem(failure.problem, l10n.t('The server was not started.'))));
        return failure;
      case 'portInUse': {
        const free = l10n.t('Use a Free Port');
        const answer = await this.#blame(server, ask(this.#sentence(server, failure), free));
        if (answer === free) return server.start(0);
        return failure;
      }
      case 'stopped':
        return failure;
      case 'other':
        this.#inBackground(this.#offerLog(server, l10n.t('The server was not started: {0}', failure.message)));
        return failure;
    }
  }

  /** Notes that a message about the server is open, until the user closes it. */
  async #blame<Answer>(server: LocalServer, message: PromiseLike<Answer>): Promise<Answer> {
    this.#blamed.add(server);
    try {
      return await message;
    } finally {
      this.#blamed.delete(server);
    }
  }

  /** Hides the messages about earlier failures of a server that runs now, and names the services that it leaves out. */
  #runs(server: LocalServer): void {
    if (this.#blamed.delete(server)) this.#ports.hideMessages();
    const { leftOut } = server;
    if (leftOut !== undefined) this.#inBackground(this.#ports.showLeftOut(leftOut));
  }

  async #offerLog(server: LocalServer, message: string): Promise<void> {
    const log = this.#ports.l10n.t('Show Log');
    if ((await this.#blame(server, this.#ports.ask(message, log))) === log) server.output.show();
  }

  #inBackground(telling: Promise<void>): void {
    inBackground(telling, 'What a local server lacks was not told', this.#ports.log);
  }

  #failed(server: LocalServer, failure: StartFailure): Started {
    if (failure.kind === 'stopped') return { kind: 'stopped' };
    const message = this.#sentence(server, failure);
    if (failure.kind !== 'problem') return { kind: 'failed', message };
    return { kind: 'failed', message, problem: failure.problem };
  }

  #sentence(server: LocalServer, failure: StartFailure): string {
    const { l10n } = this.#ports;
    switch (failure.kind) {
      case 'problem':
        return l10n.t('The local server "{0}" was not started: its schema has an error.', server.label);
      case 'portInUse':
        return l10n.t('Port {0} is taken by another program.', failure.port);
      case 'stopped':
      case 'other':
        return failure.message;
    }
  }

  #add(folder: string): LocalServer {
    const server = this.#ports.create(folder);
    server.onDidDie((text) =>
      inBackground(this.#tellOfDeath(server, text), 'The end of a local server was not told', this.#ports.log),
    );
    this.#list.add(server);
    return server;
  }

  async #tellOfDeath(server: LocalServer, text: string): Promise<void> {
    const { ask, l10n } = this.#ports;
    const restart = l10n.t('Restart');
    const log = l10n.t('Show Log');
    const answer = await this.#blame(server, ask(text, restart, log));
    if (answer === restart) await this.restart(server);
    if (answer === log) server.output.show();
  }
}

function portOf(server: LocalServer): number | undefined {
  const port = server.address?.slice(server.address.lastIndexOf(':') + 1);
  if (port === undefined) return undefined;
  return Number(port);
}

/**
 * Whether a server serves the service that a module declares. A server of another module may serve it too, unless that
 * module declares its own service with the same name.
 */
export function servesIn(
  { id, ownServices }: Pick<LocalServer, 'id' | 'ownServices'>,
  module: string | undefined,
  service: string,
): boolean {
  return module === undefined || id === module || !ownServices.includes(service);
}
