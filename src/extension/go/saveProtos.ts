/**
 * Saves the edited protos before Go is generated from them, as VS Code saves files before a task. Otherwise, the
 * generated code could contain what the protos on disk do not. We do not save the user's Go, because we propose its
 * changes in the editor.
 */
import * as vscode from 'vscode';

/** Saves all edited protos. Returns the name of the first file that could not be saved. */
export async function saveProtos(): Promise<string | undefined> {
  const edited = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri, languageId }) => isDirty && uri.scheme === 'file' && /^proto3?$/.test(languageId),
  );
  for (const document of edited) if (!(await document.save())) return vscode.workspace.asRelativePath(document.uri);
  return undefined;
}
