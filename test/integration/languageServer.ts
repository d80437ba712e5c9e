/**
 * The language server through VS Code's own commands: what it reports about an import, and that it comes back after a
 * restart.
 */
import { equal, match, ok } from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../driver/until.ts';
import { killProcess } from './support/processes.ts';
import { after, before, describe, it } from './support/suite.ts';
import { window } from './support/window.ts';
import { folder } from './support/workspace.ts';

const TEXT = `syntax = "proto3";
package other.v1;
import "greeter/v1/greeter.proto";
message Guest { greeter.v1.HelloRequest request = 1; Missing missing = 2; }
`;

function path(): string {
  return join(folder(), 'proto', 'other.proto');
}

async function errorsOf(uri: vscode.Uri): Promise<readonly string[]> {
  return until('diagnostics', () => problemsOf(uri).length > 0 && problemsOf(uri));
}

function problemsOf(uri: vscode.Uri): readonly string[] {
  return vscode.languages.getDiagnostics(uri).map((item) => item.message);
}

describe('language server', () => {
  let editor: vscode.TextEditor;

  before(async () => {
    await writeFile(path(), TEXT);
    // VS Code keeps a document of openTextDocument open for minutes after its editor is closed.
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path()));
    ok(vscode.window.activeTextEditor);
    editor = vscode.window.activeTextEditor;
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await window.waitForNoRow('Schema', 'other.v1');
  });

  it("reports errors in protoc's words", async () => {
    equal((await errorsOf(editor.document.uri)).join(), '"Missing" is not defined.');
  });

  it('explains which file an import leads to, and why', async () => {
    const at = new vscode.Position(2, 12);
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      editor.document.uri,
      at,
    );
    const [text] = hover?.contents ?? [];
    match(
      text instanceof vscode.MarkdownString ? text.value : '',
      /`greeter\/v1\/greeter\.proto` is `proto\/greeter\/v1\/greeter\.proto`/,
    );
    editor.selection = new vscode.Selection(2, 0, 2, 0);
    await window.runCommand('gRPC: Explain This Import');
    await until('the cursor on the import', () => editor.selection.active.character > 0);
    await window.screenshot('import-explained');
  });

  it('goes to a type in another file', async () => {
    const at = editor.document.positionAt(TEXT.indexOf('HelloRequest'));
    const found = await vscode.commands.executeCommand<vscode.LocationLink[]>(
      'vscode.executeDefinitionProvider',
      editor.document.uri,
      at,
    );
    equal(found.map((link) => link.targetUri.path.split('/').at(-1)).join(), 'greeter.proto');
  });

  it('works again after a restart', async () => {
    await vscode.commands.executeCommand('grpcWorkbench.restartLanguageServer');
    equal((await errorsOf(editor.document.uri)).join(), '"Missing" is not defined.');
    await window.openView('gRPC');
    await window.waitForRow('Schema', 'other.v1');
    await window.waitForRow('Schema', 'greeter.v1');
  });

  it('restarts by itself if its process ends', async () => {
    await killProcess('languageServer');
    await until('the diagnostics of the one that ended to be gone', () => {
      return vscode.languages.getDiagnostics(editor.document.uri).length === 0;
    });
    equal((await errorsOf(editor.document.uri)).join(), '"Missing" is not defined.');
  });

  it('keeps unsaved edits however often its process ends, and says so when it stops restarting', async () => {
    await vscode.commands.executeCommand('grpcWorkbench.restartLanguageServer');
    await window.openView('gRPC');
    await window.waitForRow('Schema', 'other.v1');
    const end = editor.document.positionAt(TEXT.length);
    await editor.edit((edit) => edit.insert(end, 'message Unsaved { Gone g = 1; }\n'));
    for (let times = 1; times <= 5; times++) {
      await until('the errors of the text that is not saved', () => problemsOf(editor.document.uri).length === 2);
      await killProcess('languageServer');
      await until('the end of what the process reported', () => problemsOf(editor.document.uri).length === 0);
    }
    const loop = 'ended unexpectedly 5 times within 3 minutes';
    await window.waitForMessage(loop);
    await window.waitForRow('Schema', 'other.v1');
    await window.waitForMessage('The language server is not running, so this may be old.');
    await window.screenshot('language-server-stays-stopped');
    await window.answerMessage(loop, 'Restart');
    await window.waitForNoMessage('this may be old');
    // The message appeared once, although several views sent requests to the server.
    await window.waitForNoMessage(loop);
    await until('the errors of the text that is not saved', () => problemsOf(editor.document.uri).length === 2);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await until('the error of the file', () => problemsOf(editor.document.uri).length === 1);
  });

  it('leaves editing to another extension on request, and takes it back on request', async () => {
    const settings = vscode.workspace.getConfiguration('grpcWorkbench');
    const symbols = async (): Promise<unknown[]> =>
      (await vscode.commands.executeCommand<unknown[] | undefined>(
        'vscode.executeDocumentSymbolProvider',
        editor.document.uri,
      )) ?? [];
    await settings.update('editing.enabled', false, vscode.ConfigurationTarget.Workspace);
    await until('no problems', () => problemsOf(editor.document.uri).length === 0);
    await window.waitForRow('Schema', 'greeter.v1');
    equal((await symbols()).length, 0);
    equal(problemsOf(editor.document.uri).length, 0);
    await settings.update('editing.enabled', undefined, vscode.ConfigurationTarget.Workspace);
    equal((await errorsOf(editor.document.uri)).join(), '"Missing" is not defined.');
    ok((await symbols()).length > 0);
  });

  // VS Code may miss files that are written into a new folder; these two tests do not depend on it.
  it('follows a folder that is renamed, then deleted, in the explorer', async () => {
    const [named, renamed] = ['before', 'after'].map((name) => vscode.Uri.file(join(folder(), 'proto', name)));
    if (named === undefined || renamed === undefined) return;
    await mkdir(named.fsPath);
    await writeFile(
      join(named.fsPath, 'moved.proto'),
      'syntax = "proto3";\npackage moved.v1;\nmessage Moved { Missing missing = 1; }\n',
    );
    await vscode.commands.executeCommand('grpcWorkbench.refreshSchema');
    await window.waitForRow('Schema', 'moved.v1');
    const rename = new vscode.WorkspaceEdit();
    rename.renameFile(named, renamed);
    equal(await vscode.workspace.applyEdit(rename), true);
    const problemsIn = (uri: vscode.Uri): number =>
      vscode.languages.getDiagnostics(vscode.Uri.joinPath(uri, 'moved.proto')).length;
    await until('the problem where the file is now', () => problemsIn(renamed) === 1 && problemsIn(named) === 0);
    const remove = new vscode.WorkspaceEdit();
    remove.deleteFile(renamed, { recursive: true });
    equal(await vscode.workspace.applyEdit(remove), true);
    await window.waitForNoRow('Schema', 'moved.v1');
    equal(problemsIn(renamed), 0);
  });

  it('forgets the files of a folder that another program deletes', async () => {
    const gone = join(folder(), 'proto', 'gone');
    await mkdir(gone);
    await writeFile(join(gone, 'gone.proto'), 'syntax = "proto3";\npackage gone.v1;\nmessage Gone {}\n');
    await vscode.commands.executeCommand('grpcWorkbench.refreshSchema');
    await window.waitForRow('Schema', 'gone.v1');
    await rm(gone, { recursive: true });
    await window.waitForNoRow('Schema', 'gone.v1');
  });

  it('forgets a deleted file', async () => {
    await rm(path());
    await window.waitForNoRow('Schema', 'other.v1');
  });

  it('leaves out the deleted file after a restart too, although its editor is still open', async () => {
    ok(vscode.workspace.textDocuments.includes(editor.document), 'the editor is still open');
    await vscode.commands.executeCommand('grpcWorkbench.restartLanguageServer');
    // This row exists only in the new server.
    await writeFile(
      join(folder(), 'proto', 'later.proto'),
      'syntax = "proto3";\npackage later.v1;\nmessage Later {}\n',
    );
    await window.waitForRow('Schema', 'later.v1');
    await window.waitForNoRow('Schema', 'other.v1');
    equal(vscode.languages.getDiagnostics(editor.document.uri).length, 0);
    await rm(join(folder(), 'proto', 'later.proto'));
    await window.waitForNoRow('Schema', 'later.v1');
  });

  it('has the deleted file again once the user edits its open document', async () => {
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// Edited.\n'));
    await window.waitForRow('Schema', 'other.v1');
    await vscode.commands.executeCommand('grpcWorkbench.restartLanguageServer');
    equal((await errorsOf(editor.document.uri)).join(), '"Missing" is not defined.');
    await window.waitForRow('Schema', 'other.v1');
    await vscode.commands.executeCommand('undo');
  });
});
