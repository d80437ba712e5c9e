/**
 * Sends the diagnostics of all files to the editor, or only those of open files, as the user chose. It sends the
 * diagnostics of a file only when they changed.
 */
import type { Connection, Diagnostic } from 'vscode-languageserver';
import { inBackground } from '../../../base/background.ts';
import type { FilePath } from '../../../base/path.ts';
import { present } from '../../../base/present.ts';
import type { SettingValue } from '../../../contract/settings.ts';
import { diagnosticsOf, diagnosticsStamp, refusalOf } from '../../../language/diagnostics/diagnostics.ts';
import {
  missingDependenciesOf,
  type MissingDependencies,
  type ShowPath,
} from '../../../language/imports/resolution.ts';
import type { FileInterface, LinkedFile } from '../../../schema/descriptors/model.ts';
import type { Diagnostic as FoundDiagnostic } from '../../../text/diagnostic.ts';
import type { DiagnosticCode } from '../../../text/diagnosticCodes.ts';
import type { Workspace } from '../../../workspace/workspace.ts';
import { toDiagnostic, toDiagnosticOfFile } from './conversions/diagnostic.ts';
import { DependencyNotices } from './dependencyNotices.ts';
import { pathToUri } from './uris.ts';

const NOTHING = '[]';
/**
 * The largest number of diagnostics that we send for one file. Users do not read more, and an editor freezes with
 * hundreds of thousands.
 */
const MOST_SHOWN = 1000;

/** The files whose diagnostics the user wants to see. */
export type DiagnosticsScope = SettingValue<'diagnostics.scope'>;

/** Sends diagnostics, and remembers what it has sent for each file. */
export class DiagnosticsPublisher {
  readonly #connection: Connection;
  readonly #workspace: Workspace;
  readonly #show: ShowPath;
  readonly #explanationOf: (code: DiagnosticCode) => string | undefined;
  /** The open documents, with the URIs that the editor uses for them. */
  readonly #open = new Map<FilePath, string>();
  /**
   * The diagnostics that the editor shows for each file, as JSON. A file for which we never sent diagnostics is
   * missing.
   */
  readonly #sent = new Map<FilePath, string>();
  /** The stamp of each file at its last check. */
  readonly #checked = new Map<FilePath, string>();
  /** For each file, the other files that its diagnostics point to. */
  readonly #pointsInto = new Map<FilePath, ReadonlySet<FilePath>>();
  readonly #notices = new DependencyNotices();
  /** Files whose diagnostics point to places that may have moved. */
  readonly #moved = new Set<FilePath>();
  #scope: DiagnosticsScope = 'workspace';

  /**
   * `explanationOf` returns the link to the explanation of a code. It is undefined if the editor cannot show a link.
   */
  constructor(
    connection: Connection,
    workspace: Workspace,
    show: ShowPath,
    explanationOf: (code: DiagnosticCode) => string | undefined = () => undefined,
  ) {
    this.#connection = connection;
    this.#workspace = workspace;
    this.#show = show;
    this.#explanationOf = explanationOf;
  }

