/** One Go server of the user's, run as a task: its address, its state and how it ended. Knows nothing of `vscode`. */
import type { l10n } from 'vscode';
import { inBackground, messageOf } from '../../../base/background.ts';
import { ChildError, LifeCycle, type Launch, type LifeState } from '../../../host/processes/lifeCycle.ts';
import { describeExit, goServerWords } from '../../shared/childWords.ts';
import { Emitter } from '../../shared/emitter.ts';
import { GoMissing, type GoProgram, type GoRun } from './goRun.ts';

/** What a Go server needs from the extension. */
export interface GoServerPorts {
  /** Starts the program. It gets the address, but may ignore it. */
  readonly run: (folder: string, address: string, signal: AbortSignal) => Promise<GoRun>;
  /** The address with that port if it is free, otherwise with another one. */
  readonly freeAddress: (port: number) => Promise<string>;
  /** Settles once the address accepts connections. */
  readonly listening: (address: string, signal: AbortSignal) => Promise<void>;
  /** Whether the program's text asks for the address that we give it. */
  readonly readsAddress: (folder: string) => Promise<boolean>;
  readonly l10n: Pick<typeof l10n, 't'>;
  readonly log: (line: string) => void;
}

/** The port that a generated server and its client have by default. */
const DEFAULT_PORT = 50051;

/** Why a server did not start. */
export type GoStartFailure =
  /** The program ended, or its code does not build: its terminal says why. */
  | { readonly kind: 'ended'; readonly how: string }
  /** This machine has no Go that we can find. */
  | { readonly kind: 'goMissing' }
  /** The user stopped it, so there is nothing to report. */
  | { readonly kind: 'stopped'; readonly message: string }
  | { readonly kind: 'other'; readonly message: string };

/** One server and its life. */
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
  /** A run that was started elsewhere. */
  #adopted: GoRun | undefined;
  #exit: number | undefined;
  #stops = 0;
  #failure: string | undefined;

  readonly onDidChange = this.#changed.event;
  /** It ended by itself with an exit code for an error. The text says how. */
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

  /** `127.0.0.1:50051`, once it accepts connections there; kept after a stop, so that a restart takes the same port. */
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

  /** The source of the program may have changed since then. */
  follow(program: GoProgram): void {
    this.#program = program;
    this.#changed.fire();
  }

  /** If it is starting or running already, this joins the earlier start. */
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

  /** Follows a run that was started elsewhere: from the list of tasks, or by another task. */
  async adopt(run: GoRun): Promise<GoStartFailure | undefined> {
    if (this.state !== 'stopped') return undefined;
    this.#adopted = run;
    return this.start();
  }

  stop(): Promise<void> {
    this.#stops++;
    return this.#life.stop();
  }

  /** Stops it. False if the user has stopped it again meanwhile: then the user does not want a restart. */
  async stopToRestart(): Promise<boolean> {
    const stopped = this.stop();
    const stops = this.#stops;
    await stopped;
    return stops === this.#stops;
  }

  showLog(): void {
    this.#run?.showTerminal();
  }

  /** Settles when its processes are gone. */
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
    // If the program does not read the address, it may be listening anywhere.
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
    return run(this.id, await freeAddress(portOf(this.#address)), signal);
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

  /** Ended by the user, or because its work was done. */
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

function portOf(address: string | undefined): number {
  if (address === undefined) return DEFAULT_PORT;
  return Number(address.slice(address.lastIndexOf(':') + 1));
}
