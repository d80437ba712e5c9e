/**
 * The extension's view of the language server: starts it, restarts it and sends it requests. Does not import `vscode`.
 */
import type { l10n } from 'vscode';
import type { CancellationToken, NotificationType0, RequestType, RequestType0 } from 'vscode-jsonrpc';
import { inBackground, messageOf } from '../../base/background.ts';
import * as protocol from '../../contract/languageServer.ts';
import type { NamedKind, SchemaNode } from '../../contract/schemaNode.ts';
import { ChildError, LifeCycle, type ChildWords, type Launch, type LifeState } from '../../host/processes/lifeCycle.ts';
import { languageServerLimit, type Log } from '../shared/childWords.ts';
import { Emitter } from '../shared/emitter.ts';

/** A reply with a descriptor set. It refers to the set in the language server and does not contain its bytes. */
export type SchemaSet = Extract<protocol.DescriptorSetResult, { readonly kind: 'set' }>;

/** The part of a connection to the language server that we use. The library's client has it too. */
export interface SchemaConnection {
  sendRequest<Result, E>(type: RequestType0<Result, E>): Promise<Result>;
  sendRequest<Params, Result, E>(
    type: RequestType<Params, Result, E>,
    params: NoInfer<Params>,
    token?: CancellationToken,
  ): Promise<Result>;
  sendNotification(type: NotificationType0): Promise<void>;
}

/** What the client needs from the extension. */
export interface SchemaClientPorts {
  /** Starts a language server and initializes it. */
  readonly connect: (launch: Launch, listener: SchemaListener) => Promise<SchemaConnection>;
  readonly words: ChildWords;
  readonly log: Log;
  /** Tells the user why the language server is not running, and offers to start it again. */
  readonly tell: (message: string) => void;
  readonly l10n: Pick<typeof l10n, 't'>;
}

/** Receives the notifications of a language server. */
export interface SchemaListener {
  readonly schemaChanged: (change: SchemaChanged) => void;
  readonly reading: (reading: protocol.Reading) => void;
}

/** The rows of the schema tree that changed. Without `rows`, any row may have changed. */
type SchemaChanged = Pick<protocol.SchemaChange, 'rows'>;

const KEPT_SETS = 8;

/**
 * Sends requests to the language server. Each request starts the server if it is not running, and rejects with a
 * ChildError if the server ends before it replies.
 */
export class SchemaClient {
  readonly #ports: SchemaClientPorts;
  readonly #changed = new Emitter<SchemaChanged>();
  readonly #read = new Emitter<protocol.Reading>();
  readonly #failed = new Emitter<string>();
  /**
   * The last descriptor set of each request. Most requests are sent again after an edit that does not change their
   * reply.
   */
  readonly #sets = new Map<string, SchemaSet>();
  readonly #life: LifeCycle<SchemaConnection>;
  #modules: readonly protocol.ModuleInfo[] = [];

  /** Fires when some schema may have changed: after an edit, a change on disk, or a change of the import roots. */
  readonly onDidChangeSchema = this.#changed.event;

  /** Fires while the server reads files, and says how many it has read. */
  readonly onDidRead = this.#read.event;

  /** Fires with the message that tells the user why the language server is not running. */
  readonly onDidFail = this.#failed.event;

