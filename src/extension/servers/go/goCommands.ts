/**
 * The command `gRPC: Run Go Server`. It finds the program that the user means and runs it, or shows the server that is
 * already running.
 */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Counterparts } from '../../go/counterparts.ts';
import type { CommandArgument } from '../../shared/commandSubject.ts';
import { askInformation } from '../../shared/notify.ts';
import { requireTrust } from '../../shared/trust.ts';
import { chooseAction } from '../commands.ts';
import type { GoProgram } from './goRun.ts';
import type { GoServer } from './goServer.ts';
import { programLabel } from './goTask.ts';
import type { ProgramArgument } from './programLens.ts';
import type { Servers } from '../servers.ts';

/** The argument of the command: the programs of a lens, or the argument from a menu of the editor or the tree. */
export type RunArgument = ProgramArgument | CommandArgument;

/** Runs a program of a lens, a program that belongs to the active editor, or a program that the user picks. */
export async function runGoServer(counterparts: Counterparts, servers: Servers, argument: RunArgument): Promise<void> {
  if (!(await requireTrust(vscode.l10n.t('Running a server')))) return;
  const program = await programFor(counterparts, argument);
  if (program === undefined) return;
  const server = servers.go.of(program.folder);
  // Users rarely want to start a running server again. They may look for the server, or want a newer build of it.
  if (server?.state === 'running' || server?.state === 'starting')
    await chooseAction(servers, server, runningText(server));
  else await servers.go.start(program);
}

function runningText({ label, address, state }: GoServer): string {
  if (state === 'starting') return vscode.l10n.t('The Go server "{0}" is already starting.', label);
  if (address === undefined) return vscode.l10n.t('The Go server "{0}" is already running.', label);
  return vscode.l10n.t('The Go server "{0}" is already running on {1}.', label, address);
}

async function programFor(counterparts: Counterparts, argument: RunArgument): Promise<GoProgram | undefined> {
  const all = await counterparts.programs();
  if (isProgram(argument)) return oneOf(all.filter(({ folder }) => argument.programs.includes(folder)));
  if (all.length > 0) return oneOf((await inEditor(counterparts, all)) ?? all);
  await offerGeneration();
  return undefined;
}

async function oneOf([first, ...more]: readonly GoProgram[]): Promise<GoProgram | undefined> {
  if (first === undefined || more.length === 0) return first;
  const items = [first, ...more].map((program) => ({
    label: programLabel(program.folder),
    detail: program.services.join(', '),
    program,
  }));
  const options = { placeHolder: vscode.l10n.t('Which Go server?'), matchOnDetail: true };
  return (await vscode.window.showQuickPick(items, options))?.program;
}

/**
 * Returns the program whose package is open in the editor, or the programs of the proto in the editor. Returns
 * undefined without such a program.
 */
async function inEditor(
  counterparts: Counterparts,
  programs: readonly GoProgram[],
): Promise<readonly GoProgram[] | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) return undefined;
  const own = await programsOf(counterparts, programs, document);
  if (own.length === 0) return undefined;
  return own;
}

async function programsOf(
  counterparts: Counterparts,
  programs: readonly GoProgram[],
  { languageId, uri }: vscode.TextDocument,
): Promise<readonly GoProgram[]> {
  if (languageId === 'go') return programs.filter(({ folder }) => folder === dirname(uri.fsPath));
  if (uri.scheme === 'file' && languageId.startsWith('proto')) return counterparts.programsOf(uri);
  return [];
}

async function offerGeneration(): Promise<void> {
  const generate = vscode.l10n.t('Generate Go');
  const text = vscode.l10n.t('No Go program in this workspace registers a service. Generate a server first.');
  if ((await askInformation(text, generate)) === generate)
    await vscode.commands.executeCommand('grpcWorkbench.generateGo');
}

function isProgram(argument: RunArgument): argument is ProgramArgument {
  return typeof argument === 'object' && 'programs' in argument;
}
