/** The language server seen from the extension: starts it, restarts it, asks it. The extension's one place that knows LSP. */
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import * as protocol from '../../contract/languageServer.ts';
import type { NamedKind, SchemaNode } from '../../contract/schemaNode.ts';

export type SchemaSet = Extract<protocol.DescriptorSetResult, { readonly kind: 'set' }>;

const KEPT_SETS = 8;

export class SchemaClient implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<Pick<protocol.SchemaChange, 'rows'>>();
  /** The last answers, by question: most are asked again after an edit elsewhere. */
  readonly #sets = new Map<string, SchemaSet>();
  #started: Promise<LanguageClient> | undefined;

  /** Some schema may have changed: an edit, a file on disk, another import root. */
  readonly onDidChangeSchema = this.#changed.event;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    this.#context = context;
    this.#log = log;
  }

  /** The running client; it is started by whoever needs it first. */
  start(): Promise<LanguageClient> {
    // One that failed is tried again by the next who needs it.
    this.#started ??= this.#launch().catch((error: unknown) => {
      this.#started = undefined;
      throw error;
    });
    return this.#started;
  }

  async restart(): Promise<void> {
    this.#log.info('Restarting the language server');
    await (await this.start()).restart();
    this.#changed.fire({});
  }

  async children(parent: string | undefined): Promise<readonly SchemaNode[]> {
    const client = await this.start();
    return client.sendRequest(protocol.schemaChildren, parent === undefined ? {} : { parent });
  }

  async path(id: string): Promise<readonly SchemaNode[]> {
    const client = await this.start();
    return client.sendRequest(protocol.schemaPath, { id });
  }

  /** The row with its place and its comment, as they are now; undefined where it is gone. */
  async node(id: string): Promise<SchemaNode | undefined> {
    const client = await this.start();
    return (await client.sendRequest(protocol.schemaNode, { id })) ?? undefined;
  }

  /** All declarations of a name, with their places. */
  async find(kind: NamedKind, fullName: string): Promise<readonly SchemaNode[]> {
    const client = await this.start();
    return client.sendRequest(protocol.schemaFind, { kind, fullName });
  }

  /** Rejects when it is cancelled. */
  async search(
    params: protocol.SchemaSearchParams,
    token?: vscode.CancellationToken,
  ): Promise<protocol.SchemaSearchResult> {
    const client = await this.start();
    return client.sendRequest(protocol.schemaSearch, params, token);
  }

  /** The proto files that an import path may mean. */
  async filesEndingIn(importPath: string): Promise<readonly vscode.Uri[]> {
    const client = await this.start();
    const uris = await client.sendRequest(protocol.filesEndingIn, { importPath });
    return uris.map((uri) => vscode.Uri.parse(uri));
  }

  async rescan(): Promise<void> {
    const client = await this.start();
    await client.sendRequest(protocol.rescan);
    this.#changed.fire({});
  }

  /** Does nothing where the server does not run: it looks when it starts. */
  async lookAgain(): Promise<void> {
    await (await this.#started)?.sendNotification(protocol.lookAgain);
  }

  async modules(): Promise<readonly protocol.ModuleInfo[]> {
    const client = await this.start();
    return client.sendRequest(protocol.modules);
  }

  /** Undefined where there is no such service, file or module. `sourceInfo` adds comments and positions, or comments alone. */
  async descriptorSet(
    scope: protocol.SchemaScope,
    { sourceInfo }: Pick<protocol.DescriptorSetParams, 'sourceInfo'>,
  ): Promise<SchemaSet | undefined> {
    const client = await this.start();
    const question = { scope, sourceInfo };
    const key = JSON.stringify(question);
    const known = this.#sets.get(key);
    const result = await client.sendRequest(
      protocol.descriptorSet,
      known === undefined ? question : { ...question, knownHash: known.hash },
    );
    if (result.kind === 'unchanged') return known;
    this.#sets.delete(key);
    if (result.kind === 'none') return undefined;
    this.#sets.set(key, result);
    // A map keeps the order of insertion: the first is the one that was asked for longest ago.
    const [oldest] = this.#sets.keys();
    if (this.#sets.size > KEPT_SETS && oldest !== undefined) this.#sets.delete(oldest);
    return result;
  }

  async optionEdits(
    scope: protocol.SchemaScope,
    options: readonly protocol.MissingFileOption[],
  ): Promise<readonly protocol.OptionEdit[]> {
    const client = await this.start();
    return client.sendRequest(protocol.optionEdits, { scope, options });
  }

  async explainImport(
    params: protocol.ExplainImportParams,
  ): Promise<{ readonly markdown: string; readonly resolved?: string } | null> {
    const client = await this.start();
    return client.sendRequest(protocol.explainImport, params);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** Ends the process; the extension waits for it when it is deactivated. */
  async stop(): Promise<void> {
    await (await this.#started)?.dispose(2000);
  }

  async #launch(): Promise<LanguageClient> {
    const { createClient } = await import('./createClient.ts');
    const client = createClient(this.#context, this.#log);
    client.onNotification(protocol.schemaChanged, (change) => this.#changed.fire(change));
    await client.start();
    this.#log.info('The language server runs');
    return client;
  }
}
