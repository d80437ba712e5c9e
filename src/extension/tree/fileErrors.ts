/**
 * Which files have errors, as VS Code's list of problems has them. A row of such a file takes the colour and the number
 * of its errors from VS Code, like the file in the Explorer.
 */
import * as vscode from 'vscode';
import { readRowId } from '../../workspace/index/rowIds.ts';

/**
 * Follows the list of problems until it is disposed of. `onChange` receives files that begin or cease to have errors.
 */
export class FileErrors implements vscode.Disposable {
  readonly #broken = new Set<string>();
  readonly #subscription: vscode.Disposable;

  constructor(onChange: (files: ReadonlySet<string>) => void) {
    this.#subscription = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      const changed = uris.filter((uri) => this.#look(uri)).map(String);
      if (changed.length > 0) onChange(new Set(changed));
    });
  }

  has(uri: vscode.Uri): boolean {
    return this.#broken.has(uri.toString());
  }

  /** The URIs of all files with errors. */
  all(): readonly string[] {
    return [...this.#broken];
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Looks again whether the file has errors; true if the answer has changed. */
  #look(uri: vscode.Uri): boolean {
    const isBroken = hasErrors(uri);
    if (isBroken === this.has(uri)) return false;
    if (isBroken) this.#broken.add(uri.toString());
    else this.#broken.delete(uri.toString());
    return true;
  }
}

function hasErrors(uri: vscode.Uri): boolean {
  return (
    uri.path.endsWith('.proto') &&
    vscode.languages.getDiagnostics(uri).some(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
  );
}

/** The file of a declaration at the top level; undefined for all other rows. */
export function fileDeclaring(id: string): vscode.Uri | undefined {
  const key = readRowId(id);
  if (key.kind !== 'declaration' || key.steps.length !== 1) return undefined;
  return vscode.Uri.file(key.path);
}
