/** Open documents, and files that change on disk. */
import { TextDocuments, WatchKind, type Connection, type FileSystemWatcher } from 'vscode-languageserver';
import { ancestors, type FilePath } from '../../../base/path.ts';
import { isLargerThan, LARGEST_PROTO } from '../../../workspace/files/sizeLimit.ts';
import type { Workspace } from '../../../workspace/workspace.ts';
import { ChangeBatch } from './changeBatch.ts';
import type { Checker } from './checker.ts';
import type { DiagnosticsPublisher } from './diagnostics.ts';
import type { Folders } from './folders.ts';
import type { Machine } from './machine.ts';
import { OpenDocument } from './openDocument.ts';
import { isUsersOwn, uriToPath } from './uris.ts';

/** Git writes this file after it has written other files. */
const GIT_INDEX = '/.git/index';

/** Schemas, and files whose appearance changes how folders divide into modules. */
const OF_SCHEMA =
  /(?:\.proto|\/(?:go\.mod|buf\.yaml|buf\.work\.yaml|buf\.lock|\.gitignore|BUILD|BUILD\.bazel|MODULE\.bazel|WORKSPACE|WORKSPACE\.bazel))$/;

export const WATCHED: readonly FileSystemWatcher[] = [
  { globPattern: '**/{*.proto,go.mod,buf.yaml,buf.work.yaml,buf.lock,.gitignore}' },
  { globPattern: '**/{BUILD,BUILD.bazel,MODULE.bazel,WORKSPACE,WORKSPACE.bazel}' },
  { globPattern: `**${GIT_INDEX}` },
  // If a folder is deleted, or made and filled at once, the editor reports only the folder, and no pattern matches
  // folders alone.
  { globPattern: '**', kind: WatchKind.Create | WatchKind.Delete },
];

/** Folders that a scan leaves out, and that other tools fill with very many files. */
const LEFT_OUT = /\/(?:node_modules|\.git)(?:\/|$)/;

/** If so many files change at once, watchers may have missed others. */
const BURST = 100;

export interface DocumentsContext {
  readonly machine: Machine;
  readonly workspace: Workspace;
  readonly checker: Checker;
  readonly diagnostics: DiagnosticsPublisher;
  readonly folders: Folders;
}

export class Documents {
  readonly #context: DocumentsContext;
  readonly #documents = new TextDocuments<OpenDocument>({
    create: (uri, _language, _version, text) => new OpenDocument(uri, text),
    update(document, changes) {
      document.change(changes);
      return document;
    },
  });
  readonly #diskChanges = new ChangeBatch((paths) => this.#diskChanged(paths));

  constructor(context: DocumentsContext) {
    this.#context = context;
  }

  listen(connection: Connection): void {
    const { workspace, checker, diagnostics, folders } = this.#context;
    this.#documents.onDidOpen(({ document }) => {
      if (!isUsersOwn(document.uri)) return;
      diagnostics.opened(uriToPath(document.uri), document.uri);
      folders.lookFor(uriToPath(document.uri));
    });
    this.#documents.onDidChangeContent(({ document }) => {
      if (!isUsersOwn(document.uri)) return;
      this.#take(document);
      checker.changed();
    });
    this.#documents.onDidSave(({ document }) => {
      if (!isUsersOwn(document.uri)) return;
      workspace.saved(uriToPath(document.uri));
      checker.changed();
    });
    this.#documents.onDidClose(({ document }) => {
      if (!isUsersOwn(document.uri)) return;
      const path = uriToPath(document.uri);
      workspace.closeBuffer(path);
      diagnostics.closed(path);
      folders.lookFor(path);
      checker.changed();
    });
    connection.onDidChangeWatchedFiles(({ changes }) => {
      for (const change of changes) this.#diskChanges.add(uriToPath(change.uri));
    });
    connection.onDidChangeConfiguration(() => folders.rescanInBackground());
    this.#documents.listen(connection);
  }

  #take({ uri, text }: OpenDocument): void {
    const { workspace } = this.#context;
    if (text === undefined) workspace.refuseBuffer(uriToPath(uri), isLargerThan(LARGEST_PROTO));
    else workspace.setBuffer(uriToPath(uri), text);
  }

  /** Handles the latest changes on disk, for callers that cannot wait. */
  flush(): void {
    this.#diskChanges.flush();
  }

  /**
   * Editors keep documents open for minutes after you close their tabs. If its file was deleted, a document does not
   * count until you edit it or the file exists again.
   */
  #diskChanged(paths: ReadonlySet<FilePath>): void {
    const { machine, folders } = this.#context;
    const changed = this.#ofSchema(paths);
    this.#lookInto([...paths].filter((path) => !OF_SCHEMA.test(path) && !LEFT_OUT.test(path)));
    const preparation = machine.files.prepare?.([...changed]);
    if (preparation === undefined) this.#apply(paths, changed);
    // A file that cannot be read counts as gone.
    else folders.holdFor(preparation.catch(() => undefined).then(() => this.#apply(paths, changed)));
  }

  /** Watchers report a new folder, but not the files that it had from the start. */
  #lookInto(paths: readonly FilePath[]): void {
    const { machine, folders } = this.#context;
    if (paths.length === 0) return;
    const look = machine.holdProtos(paths).then((hold) => {
      if (hold) folders.lookAgainInBackground();
    });
    folders.holdFor(look);
  }

  /** By now, we can ask which of the changed files exist. */
  #apply(paths: ReadonlySet<FilePath>, changed: ReadonlySet<FilePath>): void {
    const { machine, workspace, checker, folders } = this.#context;
    const documents = new Map(this.#documents.all().map((document) => [uriToPath(document.uri), document]));
    let sameFiles = true;
    for (const path of changed) {
      const exists = machine.files.exists(path);
      const document = documents.get(path);
      if (!exists) workspace.closeBuffer(path);
      else if (document) this.#take(document);
      machine.forget(path);
      workspace.diskChanged(path);
      sameFiles &&= exists && workspace.has(path);
    }
    if (!sameFiles) folders.rescanInBackground();
    else if (paths.size >= BURST || [...paths].some((path) => path.endsWith(GIT_INDEX)))
      folders.lookAgainInBackground();
    else if (changed.size > 0) checker.changed();
  }

  /** The relevant ones among the changed paths, and the known files below deleted folders. */
  #ofSchema(paths: ReadonlySet<FilePath>): ReadonlySet<FilePath> {
    const found = new Set([...paths].filter((path) => OF_SCHEMA.test(path)));
    if (found.size === paths.size) return found;
    for (const file of this.#context.workspace.files()) {
      for (const folder of ancestors(file)) if (paths.has(folder)) found.add(file);
    }
    return found;
  }
}
