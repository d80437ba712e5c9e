/** Finds the subject of a command: a row of the tree, a name from a CodeLens, or the user's choice from a list. */
import * as vscode from 'vscode';
import type { SchemaScope } from '../../contract/languageServer.ts';
import type { SchemaNode } from '../../contract/schemaNode.ts';
import type { SchemaClient } from '../client/languageClient.ts';
import { pickRow } from '../tree/pickRow.ts';
import { askInformation } from './notify.ts';

/** `greeter.v1.Greeter/SayHello` */
export type MethodName = string;

/** A command's argument: a row of the tree, a full name, or the file of an editor's menu; missing from the palette. */
export type CommandArgument = SchemaNode | string | vscode.Uri | undefined;

/** The method in the argument of a command, the method at the cursor, or the user's choice from all methods. */
export async function methodFor(client: SchemaClient, argument: CommandArgument): Promise<MethodName | undefined> {
  if (typeof argument === 'string') return argument;
  const row = rowOf(argument);
  if (row?.kind === 'method') return methodName(row.fullName);
  const atCursor = row === undefined ? await methodAtCursor(client) : undefined;
  return atCursor ?? pickMethod(client);
}

/** The cursor shows the subject of an editor's menu. */
function rowOf(argument: Exclude<CommandArgument, string>): SchemaNode | undefined {
  if (argument instanceof vscode.Uri) return undefined;
  return argument;
}

async function methodAtCursor(client: SchemaClient): Promise<MethodName | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !isProto(editor.document)) return undefined;
  const { line, character } = editor.selection.active;
  return (await client.methodAt({ uri: editor.document.uri.toString(), line, character })) ?? undefined;
}

async function pickMethod(client: SchemaClient): Promise<MethodName | undefined> {
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
      description: row.fullName.slice(0, -row.label.length - 1),
      detail: row.description ?? '',
    }),
  });
  return picked && methodName(picked.fullName);
}

/**
 * The module that a command applies to: the module of its service, of the active editor, or the one that the user
 * picks.
 */
export async function moduleFor(client: SchemaClient, argument: CommandArgument): Promise<SchemaScope | undefined> {
  if (typeof argument === 'string') return { kind: 'moduleOfService', service: argument.split('/')[0] ?? argument };
  const row = rowOf(argument);
  const place = row && (await client.node(row.id))?.place;
  if (place) return { kind: 'moduleOfFile', uri: place.uri };
  const modules = (await client.modules()).filter((module) => module.services.length > 0);
  const inPackage = row
    ? modules.filter((module) => module.services.some((service) => service.startsWith(`${row.fullName}.`)))
    : modules;
  const [first, ...more] = inPackage.length > 0 ? inPackage : modules;
  if (!first) {
    await tellOfNoService();
    return undefined;
  }
  if (more.length === 0) return { kind: 'module', folder: first.folder };
  const editor = vscode.window.activeTextEditor;
  if (!row && editor && isProto(editor.document)) return { kind: 'moduleOfFile', uri: editor.document.uri.toString() };
  const items = [first, ...more].map((module) => ({
    label: vscode.workspace.asRelativePath(module.folder),
    detail: module.services.join(', '),
    module,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Which of these?'),
    matchOnDetail: true,
  });
  return picked && { kind: 'module', folder: picked.module.folder };
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
