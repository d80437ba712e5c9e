/** A folder that nobody has trusted yet: reading and editing work, what would run a program asks first. */
import { equal } from 'node:assert/strict';
import * as vscode from 'vscode';
import { describe, it } from './support/suite.ts';
import { window } from './support/window.ts';
import { openSample } from './support/workspace.ts';

describe('untrusted workspace', () => {
  it('is untrusted', () => {
    equal(vscode.workspace.isTrusted, false);
  });

  it('shows the schema and finds definitions', async () => {
    await window.openView('gRPC');
    await window.waitForRow('Schema', 'greeter.v1');
    const editor = await openSample();
    const at = editor.document.positionAt(editor.document.getText().indexOf('HelloRequest)'));
    const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>('vscode.executeDefinitionProvider', editor.document.uri, at);
    equal(found.length, 1);
  });
});
