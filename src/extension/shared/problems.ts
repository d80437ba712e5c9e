/** Shows errors of a schema, with a button that opens their places. */
import * as vscode from 'vscode';
import { askError, askWarning } from './notify.ts';
import type { SchemaProblem } from '../../contract/languageServer.ts';
import { openSource } from './openSource.ts';
import { problemText } from './problemText.ts';

/** Shows an error of a schema. `consequence` says what did not happen because of the error. */
export async function showProblem(problem: SchemaProblem, consequence: string): Promise<void> {
  const open = vscode.l10n.t('Go to Error');
  const text = `${problemText(problem)} ${consequence}`;
  const { mend } = problem;
  if (mend === undefined) {
    if ((await askError(text, open)) === open) await openSource(problem.place);
    return;
  }
  const type = vscode.l10n.t('Type "{0}" in a Terminal', mend.command);
  const answer = await askError(text, type, open);
  if (answer === type) await vscode.commands.executeCommand('grpcWorkbench.typeInTerminal', mend);
  if (answer === open) await openSource(problem.place);
}

/**
 * Shows a message about services or files that are left out because of errors, with a button that opens the Problems
 * view.
 */
export async function showLeftOut(message: string): Promise<void> {
  const show = vscode.l10n.t('Show Problems');
  const answer = await askWarning(message, show);
  if (answer === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
}
