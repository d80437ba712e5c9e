/**
 * Writes a new file with a service. It asks the user for the name and the folder. The language server takes the syntax,
 * the package and the Go package from files nearby.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { exists } from '../shared/exists.ts';
import { messageOf } from '../../base/background.ts';
import type { NewServiceResult } from '../../contract/languageServer.ts';
import type { SourceRange } from '../../contract/schemaNode.ts';
import type { SchemaClient } from '../client/languageClient.ts';
import { showError } from '../shared/notify.ts';

/** The longest name of a service that we accept, because the name of its file must not be too long. */
const LONGEST_NAME = 200;

/**
 * Writes a new file with a service and opens it, but never replaces a file. If no folder is open, VS Code's dialog
 * offers to open one.
 */
export async function newServiceFile(client: SchemaClient): Promise<void> {
  const root = await rootFolder();
  const name = root && (await askForName());
  if (root === undefined || name === undefined) return;
  const near = (protoIn(root) ?? root.uri).toString();
  const folder = await askForFolder(root, await client.newService({ name, near }));
  if (folder === undefined) return;
  const file = await client.newService({ name, near, folder: folder.toString() });
  const problem = await written(file);
  if (problem !== undefined) showError(problem);
  else await vscode.window.showTextDocument(vscode.Uri.parse(file.uri), { selection: rangeOf(file.rpc) });
}

async function rootFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const around = folders.find((folder) => protoIn(folder) !== undefined);
  const [first, second] = folders;
  if (around !== undefined || second === undefined) {
    if (first === undefined) await vscode.commands.executeCommand('vscode.openFolder');
    return around ?? first;
  }
  return vscode.window.showWorkspaceFolderPick();
}

/** Returns the file in the active editor if it is a .proto file of this workspace folder. */
function protoIn(folder: vscode.WorkspaceFolder): vscode.Uri | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  if (uri?.scheme !== 'file' || !uri.path.endsWith('.proto')) return undefined;
  if (vscode.workspace.getWorkspaceFolder(uri)?.index !== folder.index) return undefined;
  return uri;
}

function askForName(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    prompt: vscode.l10n.t('Name of the service'),
    value: 'Greeter',
    validateInput: (value) => {
      if (/^[A-Za-z]\w*$/.test(value) && value.length <= LONGEST_NAME) return undefined;
      return vscode.l10n.t('The name of a service starts with a letter and has only letters, digits and underscores.');
    },
  });
}

async function askForFolder(root: vscode.WorkspaceFolder, file: NewServiceResult): Promise<vscode.Uri | undefined> {
  const name = basename(vscode.Uri.parse(file.uri).fsPath);
  const suggested = vscode.Uri.parse(file.folder).fsPath;
  const typed = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('Folder for {0}, relative to {1}', name, root.name),
    value: relative(root.uri.fsPath, suggested).split(sep).join('/'),
    validateInput: (value) => whatIsWrong(root, value, name),
  });
  return typed === undefined ? undefined : folderIn(root, typed);
}

async function whatIsWrong(root: vscode.WorkspaceFolder, typed: string, name: string): Promise<string | undefined> {
  const folder = folderIn(root, typed);
  if (folder === undefined) return vscode.l10n.t('The folder has to be inside {0}.', root.name);
  const file = vscode.Uri.joinPath(folder, name);
  if (await exists(file)) return alreadyExists(file);
  return undefined;
}

/** Returns the folder that the user typed, or undefined if it is outside the root. */
function folderIn(root: vscode.WorkspaceFolder, typed: string): vscode.Uri | undefined {
  const parts = typed.trim().split(/[\\/]/);
  const isAbsolute = (parts.length > 1 && parts[0] === '') || typed.includes(':');
  if (isAbsolute || parts.includes('..')) return undefined;
  return vscode.Uri.joinPath(root.uri, ...parts);
}

function alreadyExists(file: vscode.Uri): string {
  return vscode.l10n.t('{0} exists already.', vscode.workspace.asRelativePath(file));
}

/** Writes the file. Returns the reason if that fails, and undefined otherwise. */
async function written({ folder, uri, text, taken }: NewServiceResult): Promise<string | undefined> {
  if (taken !== undefined) return vscode.l10n.t('Another file declares {0} already.', taken);
  const file = vscode.Uri.parse(uri);
  try {
    await mkdir(vscode.Uri.parse(folder).fsPath, { recursive: true });
    if (await exists(file)) return alreadyExists(file);
    // We do not use an edit of VS Code, because undoing it would delete the file. The flag keeps a file that another
    // program has just written.
    await writeFile(file.fsPath, text, { flag: 'wx' });
    return undefined;
  } catch (error) {
    return vscode.l10n.t('{0} was not written: {1}', vscode.workspace.asRelativePath(file), messageOf(error));
  }
}

function rangeOf({ startLine, startCharacter, endLine, endCharacter }: SourceRange): vscode.Range {
  return new vscode.Range(startLine, startCharacter, endLine, endCharacter);
}
