/** What mends an import beyond the text: a folder in the settings, a command of another tool. Called by quick fixes alone. */
import { isAbsolute, relative } from 'node:path';
import * as vscode from 'vscode';
import { isObjectOf, isString } from '../../base/check.ts';
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

/** Adds a folder to the import roots of the workspace folder that the importing file lies in. */
export async function addImportRoot(argument: unknown): Promise<void> {
  if (!isRoot(argument) || !isAbsolute(argument.folder)) return;
  if (!(await requireTrust(vscode.l10n.t('Changing the import roots')))) return;
  const [first, ...others] = vscode.workspace.workspaceFolders ?? [];
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(argument.importer)) ?? first;
  if (folder === undefined) return;
  const root = rootBelow(folder.uri.fsPath, argument.folder);
  const roots = setting('importRoots', folder.uri);
  const { Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const settings = vscode.workspace.getConfiguration('grpcWorkbench', folder.uri);
  if (!roots.includes(root))
    await settings.update('importRoots', [...roots, root], others.length > 0 ? WorkspaceFolder : Workspace);
}

/** Writes a command into a new terminal and leaves it to the person to run it. */
export async function typeInTerminal(argument: unknown): Promise<void> {
  if (!isCommand(argument) || !isAbsolute(argument.folder) || /\p{Cc}/u.test(argument.command)) return;
  if (!(await requireTrust(vscode.l10n.t('Opening a terminal')))) return;
  const terminal = vscode.window.createTerminal({ name: argument.command, cwd: argument.folder });
  terminal.show();
  terminal.sendText(argument.command, false);
}

/** A folder as the setting has it: relative to the workspace folder where both are on one drive. */
function rootBelow(workspaceFolder: string, folder: string): string {
  const below = relative(workspaceFolder, folder).replaceAll('\\', '/');
  if (isAbsolute(below)) return folder;
  if (below === '') return '.';
  return below;
}
