/** All Go servers of the window: starting, stopping, and saying what went wrong. Knows nothing of `vscode`. */
import type { l10n } from 'vscode';
import { inBackground } from '../../../base/background.ts';
import type { Listen } from '../../shared/emitter.ts';
import { ServerList } from '../serverList.ts';
import type { GoServer, GoStartFailure } from './goServer.ts';
import type { GoProgram, GoRun } from './goRun.ts';

/** What the servers need from the extension. */
export interface GoServersPorts {
  readonly create: (program: GoProgram) => GoServer;
  /** The program of a folder, from its current text; without services if we know nothing about it. */
  readonly program: (folder: string) => Promise<GoProgram>;
  /** Shows an error with buttons; gives the one that was pressed. */
  readonly ask: (message: string, ...buttons: readonly string[]) => PromiseLike<string | undefined>;
  /** Opens the page with Go's downloads. */
  readonly openDownloads: () => Promise<void>;
  readonly l10n: Pick<typeof l10n, 't'>;
  readonly log: (line: string) => void;
}

/** How a start went. */
export type GoStarted =
  | { readonly kind: 'running'; readonly server: GoServer }
  /** The user stopped it while it started, so there is nothing to report. */
  | { readonly kind: 'stopped' }
  /** The message for the user, who has already read it. */
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

  /** Starts a program that is not running, and reports errors to the user. */
  async start(program: GoProgram): Promise<GoStarted> {
    const server = this.#serverOf(program);
    const isFirst = server.state === 'stopped' || server.state === 'stopping';
    const failure = await server.start();
    if (failure === undefined) return { kind: 'running', server };
    // One message per failure: the first caller shows it.
    if (isFirst) this.#tell(server, failure);
    if (failure.kind === 'stopped') return { kind: 'stopped' };
    // Without Go, there was no terminal.
    return { kind: 'failed', message: this.#sentence(server, failure), hasTerminal: failure.kind !== 'goMissing' };
  }

  /** Starts the program of a folder; undefined if the workspace has no program there that serves. */
  async startIn(folder: string): Promise<GoStarted | undefined> {
    const program = await this.#ports.program(folder);
    if (program.services.length === 0 && this.#list.get(folder) === undefined) return undefined;
    return this.start(program);
  }

  /** Follows a run that was started from the list of tasks, or by another task. */
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
    // A server that runs serves what its program had at its start.
    const isRunning = known.state === 'running' || known.state === 'starting';
    // If there are no services, the Go code cannot be read at the moment.
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
