/**
 * Finds the subject of a command: a row of the tree, a name from a lens, or the user's choice from a list. Several
 * modules may declare one name. The file of the lens, of the row or of the editor says which module is meant. Without
 * such a file, the user chooses a folder.
 */
import * as vscode from 'vscode';
import { defined } from '../../base/defined.ts';
import type { ModuleInfo, NameInFile, SchemaScope } from '../../contract/languageServer.ts';
import type { MethodInFile } from '../../contract/panel/messages.ts';
import type { SchemaNode } from '../../contract/schemaNode.ts';
import type { SchemaClient } from '../client/languageClient.ts';
import { pickRow } from '../tree/pickRow.ts';
import { withModule } from '../tree/rowLooks.ts';
import { pickModule } from './moduleName.ts';
import { foldersDeclaring, moduleAround } from './modules.ts';
import { isNameInFile } from './nameInFile.ts';
import { askInformation } from './notify.ts';

/** The full name of a method, such as `greeter.v1.Greeter/SayHello`. */
export type MethodName = string;

/**
 * The argument of a command: a row of the tree, a name from a lens, a full name, or the file of an editor's menu. The
 * command palette passes no argument.
 */
export type CommandArgument = SchemaNode | NameInFile | string | vscode.Uri | undefined;

/** Returns the name in an argument, or undefined if the argument has no name. */
export function nameIn(argument: CommandArgument): string | undefined {
  if (typeof argument === 'string') return argument;
  if (isNameInFile(argument)) return argument.name;
  return undefined;
}

/** Returns the method in the argument of a command, the method at the cursor, or the user's choice from all methods. */
export async function methodFor(client: SchemaClient, argument: CommandArgument): Promise<MethodInFile | undefined> {
  const named = await methodNamed(client, argument);
  return named && inOneModule(client, named);
}

/** A method, with the file that declares it if we know that file. */
interface NamedMethod {
  readonly method: MethodName;
  readonly file?: string;
}

async function methodNamed(client: SchemaClient, argument: CommandArgument): Promise<NamedMethod | undefined> {
  if (typeof argument === 'string') return { method: argument };
  if (isNameInFile(argument)) return { method: argument.name, file: argument.file };
  const row = rowOf(argument);
  if (row?.kind === 'method') return methodOfRow(client, row);
  const atCursor = row === undefined ? await methodAtCursor(client) : undefined;
  return atCursor ?? pickMethod(client);
}

/**
 * Returns the row in an argument. The menu of an editor passes a file instead, and means the declaration at the cursor.
 */
function rowOf(argument: Exclude<CommandArgument, string | NameInFile>): SchemaNode | undefined {
  if (argument instanceof vscode.Uri) return undefined;
  return argument;
}

async function methodOfRow(client: SchemaClient, row: SchemaNode): Promise<NamedMethod> {
  const file = (await client.node(row.id))?.place?.uri;
  return defined({ method: methodName(row.fullName), file });
}

async function methodAtCursor(client: SchemaClient): Promise<NamedMethod | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !isProto(editor.document)) return undefined;
  const { line, character } = editor.selection.active;
  const file = editor.document.uri.toString();
  const method = await client.methodAt({ uri: file, line, character });
  if (method === null) return undefined;
  return { method, file };
}

async function pickMethod(client: SchemaClient): Promise<NamedMethod | undefined> {
  const { rows } = await client.search({ query: '', limit: 1, kinds: ['method'] });
  if (rows.length === 0) {
    await tellOfNoService();
    return undefined;
  }
  const picked = await pickRow(client, {
    placeholder: vscode.l10n.t('Method to send a request to'),
    kinds: ['method'],
    toItem: (row) => ({
      label: row.label,
      description: withModule(row, row.fullName.slice(0, -row.label.length - 1)),
      detail: row.description ?? '',
    }),
  });
  return picked && methodOfRow(client, picked);
}

/** Adds the module to the method if several modules declare the service. */
async function inOneModule(client: SchemaClient, { method, file }: NamedMethod): Promise<MethodInFile | undefined> {
  const modules = await client.modules();
  const service = method.slice(0, method.indexOf('/'));
  const declaring = foldersDeclaring(modules, service);
  if (declaring.length < 2) return defined({ method, file });
  const around = moduleMeant(modules, declaring, file === undefined ? editorUri() : vscode.Uri.parse(file));
  const module =
    around ??
    (await pickModule(
      modules.filter(({ folder }) => declaring.includes(folder)),
      whichOf(method),
    ));
  if (module === undefined) return undefined;
  if (file !== undefined && around !== undefined) return { method, file, module };
  const rows = await client.find('method', method.replace('/', '.'));
  return defined({ method, file: rows.find((row) => row.module === module)?.place?.uri, module });
}

