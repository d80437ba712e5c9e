/**
 * Makes a new file with a service. It has the syntax, package and Go package of the files near it. If there are no such
 * files, the package follows the folder, as buf's lint requires it.
 */
import { basename, dirname, isWithin, join, relativeTo, type FilePath } from '../../base/path.ts';
import { stringText } from '../../syntax/lexing/strings.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import { lineBreakOf } from '../../text/lines.ts';
import { isHabitual } from '../../workspace/imports/roots.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { snakeCase } from '../names/snakeCase.ts';

/** The path and the text of the file with a new service. */
export interface NewService {
  readonly path: FilePath;
  readonly text: string;
  /** The name of the service's first rpc, and its offset in the text. */
  readonly rpc: string;
  readonly rpcAt: number;
  /** A full name of the new file that another file declares already. If it is set, the new file would have an error. */
  readonly taken?: string;
}

/** We read at most this many files of a module to learn its conventions. */
const MOST_READ = 100;

/** The folder for a service of this name: the folder of the file `near`, or a new folder in the folder `near`. */
export function serviceFolder(workspace: Workspace, name: string, near: FilePath): FilePath {
  if (workspace.has(near) && !workspace.isDependency(near)) return dirname(near);
  const first = workspace.files().find((path) => isWithin(near, path));
  const root = first === undefined ? join(near, 'proto') : rootOf(workspace, first);
  // buf's style guide gives each new package a version: https://buf.build/docs/best-practices/style-guide/.
  return join(root, `${snakeCase(name)}/v1`);
}

/** The import root of a file. */
function rootOf(workspace: Workspace, path: FilePath): FilePath {
  return path.slice(0, -workspace.nameOf(path).length - 1);
}

/** The new file in a folder, which does not need to exist. */
export function newService(workspace: Workspace, name: string, inFolder: FilePath): NewService {
  const path = join(inFolder, `${snakeCase(name)}.proto`);
  const folder = dirname(path);
  const module = workspace.moduleOf(path);
  const own = module.files.filter((file) => file !== path && !workspace.isDependency(file));
  const beside = own.filter((file) => dirname(file) === folder);
  const models = treesOf(workspace, beside.length > 0 ? beside : own);
  const importPath = own.length > 0 ? workspace.nameOf(path) : withoutUsualFolder(module.folder, path);
  const directory = importPath.includes('/') ? dirname(importPath) : '';
  const packageName = packageFor(workspace, beside, directory, name);
  const rpc = rpcFor(name);
  const isTaken = (one: string): boolean => declares(workspace, packageName, one);
  const wanted = { name, rpc, prefix: isTaken(`${rpc}Request`) || isTaken(`${rpc}Response`) ? name : '' };
  const head = {
    syntax: mostFrequent(models.flatMap(({ tree }) => syntaxOf(tree) ?? [])) ?? 'syntax = "proto3";',
    packageName,
    goPackage: mostFrequent(models.flatMap((model) => goPackageLike(model, directory, beside.length > 0) ?? [])),
  };
  const lines = textOf(head, wanted);
  const [model] = models;
  const text = lines.replaceAll('\n', model === undefined ? '\n' : lineBreakOf(model.tree.text));
  const found = { path, text, rpc, rpcAt: text.indexOf(`rpc ${rpc}(`) + 'rpc '.length };
  if (!isTaken(name)) return found;
  return { ...found, taken: `${packageName}.${name}` };
}

/** A file whose conventions the new file follows. */
interface Model {
  readonly tree: SyntaxTree;
  /** The folder part of the file's import path. */
  readonly directory: string;
}

function treesOf(workspace: Workspace, files: readonly FilePath[]): readonly Model[] {
  return files.slice(0, MOST_READ).flatMap((path): Model[] => {
    const tree = workspace.tree(path);
    if (tree === undefined) return [];
    const importPath = workspace.nameOf(path);
    return [{ tree, directory: importPath.includes('/') ? dirname(importPath) : '' }];
  });
}

/**
 * The import path of a new file below `top`. In a folder without files, nothing shows yet that import paths start at a
 * folder such as `proto/`.
 */
function withoutUsualFolder(top: FilePath, path: FilePath): string {
  for (let folder = dirname(path); isWithin(top, folder) && folder !== top; folder = dirname(folder))
    if (isHabitual(folder)) return relativeTo(folder, path) ?? basename(path);
  return relativeTo(top, path) ?? basename(path);
}

