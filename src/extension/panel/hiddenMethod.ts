/** Finds the reason why a method is not in the schema. Usually an error hides it, and the user wants to go there. */
import * as vscode from 'vscode';
import type { SourcePlace } from '../../contract/schemaNode.ts';
import { shortNameOf } from './methodName.ts';

/** The first error of the file that hides a method. */
export interface HidingError {
  readonly message: string;
  readonly place: SourcePlace;
}

/** We search at most this many files with errors. Users rarely have more open. */
const MOST_FILES = 20;

/** The error that hides a service; undefined if none of the files with errors that `isMeant` accepts mentions it. */
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
