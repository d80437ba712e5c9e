/** Asks VS Code's file system whether a file exists. */
import * as vscode from 'vscode';

/** Whether there is a file or folder with this URI. */
export async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
