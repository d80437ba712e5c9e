/**
 * Saves the protos that are being edited before Go is generated from them, as VS Code does before a task: generated code
 * must not have what the protos on disk lack. The user's Go stays as it is, because its changes are proposed in the editor.
 */
import * as vscode from 'vscode';

/** Gives the name of a file that could not be saved. */
export async function saveProtos(): Promise<string | undefined> {
  const edited = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri, languageId }) => isDirty && uri.scheme === 'file' && /^proto3?$/.test(languageId),
  );
  for (const document of edited) if (!(await document.save())) return vscode.workspace.asRelativePath(document.uri);
  return undefined;
}
