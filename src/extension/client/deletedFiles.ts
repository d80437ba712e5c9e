/**
 * Tells a new language server which open documents no longer have a file. A document stays open after its file was
 * deleted. A language server that ran at that time got a message, and leaves the file out until the user edits the
 * document. A server that starts later gets the document from the editor, and no other message says that the file is
 * gone.
 */
import * as vscode from 'vscode';
import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
  type LanguageClient,
} from 'vscode-languageclient/node';

/** Tells a language server that has just started which open documents no longer have a file. */
export async function tellOfDeletedFiles(client: LanguageClient): Promise<void> {
  const documents = vscode.workspace.textDocuments.filter(isUneditedProto);
  const deleted = (await Promise.all(documents.map(({ uri }) => ifDeleted(uri)))).filter((uri) => uri !== undefined);
  if (deleted.length === 0) return;
  const changes: readonly FileEvent[] = deleted.map((uri) => ({
    uri: client.code2ProtocolConverter.asUri(uri),
    type: FileChangeType.Deleted,
  }));
  await client.sendNotification(DidChangeWatchedFilesNotification.type, { changes: [...changes] });
}

/**
 * Whether a document is a .proto file without unsaved edits. The server reads a document with unsaved edits even if its
 * file is gone.
 */
function isUneditedProto({ isDirty, languageId, uri }: vscode.TextDocument): boolean {
  return !isDirty && uri.scheme === 'file' && (languageId === 'proto' || languageId === 'proto3');
}

async function ifDeleted(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
  try {
    await vscode.workspace.fs.stat(uri);
    return undefined;
  } catch {
    // After an error of another kind, the file may still exist. That does no harm, because the server looks at the disk
    // itself.
    return uri;
  }
}
