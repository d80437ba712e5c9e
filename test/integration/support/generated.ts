/** Files that generation writes into the workspace of a suite, and how to remove them. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../../driver/until.ts';
import { window } from './window.ts';
import { folder } from './workspace.ts';

export const WRITTEN: readonly string[] = ['gen', 'server', 'client', 'go.mod', 'go.sum'];

export async function removeWritten(): Promise<void> {
  await Promise.all(WRITTEN.map((name) => rm(join(folder(), name), { recursive: true, force: true })));
}

/** Generates, and answers no message about it. */
export async function generate(): Promise<void> {
  let ended = false;
  const run = vscode.commands.executeCommand('grpcWorkbench.generateGo').then(() => (ended = true));
  await window.waitForMessage('Go files');
  await until('the end of the generation', async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    return ended;
  });
  await run;
}
