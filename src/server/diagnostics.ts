/**
 * Pushes the diagnostics of open files. An edit is answered for its own file first and at once, then
 * for the other open files that may see it; each document is sent only what changed.
 */
import type { Connection, Diagnostic } from 'vscode-languageserver/node';
import type { FilePath } from '../base/path.ts';
import type { FileInterface, LinkedFile } from '../schema/model.ts';
import { withImportProblems, type ShowPath } from '../language/imports.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { toDiagnostic } from './convert.ts';
import { pathToUri } from './uris.ts';

export class DiagnosticsPublisher {
  readonly #connection: Connection;
  readonly #workspace: Workspace;
  readonly #show: ShowPath;
  readonly #open = new Map<FilePath, string>();
  readonly #sent = new Map<FilePath, string>();
  readonly #checked = new Map<FilePath, LinkedFile>();
  #pending: NodeJS.Immediate | undefined;

  constructor(connection: Connection, workspace: Workspace, show: ShowPath) {
    this.#connection = connection;
    this.#workspace = workspace;
    this.#show = show;
  }

  /** `uri` as the editor wrote it: it must come back the same. */
  opened(path: FilePath, uri: string): void {
    this.#open.set(path, uri);
  }

  closed(path: FilePath): void {
    const uri = this.#open.get(path) ?? pathToUri(path);
    this.#open.delete(path);
    this.#sent.delete(path);
    this.#checked.delete(path);
    void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  /** `first` is the file that was edited, if one was. */
  refresh(first?: FilePath): void {
    if (first !== undefined && this.#open.has(first)) this.#publish(first);
    // The rest waits for messages that are already here: a further edit makes its answer old.
    this.#pending ??= setImmediate(() => {
      this.#pending = undefined;
      for (const path of this.#open.keys()) if (path !== first) this.#publish(path);
    });
  }

  dispose(): void {
    if (this.#pending) clearImmediate(this.#pending);
  }

  #publish(path: FilePath): void {
    const uri = this.#open.get(path);
    const file = this.#workspace.linked(path);
    if (uri === undefined || (file && this.#checked.get(path) === file)) return;
    if (file) this.#checked.set(path, file);
    else this.#checked.delete(path);
    // A document whose file was deleted has nothing to be checked, and what others maintain is nobody's here to mend.
    const diagnostics = file && !this.#workspace.isDependency(path) ? this.#diagnosticsOf(path, file) : [];
    const text = JSON.stringify(diagnostics);
    if (this.#sent.get(path) === text) return;
    this.#sent.set(path, text);
    void this.#connection.sendDiagnostics({ uri, diagnostics });
  }

  #diagnosticsOf(path: FilePath, file: LinkedFile): Diagnostic[] {
    const fileOf = (name: string): { path: FilePath; file: LinkedFile } | undefined => {
      const found = findInClosure(file.interface, name);
      const place = found && this.#workspace.pathOf(found);
      const text = found && this.#workspace.textOf(found);
      return text && place !== undefined ? { path: place, file: text } : undefined;
    };
    const diagnostics = withImportProblems(this.#workspace, path, file, this.#show);
    return diagnostics.map((diagnostic) => toDiagnostic(file.tree, diagnostic, path, fileOf));
  }
}

function findInClosure(file: FileInterface, name: string, seen = new Set<FileInterface>()): FileInterface | undefined {
  if (file.path === name) return file;
  seen.add(file);
  for (const item of file.imports) {
    const found = item.file && !seen.has(item.file) ? findInClosure(item.file, name, seen) : undefined;
    if (found) return found;
  }
  return undefined;
}
