/** The short name of a module's folder, for lists, titles and messages. */
import * as vscode from 'vscode';

/**
 * Returns the path of a module below its workspace folder. Starts with the name of the workspace folder if the window
 * has several; a module that is a workspace folder has that folder's name.
 */
export function moduleName(folder: string): string {
  const uri = vscode.Uri.file(folder);
  const root = vscode.workspace.workspaceFolders?.find((each) => each.uri.toString() === uri.toString());
  if (root !== undefined) return root.name;
  return vscode.workspace.asRelativePath(uri);
}

/** Returns the workspace folders of the window that are on this machine's disk. */
export function foldersOnDisk(): readonly string[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}

/** Asks the user for one of several modules. Returns undefined if the user chooses none. */
export async function pickModule(
  modules: readonly { readonly folder: string; readonly services: readonly string[] }[],
  placeHolder: string,
): Promise<string | undefined> {
  const items = modules.map(({ folder, services }) => ({
    label: moduleName(folder),
    detail: services.join(', '),
    folder,
  }));
  const names = items.map(({ label }) => label);
  // Two workspace folders may have the same name, so we add their paths.
  const told = items.map((item) =>
    names.indexOf(item.label) === names.lastIndexOf(item.label) ? item : { ...item, description: item.folder },
  );
  return (await vscode.window.showQuickPick(told, { placeHolder, matchOnDetail: true }))?.folder;
}
