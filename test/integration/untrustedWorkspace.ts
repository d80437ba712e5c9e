/** A folder that nobody has trusted yet: reading and editing work, what would run a program asks first. */
import { equal } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { describe, it } from './support/suite.ts';
import { window } from './support/window.ts';
import { folder, openSample } from './support/workspace.ts';

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

  for (const [command, what] of [['generateGo', 'Generating code'], ['startServer', 'Starting a server'], ['sendRequest', 'Sending a request']] as const) {
    it(`asks for trust before ${what.toLowerCase()}`, async () => {
      const asked = vscode.commands.executeCommand(`grpcWorkbench.${command}`);
      const message = await window.waitForMessage(`${what} needs a trusted workspace`);
      equal(message.buttons.includes('Manage Workspace Trust'), true);
      await vscode.commands.executeCommand('notifications.clearAll');
      await asked;
      equal(existsSync(join(folder(), 'gen')), false);
      const ours = (await window.processes())?.filter((each) => /dist[\\/](mock|runner)\.js/.test(each.command)) ?? [];
      equal(ours.length, 0, 'nothing was started');
    });
  }
});
