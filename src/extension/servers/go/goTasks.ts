/**
 * Runs Go servers as tasks of VS Code. We start such a task ourselves, the user starts it from VS Code's list, or
 * another task starts it.
 */
import * as vscode from 'vscode';
import { inBackground } from '../../../base/background.ts';
import { findGo } from '../../../host/processes/goProgram.ts';
import { interruptGroup, interruptStarted, killGroup } from '../../../host/processes/group.ts';
import { freeAddress, portOf } from '../../../host/processes/ports.ts';
import { Emitter } from '../../shared/emitter.ts';
import { showBriefly } from '../../shared/notify.ts';
import { DEFAULT_PORT, GoMissing, type GoProgram, type GoRun } from './goRun.ts';
import {
  addressOf,
  definitionOf,
  goTask,
  packageFolder,
  readDefinition,
  TASK_TYPE,
  type GoTaskDefinition,
} from './goTask.ts';

/**
 * Starts tasks for Go servers, offers them in VS Code's list, and reports tasks that the user or another extension has
 * started.
 */
export class GoTasks implements vscode.TaskProvider, vscode.Disposable {
  readonly #programs: () => Promise<readonly GoProgram[]>;
  readonly #log: (line: string) => void;
  readonly #started = new Emitter<GoRun>();
  readonly #runs = new Map<string, TaskRun>();
  /** The last address of each folder's task. */
  readonly #addresses = new Map<string, string>();
  /** The folders whose task `run` is starting now. */
  readonly #ours = new Set<string>();
  readonly #subscriptions: vscode.Disposable;

  /** Fires for each run that `run` did not start. */
  readonly onDidStart = this.#started.event;

  constructor(programs: () => Promise<readonly GoProgram[]>, log: (line: string) => void) {
    this.#programs = programs;
    this.#log = log;
    this.#subscriptions = vscode.Disposable.from(
      vscode.tasks.registerTaskProvider(TASK_TYPE, this),
      vscode.tasks.onDidStartTask(({ execution }) => this.#taskStarted(execution)),
      vscode.tasks.onDidStartTaskProcess(({ execution, processId }) => this.#runOf(execution)?.hasProcess(processId)),
      vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => this.#runOf(execution)?.hasEnded(exitCode)),
      vscode.tasks.onDidEndTask(({ execution }) => this.#taskEnded(execution)),
    );
  }

  /**
   * Starts a program as a task. Rejects with `GoMissing` without Go, or with another error if VS Code does not start
   * the task.
   */
  async run(folder: string, address: string, signal: AbortSignal): Promise<GoRun> {
    // If the task of this program still runs, VS Code would ask the user what to do. That task is about to end, so we
    // wait for its end.
    await this.#runs.get(folder)?.isOver;
    const workspaceFolder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder));
    if (workspaceFolder === undefined) throw new Error(vscode.l10n.t('{0} is not in this workspace any more.', folder));
    const task = await this.#task(definitionOf(folder, workspaceFolder), workspaceFolder, address);
    signal.throwIfAborted();
    this.#ours.add(folder);
    try {
      const execution = await vscode.tasks.executeTask(task);
      return this.#runs.get(folder) ?? this.#add(folder, execution);
    } finally {
      this.#ours.delete(folder);
    }
  }

  async provideTasks(): Promise<vscode.Task[]> {
    if (!vscode.workspace.isTrusted) return [];
    const tasks = (await this.#programs()).map(async ({ folder }) => {
      const workspaceFolder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder));
      if (workspaceFolder === undefined) return undefined;
      return this.#task(definitionOf(folder, workspaceFolder), workspaceFolder);
    });
    return (await Promise.all(tasks)).filter((task) => task !== undefined);
  }

  async resolveTask({ definition, scope }: vscode.Task): Promise<vscode.Task | undefined> {
    const known = readDefinition(definition);
    const workspaceFolder = workspaceFolderOf(scope);
    if (known === undefined || workspaceFolder === undefined || !vscode.workspace.isTrusted) return undefined;
    // VS Code matches the returned task to its own by definition, so we must return the definition that we were given.
    return this.#task(definition as GoTaskDefinition, workspaceFolder);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#started.dispose();
  }

  async #task(
    definition: GoTaskDefinition,
    workspaceFolder: vscode.WorkspaceFolder,
    wanted?: string,
  ): Promise<vscode.Task> {
    const go = await findGo(process.env);
    if (go === undefined) throw new GoMissing('Go was not found');
    const folder = packageFolder(definition, workspaceFolder);
    const address = wanted ?? (await this.#addressFor(folder, definition.port ?? DEFAULT_PORT));
    return goTask({ definition, workspaceFolder, go, address });
  }

  /**
   * Returns a free address, if possible the same one as before. VS Code may ask for a task twice, run one of the two, and
   * report the other one. With different addresses, we would wait at an address where no server listens.
   */
  async #addressFor(folder: string, port: number): Promise<string> {
    const first = await freeAddress(port);
    const last = this.#addresses.get(folder);
    const isWanted = first.endsWith(`:${port}`);
    const address = isWanted || last === undefined ? first : await freeAddress(portOf(last));
    this.#addresses.set(folder, address);
    return address;
  }

  #taskStarted(execution: vscode.TaskExecution): void {
    const folder = folderOf(execution.task);
    if (folder === undefined || this.#runs.has(folder)) return;
    const run = this.#add(folder, execution);
    if (!this.#ours.has(folder)) this.#started.fire(run);
  }

  #taskEnded(execution: vscode.TaskExecution): void {
    this.#runOf(execution)?.taskHasEnded();
    const folder = folderOf(execution.task);
    if (folder !== undefined) this.#runs.delete(folder);
  }

  #add(folder: string, execution: vscode.TaskExecution): TaskRun {
    const run = new TaskRun(folder, execution, this.#log);
    this.#runs.set(folder, run);
    return run;
  }

  #runOf({ task }: vscode.TaskExecution): TaskRun | undefined {
    const folder = folderOf(task);
    if (folder === undefined) return undefined;
    return this.#runs.get(folder);
  }
}

