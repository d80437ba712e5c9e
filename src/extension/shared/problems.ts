/** Shows an error of a schema with a way to its place. */
import * as vscode from 'vscode';
import type { SchemaProblem } from '../../contract/languageServer.ts';
import { openArguments } from '../tree/schemaTree.ts';

/** `greeter.proto:5:3: message`, one-based as people count. */
export function problemText({ file, message, place }: SchemaProblem): string {
  return `${file}:${place.range.startLine + 1}:${place.range.startCharacter + 1}: ${message}`;
}

/** `consequence` says what did not happen because of it. */
export async function showProblem(problem: SchemaProblem, consequence: string): Promise<void> {
  const open = vscode.l10n.t('Go to Error');
  const answer = await vscode.window.showErrorMessage(`${problemText(problem)} ${consequence}`, open);
  if (answer === open) await vscode.commands.executeCommand('vscode.open', ...openArguments(problem.place));
}
