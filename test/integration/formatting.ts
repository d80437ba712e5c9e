/** Formatting in VS Code: the whole document, a selection, on save, and what one undo takes back. */
import { equal } from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../driver/until.ts';
import { after, before, describe, it } from './support/suite.ts';
import { window } from './support/window.ts';
import { folder } from './support/workspace.ts';

const UNTIDY = `syntax="proto3";
package tidy.v1;
import "google/protobuf/timestamp.proto";
import "google/protobuf/any.proto";
message Tidy{
string a=1;// kept
google.protobuf.Any b=2;
google.protobuf.Timestamp c=3;
}
`;

const TIDY = `syntax = "proto3";
package tidy.v1;

import "google/protobuf/any.proto";
import "google/protobuf/timestamp.proto";
message Tidy {
  string a = 1; // kept
  google.protobuf.Any b = 2;
  google.protobuf.Timestamp c = 3;
}
`;

describe('formatting', () => {
  let editor: vscode.TextEditor;

  before(async () => {
    await mkdir(join(folder(), 'proto', 'tidy', 'v1'), { recursive: true });
    const path = join(folder(), 'proto', 'tidy', 'v1', 'tidy.proto');
    await writeFile(path, UNTIDY);
    editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(path));
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(join(folder(), 'proto', 'tidy'), { recursive: true, force: true });
  });

  const text = (): string => editor.document.getText();

  it('formats a document, and one undo takes it back', async () => {
    await until('the format', async () => {
      await vscode.commands.executeCommand('editor.action.formatDocument');
      return text() === TIDY;
    });
    await vscode.commands.executeCommand('undo');
    equal(text(), UNTIDY);
  });

  it('says in the status bar which line has a syntax error', async () => {
    await editor.edit((edit) => edit.insert(new vscode.Position(5, 0), 'string = 9;\n'));
    const broken = text();
    await until('the reason', async () => {
      await vscode.commands.executeCommand('editor.action.formatDocument');
      return (await window.statusBarTexts()).some((one) => one.includes('Not formatted. Line 6:'));
    });
    equal(text(), broken);
    await vscode.commands.executeCommand('undo');
    equal(text(), UNTIDY);
  });

  it('formats only a selection', async () => {
    editor.selection = new vscode.Selection(6, 0, 6, 5);
    await vscode.commands.executeCommand('editor.action.formatSelection');
    equal(text(), UNTIDY.replace('google.protobuf.Any b=2;', '  google.protobuf.Any b = 2;'));
    await vscode.commands.executeCommand('undo');
  });
});
