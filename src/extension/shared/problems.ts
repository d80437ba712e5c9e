/** Shows an error of a schema with a way to its place. */
import * as vscode from 'vscode';
import type { SchemaProblem } from '../../contract/languageServer.ts';
import { openSource } from './openSource.ts';
import { problemText } from './problemText.ts';

/** `consequence` says what did not happen because of it. */
export async function showProblem(problem: SchemaProblem, consequence: string): Promise<void> {
  const open = vscode.l10n.t('Go to Error');
  const answer = await vscode.window.showErrorMessage(`${problemText(problem)} ${consequence}`, open);
  if (answer === open) await openSource(problem.place);
}
