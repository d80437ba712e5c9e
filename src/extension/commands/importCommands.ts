/**
 * The commands that repair an import without an edit of the file. They add a folder to the settings, or type a command
 * of another tool into a terminal. Only quick fixes call them.
 */
import { isAbsolute, relative } from 'node:path';
import * as vscode from 'vscode';
import { isObjectOf, isString } from '../../base/check.ts';
import { appliedOtherSettings } from '../others/keepOtherSettings.ts';
import { setting } from '../shared/settings.ts';
import { requireTrust } from '../shared/trust.ts';

const isRoot = isObjectOf<{ readonly folder: string; readonly importer: string }>({
  folder: isString,
  importer: isString,
});
const isCommand = isObjectOf<{ readonly command: string; readonly folder: string }>({
  command: isString,
  folder: isString,
});

/** Adds a folder to the import roots of the workspace folder that contains the importing file. */
export async function addImportRoot(argument: unknown): Promise<void> {
  if (!isRoot(argument) || !isAbsolute(argument.folder)) return;
  if (!(await requireTrust(vscode.l10n.t('Changing the import roots')))) return;
  const [first, ...more] = vscode.workspace.workspaceFolders ?? [];
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(argument.importer)) ?? first;
  if (folder === undefined) return;
  const root = rootBelow(folder.uri.fsPath, argument.folder);
  // Once our setting has a value, we ignore the settings of other extensions, so we copy their values into it.
  const others = appliedOtherSettings(folder.uri).importRoots.map(({ value }) => value);
  const roots = [...setting('importRoots', folder.uri), ...others];
  const { Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const settings = vscode.workspace.getConfiguration('grpcWorkbench', folder.uri);
  if (!roots.includes(root))
    await settings.update('importRoots', [...roots, root], more.length > 0 ? WorkspaceFolder : Workspace);
}

/** Types a command into a new terminal. The user decides whether to run it. */
export async function typeInTerminal(argument: unknown): Promise<void> {
  if (!isCommand(argument) || !isAbsolute(argument.folder) || /\p{Cc}/u.test(argument.command)) return;
  if (!(await requireTrust(vscode.l10n.t('Opening a terminal')))) return;
  const terminal = vscode.window.createTerminal({ name: argument.command, cwd: argument.folder });
  terminal.show();
  terminal.sendText(argument.command, false);
}

/**
 * Returns a folder in the form of the setting: relative to the workspace folder, or absolute if it is on another drive.
 */
function rootBelow(workspaceFolder: string, folder: string): string {
  const below = relative(workspaceFolder, folder).replaceAll('\\', '/');
  if (isAbsolute(below)) return folder;
  if (below === '') return '.';
  return below;
}
