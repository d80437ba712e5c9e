/** All Go servers of the window: starts and stops them, and tells the user about failures. Does not import `vscode`. */
import type { l10n } from 'vscode';
import { inBackground } from '../../../base/background.ts';
import type { Listen } from '../../shared/emitter.ts';
import { ServerList } from '../serverList.ts';
import type { GoServer, GoStartFailure } from './goServer.ts';
import type { GoProgram, GoRun } from './goRun.ts';

/** What the servers need from the extension. */
export interface GoServersPorts {
  readonly create: (program: GoProgram) => GoServer;
  /**
   * Returns the program of a folder from its current source. If the folder has no known program, the result has no
   * services.
   */
  readonly program: (folder: string) => Promise<GoProgram>;
  /** Shows an error with buttons. Resolves to the button that the user pressed. */
  readonly ask: (message: string, ...buttons: readonly string[]) => PromiseLike<string | undefined>;
  /** Opens the web page from which the user can download Go. */
  readonly openDownloads: () => Promise<void>;
  readonly l10n: Pick<typeof l10n, 't'>;
  readonly log: (line: string) => void;
}

/** The outcome of a start. */
export type GoStarted =
  | { readonly kind: 'running'; readonly server: GoServer }
  /** The user stopped the server while it started, so there is nothing to report. */
  | { readonly kind: 'stopped' }
  /** The start failed. The user has already read the message. */
  | { readonly kind: 'failed'; readonly message: string; readonly hasTerminal: boolean };

/** The Go servers of a window, at most one per program. */
export class GoServers {
  readonly #ports: GoServersPorts;
  readonly #list: ServerList<GoServer>;

  constructor(ports: GoServersPorts) {
    this.#ports = ports;
    this.#list = new ServerList(ports.log);
  }

  get onDidChange(): Listen {
    return this.#list.onDidChange;
  }

  all(): readonly GoServer[] {
    return this.#list.all();
  }

  of(folder: string): GoServer | undefined {
    return this.#list.get(folder);
  }

  /** Starts a program unless it is running, and tells the user about a failure. */
  async start(program: GoProgram): Promise<GoStarted> {
    const server = this.#serverOf(program);
    const isFirst = server.state === 'stopped' || server.state === 'stopping';
    const failure = await server.start();
    if (failure === undefined) return { kind: 'running', server };
    // Several callers can wait for the same start, and the first one shows the message about its failure.
    if (isFirst) this.#tell(server, failure);
    if (failure.kind === 'stopped') return { kind: 'stopped' };
    // Without Go on this machine, we started no task, so there is no terminal.
    return { kind: 'failed', message: this.#sentence(server, failure), hasTerminal: failure.kind !== 'goMissing' };
  }

  /**
   * Starts the program of a folder. Returns undefined if the folder has no program that serves, and never had a server.
   */
  async startIn(folder: string): Promise<GoStarted | undefined> {
    const program = await this.#ports.program(folder);
    if (program.services.length === 0 && this.#list.get(folder) === undefined) return undefined;
    return this.start(program);
  }

  /** Adds the server of a run that was started from VS Code's list of tasks or by another task. */
  async adopt(run: GoRun): Promise<void> {
    const server = this.#serverOf(await this.#ports.program(run.folder));
    const failure = await server.adopt(run);
    if (failure !== undefined) this.#tell(server, failure);
  }

  async restart(server: GoServer): Promise<void> {
    if (!(await server.stopToRestart())) return;
    await this.start(await this.#ports.program(server.id));
  }

  remove(server: GoServer): void {
    this.#list.remove(server);
  }

  dispose(): void {
    this.#list.dispose();
  }

  #serverOf(program: GoProgram): GoServer {
    const known = this.of(program.folder);
    if (known === undefined) return this.#add(program);
    // A running server serves the services that its program had when it started.
    const isRunning = known.state === 'running' || known.state === 'starting';
    // A program without services means that we cannot read its Go code at the moment.
    if (!isRunning && program.services.length > 0) known.follow(program);
    return known;
  }

  #add(program: GoProgram): GoServer {
    const server = this.#ports.create(program);
    server.onDidDie((text) => this.#inBackground(this.#tellOfDeath(server, text)));
    this.#list.add(server);
    return server;
  }

  #tell(server: GoServer, failure: GoStartFailure): void {
    const text = this.#sentence(server, failure);
    switch (failure.kind) {
      case 'stopped':
        return;
      case 'goMissing':
        this.#inBackground(this.#offerGo(text));
        return;
      case 'ended':
      case 'other':
        this.#inBackground(this.#offerLog(server, text));
        return;
    }
  }

  #sentence({ label }: GoServer, failure: GoStartFailure): string {
    const { l10n } = this.#ports;
    switch (failure.kind) {
      case 'stopped':
        return failure.message;
      case 'goMissing':
        return l10n.t('Go was not found on this machine. Install it, restart VS Code, and run the server again.');
      case 'ended':
        return l10n.t('The Go server "{0}" did not start ({1}).', label, failure.how);
      case 'other':
        return l10n.t('The Go server "{0}" did not start: {1}', label, failure.message);
    }
  }

  async #offerGo(text: string): Promise<void> {
    const { ask, l10n, openDownloads } = this.#ports;
    const download = l10n.t('Download Go');
    if ((await ask(text, download)) === download) await openDownloads();
  }

  async #offerLog(server: GoServer, message: string): Promise<void> {
    const show = this.#ports.l10n.t('Show Terminal');
    if ((await this.#ports.ask(message, show)) === show) server.showLog();
  }

  async #tellOfDeath(server: GoServer, text: string): Promise<void> {
    const { ask, l10n } = this.#ports;
    const restart = l10n.t('Restart');
    const show = l10n.t('Show Terminal');
    const answer = await ask(text, restart, show);
    if (answer === restart) await this.restart(server);
    if (answer === show) server.showLog();
  }

  #inBackground(telling: Promise<void>): void {
    inBackground(telling, 'What happened to a Go server was not told', this.#ports.log);
  }
}
