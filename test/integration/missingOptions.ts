/** Files without go_package: their hints after generation, and the fixes that write the option. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../driver/until.ts';
import { generate, removeWritten } from './support/generated.ts';
import { openCodeActions } from './support/codeActions.ts';
import { after, before, describe, it } from './support/suite.ts';
import { window } from './support/window.ts';
import { folder, openSample } from './support/workspace.ts';

const OTHER = 'syntax = "proto3";\n\npackage visits.v1;\n\nmessage Visit {}\n';

function otherPath(): string {
  return join(folder(), 'proto', 'visits', 'v1', 'visits.proto');
}

function hints(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ code }) => valueOf(code) === 'missing-option');
}

/** A code may have a link. */
function valueOf(code: vscode.Diagnostic['code']): unknown {
  return typeof code === 'object' ? code.value : code;
}

/** Applies a fix as the light bulb's menu does, from the package of the file. */
async function pick(document: vscode.TextDocument, title: string): Promise<void> {
  const editor = await vscode.window.showTextDocument(document);
  const at = document.positionAt(document.getText().indexOf('package ')).translate(0, 2);
  editor.selection = new vscode.Selection(at, at);
  await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  await openCodeActions('editor.action.quickFix', title);
  await window.screenshot('missing-option');
  await window.pickCodeAction(title);
}

describe('files without go_package', () => {
  let sample: vscode.TextDocument;
  let other: vscode.TextDocument;
  let original: readonly string[];

  const texts = (): readonly string[] => [sample, other].map((document) => document.getText());
  const counts = (): string => [sample, other].map(({ uri }) => hints(uri).length).join();

  before(async () => {
    await removeWritten();
    await mkdir(dirname(otherPath()), { recursive: true });
    await writeFile(otherPath(), OTHER);
    sample = (await openSample()).document;
    other = await vscode.workspace.openTextDocument(otherPath());
    original = texts();
    await window.openView('gRPC');
    await window.waitForRow('Schema', 'visits.v1');
    await generate();
  });
  after(async () => {
    await vscode.workspace.saveAll(false);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(dirname(dirname(otherPath())), { recursive: true });
    await window.waitForNoRow('Schema', 'visits.v1');
    await removeWritten();
  });

  it('each file has a hint at its package after one run, and no problem', async () => {
    await until('a hint in each file', () => counts() === '1,1');
    for (const document of [sample, other]) {
      const [hint] = hints(document.uri);
      match(
        hint?.message ?? '',
        /^go_package is missing here\. Go is generated as if it were "[\w./]+\/gen\/(greeter|visits)\/v1;(greeter|visits)v1"\.$/,
      );
      deepEqual([hint?.source, hint?.severity], ['grpc-workbench', vscode.DiagnosticSeverity.Hint]);
      match(document.getText(hint?.range), /^package \w+\.v1;$/);
    }
    deepEqual(texts(), original, 'nothing was written unasked');
  });

  it('one of the files gets the option on request', async () => {
    const value = /"(.*)"/.exec(hints(other.uri)[0]?.message ?? '')?.[1] ?? '';
    await pick(other, `Write option go_package = "${value}"`);
    await until(
      'the option',
      () => other.getText() === OTHER.replace('v1;\n', `v1;\n\noption go_package = "${value}";\n`),
    );
    await until('no hint where it is written', () => counts() === '1,0');
    equal(sample.getText(), original[0]);
    await vscode.window.showTextDocument(other);
    await vscode.commands.executeCommand('undo');
    equal(other.getText(), OTHER);
    await until('the hint again', () => counts() === '1,1');
  });

  it('all files get the option at once on request, and one undo removes it', async () => {
    await pick(other, 'Write go_package into all 2 files');
    await until('the option in each', () => texts().every((text) => /\noption go_package = ".+";\n/.test(text)));
    await until('no hint', () => counts() === '0,0');
    await until('VS Code to have saved what it changed in several files', () => !sample.isDirty && !other.isDirty);
    await vscode.window.showTextDocument(other);
    await vscode.commands.executeCommand('undo');
    await until('what was there before', () => texts().join() === original.join());
    await until(
      'to be saved',
      async () => (await vscode.workspace.saveAll(false)) && !sample.isDirty && !other.isDirty,
    );
  });
});
