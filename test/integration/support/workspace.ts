/** The workspace that a suite works in: a copy of examples/greeter. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../../driver/until.ts';

/** Returns the folder of the copy. */
export function folder(): string {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  if (first === undefined) throw new Error('the window has no folder');
  return first.uri.fsPath;
}

const SAMPLE_PROTO = ['proto', 'greeter', 'v1', 'greeter.proto'] as const;

/** Opens the sample at its top, because an editor opens at the place where the previous suite left it. */
export async function openSample(): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(join(folder(), ...SAMPLE_PROTO));
  return vscode.window.showTextDocument(document, { selection: new vscode.Range(0, 0, 0, 0) });
}

/** Takes back every unsaved edit. */
export async function revertAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter((each) => each.isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
}

/** The text of the line that the cursor is in. */
export function cursorLine(): string {
  const editor = vscode.window.activeTextEditor;
  return editor === undefined ? '' : editor.document.lineAt(editor.selection.active.line).text;
}

const BROKEN = `syntax = "proto3"; package broken.v1; service Broken { rpc Get(Nobody) returns (Nobody); }`;

/** Gives the import path of a file with an error, which is next to the sample while `work` runs. */
export async function withBrokenFile(work: (importPath: string) => Promise<void>): Promise<void> {
  const importPath = 'broken/v1/broken.proto';
  const path = join(folder(), 'proto', ...importPath.split('/'));
  const hasErrors = (): boolean => vscode.languages.getDiagnostics(vscode.Uri.file(path)).length > 0;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, BROKEN);
  try {
    // VS Code's watcher may miss files in a folder that is created and filled at once, and all later changes in it.
    await vscode.commands.executeCommand('grpcWorkbench.refreshSchema');
    await until('the error of the file', hasErrors);
    await work(importPath);
  } finally {
    // The folder stays, because VS Code's watcher may not see a folder that comes back under the same name.
    await rm(path);
    await vscode.commands.executeCommand('grpcWorkbench.refreshSchema');
    await until('the error to be gone', () => !hasErrors());
  }
}
