/** The language server: LSP on one side, the workspace on the other. Holds no feature of its own. */
import { defined } from '../../base/defined.ts';
import { createHash } from 'node:crypto';
import { isAbsolute, resolve } from 'node:path';
import type { CancellationToken } from 'vscode-languageserver/node';
import {
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  TextDocumentSyncKind,
  WatchKind,
  type Connection,
  type FileSystemWatcher,
  type Hover,
  type InitializeParams,
  type InitializeResult,
  type LocationLink,
  type Position,
  type TextDocumentPositionParams,
} from 'vscode-languageserver/node';
import { TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { inBackground, messageOf } from '../../base/background.ts';
import { ancestors, relativeTo, type FilePath } from '../../base/path.ts';
import { codeLenses } from '../../language/structure/codeLens.ts';
import { definition } from '../../language/navigation/definition.ts';
import { hover } from '../../language/navigation/hover.ts';
import { explainImport } from '../../language/imports/resolution.ts';
import { declarationsNamed, filesDeclaring, searchRows } from '../../language/structure/schemaSearch.ts';
import { schemaChildren, schemaNode, schemaPath } from '../../language/structure/schemaTree.ts';
import { namedPlaceAt } from '../../language/names/symbols.ts';
import { dependencyCaches } from '../../host/files/caches.ts';
import { DependencyFiles } from '../../host/files/dependencyFiles.ts';
import { fromFilePath, toFilePath } from '../../host/files/files.ts';
import { scanFolder } from '../../host/files/scan.ts';
import { SetServer } from '../../host/processes/setServer.ts';
import { StampedReader } from '../../host/files/stampedReader.ts';
import * as protocol from '../../contract/languageServer.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import { descriptorSet } from '../../workspace/descriptors.ts';
import type { Module } from '../../workspace/imports/modules.ts';
import type { ImportRoot } from '../../workspace/imports/roots.ts';
import { Workspace } from '../../workspace/workspace.ts';
import { ChangeBatch } from './changeBatch.ts';
import { Checker } from './checker.ts';
import { optionEdits } from './optionEdits.ts';
import { CODE_ACTION_OPTIONS, handleCodeActions } from './codeActions.ts';
import { COMPLETION_OPTIONS, completionStyle, handleCompletion, type FeatureContext } from './completion.ts';
import {
  linesOf,
  toCodeLens,
  toDocumentSymbols,
  toLocationLink,
  toPlace,
  toPlaceIn,
  toRange,
  type CompletionStyle,
} from './convert.ts';
import { DiagnosticsPublisher } from './diagnostics.ts';
import { SECTIONS, Settings } from './settings.ts';
import { inSlices, throwIfCancelled } from './slices.ts';
import { pathToUri, uriToPath } from './uris.ts';

/** Git writes it once it has written files. */
const GIT_INDEX = '/.git/index';

/** Schemas, and files whose appearance changes how folders divide into modules. */
const OF_SCHEMA = /(?:\.proto|\/(?:go\.mod|buf\.yaml|buf\.work\.yaml|buf\.lock|\.gitignore))$/;

const WATCHED: readonly FileSystemWatcher[] = [
  { globPattern: '**/{*.proto,go.mod,buf.yaml,buf.work.yaml,buf.lock,.gitignore}' },
  { globPattern: `**${GIT_INDEX}` },
  // Of a folder that is deleted nothing else is told, and no pattern is for folders alone.
  { globPattern: '**', kind: WatchKind.Delete },
];

/** The most results of a search that a list can usefully show. */
const MOST_FOUND = 1000;

const CANNOT_READ = 'The folders cannot be read';

/** Where so many files change at once, watchers may have missed others. */
const BURST = 100;

/** The server of one connection. It registers its handlers; the client's `initialize` starts the work. */
export class LanguageServer {
  readonly #connection: Connection;
  readonly #documents = new TextDocuments(TextDocument);
  readonly #disk = new StampedReader();
  readonly #workspace: Workspace;
  readonly #diagnostics: DiagnosticsPublisher;
  readonly #checker: Checker;
  readonly #settings: Settings;
  readonly #dependencies = new DependencyFiles();
  readonly #sets = new SetServer();
  readonly #diskChanges = new ChangeBatch((paths) => this.#diskChanged(paths));
  #folders: readonly FilePath[] = [];
  /** Settles when the folders have been read; requests wait for it. */
  #scanned: Promise<void> = Promise.resolve();
  /** The scan that has not begun yet. */
  #nextScan: Promise<void> | undefined;
  /** What was last found in a folder. */
  readonly #layouts = new Map<FilePath, string>();
  /** Settles when the files of dependencies are known. */
  #listed: Promise<void> = Promise.resolve();
  #announced = -1;
  #announcing: NodeJS.Immediate | undefined;
  #canWatch = false;
  #canTellOfSettings = false;
  #canRefreshLenses = false;
  #importCommands = false;
  #completionStyle: CompletionStyle = { snippets: false, details: false };

  constructor(connection: Connection, wellKnownRoot: string) {
    this.#connection = connection;
    this.#settings = new Settings(connection);
    this.#workspace = new Workspace(this.#disk, toFilePath(wellKnownRoot), { caches: dependencyCaches() });
    this.#diagnostics = new DiagnosticsPublisher(connection, this.#workspace, (path) => this.#show(path));
    this.#checker = new Checker(this.#workspace, this.#diagnostics, () => this.#announce());
  }

  listen(): void {
    this.#connection.onInitialize((params) => this.#initialize(params));
    this.#connection.onInitialized(() => this.#initialized());
    this.#connection.onShutdown(() => {
      this.#checker.dispose();
      clearImmediate(this.#announcing);
      this.#sets.close();
    });
    this.#handleDocuments();
    this.#handleFeatures();
    const context: FeatureContext = {
      workspace: this.#workspace,
      listed: (token) => this.#listedFiles(token),
      ready: (token) => this.#ready(token),
      show: (path) => this.#show(path),
    };
    handleCompletion(this.#connection, context, () => this.#completionStyle);
    handleCodeActions(this.#connection, context, () => this.#importCommands);
    this.#handleSchema();
    this.#documents.listen(this.#connection);
    this.#connection.listen();
  }

  #initialize(params: InitializeParams): InitializeResult {
    const options = params.initializationOptions as Partial<protocol.ServerOptions> | undefined;
    this.#settings.initialize(params);
    this.#canWatch = params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    this.#canTellOfSettings = params.capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true;
    this.#canRefreshLenses = params.capabilities.workspace?.codeLens?.refreshSupport === true;
    this.#completionStyle = completionStyle(params.capabilities, options?.suggestCommand);
    this.#importCommands = options?.importCommands === true;
    this.#folders = folderUris(params).map(uriToPath);
    return {
      serverInfo: { name: 'grpc-workbench' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        documentSymbolProvider: true,
        definitionProvider: true,
        hoverProvider: true,
        codeLensProvider: {},
        completionProvider: COMPLETION_OPTIONS,
        codeActionProvider: CODE_ACTION_OPTIONS,
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  }

  #initialized(): void {
    // Not before: a client that is still starting cannot be asked for its settings.
    this.#scanned = this.#scan().then(() => this.#checker.enable());
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
    this.#connection.workspace.onDidChangeWorkspaceFolders((event) => {
      const removed = new Set(event.removed.map((folder) => uriToPath(folder.uri)));
      for (const folder of removed) {
        this.#workspace.removeFolder(folder);
        this.#layouts.delete(folder);
      }
      this.#folders = [
        ...this.#folders.filter((folder) => !removed.has(folder)),
        ...event.added.map((folder) => uriToPath(folder.uri)),
      ];
      this.#inBackground(this.#rescan(), CANNOT_READ);
    });
  }

  /** Never rejects: one scan that failed must not fail all that come after it. */
  async #scan(): Promise<void> {
    try {
      await this.#scanFolders();
    } catch (error) {
      this.#connection.console.error(`${CANNOT_READ}: ${messageOf(error)}`);
    }
  }

  async #scanFolders(): Promise<void> {
    await this.#refreshSettings();
    const changed = await this.#disk.changed();
    for (const path of changed) this.#workspace.diskChanged(path);
    // Other files decide where imports lead.
    if (changed.some((path) => !this.#workspace.has(path))) this.#layouts.clear();
    for (const folder of this.#folders) {
      const exclude = this.#settings.excluded(folder);
      const roots = this.#settings.read('importRoots', folder).map((root) => importRoot(folder, root));
      try {
        const files = await scanFolder(folder, { exclude });
        const layout = JSON.stringify([files, roots]);
        if (this.#layouts.get(folder) === layout) continue;
        this.#layouts.set(folder, layout);
        this.#workspace.setFolder(files, roots);
        this.#connection.console.info(`${fromFilePath(folder)}: .proto files found: ${files.protoFiles.length}`);
      } catch (error) {
        this.#connection.console.error(
          `Cannot read ${fromFilePath(folder)}: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    }
    this.#checker.changed();
    const listed = this.#listed.then(() => this.#listDependencies());
    this.#listed = listed.catch((error: unknown) =>
      this.#connection.console.error(`The files of dependencies cannot be listed: ${messageOf(error)}`),
    );
  }

  /** Nobody waits for them: what is in the folders comes first. */
  async #listDependencies(): Promise<void> {
    await this.#checker.read();
    this.#workspace.setDependencyFiles(await this.#dependencies.below(this.#workspace.dependencyRoots()));
    this.#checker.changed();
  }

  async #refreshSettings(): Promise<void> {
    const hadLenses = this.#settings.read('codeLens.enabled');
    await this.#settings
      .refresh(this.#folders)
      .catch((error: unknown) => this.#connection.console.error(`Cannot read the settings: ${String(error)}`));
    if (hadLenses !== this.#settings.read('codeLens.enabled') && this.#canRefreshLenses)
      this.#inBackground(this.#connection.sendRequest(CodeLensRefreshRequest.type), 'The lenses were not refreshed');
  }

  /** Everything is found anew. */
  #rescan(): Promise<void> {
    this.#layouts.clear();
    return this.#lookAgain();
  }

  /** What differs on disk from what is known is taken notice of; where nothing does, nothing comes of it. */
  #lookAgain(): Promise<void> {
    // One after the other: a scan that ended late would bring back what is gone. Whoever waits for one to begin needs no other.
    this.#nextScan ??= this.#scanned.then(() => {
      this.#nextScan = undefined;
      return this.#scan();
    });
    this.#scanned = this.#nextScan;
    return this.#scanned;
  }

  #handleDocuments(): void {
    this.#documents.onDidOpen(({ document }) => this.#diagnostics.opened(uriToPath(document.uri), document.uri));
    this.#documents.onDidChangeContent(({ document }) => {
      const path = uriToPath(document.uri);
      this.#workspace.setBuffer(path, document.getText());
      this.#checker.changed();
    });
    this.#documents.onDidSave(({ document }) => {
      this.#workspace.saved(uriToPath(document.uri));
      this.#checker.changed();
    });
    this.#documents.onDidClose(({ document }) => {
      const path = uriToPath(document.uri);
      this.#workspace.closeBuffer(path);
      this.#diagnostics.closed(path);
      this.#checker.changed();
    });
    this.#connection.onDidChangeWatchedFiles(({ changes }) => {
      for (const change of changes) this.#diskChanges.add(uriToPath(change.uri));
    });
    this.#connection.onDidChangeConfiguration(() => this.#inBackground(this.#rescan(), CANNOT_READ));
  }

  /**
   * Editors keep documents open for minutes after their tabs were closed. One whose file was deleted does not count any
   * more, until it is edited or its file is there again.
   */
  #diskChanged(paths: ReadonlySet<FilePath>): void {
    const documents = new Map(this.#documents.all().map((document) => [uriToPath(document.uri), document]));
    const changed = this.#ofSchema(paths);
    let sameFiles = true;
    for (const path of changed) {
      const exists = this.#disk.exists(path);
      const document = documents.get(path);
      if (!exists) this.#workspace.closeBuffer(path);
      else if (document) this.#workspace.setBuffer(path, document.getText());
      this.#disk.forget(path);
      this.#workspace.diskChanged(path);
      sameFiles &&= exists && this.#workspace.has(path);
    }
    if (!sameFiles) this.#inBackground(this.#rescan(), CANNOT_READ);
    else if (paths.size >= BURST || [...paths].some((path) => path.endsWith(GIT_INDEX)))
      this.#inBackground(this.#lookAgain(), CANNOT_READ);
    else if (changed.size > 0) this.#checker.changed();
  }

  /** Those that matter among changed paths, and the known files below deleted folders. */
  #ofSchema(paths: ReadonlySet<FilePath>): ReadonlySet<FilePath> {
    const found = new Set([...paths].filter((path) => OF_SCHEMA.test(path)));
    if (found.size === paths.size) return found;
    for (const file of this.#workspace.files()) {
      for (const folder of ancestors(file)) if (paths.has(folder)) found.add(file);
    }
    return found;
  }

  /** Tells the views of the schema about a change, after the replies that the user waits for. */
  #announce(): void {
    if (this.#announced === this.#workspace.revision) return;
    this.#announcing ??= setImmediate(() => {
      this.#announcing = undefined;
      this.#announceNow();
    });
  }

  #announceNow(): void {
    // The checker comes back to it once they were: then it is known which rows they changed.
    if (this.#workspace.hasEdited || this.#workspace.isReadSoon) return;
    // The client may still show the rows of a server that ended.
    const isFirst = this.#announced < 0;
    const version = this.#workspace.revision;
    this.#announced = version;
    const rows = this.#workspace.takeRowChanges();
    const change = isFirst || rows === undefined ? { version } : { version, rows };
    this.#inBackground(
      this.#connection.sendNotification(protocol.schemaChanged, change),
      'The editor was not told that the schema has changed',
    );
  }

  #inBackground(work: Promise<unknown>, what: string): void {
    inBackground(work, what, (line) => this.#connection.console.error(line));
  }

  #handleFeatures(): void {
    this.#connection.onDocumentSymbol(({ textDocument }) => {
      const tree = this.#workspace.tree(uriToPath(textDocument.uri));
      return tree ? toDocumentSymbols(tree) : [];
    });
    this.#connection.onDefinition(async (params, token) => {
      const link = await this.#answerAt(params, token, (at) => this.#definition(at));
      return link === undefined ? [] : [link];
    });
    this.#connection.onHover(async (params, token) => {
      const hovered = await this.#answerAt(params, token, (at) => this.#hover(at));
      return hovered ?? null;
    });
    this.#connection.onCodeLens(({ textDocument }) => {
      const wanted = this.#settings.read('codeLens.enabled');
      const tree = wanted ? this.#workspace.tree(uriToPath(textDocument.uri)) : undefined;
      return tree ? codeLenses(tree).map((lens) => toCodeLens(tree, lens)) : [];
    });
    this.#connection.onRequest(protocol.explainImport, async ({ uri, line, character }, token) => {
      await this.#ready(token);
      const path = uriToPath(uri);
      const at = this.#place(path, { line, character }, this.#workspace.linked(path));
      if (at === undefined) return null;
      const place = namedPlaceAt(at.file, at.offset);
      if (place?.kind !== 'import') return null;
      const resolved = this.#workspace.resolveImport(at.path, place.import.path).path;
      return defined({
        markdown: this.#explain(at.path, place.import.path),
        resolved: resolved === undefined ? undefined : pathToUri(resolved),
      });
    });
  }

  #handleSchema(): void {
    this.#connection.onRequest(protocol.schemaChildren, async ({ parent }, token) => {
      await this.#ready(token);
      return schemaChildren(this.#workspace, parent);
    });
    this.#connection.onRequest(protocol.schemaPath, async ({ id }, token) => {
      await this.#ready(token);
      return schemaPath(this.#workspace, id);
    });
    this.#connection.onRequest(protocol.schemaNode, async ({ id }, token) => {
      await this.#ready(token);
      return schemaNode(this.#workspace, toPlaceIn, id) ?? null;
    });
    this.#connection.onRequest(protocol.schemaFind, async ({ kind, fullName }, token) => {
      await this.#ready(token);
      return declarationsNamed(this.#workspace, toPlaceIn, kind, fullName);
    });
    this.#connection.onRequest(protocol.schemaSearch, async ({ query, limit, kinds }, token) => {
      await this.#ready(token);
      const wanted = kinds && new Set<string>(kinds);
      return this.#inSlices(() => searchRows(this.#workspace, query, Math.min(limit, MOST_FOUND), wanted), token);
    });
    this.#connection.onRequest(protocol.filesEndingIn, async ({ importPath }, token) => {
      await this.#ready(token);
      const files = this.#workspace.files().filter((path) => `/${path}`.endsWith(`/${importPath}`));
      return files.slice(0, MOST_FOUND).map(pathToUri);
    });
    this.#connection.onRequest(protocol.rescan, () => this.#rescan());
    this.#connection.onNotification(protocol.lookAgain, () => this.#inBackground(this.#lookAgain(), CANNOT_READ));
    this.#connection.onRequest(protocol.modules, async (token) => {
      await this.#ready(token);
      return this.#workspace.modules().map((module) => this.#moduleInfo(module));
    });
    this.#connection.onRequest(protocol.descriptorSet, async (params, token) => {
      await this.#ready(token);
      return this.#descriptorSet(params, token);
    });
    this.#connection.onRequest(protocol.optionEdits, async ({ scope, options }, token) => {
      await this.#ready(token);
      return optionEdits(this.#workspace, this.#inScope(scope)?.files ?? [], options);
    });
  }

  /** Settles when it is known which files there are. */
  async #listedFiles(token: CancellationToken): Promise<void> {
    this.#diskChanges.flush();
    await this.#scanned;
    throwIfCancelled(token);
  }

  /** Settles when all that there is has been read, what has just changed included. */
  async #ready(token: CancellationToken): Promise<void> {
    await this.#listedFiles(token);
    await this.#checker.read();
    throwIfCancelled(token);
  }

  #inSlices<T>(work: () => Generator<undefined, T, undefined>, token: CancellationToken): Promise<T> {
    return inSlices(work, () => this.#workspace.revision, token);
  }

  async #descriptorSet(
    params: protocol.DescriptorSetParams,
    token: CancellationToken,
  ): Promise<protocol.DescriptorSetResult> {
    const found = this.#inScope(params.scope);
    if (!found) return { kind: 'none' };
    const answer = await this.#inSlices(
      () => descriptorSet(this.#workspace, found.files, { sourceInfo: params.sourceInfo }),
      token,
    );
    const problems = answer.problems.map(({ file, diagnostic }): protocol.SchemaProblem => {
      const span = diagnostic.span ?? { start: 0, end: 0 };
      return {
        file: file.path,
        message: diagnostic.message,
        place: toPlace(this.#workspace.pathOf(file.interface) ?? file.path, file.tree, span),
      };
    });
    const hash = createHash('sha256').update(answer.set).update(JSON.stringify(problems)).digest('hex');
    const set = await this.#sets.publish(hash, answer.set);
    if (hash === params.knownHash) return { kind: 'unchanged', set };
    return { kind: 'set', set, files: answer.files, problems, module: this.#moduleInfo(found.module) };
  }

  #inScope(scope: protocol.SchemaScope): { readonly module: Module; readonly files: readonly FilePath[] } | undefined {
    if (scope.kind === 'module') {
      const module = this.#workspace.modules().find((item) => fromFilePath(item.folder) === scope.folder);
      return module && { module, files: module.files };
    }
    const path = scope.kind === 'moduleOfFile' ? uriToPath(scope.uri) : this.#fileOfService(scope.service);
    if (path === undefined) return undefined;
    const module = this.#workspace.moduleOf(path);
    return { module, files: scope.kind === 'service' ? [path] : module.files };
  }

  #fileOfService(service: string): FilePath | undefined {
    return filesDeclaring(this.#workspace, 'service', service)[0];
  }

  #servicesOf(path: FilePath): readonly string[] {
    const summary = this.#workspace.summary(path);
    if (!summary) return [];
    const prefix = summary.package === '' ? '' : `${summary.package}.`;
    return summary.declarations.filter((item) => item.kind === 'service').map((item) => prefix + item.name);
  }

  #moduleInfo(module: Module): protocol.ModuleInfo {
    return {
      folder: fromFilePath(module.folder),
      services: module.files.flatMap((path) => this.#servicesOf(path)).sort(),
    };
  }

  #explain(from: FilePath, importPath: string): string {
    return explainImport(this.#workspace, from, importPath, (path) => this.#show(path));
  }

  /** Below the workspace folder where it lies in one. */
  #show(path: FilePath): string {
    for (const folder of this.#folders) {
      const relative = relativeTo(folder, path);
      if (relative !== undefined) return relative;
    }
    return fromFilePath(path);
  }

  #definition(at: PlaceInFile): LocationLink | undefined {
    const found = definition(at.file, at.offset, (file, importPath) => this.#workspace.textOf(file, importPath));
    const path = found && this.#workspace.pathOf(found.file.interface);
    return found && path !== undefined ? toLocationLink(at.file.tree, found, path) : undefined;
  }

  #hover(at: PlaceInFile): Hover | undefined {
    const place = namedPlaceAt(at.file, at.offset);
    const found =
      place?.kind === 'import'
        ? { span: place.span, markdown: this.#explain(at.path, place.import.path) }
        : hover(at.file, at.offset, (file, importPath) => this.#workspace.textOf(file, importPath));
    return (
      found && {
        contents: { kind: 'markdown', value: found.markdown },
        range: toRange(at.file.tree, found.span),
      }
    );
  }

  /**
   * Before every file was read, what can be answered already is answered; what cannot waits for them. Nothing keeps an
   * early answer, and it is the same as the later one where each import can only lead to one file.
   */
  async #answerAt<T>(
    { textDocument, position }: TextDocumentPositionParams,
    token: CancellationToken,
    answer: (at: PlaceInFile) => T | undefined,
  ): Promise<T | undefined> {
    const path = uriToPath(textDocument.uri);
    const answered = (file: LinkedFile | undefined): T | undefined => {
      const at = this.#place(path, position, file);
      return at && answer(at);
    };
    await this.#listedFiles(token);
    const early = this.#workspace.early(() => answered(this.#workspace.linkedEarly(path)));
    if (early !== undefined) return early;
    await this.#ready(token);
    return answered(this.#workspace.linked(path));
  }

  #place(path: FilePath, position: Position, file: LinkedFile | undefined): PlaceInFile | undefined {
    return file && { path, file, offset: linesOf(file.tree).offsetAt(position) };
  }
}

interface PlaceInFile {
  readonly path: FilePath;
  readonly file: LinkedFile;
  readonly offset: number;
}

/** `prefix=folder` puts a folder below a path, as protoc's flag does. */
function importRoot(folder: FilePath, written: string): ImportRoot {
  const equals = written.indexOf('=');
  const path = written.slice(equals + 1);
  const absolute = toFilePath(isAbsolute(path) ? path : resolve(fromFilePath(folder), path));
  return { path: absolute, reason: 'setting', ...(equals > 0 && { prefix: written.slice(0, equals) }) };
}

/** Editors that know one folder only name it in a field that newer ones have left behind. */
function folderUris(params: InitializeParams): readonly string[] {
  if (params.workspaceFolders) return params.workspaceFolders.map((folder) => folder.uri);
  const { rootUri } = params as { readonly rootUri?: string | null };
  return rootUri === undefined || rootUri === null ? [] : [rootUri];
}