function whichOf(method: MethodName): string {
  return vscode.l10n.t('{0} of which folder?', method.slice(method.indexOf('/') + 1));
}

/** Returns the module that contains a file, if that module is one of the given ones. */
function moduleMeant(
  modules: readonly ModuleInfo[],
  folders: readonly string[],
  uri: vscode.Uri | undefined,
): string | undefined {
  if (uri?.scheme !== 'file') return undefined;
  const around = moduleAround(modules, uri.fsPath);
  return folders.find((folder) => folder === around);
}

function editorUri(): vscode.Uri | undefined {
  return vscode.window.activeTextEditor?.document.uri;
}

/**
 * Returns the module that a command applies to: the module of its service, of the active editor, or of the user's
 * choice. `question` asks the user for a folder.
 */
export async function moduleFor(
  client: SchemaClient,
  argument: CommandArgument,
  question: string,
): Promise<SchemaScope | undefined> {
  if (isNameInFile(argument)) return { kind: 'moduleOfFile', uri: argument.file };
  if (typeof argument === 'string') return moduleOfService(client, argument.split('/')[0] ?? argument, question);
  const row = rowOf(argument);
  const place = row && (await client.node(row.id))?.place;
  if (place) return { kind: 'moduleOfFile', uri: place.uri };
  const all = await client.modules();
  const modules = all.filter((module) => module.services.length > 0);
  if (modules.length === 0) {
    await tellOfNoService();
    return undefined;
  }
  if (row === undefined) return moduleOfEditor(all, modules, argument, question);
  const inPackage = modules.filter(({ services }) => services.some((name) => name.startsWith(`${row.fullName}.`)));
  return oneOf(inPackage.length > 0 ? inPackage : modules, question);
}

async function moduleOfService(
  client: SchemaClient,
  service: string,
  question: string,
): Promise<SchemaScope | undefined> {
  const modules = await client.modules();
  const folders = foldersDeclaring(modules, service);
  if (folders.length < 2) return { kind: 'moduleOfService', service };
  const meant = moduleMeant(modules, folders, editorUri());
  if (meant !== undefined) return { kind: 'module', folder: meant };
  return oneOf(
    modules.filter(({ folder }) => folders.includes(folder)),
    question,
  );
}

/**
 * Returns the module of the given or the active editor; if it has none, asks the user. `modules` are the modules with
 * services.
 */
async function moduleOfEditor(
  all: readonly ModuleInfo[],
  modules: readonly ModuleInfo[],
  argument: CommandArgument,
  question: string,
): Promise<SchemaScope | undefined> {
  if (modules.length === 1) return oneOf(modules, question);
  const uri = argument instanceof vscode.Uri ? argument : editorUri();
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri?.toString());
  if (document !== undefined && isProto(document)) return { kind: 'moduleOfFile', uri: document.uri.toString() };
  const folders = modules.map(({ folder }) => folder);
  const folder = moduleMeant(all, folders, uri);
  if (folder !== undefined) return { kind: 'module', folder };
  return oneOf(modules, question);
}

async function oneOf(modules: readonly ModuleInfo[], question: string): Promise<SchemaScope | undefined> {
  const [first] = modules;
  const folder = modules.length === 1 ? first?.folder : await pickModule(modules, question);
  if (folder === undefined) return undefined;
  return { kind: 'module', folder };
}

async function tellOfNoService(): Promise<void> {
  const create = vscode.l10n.t('New Greeter Project');
  const text = vscode.l10n.t('No service was found in this workspace. Add a .proto file with a service first.');
  if ((await askInformation(text, create)) === create)
    await vscode.commands.executeCommand('grpcWorkbench.newGreeterProject');
}

function isProto(document: vscode.TextDocument): boolean {
  return document.languageId === 'proto' || document.languageId === 'proto3';
}

function methodName(fullName: string): MethodName {
  const dot = fullName.lastIndexOf('.');
  return `${fullName.slice(0, dot)}/${fullName.slice(dot + 1)}`;
}