  /**
   * Changes which files the editor gets diagnostics of. We check closed files in each scope, because open files depend
   * on the files that they import.
   */
  setScope(scope: DiagnosticsScope): void {
    if (scope === this.#scope) return;
    this.#scope = scope;
    for (const path of [...this.#checked.keys(), ...this.#sent.keys()]) {
      // The notice in a file of another tool disappears together with the diagnostics of the files that caused it.
      if (!this.#isWanted(path) && this.#workspace.has(path)) this.#withdraw(path);
    }
    if (scope === 'workspace') this.#checkClosedAgain();
  }

  #checkClosedAgain(): void {
    for (const path of this.#workspace.files()) {
      if (this.#open.has(path)) continue;
      this.#checked.delete(path);
      this.#workspace.putBack(path);
    }
  }

  #isWanted(path: FilePath): boolean {
    return this.#scope === 'workspace' || this.#open.has(path);
  }

  #withdraw(path: FilePath): void {
    this.#pointsInto.delete(path);
    this.#tellDependencies(path, []);
    this.#send(path, []);
  }

  /** Call this when a document is opened. We must send back `uri` exactly as the editor wrote it. */
  opened(path: FilePath, uri: string): void {
    if (uri !== this.#uriOf(path)) this.#send(path, []);
    this.#open.set(path, uri);
    this.#sent.delete(path);
    this.#checked.delete(path);
  }

  /**
   * Call this when a document is closed. If its file is in a folder, its diagnostics stay, as for every other closed
   * file.
   */
  closed(path: FilePath): void {
    if (this.#uriOf(path) !== pathToUri(path) || !this.#workspace.has(path)) this.#send(path, []);
    this.#open.delete(path);
    this.#checked.delete(path);
    if (!this.#isWanted(path)) this.#withdraw(path);
    this.#workspace.putBack(path);
  }

  check(path: FilePath): void {
    const stamp = diagnosticsStamp(this.#workspace, path);
    const moved = this.#moved.delete(path);
    if (this.#putBackIfWaiting(path)) return;
    const isWanted = this.#isWanted(path);
    if (stamp === undefined) {
      this.#checked.delete(path);
      this.#pointsInto.delete(path);
      this.#tellDependencies(path, []);
      // We do not check a document whose file was deleted.
      const refusal = isWanted ? refusalOf(this.#workspace, path) : undefined;
      this.#send(
        path,
        present(refusal).map((one) => this.#ofFile(one)),
      );
      return;
    }
    const same = this.#checked.get(path) === stamp;
    if (same && !moved) return;
    if (!same) this.#checkWhatPointsInto(path);
    this.#checked.set(path, stamp);
    if (!isWanted) return;
    const file = this.#workspace.linked(path);
    const shown = file && this.#shownOf(path, file);
    if (shown === undefined || this.#putBackIfWaiting(path)) return;
    this.#send(path, shown);
    this.#tellDependencies(path, this.#missingFor(path));
  }

  /**
   * Returns the dependencies that a file misses. For a file in a dependency the list is empty, because the user cannot
   * change that file.
   */
  #missingFor(path: FilePath): readonly MissingDependencies[] {
    if (this.#workspace.isDependency(path)) return [];
    return missingDependenciesOf(this.#workspace, path);
  }

  #tellDependencies(path: FilePath, missing: readonly MissingDependencies[]): void {
    for (const file of this.#notices.changed(path, missing)) {
      this.#send(
        file,
        this.#notices.of(file).map((one) => this.#ofFile(one)),
      );
    }
  }

  /** If a file that we need has not arrived, our result may be wrong. Then we check this file again later. */
  #putBackIfWaiting(path: FilePath): boolean {
    if (this.#workspace.isRead) return false;
    this.#checked.delete(path);
    this.#workspace.putBack(path);
    return true;
  }

  /**
   * Sends the diagnostics that are already certain while files are still being read. Returns whether any are certain.
   */
  checkEarly(path: FilePath): boolean {
    // The file was open when it was put into the queue, but may be closed now.
    if (!this.#isWanted(path)) return true;
    const file = this.#workspace.linkedEarly(path);
    // While files are still being read, we link a file only if all its imports are certain. Otherwise we cannot report
    // anything about it.
    if (file === undefined) return false;
    const shown = this.#shownOf(path, file);
    if (this.#workspace.isWaiting) return false;
    this.#send(path, shown);
    return true;
  }

  /**
   * Checks the files again whose diagnostics point into a file. If a declaration only moved, the files that import it
   * do not change, but the places in their diagnostics do.
   */
  #checkWhatPointsInto(path: FilePath): void {
    for (const [other, places] of this.#pointsInto) {
      if (!places.has(path)) continue;
      this.#moved.add(other);
      this.#workspace.putBack(other);
    }
  }

  #uriOf(path: FilePath): string {
    return this.#open.get(path) ?? pathToUri(path);
  }

  #send(path: FilePath, diagnostics: Diagnostic[]): void {
    const text = JSON.stringify(diagnostics);
    const before = this.#sent.get(path) ?? (this.#open.has(path) ? undefined : NOTHING);
    if (text === before) return;
    if (text === NOTHING && !this.#open.has(path)) this.#sent.delete(path);
    else this.#sent.set(path, text);
    inBackground(
      this.#connection.sendDiagnostics({ uri: this.#uriOf(path), diagnostics }),
      'Diagnostics were not sent',
      (line) => this.#connection.console.error(line),
    );
  }

  #ofFile(diagnostic: FoundDiagnostic): Diagnostic {
    return this.#explained(toDiagnosticOfFile(diagnostic), diagnostic);
  }

  #explained(shown: Diagnostic, { code }: FoundDiagnostic): Diagnostic {
    const href = this.#explanationOf(code);
    if (href === undefined) return shown;
    return { ...shown, codeDescription: { href } };
  }

  #shownOf(path: FilePath, file: LinkedFile): Diagnostic[] {
    // We show no diagnostics in third-party files, because the user cannot fix these files here.
    if (this.#workspace.isDependency(path)) return [];
    const others = new Set<FilePath>();
    const fileOf = (name: string): { path: FilePath; file: LinkedFile } | undefined => {
      const found = findInClosure(file.interface, name);
      const place = found && this.#workspace.pathOf(found);
      const text = found && this.#workspace.textOf(found);
      if (place === undefined || text === undefined) return undefined;
      others.add(place);
      return { path: place, file: text };
    };
    const shown = diagnosticsOf(this.#workspace, path, file, this.#show)
      .slice(0, MOST_SHOWN)
      .map((diagnostic) => this.#explained(toDiagnostic(file.tree, diagnostic, path, fileOf), diagnostic));
    if (others.size > 0) this.#pointsInto.set(path, others);
    else this.#pointsInto.delete(path);
    return shown;
  }
}

function findInClosure(file: FileInterface, name: string): FileInterface | undefined {
  const seen = new Set([file]);
  for (const one of seen) {
    if (one.path === name) return one;
    for (const item of one.imports) if (item.file) seen.add(item.file);
  }
  return undefined;
}
