/** What commands about services say in a workspace without one. */
import { deepEqual, equal } from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../driver/until.ts';
import { after, before, describe, it } from './support/suite.ts';
import { window } from './support/window.ts';
import { openSample, revertAll } from './support/workspace.ts';

const TEXT = 'No service was found in this workspace. Add a .proto file with a service first.';

describe('a workspace without a service', () => {
  before(async () => {
    await window.openView('gRPC');
    const editor = await openSample();
    const { lineCount } = editor.document;
    await editor.edit((edit) =>
      edit.replace(new vscode.Range(0, 0, lineCount, 0), 'syntax = "proto3";\npackage only.v1;\nmessage Only {}\n'),
    );
    await window.waitForRow('Schema', 'only.v1');
  });
  after(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await revertAll();
    await window.waitForRow('Schema', 'greeter.v1');
  });

  for (const command of ['sendRequest', 'startServer', 'generateGo']) {
    it(`a message says in one sentence what ${command} needs, and its button opens the sample`, async () => {
      const other = await vscode.workspace.openTextDocument({ content: 'Nothing about protos.' });
      await vscode.window.showTextDocument(other);
      const done = vscode.commands.executeCommand(`grpcWorkbench.${command}`);
      const { text, buttons } = await window.waitForMessage('No service');
      equal(text, TEXT);
      deepEqual(buttons, ['New Greeter Project']);
      await window.answerMessage(TEXT, 'New Greeter Project');
      await done;
      await until('the sample', () => vscode.window.activeTextEditor?.document.uri.path.endsWith('/greeter.proto'));
      await window.waitForNoMessage('No service');
    });
  }
});
