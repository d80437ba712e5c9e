/**
 * One local server: a child process that serves the services of a module and reloads the schema when it changes. Does
 * not import `vscode`.
 */
import { basename } from 'node:path';
import type { l10n } from 'vscode';
import { inBackground, messageOf } from '../../../base/background.ts';
import type { SchemaProblem, SchemaScope } from '../../../contract/languageServer.ts';
import * as protocol from '../../../contract/serving.ts';
import type { Child } from '../../../host/processes/child.ts';
import { ChildError, LifeCycle, type Launch, type LifeState } from '../../../host/processes/lifeCycle.ts';
import type { SchemaSet } from '../../client/languageClient.ts';
import { describeExit, localServerWords } from '../../shared/childWords.ts';
import { Emitter, type Listen } from '../../shared/emitter.ts';
import { againIfGone } from '../../shared/goneSets.ts';
import { leftOutServices } from '../../shared/leftOut.ts';
import { problemText } from '../../shared/problemText.ts';

/** Why a server did not start. */
export type StartFailure =
  | { readonly kind: 'problem'; readonly problem: SchemaProblem }
  | { readonly kind: 'portInUse'; readonly port: number }
  /** The user stopped the server, so there is nothing to report. */
  | { readonly kind: 'stopped'; readonly message: string }
  | { readonly kind: 'other'; readonly message: string };

/** The part of `vscode.OutputChannel` that we use. */
export interface ServerOutput {
  append(text: string): void;
  appendLine(text: string): void;
  show(preserveFocus?: boolean): void;
  dispose(): void;
}

/** What a server needs from the extension. */
export interface LocalServerPorts {
  /** The path of the bundle that the server's process runs. */
  readonly module: string;
  /** The name of the server that users see. By default, it is the name of the folder. */
  readonly label?: string;
  readonly descriptorSet: (scope: SchemaScope) => Promise<SchemaSet | undefined>;
  readonly onDidChangeSchema: Listen;
  readonly output: ServerOutput;
  readonly l10n: Pick<typeof l10n, 't'>;
}

/** Milliseconds without an edit before we request the schema again, because each key press is an edit. */
const SETTLE = 100;

interface RunningServer {
  readonly child: Child;
  readonly address: string;
}

/** The parts of the current schema that a server does not serve. */
interface Shortfall {
  /** The error that makes the server keep the last good schema; undefined if the schema is current. */
  readonly outdated: string | undefined;
  /** A sentence about the services that the server has never served because of errors. */
  readonly leftOut: string | undefined;
}

const NO_SHORTFALL: Shortfall = { outdated: undefined, leftOut: undefined };

/** The result of sending a schema to the server. */
interface Offered {
  /** Whether the server serves the new schema from now on. */
  readonly isTaken: boolean;
  readonly shortfall: Shortfall;
}

/**
 * One local server, from its first start until it is disposed of. It reloads the schema by itself after each change.
 */
export class LocalServer {
  readonly kind = 'local';
  readonly scope: SchemaScope;
  readonly label: string;
  readonly output: ServerOutput;
  readonly #folder: string;
  readonly #ports: LocalServerPorts;
  readonly #changed = new Emitter();
  readonly #died = new Emitter<string>();
  readonly #subscription: { dispose(): void };
  readonly #life: LifeCycle<RunningServer>;
  #port = 0;
  #address: string | undefined;
  #services: readonly string[] = [];
  #calls = 0;
  #stops = 0;
  #failure: string | undefined;
  #hash: string | undefined;
  /** The services that the module itself declares, in the schema that the server has. */
  #own: readonly string[] = [];
  #shortfall = NO_SHORTFALL;
  #settling: NodeJS.Timeout | undefined;
  #reloading = false;
  #isStale = false;
  #disposed = false;

  readonly onDidChange = this.#changed.event;
  /** Fires if the server's process ended by itself. The text says how it ended. */
  readonly onDidDie = this.#died.event;

