/** Generating Go from the editor. It refuses broken schemas, and changes the user's own files only with consent. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../driver/until.ts';
import { removeWritten, WRITTEN } from './support/generated.ts';
import { after, before, describe, it } from './support/suite.ts';
import { window } from './support/window.ts';
import { folder, openSample, revertAll, withBrokenFile } from './support/workspace.ts';

async function addMethod(name: string): Promise<void> {
  const editor = await openSample();
  const at = editor.document.getText().indexOf('  // Greets one person many times.');
  await editor.edit((edit) =>
    edit.insert(editor.document.positionAt(at), `  rpc ${name}(HelloRequest) returns (HelloReply);\n\n`),
  );
}

/** Generation saves the protos, so reverting the editors is not enough. */
async function restoreSample(text: string): Promise<void> {
  await revertAll();
  const { document } = await openSample();
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
  await document.save();
}

/** The question of a proposal stays until the user answers it; the message about a result stays for some seconds. */
function waitInStatusBar(words: string): Promise<string> {
  return until(`"${words}" in the status bar`, () => inStatusBar(words));
}

async function inStatusBar(words: string): Promise<string | undefined> {
  return (await window.statusBarTexts()).find((text) => text.includes(words));
}

/** Returns the diagnostics of methods whose signature does not fit their rpc. */
function misfits(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ source, message }) => source === 'grpc-workbench' && message.includes('does not have the signature'));
}

