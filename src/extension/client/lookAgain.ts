/**
 * Asks the language server to look at the schema's files again after other programs have probably written some. File
 * watchers miss such changes: if a program makes a folder and fills it at once, VS Code reports the folder but not its
 * files.
 */
import * as vscode from 'vscode';
import { inBackground } from '../../base/background.ts';
import type { SchemaClient } from './languageClient.ts';

/** Asks the server to look at its files again, for example when the window gets the focus or a task ends. */
export function lookAgainAfterOthers(client: SchemaClient, log: vscode.LogOutputChannel): vscode.Disposable {
  const look = (): void => {
    inBackground(client.lookAgain(), 'Could not look at the files again', (line) => log.warn(line));
  };
  const trust = (): void => {
    inBackground(client.trusted(), 'Could not tell that the workspace is trusted', (line) => log.warn(line));
  };
  return vscode.Disposable.from(
    vscode.workspace.onDidGrantWorkspaceTrust(trust),
    vscode.window.onDidChangeWindowState(({ focused }) => focused && look()),
    vscode.window.onDidEndTerminalShellExecution(look),
    vscode.tasks.onDidEndTask(look),
    // If the user renames or deletes a folder, VS Code reports the folder but not the files in it.
    vscode.workspace.onDidRenameFiles(look),
    vscode.workspace.onDidDeleteFiles(look),
  );
}
