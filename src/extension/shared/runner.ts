/** The runner's process seen from the extension: started by the first call, and again if it died. */
import * as vscode from 'vscode';
import { startChild, type Child } from '../../host/processes/child.ts';
import * as calls from '../../contract/calls.ts';
import * as generation from '../../contract/generation.ts';

/** Fewer than the runner keeps, so that what is remembered here is surely there. */
const REMEMBERED_SCHEMAS = 4;

export class Runner implements vscode.Disposable {
  readonly #module: string;
  readonly #log: vscode.LogOutputChannel;
  readonly #listeners = new Map<string, (event: calls.CallEvent) => void>();
  /** Hashes of the schemas that the running process was given last. */
  #schemas: readonly string[] = [];
  #child: Child | undefined;
  #calls = 0;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    this.#module = context.asAbsolutePath('dist/runner.js');
    this.#log = log;
  }

  async call(
    schema: calls.SchemaParams,
    request: calls.CallRequest,
    onEvent: (event: calls.CallEvent) => void,
    signal: AbortSignal,
  ): Promise<calls.CallEnd> {
    const { connection } = this.#running();
    const id = String(++this.#calls);
    const source = new vscode.CancellationTokenSource();
    const cancel = (): void => source.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    this.#listeners.set(id, onEvent);
    try {
      if (!this.#schemas.includes(schema.hash)) {
        await connection.sendRequest(calls.setSchema, schema);
        this.#schemas = [schema.hash, ...this.#schemas].slice(0, REMEMBERED_SCHEMAS);
      }
      if (signal.aborted) source.cancel();
      return await connection.sendRequest(calls.call, { ...request, id, schema: schema.hash }, source.token);
    } finally {
      signal.removeEventListener('abort', cancel);
      this.#listeners.delete(id);
      source.dispose();
    }
  }

  generateGo(
    params: generation.GenerateGoParams,
    token: vscode.CancellationToken,
  ): Promise<generation.GenerateGoResult> {
    return this.#running().connection.sendRequest(generation.generateGo, params, token);
  }

  checkGo(
    params: generation.GenerateGoParams,
    token: vscode.CancellationToken,
  ): Promise<readonly generation.GenerateProblem[]> {
    return this.#running().connection.sendRequest(generation.checkGo, params, token);
  }

  goLinks(params: generation.GoLinksParams, token: vscode.CancellationToken): Promise<readonly generation.GoLink[]> {
    return this.#running().connection.sendRequest(generation.goLinks, params, token);
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
    child.connection.onNotification(calls.callEvent, ({ id, event }) => this.#listeners.get(id)?.(event));
    this.#child = child;
    return child;
  }
}
