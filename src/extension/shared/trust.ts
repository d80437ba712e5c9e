/** Keeps commands from running a program in a folder that the user has not trusted. */
import * as vscode from 'vscode';
import { askWarning } from './notify.ts';

/**
 * Whether the workspace is trusted. If it is not, a message says which action needs trust. `what` names the action, for
 * example "Generating code".
 */
export async function requireTrust(what: string): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const answer = await askWarning(needsTrust(what), manage);
  if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return vscode.workspace.isTrusted;
}

/**
 * The sentence that says which action needs a trusted workspace. `what` is its beginning, for example "Generating
 * code".
 */
export function needsTrust(what: string): string {
  return vscode.l10n.t('{0} needs a trusted workspace. You can edit without trust.', what);
}
