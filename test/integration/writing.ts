/** Writing a schema: the list of suggestions and the light bulb edit the text, and one undo reverts each edit. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../driver/until.ts';
import { openCodeActions } from './support/codeActions.ts';
import { after, before, describe, it } from './support/suite.ts';
import { window } from './support/window.ts';
import { folder } from './support/workspace.ts';

const TEXT = `syntax = "proto3";

package note.v1;

// A thing to remember.
message Note {
  string text = 1;
  
  string author = 5;
}
`;

const FREE_LINE = 7;

describe('writing', () => {
  let editor: vscode.TextEditor;

  before(async () => {
    await mkdir(join(folder(), 'proto', 'note', 'v1'), { recursive: true });
    const path = join(folder(), 'proto', 'note', 'v1', 'note.proto');
    await writeFile(path, TEXT);
    editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(path));
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(join(folder(), 'proto', 'note'), { recursive: true, force: true });
  });

  function text(): string {
    return editor.document.getText();
  }

  async function startAt(line: number, character: number): Promise<void> {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    editor = await vscode.window.showTextDocument(editor.document);
    editor.selection = new vscode.Selection(line, character, line, character);
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  }

  it('suggests types during typing, and adds their imports', async () => {
    await startAt(FREE_LINE, 2);
    await window.type('Timest');
    await window.waitForSuggestion('Timestamp');
    await window.screenshot('suggest-type');
    await window.acceptSuggestion('Timestamp');
    await until('the import', () =>
      text().includes('package note.v1;\n\nimport "google/protobuf/timestamp.proto";\n\n// A thing'),
    );
    ok(text().includes('  google.protobuf.Timestamp\n  string author'), text());
    await vscode.commands.executeCommand('undo');
    ok(!text().includes('import'), 'one undo takes back the type and its import');
  });

  it('suggests a name and the next number', async () => {
    await startAt(FREE_LINE, 2);
    await window.type('Note par');
    await window.press('Escape');
    await window.type('ent ');
    await window.type('= ');
    await window.waitForSuggestion('6');
    await window.screenshot('suggest-number');
    await window.acceptSuggestion('6');
    await until('the number', () => text().includes('  Note parent = 6;\n'));
  });

  it('suggests only what fits the place, and nothing twice', async () => {
    await startAt(FREE_LINE, 2);
    await window.type('re');
    const shown = await window.waitForSuggestion('repeated');
    equal(shown.filter((label) => label === 'repeated').length, 1, shown.join());
    ok(shown.includes('reserved'), shown.join());
    await window.press('Escape');
  });

  it('suggests the fields of options', async () => {
    await startAt(FREE_LINE - 1, '  string text = 1'.length);
    await window.type(' [dep');
    await window.acceptSuggestion('deprecated');
    await until('the option', () => text().includes('string text = 1 [deprecated = true];'));
  });

  it('fixes an error from the light bulb, and one undo reverts the fix', async () => {
    await startAt(FREE_LINE, 2);
    await editor.edit((edit) => edit.insert(new vscode.Position(FREE_LINE, 2), 'HelloRequest request = 6;'));
    await until('the error', () =>
      vscode.languages
        .getDiagnostics(editor.document.uri)
        .some((one) => one.message === '"HelloRequest" is not defined.'),
    );
    const before = text();
    editor.selection = new vscode.Selection(FREE_LINE, 4, FREE_LINE, 4);
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    const title = 'Import "greeter/v1/greeter.proto" and write "greeter.v1.HelloRequest"';
    await openCodeActions('editor.action.quickFix', title);
    await window.screenshot('light-bulb');
    await window.pickCodeAction(title);
    await until(
      'the import',
      () =>
        text().includes('import "greeter/v1/greeter.proto";') &&
        text().includes('  greeter.v1.HelloRequest request = 6;'),
    );
    await until('no error', () => vscode.languages.getDiagnostics(editor.document.uri).length === 0);
    await vscode.commands.executeCommand('undo');
    equal(text(), before);
  });

  it('deletes a field and reserves its number and name', async () => {
    await startAt(FREE_LINE + 1, 12);
    const title = 'Delete author and reserve its number and name';
    await openCodeActions('editor.action.refactor', title);
    await window.pickCodeAction(title);
    await until('what is reserved', () =>
      text().includes('message Note {\n  reserved 5;\n  reserved "author";\n  string text = 1;\n'),
    );
  });

  it('adds a folder to the import roots, and ignores a path that is not a folder of the workspace', async () => {
    const importer = editor.document.uri.toString();
    const roots = (): unknown => vscode.workspace.getConfiguration('grpcWorkbench').get('importRoots');
    await vscode.commands.executeCommand('grpcWorkbench.addImportRoot', { folder: join(folder(), 'proto'), importer });
    await vscode.commands.executeCommand('grpcWorkbench.addImportRoot', { folder: 'elsewhere', importer });
    await vscode.commands.executeCommand('grpcWorkbench.addImportRoot', { folder: join(folder(), 'proto'), importer });
    deepEqual(roots(), ['proto']);
    await vscode.workspace
      .getConfiguration('grpcWorkbench')
      .update('importRoots', undefined, vscode.ConfigurationTarget.Workspace);
  });

  it('opens a terminal for one command of another tool, but not for two commands', async () => {
    const before = vscode.window.terminals.length;
    await vscode.commands.executeCommand('grpcWorkbench.typeInTerminal', {
      command: 'buf build\nls',
      folder: folder(),
    });
    equal(vscode.window.terminals.length, before);
    await vscode.commands.executeCommand('grpcWorkbench.typeInTerminal', { command: 'buf build', folder: folder() });
    await until('the terminal', () => vscode.window.terminals.some(({ name }) => name === 'buf build'));
    for (const terminal of vscode.window.terminals) if (terminal.name === 'buf build') terminal.dispose();
  });

  it('organizes imports', async () => {
    await startAt(3, 0);
    await editor.edit((edit) =>
      edit.insert(
        new vscode.Position(3, 0),
        'import "google/protobuf/empty.proto";\nimport "google/protobuf/any.proto";\nimport "google/protobuf/duration.proto";\n',
      ),
    );
    await editor.edit((edit) =>
      edit.insert(
        new vscode.Position(FREE_LINE + 3, 2),
        'google.protobuf.Empty empty = 6; google.protobuf.Any any = 7;',
      ),
    );
    await until('the unused import', () =>
      vscode.languages
        .getDiagnostics(editor.document.uri)
        .some((one) => one.tags?.includes(vscode.DiagnosticTag.Unnecessary) === true),
    );
    await until('imports in order', async () => {
      await vscode.commands.executeCommand('editor.action.organizeImports');
      return text().includes(
        'package note.v1;\nimport "google/protobuf/any.proto";\nimport "google/protobuf/empty.proto";\n',
      );
    });
  });
});
