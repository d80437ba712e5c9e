/** The folders of a workspace that has several. */
import { join } from 'node:path';
import * as vscode from 'vscode';

export function folderOf(name: string): vscode.WorkspaceFolder {
  const found = vscode.workspace.workspaceFolders?.find((folder) => folder.name === name);
  if (found === undefined) throw new Error(`the workspace has no folder ${name}`);
  return found;
}

export function fileIn(name: string, path: string): vscode.Uri {
  return vscode.Uri.file(join(folderOf(name).uri.fsPath, path));
}
