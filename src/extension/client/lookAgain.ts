/**
 * File watchers miss changes: if a folder is made and filled at once, VS Code knows the folder but not its files. So
 * the server looks at the schema's files again whenever another program has probably written some.
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
    // VS Code reports a folder, but not the files in it.
    vscode.workspace.onDidRenameFiles(look),
    vscode.workspace.onDidDeleteFiles(look),
  );
}
