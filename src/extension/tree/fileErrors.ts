/** Follows the errors of each .proto file in VS Code's list of problems. Any extension may have reported them. */
import * as vscode from 'vscode';
import type { FileError } from './errorRows.ts';

/** We mark at most this many errors per file, because a row cannot show a number above nine. */
const MOST = 100;

/** Follows the list of problems until it is disposed of. `onChange` receives the files whose errors have changed. */
export function followErrors(onChange: (errors: ReadonlyMap<string, readonly FileError[]>) => void): vscode.Disposable {
  return vscode.languages.onDidChangeDiagnostics(({ uris }) => {
    const protos = uris.filter(({ path }) => path.endsWith('.proto'));
    if (protos.length > 0) onChange(new Map(protos.map((uri) => [uri.toString(), errorsOf(uri)])));
  });
}

function errorsOf(uri: vscode.Uri): readonly FileError[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
    .slice(0, MOST)
    .map(({ range, message }) => ({ line: range.start.line, character: range.start.character, message }));
}
