/**
 * One local server: a child process that serves the services of a module and follows its schema. Does not import
 * `vscode`.
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
  /** The user stopped it, so there is nothing to report. */
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
  /** The bundle of the process. */
  readonly module: string;
  /** The name that users know; by default, the name of the folder. */
  readonly label?: string;
  readonly descriptorSet: (scope: SchemaScope) => Promise<SchemaSet | undefined>;
  readonly onDidChangeSchema: Listen;
  readonly output: ServerOutput;
  readonly l10n: Pick<typeof l10n, 't'>;
}

/** Each key press is an edit. We request the schema once edits pause for this long, in ms. */
const SETTLE = 100;

interface RunningServer {
  readonly child: Child;
  readonly address: string;
}

/** The parts of the current schema that a server does not serve. */
interface Shortfall {
  /** Why the server still uses the last good schema, if it does. */
  readonly outdated: string | undefined;
  /** The services that it has never served, because of errors. */
  readonly leftOut: string | undefined;
}

const NO_SHORTFALL: Shortfall = { outdated: undefined, leftOut: undefined };

/** The result of sending a schema to the server. */
interface Offered {
  /** Whether the server serves it from now on. */
  readonly isTaken: boolean;
  readonly shortfall: Shortfall;
}

/** One server and its life. It reloads by itself after each change of its schema. */
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
  /** The module's own services in the schema that is served. */
  #own: readonly string[] = [];
  #shortfall = NO_SHORTFALL;
  #settling: NodeJS.Timeout | undefined;
  #reloading = false;
  #isStale = false;
  #disposed = false;

  readonly onDidChange = this.#changed.event;
  /** The process ended by itself while it ran; the text says how. */
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

  /** `127.0.0.1:50051`; kept after a stop, so that a restart takes the same port. */
  get address(): string | undefined {
    return this.#address;
  }

  get services(): readonly string[] {
    return this.#services;
  }

  /** The services that its module declares itself. */
  get ownServices(): readonly string[] {
    return this.#own;
  }

  /** Finished calls since it was started. */
  get calls(): number {
    return this.#calls;
  }

  /** Says in a few words that the last start failed, or that the process ended by itself. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** The reason why it does not serve the current schema: the message of the first error. */
  get outdated(): string | undefined {
    return this.#shortfall.outdated;
  }

  /** A sentence about services that it does not serve because of errors. */
  get leftOut(): string | undefined {
    return this.#shortfall.leftOut;
  }

  /**
   * `port` 0 takes any free one. If it is starting or running already, this joins the earlier start, whatever the port.
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

  /** Stops it. False if the user has stopped it again meanwhile: then the user does not want a restart. */
  async stopToRestart(): Promise<boolean> {
    const stopped = this.stop();
    const stops = this.#stops;
    await stopped;
    return stops === this.#stops;
  }

  showLog(): void {
    this.output.show(true);
  }

  /** Settles when its process is gone. */
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

  /** The schema, if there is something to serve. */
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
    // With the child comes the protocol library, which takes longer to load than all of our own code.
    const { launchChild } = await import('../../../host/processes/child.ts');
    launch.signal.throwIfAborted();
    const child = launchChild(launch, this.#ports.module, {
      describeExit: (code) => describeExit(this.#ports.l10n, code),
      // The output of a process may arrive after its end.
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

  /** One after the other, because a late reply must not replace a newer one. */
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
    // The end of an earlier process says nothing about this one, and was reported separately.
    if (this.#running() !== running || offered === undefined) return;
    const before = this.#shortfall;
    this.#shortfall = offered.shortfall;
    if (this.#writeOffered(before, offered)) this.#changed.fire();
  }

  /** Sends the current schema to the server. Services that errors hide stay as they were; all others are updated. */
  async #offer(running: RunningServer): Promise<Offered | undefined> {
    const schema = await this.#ports.descriptorSet(this.scope);
    if (this.#running() !== running || !schema) return undefined;
    const leftOut = this.#leftOutOf(schema);
    // The server has this schema already, but an error may have appeared and disappeared since.
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

  /** While there are errors, a missing service may be half typed. */
  #wouldLose(schema: SchemaSet): boolean {
    const sound = new Set(soundServices(schema));
    return this.#own.some((service) => !sound.has(service));
  }

  /** A sentence about services with errors that the server does not serve even in an earlier version. */
  #leftOutOf({ leftOut }: SchemaSet): string | undefined {
    const served = new Set(this.#own);
    const missing = leftOut.services.filter(({ fullName }) => !served.has(fullName));
    return leftOutServices(this.#ports.l10n, missing);
  }

  /** Logs the differences from before; false if there are none. */
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

/** The module's own services, without those that are left out. */
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
