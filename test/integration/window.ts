/** The test stage itself: this suite and the process that drives the window see the same window. */
import { equal, ok } from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { until } from '../driver/until.ts';
import { describe, it } from './support/suite.ts';
import { window } from './support/window.ts';

function untitledEditor(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor?.document.isUntitled === true ? editor : undefined;
}

describe('window and driver', () => {
  it('runs a command from the palette', async () => {
    await window.runCommand('File: New Untitled Text File');
    const { document } = await until('the new file', () => untitledEditor());
    await window.type('typed by the driver');
    await until('what was typed', () => document.getText() === 'typed by the driver');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('shows notifications and presses their buttons', async () => {
    const answer = vscode.window.showInformationMessage('Is anybody there?', 'Yes', 'No');
    const message = await window.waitForMessage('Is anybody there?');
    equal(message.buttons.join(), 'Yes,No');
    await window.answerMessage('Is anybody there?', 'Yes');
    equal(await answer, 'Yes');
  });

  it('reads and clicks in a webview', async () => {
    const panel = vscode.window.createWebviewPanel('test', 'Test', vscode.ViewColumn.One, { enableScripts: true });
    try {
      panel.webview.html = '<button id="b" onclick="this.textContent=\'pressed\'">press</button><input id="i">';
      equal(await window.webviewText('#b'), 'press');
      await window.webviewClick('#b');
      equal(await window.waitForWebviewText('#b', 'pressed'), 'pressed');
      ok((await stat(await window.screenshot('webview'))).size > 10_000);
    } finally {
      panel.dispose();
    }
  });
});