/**
 * The package of the files in the same folder. If there are none, the folder below the import root gives it:
 * `acme/greeter/v1`.
 */
function packageFor(workspace: Workspace, beside: readonly FilePath[], directory: string, name: string): string {
  const packages = beside.map((path) => workspace.summary(path)?.package ?? '');
  const usual = mostFrequent(packages.filter((one) => one !== ''));
  if (usual !== undefined) return usual;
  if (directory === '') return `${snakeCase(name)}.v1`;
  return directory.split('/').map(asIdentifier).join('.');
}

function asIdentifier(folder: string): string {
  const text = folder.replaceAll(/\W/g, '_');
  if (/^\d/.test(text) || text === '') return `_${text}`;
  return text;
}

function declares(workspace: Workspace, packageName: string, name: string): boolean {
  return workspace
    .filesOfPackage(packageName)
    .some((path) => workspace.summary(path)?.declarations.some((one) => one.topLevel && one.name === name) === true);
}

function syntaxOf(tree: SyntaxTree): string | undefined {
  const node = tree.root.items.find((item) => item.kind === 'syntax');
  if (node?.value === undefined) return undefined;
  const version = stringText(node.value);
  if (!/^(?:proto[23]|\d{4})$/.test(version)) return undefined;
  return `${node.keyword} = "${version}";`;
}

/**
 * The Go package for a new file: the model's own in the same folder, otherwise the model's with the other folder at its
 * end.
 */
function goPackageLike({ tree, directory }: Model, wanted: string, isBeside: boolean): string | undefined {
  const value = goPackageOf(tree);
  if (value === undefined || isBeside) return value;
  const [path = '', alias] = value.split(';');
  if (directory === '' || wanted === '' || !path.endsWith(`/${directory}`)) return undefined;
  const moved = `${path.slice(0, -directory.length)}${wanted}`;
  if (alias === undefined) return moved;
  if (alias !== goAlias(directory)) return undefined;
  return `${moved};${goAlias(wanted)}`;
}

function goPackageOf({ root, tokens }: SyntaxTree): string | undefined {
  const option = root.items.find((item) => item.kind === 'option' && tokens.text(item.first + 1) === 'go_package');
  if (option?.kind !== 'option' || option.value?.kind !== 'string') return undefined;
  const value = stringText(option.value);
  // A value that needs escapes is not a Go package.
  if (!/^[\w./~;-]+$/.test(value)) return undefined;
  return value;
}

/** The Go package name for a folder: `greeterv1` for `acme/greeter/v1`. */
function goAlias(directory: string): string {
  const parts = directory.split('/');
  const isVersion = /^v\d\w*$/.test(parts.at(-1) ?? '');
  return parts
    .slice(isVersion ? -2 : -1)
    .join('')
    .replaceAll(/\W/g, '');
}

function mostFrequent(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [best] = [...counts].sort(([, a], [, b]) => b - a);
  return best?.[0];
}

/**
 * The name of the first rpc: `SayHello` for a Greeter, as in gRPC's own guides; `GetLibrary` for a Library or a
 * LibraryService.
 */
function rpcFor(name: string): string {
  const subject = name.replace(/(?<=.)Service$/, '');
  if (subject === 'Greeter') return 'SayHello';
  return `Get${subject.charAt(0).toUpperCase()}${subject.slice(1)}`;
}

interface Head {
  /** The whole syntax or edition statement. */
  readonly syntax: string;
  readonly packageName: string;
  readonly goPackage: string | undefined;
}

interface Wanted {
  readonly name: string;
  readonly rpc: string;
  /** The text before the names of the messages, if the package already has messages of these names. */
  readonly prefix: string;
}

function textOf({ syntax, packageName, goPackage }: Head, { name, rpc, prefix }: Wanted): string {
  const options = goPackage === undefined ? '' : `option go_package = "${goPackage}";\n\n`;
  const label = syntax.includes('"proto2"') ? 'optional ' : '';
  const [request, response] = [`${prefix}${rpc}Request`, `${prefix}${rpc}Response`];
  return `${syntax}

package ${packageName};

${options}service ${name} {
  rpc ${rpc}(${request}) returns (${response});
}

message ${request} {
  ${label}string name = 1;
}

message ${response} {
  ${label}string message = 1;
}
`;
}
