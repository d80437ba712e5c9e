/**
 * A Go module that lacks something: the message appears before anything is written, and commands run only on request.
 */
import { equal, match } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { removeWritten } from './support/generated.ts';
import { after, before, describe, it, skip } from './support/suite.ts';
import { window } from './support/window.ts';
import { folder, openSample } from './support/workspace.ts';

const goMod = (protobuf: string, grpc: string): string =>
  `module greeter\n\ngo 1.25.0\n\nrequire (\n\tgoogle.golang.org/protobuf ${protobuf}\n\tgoogle.golang.org/grpc ${grpc}\n)\n`;

const QUESTION = 'lacks something';

describe('generating into a Go module that lacks something', () => {
  const isWritten = (): boolean => existsSync(join(folder(), 'gen'));

  before(async () => {
    await removeWritten();
    await openSample();
  });
  after(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await Promise.all(
      ['go.work', 'go.work.sum', 'other'].map((name) => rm(join(folder(), name), { recursive: true, force: true })),
    );
    await removeWritten();
  });

  it('names the command that the module needs, and writes only if the user agrees', async () => {
    const old = goMod('v1.30.0', 'v1.50.0');
    await writeFile(join(folder(), 'go.mod'), old);
    for (const [answer, written] of [
      ['Cancel', false],
      ['Generate Anyway', true],
    ] as const) {
      const command = vscode.commands.executeCommand('grpcWorkbench.generateGo');
      const question = await window.waitForMessage(QUESTION);
      match(question.text, /go get google\.golang\.org\/protobuf@v1\.\d+\.\d+ google\.golang\.org\/grpc@v1\.\d+\.\d+/);
      if (!written) await window.screenshot('module-lacks-something');
      equal(isWritten(), false, 'nothing was written before the answer');
      await window.answerMessage(QUESTION, answer);
      if (written) await window.waitForMessage('Go files.');
      await vscode.commands.executeCommand('notifications.clearAll');
      await command;
      equal(isWritten(), written);
    }
    equal(await readFile(join(folder(), 'go.mod'), 'utf8'), old);
    await removeWritten();
  });

  it('runs the command first if the user asks for that', async () => {
    if (spawnSync('go', ['version']).status !== 0) skip('Go is not on PATH');
    await writeFile(join(folder(), 'go.mod'), goMod('v1.999.0', 'v1.999.0'));
    await mkdir(join(folder(), 'other'), { recursive: true });
    await writeFile(join(folder(), 'other', 'go.mod'), 'module other\n\ngo 1.25.0\n');
    await writeFile(join(folder(), 'go.work'), 'go 1.25.0\n\nuse ./other\n');
    const command = vscode.commands.executeCommand('grpcWorkbench.generateGo');
    match((await window.waitForMessage(QUESTION)).text, /go work use \.\//);
    await window.answerMessage(QUESTION, 'Run and Generate');
    await window.waitForMessage('Go files.');
    equal(isWritten(), true);
    match(await readFile(join(folder(), 'go.work'), 'utf8'), /^\s*\.\s*$/m);
    await vscode.commands.executeCommand('notifications.clearAll');
    await command;
  });
});
