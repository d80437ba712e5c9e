/**
 * Decides which Go belongs to which proto if several modules declare the same names. Go names a service by its full
 * name, and a message by the path of its file. Both names may fit several modules, so the folder of the Go file
 * decides.
 */
import * as vscode from 'vscode';
import type { Counterpart } from '../../contract/generation.ts';
import type { ModuleInfo } from '../../contract/languageServer.ts';
import type { SchemaClient } from '../client/languageClient.ts';
import { foldersOnDisk } from '../shared/moduleName.ts';
import { foldersDeclaring, moduleAround, ownersOfGo } from '../shared/modules.ts';

/** The part of the language server's client that this file uses. */
export type SchemaOfGo = Pick<SchemaClient, 'modules' | 'filesEndingIn'>;

/** Returns the counterparts that belong to the module of a proto. */
export async function counterpartsOf(
  schema: SchemaOfGo,
  proto: vscode.Uri,
  counterparts: readonly Counterpart[],
): Promise<readonly Counterpart[]> {
  if (counterparts.length === 0) return [];
  const modules = await schema.modules();
  if (modules.length < 2) return counterparts;
  const own = moduleAround(modules, proto.fsPath);
  const declaring = await foldersByName(schema, modules, counterparts);
  return counterparts.filter(({ proto: reference, path }) => {
    const folders = declaring.get(nameOf(reference)) ?? [];
    if (own === undefined || folders.length < 2) return true;
    return ownersOfGo(vscode.Uri.file(path).fsPath, folders, foldersOnDisk()).includes(own);
  });
}

/** Returns those of the protos that belong to the Go file at a path. */
export async function protosOfGo(
  schema: SchemaOfGo,
  path: string,
  protos: readonly vscode.Location[],
): Promise<readonly vscode.Location[]> {
  if (protos.length < 2) return protos;
  const modules = await schema.modules();
  const moduleOf = ({ uri }: vscode.Location): string => moduleAround(modules, uri.fsPath) ?? '';
  const owners = ownersOfGo(vscode.Uri.file(path).fsPath, [...new Set(protos.map(moduleOf))], foldersOnDisk());
  return protos.filter((place) => owners.includes(moduleOf(place)));
}

/** Returns the folders of the modules that declare each name. */
async function foldersByName(
  schema: SchemaOfGo,
  modules: readonly ModuleInfo[],
  counterparts: readonly Counterpart[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const references = new Map(counterparts.map(({ proto }) => [nameOf(proto), proto]));
  const found = [...references].map(async ([name, reference]): Promise<[string, readonly string[]]> => {
    if (reference.kind === 'message') return [name, await foldersOfFiles(schema, modules, reference.source)];
    return [name, foldersDeclaring(modules, name)];
  });
  return new Map(await Promise.all(found));
}

async function foldersOfFiles(
  schema: SchemaOfGo,
  modules: readonly ModuleInfo[],
  importPath: string,
): Promise<readonly string[]> {
  const files = await schema.filesEndingIn(importPath);
  const folders = files.flatMap((uri) => moduleAround(modules, vscode.Uri.parse(uri).fsPath) ?? []);
  return [...new Set(folders)];
}

/**
 * Returns the name by which we find the modules of a declaration: the full name of the service, or the path of the
 * message's file.
 */
function nameOf(proto: Counterpart['proto']): string {
  switch (proto.kind) {
    case 'service':
      return proto.fullName;
    case 'method':
      return proto.fullName.slice(0, proto.fullName.lastIndexOf('.'));
    case 'message':
      return proto.source;
  }
}