/** Returns the package folder of a task, or undefined if the task is not ours. */
function folderOf({ definition, scope }: vscode.Task): string | undefined {
  const known = readDefinition(definition);
  const workspaceFolder = workspaceFolderOf(scope);
  if (known === undefined || workspaceFolder === undefined) return undefined;
  return packageFolder(known, workspaceFolder);
}

/** Returns the workspace folder of a task. A task from the user settings has no folder, so it gets the first one. */
function workspaceFolderOf(scope: vscode.Task['scope']): vscode.WorkspaceFolder | undefined {
  if (typeof scope === 'object') return scope;
  return vscode.workspace.workspaceFolders?.[0];
}

/**
 * Milliseconds that we give a server to finish its calls (a generated server takes up to 5 s), and VS Code to end a
 * terminal.
 */
const GRACE = 6000;
const TERMINAL_PATIENCE = 5000;

class TaskRun implements GoRun {
  readonly folder: string;
  readonly address: string;
  readonly ended: Promise<number | undefined>;
  /** Settles once VS Code has removed the task, which happens after the end of its process. */
  readonly isOver: Promise<void>;
  readonly #execution: vscode.TaskExecution;
  readonly #log: (line: string) => void;
  #settle: (exitCode: number | undefined) => void = () => undefined;
  #settleProcess: () => void = () => undefined;
  readonly #hasStarted: Promise<void>;
  #settleTask: () => void = () => undefined;
  #hasEnded = false;
  #exit: number | undefined;
  #process: number | undefined;
  #terminal: vscode.Terminal | undefined;

  constructor(folder: string, execution: vscode.TaskExecution, log: (line: string) => void) {
    this.folder = folder;
    this.address = addressOf(execution.task);
    this.#execution = execution;
    this.#log = log;
    this.ended = new Promise((resolve) => (this.#settle = resolve));
    this.#hasStarted = new Promise((resolve) => (this.#settleProcess = resolve));
    this.isOver = new Promise((resolve) => (this.#settleTask = resolve));
  }

  hasProcess(processId: number): void {
    this.#process = processId;
    this.#settleProcess();
    inBackground(this.#findTerminal(processId), 'The terminal of a Go server was not found', this.#log);
  }

  hasEnded(exitCode: number | undefined): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#exit = exitCode;
    // `go run` may end before the program that it built, and a server may still run after its terminal is closed. So we
    // kill the whole group of processes.
    if (this.#process !== undefined) killGroup(this.#process);
    this.#settle(exitCode);
  }

  /** Notes that VS Code has ended the task. If the task had no process, VS Code fires no other event. */
  taskHasEnded(): void {
    this.hasEnded(undefined);
    this.#settleTask();
  }

  async end(isServing: boolean): Promise<void> {
    // If the program has ended by itself, we leave its terminal open, because it says what went wrong.
    if (this.#isGone()) return;
    // VS Code cannot end a task before its terminal exists.
    await this.#within(TERMINAL_PATIENCE, this.#hasStarted);
    // An interrupted build ends with an exit code as if it had failed, so we interrupt only a program that serves.
    if (isServing && (await this.#interrupt())) await this.#within(GRACE);
    if (!this.#isGone()) await this.#terminate();
    this.#closeIfRed();
  }

  #isGone(): boolean {
    return this.#hasEnded;
  }

  async #terminate(): Promise<void> {
    this.#execution.terminate();
    await this.#within(TERMINAL_PATIENCE);
    this.taskHasEnded();
  }

  /**
   * Closes the terminal if it shows the exit code as an error. VS Code does so for each code except 0, but here the
   * user asked for the program to stop.
   */
  #closeIfRed(): void {
    if (this.#exit !== undefined && this.#exit !== 0) this.#terminal?.dispose();
  }

  showTerminal(): void {
    const terminal = this.#terminal;
    if (terminal !== undefined && vscode.window.terminals.includes(terminal)) terminal.show(true);
    else showBriefly(vscode.l10n.t('The terminal of this server is closed.'));
  }

  /** Interrupts the program, and returns whether that was possible. `go run` waits for the program and ends with it. */
  async #interrupt(): Promise<boolean> {
    if (this.#hasEnded || this.#process === undefined) return false;
    if ((await interruptStarted(this.#process)) || interruptGroup(this.#process)) return true;
    this.#terminal?.sendText('\u0003', false);
    return this.#terminal !== undefined;
  }

  /** Settles once the run has ended, `other` has settled, or the time is over. */
  async #within(milliseconds: number, other: Promise<void> = this.isOver): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
    await Promise.race([this.ended, other, timeout]);
    clearTimeout(timer);
  }

  async #findTerminal(processId: number): Promise<void> {
    for (const terminal of vscode.window.terminals)
      if ((await terminal.processId) === processId) this.#terminal = terminal;
  }
}
