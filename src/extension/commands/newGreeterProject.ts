/** Writes the Greeter sample into an empty folder, so that a new user has a service to start with. */
import * as vscode from 'vscode';
import { exists } from '../shared/exists.ts';

const PATH = ['proto', 'greeter', 'v1', 'greeter.proto'];

/**
 * Writes the sample and opens it. Keeps a file that exists already. If no folder is open, VS Code's dialog asks for one
 * instead.
 */
export async function newGreeterProject(extensionUri: vscode.Uri): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) {
    await vscode.commands.executeCommand('vscode.openFolder');
    return;
  }
  const target = vscode.Uri.joinPath(folder.uri, ...PATH);
  if (!(await exists(target))) {
    await vscode.workspace.fs.copy(vscode.Uri.joinPath(extensionUri, 'examples', 'greeter', ...PATH), target, {
      overwrite: false,
    });
  }
  await vscode.window.showTextDocument(target);
}
