/**
 * Creates the task that runs a Go server. `go run` shares one terminal with the program that it builds. So the terminal
 * shows the errors of both, and closing it ends both (docs/decisions/go-server-as-task.md).
 */
import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import * as vscode from 'vscode';
import { isArrayOf, isMissingOr, isObjectOf, isString, type Check } from '../../../base/check.ts';
import { ADDRESS_VARIABLE } from '../../../host/processes/goProgram.ts';

/** The type of our tasks. It is also in `taskDefinitions` of package.json. */
export const TASK_TYPE = 'grpc-workbench';

/** The definition of a Go server's task in tasks.json. */
export interface GoTaskDefinition {
  readonly type: typeof TASK_TYPE;
  /** The folder of the program's package, relative to the workspace folder. */
  readonly package: string;
  /** The port of the server, by default 50051. If the port is taken, the server gets another one. */
  readonly port?: number | undefined;
  /** The arguments of the program. */
  readonly args?: readonly string[] | undefined;
}

const isDefinition: Check<GoTaskDefinition> = isObjectOf<GoTaskDefinition>({
  type: (value): value is typeof TASK_TYPE => value === TASK_TYPE,
  package: isString,
  port: isMissingOr(isPort),
  args: isMissingOr(isArrayOf(isString)),
});

function isPort(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 65_535;
}

/** Returns the definition of a task, or undefined if the task is not ours or its definition is not valid. */
export function readDefinition(definition: vscode.TaskDefinition): GoTaskDefinition | undefined {
  if (isDefinition(definition)) return definition;
  return undefined;
}

/** Returns the definition of the task for a package in a workspace folder. */
export function definitionOf(folder: string, { uri }: vscode.WorkspaceFolder): GoTaskDefinition {
  return { type: TASK_TYPE, package: slashed(relative(uri.fsPath, folder)) || '.' };
}

/** Returns the absolute folder of the package in a definition. */
export function packageFolder({ package: path }: GoTaskDefinition, { uri }: vscode.WorkspaceFolder): string {
  return resolve(uri.fsPath, path);
}

/** Returns the module's folder and the path of the package in it, such as `greeter/server`. */
export function programLabel(folder: string): string {
  const module = moduleFolder(folder);
  return slashed(join(basename(module), relative(module, folder)));
}

/** The values that a task is made from. */
export interface GoTaskParts {
  readonly definition: GoTaskDefinition;
  readonly workspaceFolder: vscode.WorkspaceFolder;
  /** The path of the `go` program. */
  readonly go: string;
  readonly address: string;
}

/** Creates the task. It uses no shell, so the name of a folder cannot run a command. */
export function goTask({ definition, workspaceFolder, go, address }: GoTaskParts): vscode.Task {
  const folder = packageFolder(definition, workspaceFolder);
  const module = moduleFolder(folder);
  const args = ['run', `./${slashed(relative(module, folder))}`, ...(definition.args ?? [])];
  const execution = new vscode.ProcessExecution(go, args, { cwd: module, env: { [ADDRESS_VARIABLE]: address } });
  const name = vscode.l10n.t('Run {0}', programLabel(folder));
  const task = new vscode.Task(definition, workspaceFolder, name, 'gRPC', execution, []);
  task.detail = vscode.l10n.t('Builds and runs this Go server');
  task.presentationOptions = {
    panel: vscode.TaskPanelKind.Dedicated,
    clear: true,
    showReuseMessage: false,
  };
  return task;
}

/** Returns the address that a task gives to its program. */
export function addressOf({ execution }: vscode.Task): string {
  if (!(execution instanceof vscode.ProcessExecution)) return '';
  return execution.options?.env?.[ADDRESS_VARIABLE] ?? '';
}

/**
 * Returns the closest folder at or above a package that has a go.mod. Without a go.mod, returns the package's folder,
 * and Go says in the terminal what is missing.
 */
function moduleFolder(folder: string): string {
  for (let above = folder; ; above = dirname(above)) {
    if (existsSync(join(above, 'go.mod'))) return above;
    if (dirname(above) === above) return folder;
  }
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}
