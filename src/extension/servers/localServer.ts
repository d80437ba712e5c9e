/** One local server: a child process that serves the services of a module and follows its schema. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { startChild, type Child } from '../../host/processes/child.ts';
import type { SchemaProblem, SchemaScope } from '../../contract/languageServer.ts';
import * as protocol from '../../contract/serving.ts';
import type { SchemaClient, SchemaSet } from '../client/languageClient.ts';
import { problemText } from '../shared/problems.ts';

export type ServerState = 'starting' | 'running' | 'stopped';

/** Why a server did not start. */
export type StartFailure =
  | { readonly kind: 'problem'; readonly problem: SchemaProblem }
  | { readonly kind: 'portInUse'; readonly port: number }
  | { readonly kind: 'other'; readonly message: string };

/** Edits come by the key press; the schema is asked for once they pause this long, in ms. */
const SETTLE = 100;

export class LocalServer implements vscode.Disposable {
  readonly scope: SchemaScope;
  readonly label: string;
  readonly output: vscode.OutputChannel;
  readonly #client: SchemaClient;
  readonly #module: string;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #died = new vscode.EventEmitter<string>();
  readonly #subscription: vscode.Disposable;
  #child: Child | undefined;
  #state: ServerState = 'stopped';
  #address: string | undefined;
  #services: readonly string[] = [];
  #calls = 0;
  #hash: string | undefined;
  #outdated: string | undefined;
  #settling: NodeJS.Timeout | undefined;

  readonly onDidChange = this.#changed.event;
  /** The process ended by itself; the text says how. */
  readonly onDidDie = this.#died.event;

  constructor(client: SchemaClient, module: string, folder: string) {
    this.scope = { kind: 'module', folder };
    this.label = basename(folder);
    this.#client = client;
    this.#module = module;
    this.output = vscode.window.createOutputChannel(vscode.l10n.t('gRPC server: {0}', this.label));
    this.#subscription = client.onDidChangeSchema(() => this.#schemaChanged());
  }

  get id(): string {
    return this.scope.kind === 'module' ? this.scope.folder : this.label;
  }

  get state(): ServerState {
    return this.#state;
  }

  /** `127.0.0.1:50051`; kept after a stop, so that a restart takes the same port. */
  get address(): string | undefined {
    return this.#address;
  }

  get services(): readonly string[] {
    return this.#services;
  }

  /** Finished calls since it was started. */
  get calls(): number {
    return this.#calls;
  }

  /** What keeps it from serving the schema as it is now: the first error's text. */
  get outdated(): string | undefined {
    return this.#outdated;
  }

  /** `port` 0 takes any free one. */
  async start(port: number): Promise<StartFailure | undefined> {
    this.#set('starting');
    const failure = await this.#tryStart(port);
    if (failure) await this.stop();
    return failure;
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    this.#set('stopped');
    await child?.dispose();
  }

  dispose(): void {
    clearTimeout(this.#settling);
    this.#subscription.dispose();
    void this.#child?.dispose();
    this.#child = undefined;
    this.output.dispose();
    this.#changed.dispose();
    this.#died.dispose();
  }

  async #tryStart(port: number): Promise<StartFailure | undefined> {
    const schema = await this.#client.descriptorSet(this.scope, { sourceInfo: false });
    if (!schema) return { kind: 'other', message: vscode.l10n.t('The schema of {0} could not be found.', this.label) };
    const [problem] = schema.problems;
    if (problem) return { kind: 'problem', problem };
    const child = this.#spawn();
    this.#child = child;
    try {
      const result = await child.connection.sendRequest(protocol.start, {
        set: Buffer.from(schema.base64, 'base64'),
        port,
      });
      if (result.kind === 'failed')
        return result.reason === 'portInUse' ? { kind: 'portInUse', port } : { kind: 'other', message: result.message };
      this.#address = result.address;
      this.#services = result.services;
      this.#hash = schema.hash;
      this.#outdated = undefined;
      this.#calls = 0;
      this.#write(vscode.l10n.t('Serving {0} on {1}', result.services.join(', '), result.address));
      this.#set('running');
      return undefined;
    } catch (error) {
      return { kind: 'other', message: error instanceof Error ? error.message : String(error) };
    }
  }

  #spawn(): Child {
    const child = startChild(this.#module, {
      onExit: (code) => {
        if (this.#child !== child) return;
        this.#child = undefined;
        const text = vscode.l10n.t('The process ended ({0}).', code ?? vscode.l10n.t('killed'));
        this.#write(text);
        this.#set('stopped');
        this.#died.fire(text);
      },
      onStderr: (text) => this.output.append(text),
    });
    child.connection.onNotification(protocol.callFinished, (call) => {
      this.#calls++;
      this.output.appendLine(logLine(call));
      this.#changed.fire();
    });
    return child;
  }

  #schemaChanged(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => void this.#reload(), SETTLE);
  }

  async #reload(): Promise<void> {
    const child = this.#child;
    if (!child || this.#state !== 'running') return;
    const schema = await this.#client.descriptorSet(this.scope, { sourceInfo: false });
    if (!schema || schema.hash === this.#hash) return;
    this.#hash = schema.hash;
    const refusal = await this.#offer(child, schema);
    if (refusal === this.#outdated && refusal !== undefined) return;
    this.#outdated = refusal;
    this.#write(
      refusal === undefined
        ? vscode.l10n.t('Reloaded the schema')
        : vscode.l10n.t('The schema has an error; the last good one is still served: {0}', refusal),
    );
    this.#changed.fire();
  }

  /** Hands a schema over; gives why the last good one stays. */
  async #offer(child: Child, schema: SchemaSet): Promise<string | undefined> {
    const [problem] = schema.problems;
    if (problem) return problemText(problem);
    const result = await child.connection.sendRequest(protocol.reload, { set: Buffer.from(schema.base64, 'base64') });
    if (result.kind === 'refused') return result.message;
    this.#services = result.services;
    return undefined;
  }

  #write(text: string): void {
    this.output.appendLine(`${time(Date.now())}  ${text}`);
  }

  #set(state: ServerState): void {
    this.#state = state;
    this.#changed.fire();
  }
}

function logLine(call: protocol.CallLog): string {
  return `${time(call.time)}  ${call.method}  ${call.status}  ${call.duration.toFixed(1)} ms  ↓${call.received} ↑${call.sent}  ${call.peer}`;
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toTimeString().slice(0, 8);
}
