/** The language server seen from the extension: starts it, restarts it, asks it. The extension's one place that knows LSP. */
import * as vscode from 'vscode';
import { LanguageClient, RevealOutputChannelOn, TransportKind, type LanguageClientOptions, type ServerOptions } from 'vscode-languageclient/node';
import * as protocol from '../../protocol/languageServer.ts';
import type { SchemaNode } from '../../protocol/schemaNode.ts';
import { serverSettings } from '../settings.ts';

export type SchemaSet = Extract<protocol.DescriptorSetResult, { readonly kind: 'set' }>;

const KEPT_SETS = 8;

export class SchemaClient implements vscode.Disposable {
  readonly #client: LanguageClient;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  /** The last answers, by question: most are asked again after an edit elsewhere. */
  readonly #sets = new Map<string, SchemaSet>();
  #started: Promise<void> | undefined;

  /** Some schema may have changed: an edit, a file on disk, another import root. */
  readonly onDidChangeSchema = this.#changed.event;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    this.#log = log;
    this.#client = createClient(context, log);
    this.#subscriptions = [
      this.#client.onNotification(protocol.schemaChanged, () => this.#changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration('grpcWorkbench') && !event.affectsConfiguration('files.exclude')) return;
        void this.#client.sendNotification(protocol.settingsChanged, serverSettings());
      }),
    ];
  }

  start(): Promise<void> {
    this.#started ??= this.#client.start();
    return this.#started;
  }

  async restart(): Promise<void> {
    this.#log.info('Restarting the language server');
    await this.#client.restart();
    this.#changed.fire();
  }

  async children(parent: string | undefined): Promise<readonly SchemaNode[]> {
    await this.start();
    return this.#client.sendRequest(protocol.schemaChildren, parent === undefined ? {} : { parent });
  }

  async path(id: string): Promise<readonly SchemaNode[]> {
    await this.start();
    return this.#client.sendRequest(protocol.schemaPath, { id });
  }

  async search(): Promise<readonly SchemaNode[]> {
    await this.start();
    return this.#client.sendRequest(protocol.schemaSearch);
  }

  async rescan(): Promise<void> {
    await this.start();
    await this.#client.sendRequest(protocol.rescan);
    this.#changed.fire();
  }

  async modules(): Promise<readonly protocol.ModuleInfo[]> {
    await this.start();
    return this.#client.sendRequest(protocol.modules);
  }

  /** Undefined where there is no such service, file or module. `sourceInfo` adds comments and positions. */
  async descriptorSet(scope: protocol.SchemaScope, { sourceInfo }: { readonly sourceInfo: boolean }): Promise<SchemaSet | undefined> {
    await this.start();
    const question = { scope, sourceInfo };
    const key = JSON.stringify(question);
    const known = this.#sets.get(key);
    const result = await this.#client.sendRequest(protocol.descriptorSet, known === undefined ? question : { ...question, knownHash: known.hash });
    if (result.kind === 'unchanged') return known;
    this.#sets.delete(key);
    if (result.kind === 'none') return undefined;
    this.#sets.set(key, result);
    // A map keeps the order of insertion: the first is the one that was asked for longest ago.
    const [oldest] = this.#sets.keys();
    if (this.#sets.size > KEPT_SETS && oldest !== undefined) this.#sets.delete(oldest);
    return result;
  }

  async explainImport(params: protocol.ExplainImportParams): Promise<{ readonly markdown: string; readonly resolved?: string } | null> {
    await this.start();
    return this.#client.sendRequest(protocol.explainImport, params);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  /** Ends the process; the extension waits for it when it is deactivated. */
  async stop(): Promise<void> {
    if (this.#started) await this.#client.dispose(2000);
  }
}

function createClient(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): LanguageClient {
  const module = context.asAbsolutePath('dist/server.js');
  const serverOptions: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6010'] } },
  };
  const clientOptions: LanguageClientOptions = {
    documentSelector: [{ language: 'proto' }, { language: 'proto3' }],
    outputChannel: log,
    // The log says what was wrong; a panel that opens by itself only takes the person's place away.
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: { settings: serverSettings() },
  };
  return new LanguageClient('grpcWorkbench', 'gRPC Workbench', serverOptions, clientOptions);
}
