/**
 * Finds the reason why a method is not in the schema. Usually an error hides the method, and the user wants to go to
 * that error.
 */
import * as vscode from 'vscode';
import type { SourcePlace } from '../../contract/schemaNode.ts';
import { shortNameOf } from './methodName.ts';

/** An error that hides a method: the first error in the file that declares the method. */
export interface HidingError {
  readonly message: string;
  readonly place: SourcePlace;
}

/** We search at most this many files with errors. Users rarely have more such files open. */
const MOST_FILES = 20;

/**
 * Returns the error that hides a service. We search the files that have errors and that `isMeant` accepts, and return
 * undefined if none of them declares the service.
 */
export async function hidingError(
  service: string,
  isMeant: (uri: vscode.Uri) => boolean,
): Promise<HidingError | undefined> {
  const name = new RegExp(`\\bservice\\s+${shortNameOf(service)}\\b`);
  for (const [uri, errors] of filesWithErrors(isMeant)) {
    const document = await vscode.workspace.openTextDocument(uri);
    if (name.test(document.getText())) return firstError(uri, errors);
  }
  return undefined;
}

function filesWithErrors(
  isMeant: (uri: vscode.Uri) => boolean,
): readonly (readonly [vscode.Uri, readonly vscode.Diagnostic[]])[] {
  return vscode.languages
    .getDiagnostics()
    .filter(([uri]) => uri.path.endsWith('.proto') && isMeant(uri))
    .map(([uri, all]) => [uri, all.filter(isError)] as const)
    .filter(([, errors]) => errors.length > 0)
    .slice(0, MOST_FILES);
}

function isError({ severity }: vscode.Diagnostic): boolean {
  return severity === vscode.DiagnosticSeverity.Error;
}

function firstError(uri: vscode.Uri, errors: readonly vscode.Diagnostic[]): HidingError | undefined {
  const [first] = errors.toSorted((a, b) => a.range.start.compareTo(b.range.start));
  if (first === undefined) return undefined;
  const { start, end } = first.range;
  const file = vscode.workspace.asRelativePath(uri);
  return {
    message: `${file}:${start.line + 1}:${start.character + 1}: ${first.message}`,
    place: {
      uri: uri.toString(),
      range: {
        startLine: start.line,
        startCharacter: start.character,
        endLine: end.line,
        endCharacter: end.character,
      },
    },
  };
}
