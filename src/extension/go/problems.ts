/**
 * Shows the problems that the last run of the generator found in the user's Go files, as diagnostics with quick fixes.
 * We check the problems again whenever a file in the same folder changes, so that a fixed problem disappears.
 */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { inBackground } from '../../base/background.ts';
import { DIAGNOSTIC_SOURCE } from '../../contract/diagnostics.ts';
import type { GenerateGoRequest, Problem } from '../../contract/generation.ts';
import type { Explanations } from '../../host/files/explanations.ts';
import type { Range } from '../../text/lines.ts';
import { linkedCode } from '../shared/linkedCode.ts';
import type { Runner } from '../shared/runner.ts';

/** Milliseconds without an edit before the problems are checked again. */
const QUIET = 300;

/** A problem with a place in one of the user's files. */
export type LocatedProblem = Problem & Required<Pick<Problem, 'place'>>;

interface Run {
  readonly params: GenerateGoRequest;
  readonly folders: ReadonlySet<string>;
  readonly watchers: readonly vscode.Disposable[];
  problems: readonly LocatedProblem[];
  /** Set while a check is due or running. */
  check: { readonly timer: NodeJS.Timeout; readonly cancel: vscode.CancellationTokenSource } | undefined;
}

/** The problems of each output root, as VS Code's Problems view shows them. */
export class GoProblems implements vscode.Disposable, vscode.CodeActionProvider {
  readonly #runner: Runner;
  readonly #log: vscode.LogOutputChannel;
  readonly #explanations: Explanations;
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('grpc-workbench-go');
  /** The last run for each output root. */
  readonly #runs = new Map<string, Run>();
  readonly #registrations: readonly { dispose(): void }[];

  constructor(runner: Runner, log: vscode.LogOutputChannel, explanations: Explanations) {
    this.#runner = runner;
    this.#explanations = explanations;
    this.#log = log;
    this.#registrations = [
      this.#diagnostics,
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#changed(document.uri);
      }),
      vscode.languages.registerCodeActionsProvider({ scheme: 'file', language: 'go' }, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    ];
  }

  /** Shows the problems of a run in the place of those of the previous run. Returns the problems that have a place. */
  show(params: GenerateGoRequest, problems: readonly Problem[]): readonly LocatedProblem[] {
    this.#forget(params.outputRoot);
    const located = problems.filter(isLocated);
    if (located.length > 0) {
      const folders = new Set(located.map(({ place }) => dirname(place.path)));
      this.#runs.set(params.outputRoot, {
        params,
        folders,
        watchers: [...folders].map((folder) => this.#watch(folder)),
        problems: located,
        check: undefined,
      });
    }
    this.#publish();
    return located;
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    // While a check is pending, the last problems may not fit the text, so we offer no fixes for them.
    const settled = [...this.#runs.values()].filter(({ check }) => check === undefined);
    const here = settled
      .flatMap(({ problems }) => problems)
      .filter(
        ({ place }) => samePath(place.path, document.uri) && toRange(place.range).intersection(range) !== undefined,
      );
    return here.flatMap((problem) =>
      (problem.fixes ?? []).map((fix) => {
        const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
        action.diagnostics = [this.#toDiagnostic(problem)];
        action.edit = new vscode.WorkspaceEdit();
        for (const { range: where, newText } of fix.edits) action.edit.replace(document.uri, toRange(where), newText);
        return action;
      }),
    );
  }

  dispose(): void {
    for (const root of [...this.#runs.keys()]) this.#forget(root);
    for (const registration of this.#registrations) registration.dispose();
  }

  #watch(folder: string): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.file(folder), '*.go'),
    );
    const changed = (uri: vscode.Uri): void => this.#changed(uri);
    watcher.onDidChange(changed);
    watcher.onDidCreate(changed);
    watcher.onDidDelete(changed);
    return watcher;
  }

  #changed(uri: vscode.Uri): void {
    if (uri.scheme !== 'file' || !uri.fsPath.endsWith('.go')) return;
    for (const run of this.#runs.values()) {
      if (![...run.folders].some((folder) => samePath(folder, vscode.Uri.file(dirname(uri.fsPath))))) continue;
      stop(run);
      const cancel = new vscode.CancellationTokenSource();
      const check = (): void =>
        inBackground(this.#check(run, cancel), 'The Go files were not checked', (line) => this.#log.error(line));
      run.check = { timer: setTimeout(check, QUIET), cancel };
    }
  }

  async #check(run: Run, cancel: vscode.CancellationTokenSource): Promise<void> {
    try {
      const problems = await this.#runner.checkGo({ ...run.params, unsaved: unsavedGo() }, cancel.token);
      if (cancel.token.isCancellationRequested) return;
      run.problems = problems.filter(isLocated);
    } catch (error) {
      if (cancel.token.isCancellationRequested) return;
      this.#log.error(error instanceof Error ? error : String(error));
      run.problems = [];
    }
    run.check = undefined;
    cancel.dispose();
    this.#publish();
  }

  #publish(): void {
    const byPath = new Map<string, vscode.Diagnostic[]>();
    for (const problem of [...this.#runs.values()].flatMap(({ problems }) => problems))
      byPath.set(problem.place.path, [...(byPath.get(problem.place.path) ?? []), this.#toDiagnostic(problem)]);
    this.#diagnostics.clear();
    for (const [path, diagnostics] of byPath) this.#diagnostics.set(vscode.Uri.file(path), diagnostics);
  }

  #toDiagnostic({ severity, message, place }: LocatedProblem): vscode.Diagnostic {
    const diagnostic = new vscode.Diagnostic(toRange(place.range), message, SEVERITIES[severity]);
    diagnostic.source = DIAGNOSTIC_SOURCE;
    diagnostic.code = linkedCode('go-code', this.#explanations);
    return diagnostic;
  }

  #forget(root: string): void {
    const run = this.#runs.get(root);
    if (run === undefined) return;
    stop(run);
    for (const watcher of run.watchers) watcher.dispose();
    this.#runs.delete(root);
  }
}

/** Returns the text of Go files with unsaved edits, because we check what the editor shows. */
export function unsavedGo(): ReadonlyMap<string, string> {
  const edited = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri, fileName }) => isDirty && uri.scheme === 'file' && /(?:\.go|[\\/]go\.(?:mod|sum))$/.test(fileName),
  );
  return new Map(edited.map((document) => [document.uri.fsPath, document.getText()]));
}

function stop(run: Run): void {
  if (run.check === undefined) return;
  clearTimeout(run.check.timer);
  run.check.cancel.cancel();
  run.check.cancel.dispose();
  run.check = undefined;
}

function isLocated(problem: Problem): problem is LocatedProblem {
  return problem.place !== undefined;
}

/** Whether a path and a URI mean the same file. VS Code writes drive letters in its own way. */
function samePath(path: string, uri: vscode.Uri): boolean {
  return vscode.Uri.file(path).fsPath === uri.fsPath;
}

function toRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

const SEVERITIES: Readonly<Record<Problem['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};
