/**
 * The language server, which connects LSP with the workspace. It contains no language features. It accesses the machine
 * only through a port, so the same server can run outside Node.
 */
import {
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  InlayHintRefreshRequest,
  SemanticTokensRefreshRequest,
  TextDocumentSyncKind,
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { inBackground } from '../../../base/background.ts';
import type { FilePath } from '../../../base/path.ts';
import * as protocol from '../../../contract/languageServer.ts';
import type { WantedHints } from '../../../language/navigation/inlayHints.ts';
import { Workspace } from '../../../workspace/workspace.ts';
import { Announcer } from './announcer.ts';
import { Checker } from './checker.ts';
import { CODE_ACTION_OPTIONS, handleCodeActions } from './codeActions.ts';
import { COMPLETION_OPTIONS, completionStyle, handleCompletion } from './completion.ts';
import type { RequestContext } from './context.ts';
import type { CompletionStyle } from './conversions/completion.ts';
import type { RenameStyle } from './conversions/rename.ts';
import { DiagnosticsPublisher } from './diagnostics.ts';
import { Documents, WATCHED } from './documents.ts';
import { handleFeatures, type WantedLenses } from './features.ts';
import { Folders } from './folders.ts';
import { FORMATTING_CAPABILITIES, handleFormatting } from './formatting.ts';
import { handleHierarchies } from './hierarchies.ts';
import { handleInlayHints, isAnyWanted } from './inlayHints.ts';
import type { Machine } from './machine.ts';
import { handleNavigation } from './navigation.ts';
import {
  handleRefactorings,
  refactoringAbilities,
  RENAMED_FILE_FILTERS,
  type RefactoringAbilities,
} from './refactorings.ts';
import { ReadingProgress } from './readingProgress.ts';
import { SchemaRequests } from './schemaRequests.ts';
import { SECTIONS, Settings } from './settings.ts';
import { throwIfCancelled } from './slices.ts';
import { handleSemanticTokens, SEMANTIC_TOKENS_OPTIONS } from './semanticTokens.ts';
import { handleSignatures, SIGNATURE_OPTIONS } from './signatures.ts';
import { handleStructure } from './structure.ts';
import { handleSymbols, resolvesSymbolPlaces, WORKSPACE_SYMBOL_OPTIONS } from './symbols.ts';
import { uriToPath } from './uris.ts';

/**
 * The server for one connection. The constructor registers the handlers, and the client's `initialize` request starts
 * the work.
 */
export class LanguageServer {
  readonly #connection: Connection;
  readonly #machine: Machine;
  readonly #workspace: Workspace;
  readonly #checker: Checker;
  readonly #diagnostics: DiagnosticsPublisher;
  readonly #announcer: Announcer;
  readonly #settings: Settings;
  readonly #folders: Folders;
  readonly #documents: Documents;
  #canWatch = false;
  #canTellOfSettings = false;
  #canTellOfFolders = false;
  #canRefreshLenses = false;
  #canRefreshTokens = false;
  #canLinkCodes = false;
  #canRefreshHints = false;
  #resolvesSymbolPlaces = false;
  #canPrepareRename = false;
  #renameStyle: RenameStyle = { annotations: false };
  #abilities: RefactoringAbilities = {
    annotations: false,
    creates: false,
    resolves: false,
    commands: false,
    showsRefused: false,
  };
  #completionStyle: CompletionStyle = { snippets: false, details: false };

  constructor(connection: Connection, machine: Machine) {
    const log = (line: string): void => connection.console.error(line);
    const workspace = new Workspace(machine.files, machine.wellKnownRoot, { caches: machine.caches, log });
    const announcer = new Announcer(connection, workspace);
    const diagnostics = new DiagnosticsPublisher(
      connection,
      workspace,
      (path) => this.#folders.show(path),
      (code) => (this.#canLinkCodes ? machine.explanationOf(code) : undefined),
    );
    const progress = new ReadingProgress(connection, workspace);
    const listener = {
      announce: () => announcer.announce(),
      reportReading: () => progress.report(),
      rechecked: () => this.#refreshMeaning(),
    };
    const checker = new Checker(workspace, diagnostics, listener, log);
    const settings = new Settings(connection);
    this.#connection = connection;
    this.#machine = machine;
    this.#workspace = workspace;
    this.#announcer = announcer;
    this.#checker = checker;
    this.#diagnostics = diagnostics;
    this.#settings = settings;
    const refreshSettings = (paths: readonly FilePath[]): Promise<void> => this.#refreshSettings(paths);
    this.#folders = new Folders({ connection, machine, workspace, checker, settings, refreshSettings });
    this.#documents = new Documents({ machine, workspace, checker, diagnostics, folders: this.#folders });
  }

  listen(): void {
    const connection = this.#connection;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => this.#initialized());
    connection.onShutdown(() => {
      this.#checker.dispose();
      this.#announcer.dispose();
      this.#machine.close();
    });
    const context: RequestContext = {
      workspace: this.#workspace,
      machine: this.#machine,
      listed: (token) => this.#listed(token),
      whenRead: (token, work) => this.#whenRead(token, work),
      show: (path) => this.#folders.show(path),
    };
    handleFeatures(connection, context, () => this.#wantedLenses());
    handleNavigation(
      connection,
      context,
      () => this.#renameStyle,
      () => this.#settings.read('rename.jsonName'),
    );
    handleHierarchies(connection, context);
    handleStructure(connection, context);
    handleSymbols(connection, context, () => this.#resolvesSymbolPlaces);
    handleCompletion(connection, context, () => this.#completionStyle);
    handleSemanticTokens(connection, context);
    handleSignatures(connection, context);
    handleInlayHints(connection, context, () => this.#wantedHints());
    handleCodeActions(connection, context, () => this.#abilities);
    handleRefactorings(connection, context, () => this.#abilities);
    handleFormatting(connection, context, (line) => connection.console.warn(line));
    new SchemaRequests(context).listen(connection);
    connection.onRequest(protocol.rescan, () => this.#folders.rescan());
    connection.onNotification(protocol.trusted, () => {
      this.#settings.trust();
      this.#folders.rescanInBackground();
    });
    connection.onNotification(protocol.lookAgain, () => this.#folders.lookAgainInBackground());
    this.#documents.listen(connection);
    connection.listen();
  }

  #initialize(params: InitializeParams): InitializeResult {
    const options = params.initializationOptions as Partial<protocol.ServerOptions> | undefined;
    this.#settings.initialize(params);
    this.#canWatch = params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    this.#canTellOfSettings = params.capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true;
    // If the client lacks this capability, it is an error to register for these events.
    this.#canTellOfFolders = params.capabilities.workspace?.workspaceFolders === true;
    this.#canRefreshLenses = params.capabilities.workspace?.codeLens?.refreshSupport === true;
    this.#canRefreshTokens = params.capabilities.workspace?.semanticTokens?.refreshSupport === true;
    this.#canRefreshHints = params.capabilities.workspace?.inlayHint?.refreshSupport === true;
    this.#canLinkCodes = params.capabilities.textDocument?.publishDiagnostics?.codeDescriptionSupport === true;
    this.#canPrepareRename = params.capabilities.textDocument?.rename?.prepareSupport === true;
    this.#renameStyle = { annotations: canAnnotate(params.capabilities) };
    this.#completionStyle = completionStyle(params.capabilities, options?.suggestCommand);
    this.#resolvesSymbolPlaces = resolvesSymbolPlaces(params.capabilities);
    this.#abilities = refactoringAbilities(params.capabilities, options?.importCommands === true);
    this.#folders.open(folderUris(params).map(uriToPath));
    return {
      serverInfo: { name: 'grpc-workbench' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        documentSymbolProvider: true,
        definitionProvider: true,
        hoverProvider: true,
        foldingRangeProvider: true,
        selectionRangeProvider: true,
        workspaceSymbolProvider: WORKSPACE_SYMBOL_OPTIONS,
        typeDefinitionProvider: true,
        callHierarchyProvider: true,
        typeHierarchyProvider: true,
        referencesProvider: true,
        documentHighlightProvider: true,
        documentLinkProvider: {},
        renameProvider: this.#canPrepareRename ? { prepareProvider: true } : true,
        codeLensProvider: { resolveProvider: true },
        completionProvider: COMPLETION_OPTIONS,
        codeActionProvider: CODE_ACTION_OPTIONS,
        inlayHintProvider: true,
        signatureHelpProvider: SIGNATURE_OPTIONS,
        semanticTokensProvider: SEMANTIC_TOKENS_OPTIONS,
        ...FORMATTING_CAPABILITIES,
        workspace: {
          workspaceFolders: { supported: true, changeNotifications: true },
          fileOperations: { willRename: RENAMED_FILE_FILTERS },
        },
      },
    };
  }

  #initialized(): void {
    // We start only now, because a client does not reply to a request for its settings before it sends `initialized`.
    this.#folders.start();
    if (this.#canTellOfSettings)
      this.#inBackground(
        this.#connection.client.register(DidChangeConfigurationNotification.type, { section: [...SECTIONS] }),
        'The editor does not tell of settings',
      );
    if (this.#canWatch) {
      this.#inBackground(
        this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [...WATCHED] }),
        'The editor does not watch files',
      );
    }
    if (this.#canTellOfFolders)
      this.#connection.workspace.onDidChangeWorkspaceFolders((event) => this.#folders.changed(event));
  }

  async #refreshSettings(folders: readonly FilePath[]): Promise<void> {
    const before = this.#wantedLenses();
    const hintsBefore = this.#wantedHints();
    await this.#settings
      .refresh(folders)
      .catch((error: unknown) => this.#connection.console.error(`Cannot read the settings: ${String(error)}`));
    this.#diagnostics.setScope(this.#settings.read('diagnostics.scope'));
    const after = this.#wantedLenses();
    const isSame = before.actions === after.actions && before.references === after.references;
    if (!isSame && this.#canRefreshLenses)
      this.#inBackground(this.#connection.sendRequest(CodeLensRefreshRequest.type), 'The lenses were not refreshed');
    if (JSON.stringify(hintsBefore) !== JSON.stringify(this.#wantedHints())) this.#refreshHints();
  }

  #wantedHints(): WantedHints {
    return {
      features: this.#settings.read('inlayHints.features'),
      defaults: this.#settings.read('inlayHints.defaults'),
      numbers: this.#settings.read('inlayHints.numbers'),
    };
  }

  /**
   * Asks the editor to request tokens and hints again. An edit in another file may change what names mean, but the
   * editor asks by itself only after an edit in the same file.
   */
  #refreshMeaning(): void {
    if (this.#canRefreshTokens)
      this.#inBackground(
        this.#connection.sendRequest(SemanticTokensRefreshRequest.type),
        'The colours of names were not refreshed',
      );
    if (isAnyWanted(this.#wantedHints())) this.#refreshHints();
  }

  #refreshHints(): void {
    if (this.#canRefreshHints)
      this.#inBackground(this.#connection.sendRequest(InlayHintRefreshRequest.type), 'The hints were not refreshed');
  }

  #wantedLenses(): WantedLenses {
    const actions = this.#settings.read('codeLens.enabled');
    return { actions, references: actions && this.#settings.read('codeLens.references') };
  }

  async #listed(token: CancellationToken): Promise<void> {
    this.#documents.flush();
    await this.#folders.scanned;
    throwIfCancelled(token);
  }

  async #whenRead<T>(token: CancellationToken, work: () => T | Promise<T>): Promise<T> {
    await this.#listed(token);
    return this.#checker.whenRead(() => {
      throwIfCancelled(token);
      return work();
    });
  }

  #inBackground(work: Promise<unknown>, what: string): void {
    inBackground(work, what, (line) => this.#connection.console.error(line));
  }
}

/** Returns the URIs of the folders. Editors that support only one folder send it in an older field of the protocol. */
function folderUris(params: InitializeParams): readonly string[] {
  if (params.workspaceFolders) return params.workspaceFolders.map((folder) => folder.uri);
  const { rootUri } = params as { readonly rootUri?: string | null };
  if (rootUri === undefined || rootUri === null) return [];
  return [rootUri];
}

/** Whether the editor can show descriptions of the edits in a rename. */
function canAnnotate({ workspace }: ClientCapabilities): boolean {
  const edits = workspace?.workspaceEdit;
  return edits?.documentChanges === true && edits.changeAnnotationSupport !== undefined;
}
