/**
 * Runs the commands that a Go module needs, for example to add a dependency. We ask the user before we run a command,
 * and run it as a task, so that its output is visible.
 */
import * as vscode from 'vscode';
import type { GenerateGoReply, FollowUp } from '../../contract/generation.ts';
import { askWarning, showError } from '../shared/notify.ts';

/**
 * Offers the commands that must run before we write files: without them, the module cannot build the code. Returns
 * whether to continue. If the user closes the question, the answer is no.
 */
export async function prepareModule({ followUps }: Pick<GenerateGoReply, 'followUps'>): Promise<boolean> {
  const commands = followUps.filter(({ needsFiles }) => !needsFiles);
  if (commands.length === 0) return true;
  const [run, anyway] = [vscode.l10n.t('Run and Generate'), vscode.l10n.t('Generate Anyway')];
  const text = vscode.l10n.t('The Go module lacks something that the code needs: {0}', commands.map(textOf).join('; '));
  const answer = await askWarning(text, run, anyway, vscode.l10n.t('Cancel'));
  return answer === anyway || (answer === run && (await runAll(commands)));
}

/** Offers the commands that read the generated files, after these files are written. */
export async function finishModule({ followUps }: Pick<GenerateGoReply, 'followUps'>): Promise<void> {
  const run = vscode.l10n.t('Run');
  for (const command of followUps.filter(({ needsFiles }) => needsFiles)) {
    const answer = await askWarning(vscode.l10n.t('The Go module needs: {0}', textOf(command)), run);
    if (answer === run) await ended(command);
  }
}

async function runAll(commands: readonly FollowUp[]): Promise<boolean> {
  for (const command of commands) {
    if ((await ended(command)) === 0) continue;
    showError(vscode.l10n.t('Nothing was generated: {0}', vscode.l10n.t('{0} failed', textOf(command))));
    return false;
  }
  return true;
}

/** Runs a command as a task. Returns its exit code, or undefined if the command could not start or was stopped. */
async function ended({ cwd, args }: FollowUp): Promise<number | undefined> {
  const [program = '', ...rest] = args;
  const task = new vscode.Task(
    { type: 'process' },
    vscode.TaskScope.Workspace,
    args.join(' '),
    'gRPC',
    new vscode.ProcessExecution(program, rest, { cwd }),
  );
  const listeners: vscode.Disposable[] = [];
  // The commands run one after another, so the name identifies the task. If the task had no process, VS Code fires only
  // `onDidEndTask`.
  const end = new Promise<number | undefined>((resolve) => {
    listeners.push(
      vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (execution.task.name === task.name) resolve(exitCode);
      }),
      vscode.tasks.onDidEndTask(({ execution }) => {
        if (execution.task.name === task.name) resolve(undefined);
      }),
    );
  });
  try {
    await vscode.tasks.executeTask(task);
    return await end;
  } finally {
    for (const listener of listeners) listener.dispose();
  }
}

function textOf({ args }: FollowUp): string {
  return args.join(' ');
}
