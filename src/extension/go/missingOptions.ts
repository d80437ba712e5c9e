/**
 * Shows the options that the generator chose for files that lack them. Each such file gets a hint, with quick fixes
 * that write the option into this file or into all files, and a line in the log. The user does not have to act, so the
 * hints are not in the list of problems.
 */
import * as vscode from 'vscode';
import { inBackground } from '../../base/background.ts';
import { DIAGNOSTIC_SOURCE } from '../../contract/diagnostics.ts';
import type { MissingFileOption, OptionEdit, SchemaScope } from '../../contract/languageServer.ts';
import type { SourcePlace } from '../../contract/schemaNode.ts';
import type { Explanations } from '../../host/files/explanations.ts';
import { linkedCode } from '../shared/linkedCode.ts';
import type { SchemaClient } from '../client/languageClient.ts';

interface Shown {
  readonly scope: SchemaScope;
  readonly options: readonly MissingFileOption[];
}

/** The options that the last run missed and that the files still lack. */
export class MissingOptions implements vscode.Disposable, vscode.CodeActionProvider {
  readonly #client: SchemaClient;
  readonly #log: vscode.LogOutputChannel;
  readonly #explanations: Explanations;
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('grpc-workbench-options');
  readonly #registrations: readonly { dispose(): void }[];
  #shown: Shown | undefined;

  constructor(client: SchemaClient, log: vscode.LogOutputChannel, explanations: Explanations) {
    this.#client = client;
    this.#explanations = explanations;
    this.#log = log;
    this.#registrations = [
      this.#diagnostics,
      client.onDidChangeSchema(() =>
        inBackground(this.#publish(), 'Missing options were not looked for', (line) => log.debug(line)),
      ),
      vscode.languages.registerCodeActionsProvider([{ language: 'proto' }, { language: 'proto3' }], this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    ];
  }

  /** Shows the missing options of a run in the place of those of the previous run. */
  async show(scope: SchemaScope, options: readonly MissingFileOption[]): Promise<void> {
    this.#shown = options.length === 0 ? undefined : { scope, options };
    for (const edit of await this.#publish()) this.#log.info(`${describe(edit.place)}: ${messageOf(edit)}`);
  }

  async provideCodeActions(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
    const here =
      this.#diagnostics.get(document.uri)?.filter((diagnostic) => diagnostic.range.intersection(range) !== undefined) ??
      [];
    if (here.length === 0) return [];
    // We request the edits again, because an edit must fit the current text.
    const all = await this.#edits();
    const own = all.filter(({ place }) => samePath(place, document.uri));
    const actions = own.map((option) =>
      action(vscode.l10n.t('Write option {0} = "{1}"', option.name, option.value), [option], here),
    );
    if (all.length > 1 && own[0] !== undefined)
      actions.push(action(vscode.l10n.t('Write {0} into all {1} files', own[0].name, all.length), all, here));
    return actions;
  }

  dispose(): void {
    for (const registration of this.#registrations) registration.dispose();
  }

  async #edits(): Promise<readonly OptionEdit[]> {
    if (this.#shown === undefined) return [];
    return this.#client.optionEdits(this.#shown.scope, this.#shown.options);
  }

  /** Updates the hints, and returns the edits of their quick fixes. */
  async #publish(): Promise<readonly OptionEdit[]> {
    const shown = this.#shown;
    const edits = await this.#edits();
    // Another run has replaced the options during the request.
    if (shown !== this.#shown) return [];
    this.#diagnostics.clear();
    for (const edit of edits)
      this.#diagnostics.set(vscode.Uri.parse(edit.place.uri), [toDiagnostic(edit, this.#explanations)]);
    return edits;
  }
}

function action(title: string, edits: readonly OptionEdit[], diagnostics: vscode.Diagnostic[]): vscode.CodeAction {
  const result = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  result.diagnostics = diagnostics;
  result.edit = new vscode.WorkspaceEdit();
  for (const { edit } of edits)
    result.edit.insert(vscode.Uri.parse(edit.place.uri), toRange(edit.place).start, edit.newText);
  return result;
}

function toDiagnostic(option: OptionEdit, explanations: Explanations): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(option.place), messageOf(option), vscode.DiagnosticSeverity.Hint);
  diagnostic.source = DIAGNOSTIC_SOURCE;
  diagnostic.code = linkedCode('missing-option', explanations);
  return diagnostic;
}

function messageOf({ name, value }: OptionEdit): string {
  return vscode.l10n.t('{0} is missing here. Go is generated as if it were "{1}".', name, value);
}

/** Formats a place as `path:line:column`, counted from one. */
function describe({ uri, range }: SourcePlace): string {
  return `${vscode.workspace.asRelativePath(vscode.Uri.parse(uri))}:${range.startLine + 1}:${range.startCharacter + 1}`;
}

function toRange({ range }: SourcePlace): vscode.Range {
  return new vscode.Range(range.startLine, range.startCharacter, range.endLine, range.endCharacter);
}

function samePath(place: SourcePlace, uri: vscode.Uri): boolean {
  return vscode.Uri.parse(place.uri).toString() === uri.toString();
}
