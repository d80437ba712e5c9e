/** The runner's process seen from the extension: started by the first call, and again if it died. */
import * as vscode from 'vscode';
import { startChild, type Child } from '../../host/processes/child.ts';
import * as protocol from '../../contract/runner.ts';

/** Fewer than the runner keeps, so that what is remembered here is surely there. */
const REMEMBERED_SCHEMAS = 4;

export class Runner implements vscode.Disposable {
  readonly #module: string;
  readonly #log: vscode.LogOutputChannel;
  readonly #listeners = new Map<string, (event: protocol.CallEvent) => void>();
  /** Hashes of the schemas that the running process was given last. */
  #schemas: readonly string[] = [];
  #child: Child | undefined;
  #calls = 0;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    this.#module = context.asAbsolutePath('dist/runner.js');
    this.#log = log;
  }

  async call(
    schema: protocol.SchemaParams,
    params: Omit<protocol.CallParams, 'id' | 'schema'>,
    onEvent: (event: protocol.CallEvent) => void,
    signal: AbortSignal,
  ): Promise<protocol.CallEnd> {
    const { connection } = this.#running();
    const id = String(++this.#calls);
    const source = new vscode.CancellationTokenSource();
    const cancel = (): void => source.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    this.#listeners.set(id, onEvent);
    try {
      if (!this.#schemas.includes(schema.hash)) {
        await connection.sendRequest(protocol.setSchema, schema);
        this.#schemas = [schema.hash, ...this.#schemas].slice(0, REMEMBERED_SCHEMAS);
      }
      if (signal.aborted) source.cancel();
      return await connection.sendRequest(protocol.call, { ...params, id, schema: schema.hash }, source.token);
    } finally {
      signal.removeEventListener('abort', cancel);
      this.#listeners.delete(id);
      source.dispose();
    }
  }

  generateGo(params: protocol.GenerateGoParams, token: vscode.CancellationToken): Promise<protocol.GenerateGoResult> {
    return this.#running().connection.sendRequest(protocol.generateGo, params, token);
  }

  checkGo(
    params: protocol.GenerateGoParams,
    token: vscode.CancellationToken,
  ): Promise<readonly protocol.GenerateProblem[]> {
    return this.#running().connection.sendRequest(protocol.checkGo, params, token);
  }

  goLinks(params: protocol.GoLinksParams, token: vscode.CancellationToken): Promise<readonly protocol.GoLink[]> {
    return this.#running().connection.sendRequest(protocol.goLinks, params, token);
  }

  dispose(): void {
    void this.#child?.dispose();
    this.#child = undefined;
  }

  #running(): Child {
    if (this.#child) return this.#child;
    const child = startChild(this.#module, {
      onExit: (code) => {
        if (this.#child !== child) return;
        this.#log.error(`The runner's process ended (${code ?? 'killed'}); the next request starts another.`);
        this.#child = undefined;
      },
      onStderr: (text) => this.#log.warn(text.trimEnd()),
    });
    this.#schemas = [];
    child.connection.onNotification(protocol.callEvent, ({ id, event }) => this.#listeners.get(id)?.(event));
    this.#child = child;
    return child;
  }
}
