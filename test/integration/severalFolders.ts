/** A workspace of several folders: each is read by its own settings. */
import { equal, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../driver/until.ts';
import { fileIn, folderOf } from './support/folders.ts';
import { describe, it } from './support/suite.ts';

/** Returns the path, below the folder, to which the import of the folder's `main.proto` leads. */
async function importOf(name: string): Promise<string> {
  const { uri } = await vscode.workspace.openTextDocument(fileIn(name, 'main.proto'));
  const found = await vscode.commands.executeCommand<vscode.LocationLink[]>(
    'vscode.executeDefinitionProvider',
    uri,
    new vscode.Position(1, 10),
  );
  return found.map((link) => vscode.workspace.asRelativePath(link.targetUri, true)).join();
}

describe('several folders', () => {
  it('each folder finds imports below its own roots', async () => {
    await until('both imports', async () => (await importOf('one')) !== '' && (await importOf('two')) !== '');
    equal(await importOf('one'), 'one/a/x.proto');
    equal(await importOf('two'), 'two/b/x.proto');
  });

  it('each folder leaves out its own excluded files', async () => {
    await until(
      'what is wrong in the other',
      () => vscode.languages.getDiagnostics(fileIn('two', 'old/broken.proto')).length > 0,
    );
    equal(vscode.languages.getDiagnostics(fileIn('one', 'old/broken.proto')).length, 0);
  });

  it('files are read again if a setting of one folder changes', async () => {
    const settings = vscode.workspace.getConfiguration('grpcWorkbench', folderOf('two').uri);
    await settings.update('importRoots', ['a'], vscode.ConfigurationTarget.WorkspaceFolder);
    await until('the other root', async () => (await importOf('two')) === 'two/a/x.proto');
    equal(await importOf('one'), 'one/a/x.proto');
  });

  it('a fix gives each folder its own import roots', async () => {
    const folder = fileIn('one', 'b').fsPath;
    await vscode.commands.executeCommand('grpcWorkbench.addImportRoot', {
      folder,
      importer: fileIn('one', 'main.proto').toString(),
    });
    const roots = (name: string): readonly string[] =>
      vscode.workspace.getConfiguration('grpcWorkbench', folderOf(name).uri).get('importRoots', []);
    equal(roots('one').join(), 'a,b');
    ok(!roots('two').includes('b'));
  });
});
