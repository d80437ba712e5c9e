/** The short name of a module's folder, for lists, titles and messages. */
import * as vscode from 'vscode';

/** The name of the workspace folder, or the path below it, which begins with its name if there are several. */
export function moduleName(folder: string): string {
  const uri = vscode.Uri.file(folder);
  const root = vscode.workspace.workspaceFolders?.find((each) => each.uri.toString() === uri.toString());
  if (root !== undefined) return root.name;
  return vscode.workspace.asRelativePath(uri);
}

/** The folders of the window on this machine. */
export function foldersOnDisk(): readonly string[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}

/** Undefined if the user chose none. */
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
  // Two folders of a window may have one name.
  const told = items.map((item) =>
    names.indexOf(item.label) === names.lastIndexOf(item.label) ? item : { ...item, description: item.folder },
  );
  return (await vscode.window.showQuickPick(told, { placeHolder, matchOnDetail: true }))?.folder;
}
