/**
 * One Go server of the user, which runs as a task: its address, its state and how it ended. Does not import `vscode`.
 */
import type { l10n } from 'vscode';
import { inBackground, messageOf } from '../../../base/background.ts';
import { ChildError, LifeCycle, type Launch, type LifeState } from '../../../host/processes/lifeCycle.ts';
import { portOf } from '../../../host/processes/ports.ts';
import { describeExit, goServerWords } from '../../shared/childWords.ts';
import { Emitter } from '../../shared/emitter.ts';
import { DEFAULT_PORT, GoMissing, type GoProgram, type GoRun } from './goRun.ts';

/** What a Go server needs from the extension. */
export interface GoServerPorts {
  /** Starts the program and gives it the address. The program may ignore the address. */
  readonly run: (folder: string, address: string, signal: AbortSignal) => Promise<GoRun>;
  /** Returns an address with the given port. If the port is taken, returns an address with another port. */
  readonly freeAddress: (port: number) => Promise<string>;
  /** Settles once a server accepts connections at the address. */
  readonly listening: (address: string, signal: AbortSignal) => Promise<void>;
  /** Whether the source of the program reads the address that we give to it. */
  readonly readsAddress: (folder: string) => Promise<boolean>;
  readonly l10n: Pick<typeof l10n, 't'>;
  readonly log: (line: string) => void;
}

/** Why a server did not start. */
export type GoStartFailure =
  /** The program ended, or its code does not build. The terminal of the program says why. */
  | { readonly kind: 'ended'; readonly how: string }
  /** We found no Go on this machine. */
  | { readonly kind: 'goMissing' }
  /** The user stopped the server, so there is nothing to report. */
  | { readonly kind: 'stopped'; readonly message: string }
  | { readonly kind: 'other'; readonly message: string };

/** One Go server, from its first start until it is disposed of. It can be stopped and started again. */
export class GoServer {
  readonly kind = 'go';
  readonly label: string;
  readonly #ports: GoServerPorts;
  readonly #changed = new Emitter();
  readonly #died = new Emitter<string>();
  readonly #life: LifeCycle<GoRun>;
  #program: GoProgram;
  #address: string | undefined;
  #isReached = false;
  #run: GoRun | undefined;
  /** A run that was started as a task outside this class. The next start uses it. */
  #adopted: GoRun | undefined;
  #exit: number | undefined;
  #stops = 0;
  #failure: string | undefined;

  readonly onDidChange = this.#changed.event;
  /** Fires if the program ended by itself with the exit code of an error. The text says how it ended. */
  readonly onDidDie = this.#died.event;

  constructor(program: GoProgram, label: string, ports: GoServerPorts) {
    this.#program = program;
    this.label = label;
    this.#ports = ports;
    const { l10n } = ports;
    const words = goServerWords(l10n, label);
    this.#life = new LifeCycle<GoRun>({
      launch: (launch) => this.#launch(launch),
      words,
      log: ports.log,
      onChange: () => this.#changed.fire(),
      onDied: (how) => {
        if (this.#wasEnded()) return;
        this.#failure = l10n.t('ended unexpectedly');
        this.#died.fire(words.died(how));
        this.#changed.fire();
      },
    });
  }

  get id(): string {
    return this.#program.folder;
  }

  get state(): LifeState<unknown>['kind'] {
    return this.#life.state.kind;
  }

  /**
   * The address of the server, such as `127.0.0.1:50051`, once it accepts connections. We keep it after a stop, because
   * a restart uses the same port.
   */
  get address(): string | undefined {
    if (this.#isReached) return this.#address;
    return undefined;
  }

  get services(): readonly string[] {
    return this.#program.services;
  }

  /** Says in a few words that the last start failed, or that the program ended by itself. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Takes the current program of the folder, because its source may have changed since the last start. */
  follow(program: GoProgram): void {
    this.#program = program;
    this.#changed.fire();
  }

  /** Starts the server. If the server is already starting or running, joins that start. */
  async start(): Promise<GoStartFailure | undefined> {
    this.#failure = undefined;
    try {
      await this.#life.start();
      return undefined;
    } catch (error) {
      const failure = this.#failureOf(error);
      const { l10n } = this.#ports;
      if (failure.kind !== 'stopped') this.#failure = l10n.t('did not start');
      this.#changed.fire();
      return failure;
    }
  }

  /** Uses a run that was started from VS Code's list of tasks or by another task. */
  async adopt(run: GoRun): Promise<GoStartFailure | undefined> {
    if (this.state !== 'stopped') return undefined;
    this.#adopted = run;
    return this.start();
  }

  stop(): Promise<void> {
    this.#stops++;
    return this.#life.stop();
  }

  /**
   * Stops the server. Returns false if the user stops the server again meanwhile, because the user then wants no
   * restart.
   */
  async stopToRestart(): Promise<boolean> {
    const stopped = this.stop();
    const stops = this.#stops;
    await stopped;
    return stops === this.#stops;
  }

  showLog(): void {
    this.#run?.showTerminal();
  }

  /** Stops the server for good. Settles once its processes are gone. */
  async dispose(): Promise<void> {
    this.#changed.dispose();
    this.#died.dispose();
    await this.#life.dispose();
  }

  async #launch(launch: Launch): Promise<GoRun> {
    const run = await this.#started(launch.signal);
    this.#run = run;
    this.#exit = undefined;
    this.#isReached = false;
    this.#address = run.address;
    let isServing = false;
    const child = { connected: true, dispose: () => run.end(isServing) };
    launch.own(child);
    inBackground(this.#waitForEnd(run, child, launch), 'The end of a Go server was missed', this.#ports.log);
    const reached = this.#reach(run, launch.signal);
    // A program that does not read the address may be listening on any address, so we do not wait for it.
    if (await this.#ports.readsAddress(run.folder)) await reached;
    else inBackground(reached, 'A Go server was not reached', () => undefined);
    isServing = true;
    return run;
  }

  async #started(signal: AbortSignal): Promise<GoRun> {
    const adopted = this.#adopted;
    this.#adopted = undefined;
    if (adopted !== undefined) return adopted;
    const { run, freeAddress } = this.#ports;
    const port = this.#address === undefined ? DEFAULT_PORT : portOf(this.#address);
    return run(this.id, await freeAddress(port), signal);
  }

  async #waitForEnd(run: GoRun, child: { connected: boolean }, launch: Launch): Promise<void> {
    const exit = await run.ended;
    child.connected = false;
    this.#exit = exit;
    launch.died(describeExit(this.#ports.l10n, exit ?? null));
  }

  async #reach({ address }: GoRun, signal: AbortSignal): Promise<void> {
    await this.#ports.listening(address, signal);
    this.#isReached = true;
    this.#changed.fire();
  }

  /** Whether the user ended the program, or the program ended without an error. */
  #wasEnded(): boolean {
    return this.#exit === undefined || this.#exit === 0;
  }

  #failureOf(error: unknown): GoStartFailure {
    if (error instanceof GoMissing) return { kind: 'goMissing' };
    if (!(error instanceof ChildError)) return { kind: 'other', message: messageOf(error) };
    if (error.reason === 'stopped' || this.#exit === undefined) return { kind: 'stopped', message: error.message };
    return { kind: 'ended', how: describeExit(this.#ports.l10n, this.#exit) };
  }
}
