/**
 * File watchers miss changes: a folder that is made and filled at once is known to VS Code, and what lies in it is not.
 * So the schema's files are looked at again in the moments in which somebody else has probably written some.
 */
import * as vscode from 'vscode';
import { inBackground } from '../../base/background.ts';
import type { SchemaClient } from './languageClient.ts';

/** Tells the server to look again, for example when the window gets the focus or a task ends. */
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
    // Of a folder, only the folder itself is told.
    vscode.workspace.onDidRenameFiles(look),
    vscode.workspace.onDidDeleteFiles(look),
  );
}