  constructor(folder: string, ports: LocalServerPorts) {
    this.scope = { kind: 'module', folder };
    this.label = ports.label ?? basename(folder);
    this.output = ports.output;
    this.#folder = folder;
    this.#ports = ports;
    this.#subscription = ports.onDidChangeSchema(() => this.#schemaChanged());
    const { l10n } = ports;
    const words = localServerWords(l10n, this.label);
    this.#life = new LifeCycle<RunningServer>({
      launch: (launch) => this.#launch(launch),
      words,
      log: (line) => this.#write(line),
      onChange: () => this.#changed.fire(),
      onDied: (how) => {
        this.#write(words.died(how));
        this.#failure = l10n.t('ended unexpectedly');
        this.#died.fire(words.died(how));
        this.#changed.fire();
      },
    });
  }

  get id(): string {
    return this.#folder;
  }

  get state(): LifeState<unknown>['kind'] {
    return this.#life.state.kind;
  }

  /**
   * The address of the server, such as `127.0.0.1:50051`. We keep it after a stop, because a restart uses the same
   * port.
   */
  get address(): string | undefined {
    return this.#address;
  }

  get services(): readonly string[] {
    return this.#services;
  }

  /** The services that the server's module declares itself. */
  get ownServices(): readonly string[] {
    return this.#own;
  }

  /** The number of calls that have finished since the server was started. */
  get calls(): number {
    return this.#calls;
  }

  /** Says in a few words that the last start failed, or that the process ended by itself. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** The message of the first error, if errors make the server keep the last good schema. */
  get outdated(): string | undefined {
    return this.#shortfall.outdated;
  }

  /** A sentence about the services that the server leaves out because of errors. */
  get leftOut(): string | undefined {
    return this.#shortfall.leftOut;
  }

  /**
   * Starts the server on a port; 0 means any free port. If the server is already starting or running, joins that start
   * and ignores the port.
   */
  async start(port: number): Promise<StartFailure | undefined> {
    if (this.state === 'stopped' || this.state === 'stopping') this.#port = port;
    this.#failure = undefined;
    try {
      await this.#life.start();
      return undefined;
    } catch (error) {
      const failure = failureOf(error);
      const { l10n } = this.#ports;
      if (failure.kind !== 'stopped') this.#failure = l10n.t('did not start');
      this.#changed.fire();
      return failure;
    }
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
    this.output.show(true);
  }

  /** Stops the server for good. Settles once its process is gone. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    clearTimeout(this.#settling);
    this.#subscription.dispose();
    this.#changed.dispose();
    this.#died.dispose();
    await this.#life.dispose();
    this.output.dispose();
  }

  async #launch(launch: Launch): Promise<RunningServer> {
    const { l10n } = this.#ports;
    const port = this.#port;
    let child: Child | undefined;
    const { schema, result, running } = await againIfGone(async () => {
      const schema = await this.#startable(launch.signal);
      const running = (child ??= await this.#spawn(launch));
      const { set } = schema;
      return { schema, running, result: await running.connection.sendRequest(protocol.start, { set, port }) };
    });
    launch.signal.throwIfAborted();
    if (result.kind === 'failed')
      throw new StartRefused(result.reason === 'portInUse' ? { kind: 'portInUse', port } : missing(result.message));
    this.#address = result.address;
    this.#taken(schema, result.services);
    this.#shortfall = { outdated: undefined, leftOut: this.#leftOutOf(schema) };
    this.#calls = 0;
    this.#write(l10n.t('Serving {0} on {1}', result.services.join(', '), result.address));
    if (this.leftOut !== undefined) this.#write(this.leftOut);
    return { child: running, address: result.address };
  }

  #taken(schema: SchemaSet, services: readonly string[]): void {
    this.#hash = schema.set.hash;
    this.#services = services;
    this.#own = soundServices(schema);
  }

  /**
   * Returns the schema to serve. Throws if the schema cannot be found, or if errors hide all services of the module.
   */
  async #startable(signal: AbortSignal): Promise<SchemaSet> {
    const schema = await this.#ports.descriptorSet(this.scope);
    signal.throwIfAborted();
    const { l10n } = this.#ports;
    const notFound = l10n.t('The schema of "{0}" could not be found.', this.label);
    if (!schema) throw new StartRefused(missing(notFound));
    const [problem] = schema.problems;
    if (problem && soundServices(schema).length === 0) throw new StartRefused({ kind: 'problem', problem });
    return schema;
  }

  async #spawn(launch: Launch): Promise<Child> {
    // The child process needs the protocol library, which takes longer to load than all our own code.
    const { launchChild } = await import('../../../host/processes/child.ts');
    launch.signal.throwIfAborted();
    const child = launchChild(launch, this.#ports.module, {
      describeExit: (code) => describeExit(this.#ports.l10n, code),
      // The output of a process may arrive after its end, when the output channel no longer exists.
      onStderr: (text) => {
        if (!this.#disposed) this.output.append(text);
      },
    });
    child.connection.onNotification(protocol.callFinished, (call) => {
      this.#calls++;
      this.output.appendLine(logLine(call));
      this.#changed.fire();
    });
    return child;
  }

  #running(): RunningServer | undefined {
    const { state } = this.#life;
    if (state.kind === 'running') return state.running;
    return undefined;
  }

  #schemaChanged(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.#isStale = true;
      if (this.#reloading) return;
      inBackground(this.#reloadUntilCurrent(), 'The schema was not reloaded', (line) => this.#write(line));
    }, SETTLE);
  }

  /**
   * Reloads the schema until it is current. Reloads run one after another, because a late reply must not replace a
   * newer one.
   */
  async #reloadUntilCurrent(): Promise<void> {
    this.#reloading = true;
    try {
      while (this.#isStale) {
        this.#isStale = false;
        const running = this.#running();
        if (running !== undefined) await this.#reload(running);
      }
    } finally {
      this.#reloading = false;
    }
  }

  async #reload(running: RunningServer): Promise<void> {
    const offered = await againIfGone(() => this.#offer(running)).catch((error: unknown) =>
      this.#kept(messageOf(error), this.leftOut),
    );
    // If the process has ended meanwhile, its failure is reported elsewhere and says nothing about the next process.
    if (this.#running() !== running || offered === undefined) return;
    const before = this.#shortfall;
    this.#shortfall = offered.shortfall;
    if (this.#writeOffered(before, offered)) this.#changed.fire();
  }

  /**
   * Sends the current schema to the server. If errors hide a service that the server serves, the server keeps the last
   * good schema.
   */
  async #offer(running: RunningServer): Promise<Offered | undefined> {
    const schema = await this.#ports.descriptorSet(this.scope);
    if (this.#running() !== running || !schema) return undefined;
    const leftOut = this.#leftOutOf(schema);
    // The server has this schema already, but an error may have come and gone since then.
    if (schema.set.hash === this.#hash) return { isTaken: false, shortfall: { outdated: undefined, leftOut } };
    const [problem] = schema.problems;
    if (problem && this.#wouldLose(schema)) return this.#kept(problemText(problem), leftOut);
    const result = await running.child.connection.sendRequest(protocol.reload, { set: schema.set });
    if (result.kind === 'refused') return this.#kept(result.message, leftOut);
    this.#taken(schema, result.services);
    return { isTaken: true, shortfall: { outdated: undefined, leftOut } };
  }

  #kept(outdated: string, leftOut: string | undefined): Offered {
    return { isTaken: false, shortfall: { outdated, leftOut } };
  }

  /**
   * Whether the new schema lacks a service that the server serves. While a file has errors, the user may be typing that
   * service.
   */
  #wouldLose(schema: SchemaSet): boolean {
    const sound = new Set(soundServices(schema));
    return this.#own.some((service) => !sound.has(service));
  }

  /**
   * A sentence about the services that errors hide. It does not name a service that the server still serves from an
   * earlier schema.
   */
  #leftOutOf({ leftOut }: SchemaSet): string | undefined {
    const served = new Set(this.#own);
    const missing = leftOut.services.filter(({ fullName }) => !served.has(fullName));
    return leftOutServices(this.#ports.l10n, missing);
  }

  /** Logs how the schema that is served differs from before. Returns false if nothing differs. */
  #writeOffered({ outdated, leftOut }: Shortfall, { isTaken, shortfall: now }: Offered): boolean {
    const { l10n } = this.#ports;
    const isMended = now.outdated === undefined && outdated !== undefined;
    const lines: string[] = [];
    if (isTaken || isMended) lines.push(l10n.t('Reloaded the schema'));
    if (now.outdated !== undefined && now.outdated !== outdated)
      lines.push(l10n.t('The schema has an error, so the server still uses the last good one: {0}', now.outdated));
    if (now.leftOut !== undefined && now.leftOut !== leftOut) lines.push(now.leftOut);
    for (const line of lines) this.#write(line);
    return lines.length > 0 || now.leftOut !== leftOut;
  }

  #write(text: string): void {
    if (!this.#disposed) this.output.appendLine(`${time(Date.now())}  ${text}`);
  }
}

class StartRefused extends Error {
  readonly failure: StartFailure;

  constructor(failure: StartFailure) {
    super('message' in failure ? failure.message : failure.kind);
    this.failure = failure;
  }
}

/** The services of the module, without those that are left out because of errors. */
function soundServices({ module, leftOut }: SchemaSet): readonly string[] {
  const missing = new Set(leftOut.services.map(({ fullName }) => fullName));
  return module.services.filter((service) => !missing.has(service));
}

function failureOf(error: unknown): StartFailure {
  if (error instanceof StartRefused) return error.failure;
  const isStopped = error instanceof ChildError && error.reason === 'stopped';
  return { kind: isStopped ? 'stopped' : 'other', message: messageOf(error) };
}

function missing(message: string): StartFailure {
  return { kind: 'other', message };
}

function logLine(call: protocol.CallLog): string {
  return `${time(call.time)}  ${call.method}  ${call.status}  ${call.duration.toFixed(1)} ms  ↓${call.received} ↑${call.sent}  ${call.peer}`;
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toTimeString().slice(0, 8);
}