describe('generating Go', () => {
  let sample = '';

  before(async () => {
    await removeWritten();
    sample = (await openSample()).document.getText();
  });
  after(async () => {
    await restoreSample(sample);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await removeWritten();
  });

  it('refuses a schema with an error, names its place and writes nothing', async () => {
    const editor = await openSample();
    const at = editor.document.getText().indexOf('HelloRequest');
    await editor.edit((edit) =>
      edit.replace(
        new vscode.Range(editor.document.positionAt(at), editor.document.positionAt(at + 'HelloRequest'.length)),
        'Nobody',
      ),
    );
    const { line, character } = editor.document.positionAt(at);
    const command = vscode.commands.executeCommand('grpcWorkbench.generateGo');
    const message = await window.waitForMessage('Nothing was generated');
    match(
      message.text,
      new RegExp(`greeter/v1/greeter\\.proto:${line + 1}:${character + 1}: "Nobody" is not defined\\.`),
    );
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await window.answerMessage('Nothing was generated', 'Go to Error');
    await command;
    await until('the editor at the error', () => vscode.window.activeTextEditor?.selection.active.line === line);
    equal(
      WRITTEN.some((name) => existsSync(join(folder(), name))),
      false,
    );
    await restoreSample(sample);
  });

  it('writes the missing files, and has nothing to do the second time', async () => {
    const first = vscode.commands.executeCommand('grpcWorkbench.generateGo');
    await window.waitForMessage('Go files');
    equal(
      WRITTEN.every((name) => existsSync(join(folder(), name))),
      true,
    );
    await window.answerMessage('Go files', 'Open Server');
    await first;
    await vscode.commands.executeCommand('grpcWorkbench.generateGo');
    await waitInStatusBar('The Go code is up to date');
  });

  it("adds a method to a user's file only after consent, and keeps every word of the file", async () => {
    const path = join(folder(), 'server', 'greeter.go');
    const document = await vscode.workspace.openTextDocument(path);
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) =>
      edit.insert(document.positionAt(document.getText().indexOf('// Greets one person.')), '// A note of mine.\n\n'),
    );
    await document.save();
    const mine = await readFile(path, 'utf8');
    const others = await Promise.all(
      ['server/greeter_test.go', 'client/main.go'].map((name) =>
        vscode.workspace.openTextDocument(join(folder(), name)),
      ),
    );
    const theirs = others.map((other) => other.getText());
    await addMethod('Wave');

    const refused = vscode.commands.executeCommand('grpcWorkbench.generateGo');
    await waitInStatusBar('proposed change');
    equal((await openSample()).document.isDirty, false, 'the proto was saved first');
    const written = new vscode.WorkspaceEdit();
    written.insert(document.uri, new vscode.Position(0, 0), '// Written while the question was open.\n');
    await vscode.workspace.applyEdit(written);
    // The diff is in the background now; its question is not.
    const asked = vscode.commands.executeCommand('grpcWorkbench.proposalActions');
    await window.answerQuickInput('Accept');
    await asked;
    await window.waitForMessage('has changed since the changes were proposed');
    await waitInStatusBar('Wrote 2 Go files');
    await refused;
    deepEqual(
      others.map((other) => other.getText()),
      theirs,
      'none of the files was changed',
    );
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    equal(document.getText(), mine);
    await document.save();

    const command = vscode.commands.executeCommand('grpcWorkbench.generateGo');
    match(await waitInStatusBar('proposed change'), /^\d proposed changes?$/);
    await window.screenshot('proposed-method');
    equal(document.getText(), mine, 'nothing has changed yet');
    await window.clickEditorAction('Accept');
    await until('the new method', () => document.getText() !== mine);
    await until('the other files', () => others.every((other, i) => other.getText() !== theirs[i]));
    await command;
    const text = document.getText();
    match(text, /func \(s \*Greeter\) Wave\(/);
    ok(
      mine.split('\n').every((line) => text.includes(line)),
      'every line of the person is still there',
    );
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    await until(
      'one undo to take it back in all files',
      () => document.getText() === mine && others.every((other, i) => other.getText() === theirs[i]),
    );
  });

  it('the user can also answer in the title of the diff, and the buttons disappear with the diff', async () => {
    const document = await vscode.workspace.openTextDocument(join(folder(), 'server', 'greeter.go'));
    const mine = document.getText();
    const isShown = (): boolean =>
      vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.startsWith('Proposed changes')));
    const discarded = vscode.commands.executeCommand('grpcWorkbench.generateGo');
    await window.clickEditorAction('Discard');
    await until('the diff to be closed', () => !isShown());
    await waitInStatusBar('Discarded the changes to server/greeter.go');
    await discarded;
    equal(document.getText(), mine);

    const accepted = vscode.commands.executeCommand('grpcWorkbench.generateGo');
    await until('the diff', isShown);
    await window.screenshot('proposal-with-buttons');
    await window.clickEditorAction('Accept');
    await until('the new method', () => document.getText() !== mine);
    equal(isShown(), false);
    await waitInStatusBar('Changed server/greeter.go');
    await accepted;
    match(document.getText(), /func \(s \*Greeter\) Wave\(/);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    await until('one undo to take it back', () => document.getText() === mine);
  });

  it('the user can also answer in the list of the question, and the answer closes both the list and the diff', async () => {
    const document = await vscode.workspace.openTextDocument(join(folder(), 'server', 'greeter.go'));
    const mine = document.getText();
    const accepted = vscode.commands.executeCommand('grpcWorkbench.generateGo');
    await waitInStatusBar('proposed change');
    const asked = vscode.commands.executeCommand('grpcWorkbench.proposalActions');
    await window.answerQuickInput('Accept');
    await Promise.all([asked, accepted]);
    match(document.getText(), /func \(s \*Greeter\) Wave\(/);
    equal(await inStatusBar('proposed change'), undefined);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    await until('one undo to take it back', () => document.getText() === mine);

    const discarded = vscode.commands.executeCommand('grpcWorkbench.generateGo');
    await waitInStatusBar('proposed change');
    const left = vscode.commands.executeCommand('grpcWorkbench.proposalActions');
    await vscode.commands.executeCommand('grpcWorkbench.discardProposal');
    await Promise.all([left, discarded]);
    equal(await inStatusBar('proposed change'), undefined);
    equal(document.getText(), mine);
  });

  it('treats a closed diff as discarded', async () => {
    const document = await vscode.workspace.openTextDocument(join(folder(), 'server', 'greeter.go'));
    const mine = document.getText();
    const command = vscode.commands.executeCommand('grpcWorkbench.generateGo');
    await waitInStatusBar('proposed change');
    const tab = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .find(({ label }) => label.startsWith('Proposed changes'));
    ok(tab);
    await vscode.window.tabGroups.close(tab);
    await waitInStatusBar('Discarded the changes to server/greeter.go');
    await command;
    equal(document.getText(), mine);
  });

  it('a double click does not cancel generation, and a later click shows a new diff', async () => {
    const isShown = (): boolean =>
      vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.startsWith('Proposed changes')));
    const document = await vscode.workspace.openTextDocument(join(folder(), 'server', 'greeter.go'));
    const mine = document.getText();
    await until('the words about earlier runs to be gone', async () => !(await inStatusBar('Discarded the changes')));
    const clicks = [1, 2].map(() => vscode.commands.executeCommand('grpcWorkbench.generateGo'));
    await until('the diff', isShown);
    const later = vscode.commands.executeCommand('grpcWorkbench.generateGo');
    // The run of the double click ends without a message, because the later run replaces it.
    await Promise.all(clicks);
    equal(await inStatusBar('Discarded the changes'), undefined);
    await until('the new diff', isShown);
    await window.clickEditorAction('Accept');
    await until('the new method', () => document.getText() !== mine);
    await waitInStatusBar('Changed server/greeter.go');
    await later;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    await until('one undo to take it back', () => document.getText() === mine);
  });

  it('shows generated files before they are written if the user asks for that', async () => {
    await restoreSample(sample);
    await vscode.workspace.getConfiguration('grpcWorkbench').update('go.preview', true);
    try {
      const path = join(folder(), 'gen', 'greeter', 'v1', 'greeter.pb.go');
      await rm(path);
      const first = vscode.commands.executeCommand('grpcWorkbench.generateGo');
      await waitInStatusBar('proposed changes');
      await window.clickEditorAction('Discard');
      await first;
      equal(existsSync(path), false, 'nothing was written');
      const second = vscode.commands.executeCommand('grpcWorkbench.generateGo');
      await waitInStatusBar('proposed changes');
      await window.screenshot('preview-generated');
      await window.clickEditorAction('Accept');
      await waitInStatusBar('Wrote 2 Go files');
      await second;
      equal(existsSync(path), true);
    } finally {
      await vscode.workspace.getConfiguration('grpcWorkbench').update('go.preview', undefined);
    }
  });

  it('deletes stale files only after consent', async () => {
    const stale = join(folder(), 'gen', 'gone', 'gone.pb.go');
    await mkdir(dirname(stale), { recursive: true });
    await writeFile(
      stale,
      '// Code generated by protoc-gen-go. DO NOT EDIT.\n// source: gone/gone.proto\n\npackage gone\n',
    );
    for (const [answer, left] of [
      ['Discard', true],
      ['Accept', false],
    ] as const) {
      const command = vscode.commands.executeCommand('grpcWorkbench.generateGo');
      equal(await waitInStatusBar('proposed change'), '1 proposed change');
      await window.clickEditorAction(answer);
      await command;
      equal(existsSync(stale), left);
    }
  });

  it('generates for the files without errors, and does not offer to delete files of the others', async () => {
    const generated = join(folder(), 'gen', 'broken', 'v1', 'broken.pb.go');
    await mkdir(dirname(generated), { recursive: true });
    await writeFile(
      generated,
      '// Code generated by protoc-gen-go. DO NOT EDIT.\n// source: broken/v1/broken.proto\n\npackage brokenv1\n',
    );
    await rm(join(folder(), 'gen', 'greeter', 'v1', 'greeter.pb.go'));
    await withBrokenFile(async (importPath) => {
      const command = vscode.commands.executeCommand('grpcWorkbench.generateGo');
      await window.waitForMessage(`1 .proto file is left out because ${importPath} has errors.`);
      await waitInStatusBar('Wrote 1 Go file');
      await vscode.commands.executeCommand('notifications.clearAll');
      await command;
    });
    equal(existsSync(join(folder(), 'gen', 'greeter', 'v1', 'greeter.pb.go')), true);
    equal(existsSync(generated), true);
    await rm(dirname(dirname(generated)), { recursive: true });
  });

  it('marks a method that does not fit its rpc in a Go file, saved or not, and fixes it on request', async () => {
    await revertAll();
    const document = await vscode.workspace.openTextDocument(join(folder(), 'server', 'greeter.go'));
    const right = document.getText();
    const editor = await vscode.window.showTextDocument(document);
    const at = document.positionAt(right.indexOf('*greeterv1.HelloRequest)'));
    await editor.edit((edit) =>
      edit.replace(new vscode.Range(at, at.translate(0, '*greeterv1.HelloRequest'.length)), '*greeterv1.HelloReply'),
    );
    ok(document.isDirty);
    const wrong = document.getText();
    const command = vscode.commands.executeCommand('grpcWorkbench.generateGo');
    await window.waitForMessage('SayHello does not have the signature of greeter.v1.Greeter/SayHello');
    await window.screenshot('go-problem');
    equal(document.getText(), wrong, 'nothing was changed unasked');
    const [problem, other] = misfits(document.uri);
    equal(other, undefined);
    match(
      problem?.message ?? '',
      /SayHello\(ctx context\.Context, req \*greeterv1\.HelloRequest\) \(\*greeterv1\.HelloReply, error\)$/,
    );
    equal(problem?.range.start.line, at.line);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problem.range,
    );
    const fix = actions.find(({ title }) => title.startsWith('Change the signature'));
    ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    equal(document.getText(), right);
    await until('no problem any more', () => misfits(document.uri).length === 0);
    await vscode.commands.executeCommand('undo');
    await until('the problem again', () => misfits(document.uri).length === 1);
    await vscode.commands.executeCommand('notifications.clearAll');
    await command;
  });
});
