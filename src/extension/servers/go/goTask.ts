/**
 * The task that runs a Go server. `go run` shares one terminal with the program that it builds: the terminal shows the
 * errors of both and ends both (docs/decisions/go-server-as-task.md).
 */
import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import * as vscode from 'vscode';
import { isArrayOf, isMissingOr, isObjectOf, isString, type Check } from '../../../base/check.ts';
import { ADDRESS_VARIABLE } from '../../../host/processes/goProgram.ts';

/** Also in package.json, below `taskDefinitions`. */
export const TASK_TYPE = 'grpc-workbench';

/** The definition in tasks.json. */
export interface GoTaskDefinition {
  readonly type: typeof TASK_TYPE;
  /** Folder of the program's package, relative to the workspace folder. */
  readonly package: string;
  /** If missing, the default port if it is free, otherwise another one. */
  readonly port?: number | undefined;
  /** Arguments of the program. */
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

/** The definition of a task; undefined if it is not ours or not valid. */
export function readDefinition(definition: vscode.TaskDefinition): GoTaskDefinition | undefined {
  if (isDefinition(definition)) return definition;
  return undefined;
}

/** The definition of the task of a package in a workspace folder. */
export function definitionOf(folder: string, { uri }: vscode.WorkspaceFolder): GoTaskDefinition {
  return { type: TASK_TYPE, package: slashed(relative(uri.fsPath, folder)) || '.' };
}

/** The absolute folder of the package in a definition. */
export function packageFolder({ package: path }: GoTaskDefinition, { uri }: vscode.WorkspaceFolder): string {
  return resolve(uri.fsPath, path);
}

/** The module's folder and the package below it: `greeter/server`. */
export function programLabel(folder: string): string {
  const module = moduleFolder(folder);
  return slashed(join(basename(module), relative(module, folder)));
}

/** The parts of a task. */
export interface GoTaskParts {
  readonly definition: GoTaskDefinition;
  readonly workspaceFolder: vscode.WorkspaceFolder;
  /** The `go` program. */
  readonly go: string;
  readonly address: string;
}

/** The task. It has no shell, so a folder name cannot run a command. */
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

/** The address that a task gives to its program. */
export function addressOf({ execution }: vscode.Task): string {
  if (!(execution instanceof vscode.ProcessExecution)) return '';
  return execution.options?.env?.[ADDRESS_VARIABLE] ?? '';
}

/** The folder of the go.mod at or above a package. Without one, Go reports in the terminal what is missing. */
function moduleFolder(folder: string): string {
  for (let above = folder; ; above = dirname(above)) {
    if (existsSync(join(above, 'go.mod'))) return above;
    if (dirname(above) === above) return folder;
  }
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}
