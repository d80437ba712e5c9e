/** Follows the documents that are open in the editor and the files that change on disk. */
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

/** The end of the path of git's index. Git writes this file after it has written other files. */
const GIT_INDEX = '/.git/index';

/** Matches .proto files, and files that change how folders divide into modules. */
const OF_SCHEMA =
  /(?:\.proto|\/(?:go\.mod|buf\.yaml|buf\.work\.yaml|buf\.lock|\.gitignore|BUILD|BUILD\.bazel|MODULE\.bazel|WORKSPACE|WORKSPACE\.bazel))$/;

export const WATCHED: readonly FileSystemWatcher[] = [
  { globPattern: '**/{*.proto,go.mod,buf.yaml,buf.work.yaml,buf.lock,.gitignore}' },
  { globPattern: '**/{BUILD,BUILD.bazel,MODULE.bazel,WORKSPACE,WORKSPACE.bazel}' },
  { globPattern: `**${GIT_INDEX}` },
  // If a folder is deleted, or is created with files in it, the editor may report only the folder. No pattern matches
  // only folders.
  { globPattern: '**', kind: WatchKind.Create | WatchKind.Delete },
];

/** Matches paths in folders that a scan leaves out. Other tools write very many files there. */
const LEFT_OUT = /\/(?:node_modules|\.git)(?:\/|$)/;

/** If at least this many files change at once, watchers may have missed other changes. */
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

  /** Handles the latest changes on disk at once, for callers that cannot wait. */
  flush(): void {
    this.#diskChanges.flush();
  }

  /**
   * Handles changes on disk. If the file of an open document was deleted, we ignore the document until you edit it or
   * the file exists again. Editors keep documents open for minutes after you close their tabs.
   */
  #diskChanged(paths: ReadonlySet<FilePath>): void {
    const { machine, folders } = this.#context;
    const changed = this.#ofSchema(paths);
    this.#lookInto([...paths].filter((path) => !OF_SCHEMA.test(path) && !LEFT_OUT.test(path)));
    const preparation = machine.files.prepare?.([...changed]);
    if (preparation === undefined) this.#apply(paths, changed);
    // If a file cannot be read, we treat it as deleted.
    else folders.holdFor(preparation.catch(() => undefined).then(() => this.#apply(paths, changed)));
  }

  /**
   * Searches new folders for .proto files, because watchers do not report files that a new folder contains from the
   * start.
   */
  #lookInto(paths: readonly FilePath[]): void {
    const { machine, folders } = this.#context;
    if (paths.length === 0) return;
    const look = machine.holdProtos(paths).then((hold) => {
      if (hold) folders.lookAgainInBackground();
    });
    folders.holdFor(look);
  }

  /** Applies changes, after it is known which of the changed files exist. */
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

  /** Returns the changed files that matter for the schema, and the files in deleted folders that we have read. */
  #ofSchema(paths: ReadonlySet<FilePath>): ReadonlySet<FilePath> {
    const found = new Set([...paths].filter((path) => OF_SCHEMA.test(path)));
    if (found.size === paths.size) return found;
    for (const file of this.#context.workspace.files()) {
      for (const folder of ancestors(file)) if (paths.has(folder)) found.add(file);
    }
    return found;
  }
}
