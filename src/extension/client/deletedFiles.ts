/**
 * A document stays open after its file was deleted. A language server that ran at that time was told, and leaves the
 * file out until the user edits the document. A server that starts later gets the document from the editor, and nothing
 * else says that its file is gone.
 */
import * as vscode from 'vscode';
import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
  type LanguageClient,
} from 'vscode-languageclient/node';

/** Tells a server that has just started. */
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

/** Unsaved edits count, with or without a file. */
function isUneditedProto({ isDirty, languageId, uri }: vscode.TextDocument): boolean {
  return !isDirty && uri.scheme === 'file' && (languageId === 'proto' || languageId === 'proto3');
}

async function ifDeleted(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
  try {
    await vscode.workspace.fs.stat(uri);
    return undefined;
  } catch {
    // The server looks at the disk itself, so an error of another kind does no harm.
    return uri;
  }
}