  constructor(ports: SchemaClientPorts) {
    this.#ports = ports;
    this.#life = new LifeCycle({
      launch: (launch) => this.#launch(launch),
      words: ports.words,
      log: (line) => ports.log.error(line),
      // We restart the language server without asking the user, because most of the extension needs it.
      onDied: (how) => {
        ports.log.error(`${ports.words.died(how)} It is started again.`);
        this.startInBackground();
      },
      crashLimit: languageServerLimit(ports.l10n),
    });
  }

  get state(): LifeState<unknown>['kind'] {
    return this.#life.state.kind;
  }

  /**
   * Starts the server unless it is running. If the start fails, the user gets a message. The server sends a
   * notification once it has read the schema.
   */
  startInBackground(): void {
    this.#life.start().then(undefined, (error: unknown) => this.#tell(error));
  }

  async restart(): Promise<void> {
    this.#ports.log.info('Restarting the language server');
    try {
      await this.#life.restart();
      this.#changed.fire({});
    } catch (error) {
      this.#tell(error);
    }
  }

  async children(parent: string | undefined): Promise<readonly SchemaNode[]> {
    return this.#life.use((client) =>
      client.sendRequest(protocol.schemaChildren, parent === undefined ? {} : { parent }),
    );
  }

  async path(id: string): Promise<readonly SchemaNode[]> {
    return this.#life.use((client) => client.sendRequest(protocol.schemaPath, { id }));
  }

  /** Returns the rows at some places of files: one list per file, with one entry per place. */
  async rowsAt(files: readonly protocol.PlacesInFile[]): Promise<readonly (readonly protocol.RowsAt[])[]> {
    return this.#life.use((client) => client.sendRequest(protocol.rowsAt, { files }));
  }

  /** Returns the ids of the packages and groups that contain the given rows and files. */
  async rowsAround(inside: protocol.RowsAroundParams): Promise<readonly string[]> {
    return this.#life.use((client) => client.sendRequest(protocol.rowsAround, inside));
  }

  /** Returns the current row of an id, with its place and its comment. Returns undefined if the row is gone. */
  async node(id: string): Promise<SchemaNode | undefined> {
    return this.#life.use(async (client) => (await client.sendRequest(protocol.schemaNode, { id })) ?? undefined);
  }

  /** Returns all declarations of a name, with their places. */
  async find(kind: NamedKind, fullName: string): Promise<readonly SchemaNode[]> {
    return this.#life.use((client) => client.sendRequest(protocol.schemaFind, { kind, fullName }));
  }

  /** Searches the schema for declarations. Rejects when the token is cancelled. */
  async search(params: protocol.SchemaSearchParams, token?: CancellationToken): Promise<protocol.SchemaSearchResult> {
    return this.#life.use((client) => client.sendRequest(protocol.schemaSearch, params, token));
  }

  /** Returns the URIs of the proto files that an import path may mean. */
  async filesEndingIn(importPath: string): Promise<readonly string[]> {
    return this.#life.use((client) => client.sendRequest(protocol.filesEndingIn, { importPath }));
  }

  async rescan(): Promise<void> {
    await this.#life.use((client) => client.sendRequest(protocol.rescan));
    this.#changed.fire({});
  }

  /** Tells the server that the user has trusted the workspace. A server that starts later learns it when it starts. */
  async trusted(): Promise<void> {
    if (this.state === 'stopped' || this.state === 'stopping') return;
    await this.#life.use((client) => client.sendNotification(protocol.trusted));
  }

  /**
   * Asks the server to look at its files on disk again. Does nothing if the server is not running, because it looks at
   * the disk when it starts.
   */
  async lookAgain(): Promise<void> {
    if (this.state === 'stopped' || this.state === 'stopping') return;
    await this.#life.use((client) => client.sendNotification(protocol.lookAgain));
  }

  async modules(): Promise<readonly protocol.ModuleInfo[]> {
    const modules = await this.#life.use((client) => client.sendRequest(protocol.modules));
    this.#modules = modules;
    return modules;
  }

  /** The last reply of `modules`, for code that cannot wait for a new one. It is empty before the first reply. */
  get knownModules(): readonly protocol.ModuleInfo[] {
    return this.#modules;
  }

  /**
   * Returns the descriptor set of a service, a file or a module, or undefined if the schema does not have it.
   * `sourceInfo` adds comments and positions, or comments alone.
   */
  async descriptorSet(
    scope: protocol.SchemaScope,
    { sourceInfo }: Pick<protocol.DescriptorSetParams, 'sourceInfo'>,
  ): Promise<SchemaSet | undefined> {
    const question = { scope, sourceInfo };
    const key = JSON.stringify(question);
    const known = this.#sets.get(key);
    const asked = known === undefined ? question : { ...question, knownHash: known.set.hash };
    const result = await this.#life.use((client) => client.sendRequest(protocol.descriptorSet, asked));
    if (result.kind === 'unchanged') return known && { ...known, set: result.set };
    this.#sets.delete(key);
    if (result.kind === 'none') return undefined;
    this.#sets.set(key, result);
    // A Map keeps the order of insertion, so its first key belongs to the oldest request.
    const [oldest] = this.#sets.keys();
    if (this.#sets.size > KEPT_SETS && oldest !== undefined) this.#sets.delete(oldest);
    return result;
  }

  async optionEdits(
    scope: protocol.SchemaScope,
    options: readonly protocol.MissingFileOption[],
  ): Promise<readonly protocol.OptionEdit[]> {
    return this.#life.use((client) => client.sendRequest(protocol.optionEdits, { scope, options }));
  }

  /** Returns the URIs of the files that the declarations in a range can move to. */
  async moveTargets(where: protocol.SelectedRange): Promise<readonly string[]> {
    return this.#life.use((client) => client.sendRequest(protocol.moveTargets, where));
  }

  /** Moves the declarations in a range. If the server cannot move them, the promise rejects with the reason. */
  async moveDeclarations(params: protocol.MoveParams): Promise<protocol.MoveResult> {
    return this.#life.use((client) => client.sendRequest(protocol.moveDeclarations, params));
  }

  /** Returns the path and the text of a new file with a service. Writes nothing. */
  async newService(params: protocol.NewServiceParams): Promise<protocol.NewServiceResult> {
    return this.#life.use((client) => client.sendRequest(protocol.newService, params));
  }

  async explainImport(
    params: protocol.DocumentPosition,
  ): Promise<{ readonly markdown: string; readonly resolved?: string } | null> {
    return this.#life.use((client) => client.sendRequest(protocol.explainImport, params));
  }

  /** Returns the services of a document and their methods, with the places of their names. */
  async servicesIn(uri: string): Promise<readonly protocol.PlacedService[]> {
    return this.#life.use((client) => client.sendRequest(protocol.servicesIn, { uri }));
  }

  async methodAt(position: protocol.DocumentPosition): Promise<string | null> {
    return this.#life.use((client) => client.sendRequest(protocol.methodAt, position));
  }

  dispose(): void {
    for (const emitter of [this.#changed, this.#read, this.#failed]) emitter.dispose();
    inBackground(this.stop(), 'The language server was not ended', (line) => this.#ports.log.error(line));
  }

  /** Ends the process for good. VS Code waits for it when it deactivates the extension. */
  stop(): Promise<void> {
    return this.#life.dispose();
  }

  async #launch(launch: Launch): Promise<SchemaConnection> {
    const connection = await this.#ports.connect(launch, {
      schemaChanged: (change) => this.#changed.fire(change),
      reading: (reading) => this.#read.fire(reading),
    });
    this.#ports.log.info('The language server runs');
    return connection;
  }

  #tell(error: unknown): void {
    const { log, tell, l10n } = this.#ports;
    // We show no message, because the user has asked for the restart or has closed the window.
    if (error instanceof ChildError && error.reason === 'stopped') return;
    log.error(messageOf(error));
    const message =
      error instanceof ChildError
        ? error.message
        : l10n.t('The gRPC Workbench language server did not start. The log says why.');
    this.#failed.fire(message);
    tell(message);
  }
}
