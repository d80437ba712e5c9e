/** The items of call and type hierarchies: declarations, and the places where a file names them as types. */
import type { FilePath } from '../../base/path.ts';
import type { LinkedFile, Reference, SymbolDefinition, SymbolName } from '../../schema/descriptors/model.ts';
import type { EnumNode, FieldNode, MessageNode, Node } from '../../syntax/tree/nodes.ts';
import { nodePathAt } from '../../syntax/tree/walk.ts';
import { isDeprecated } from '../../workspace/files/deprecated.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { simpleName } from '../names/match.ts';
import { declarationNode, declarationOf, namedPlaceAt } from '../names/symbols.ts';
import { usersOf } from './references.ts';

/** The kinds of declarations that an item of a hierarchy stands for. */
export type HierarchyKind = 'service' | 'method' | 'message' | 'enum' | 'extension';

/** The data by which an editor names an item when it asks for the next level. */
export interface HierarchyKey {
  readonly path: FilePath;
  readonly kind: HierarchyKind;
  readonly fullName: string;
}

/** One declaration of a hierarchy, with the current state of its file. */
export interface HierarchyItem extends HierarchyKey {
  readonly file: LinkedFile;
  readonly symbol: SymbolDefinition;
  readonly deprecated: boolean;
}

const KINDS: ReadonlySet<string> = new Set<HierarchyKind>(['service', 'method', 'message', 'enum', 'extension']);

/** The item at the cursor. For a member, such as a field, it is the message or enum that contains the member. */
export function hierarchyItemAt(workspace: Workspace, file: LinkedFile, offset: number): HierarchyItem | undefined {
  const place = namedPlaceAt(file, offset);
  if (place === undefined || place.kind === 'import') return undefined;
  const named = hierarchyItem(workspace, file, place.symbol);
  if (named !== undefined) return named;
  const around = nodePathAt(file.tree, offset).findLast(isTypeNode);
  if (place.kind === 'reference' || around === undefined) return undefined;
  const nameAt = around.name && file.tree.tokens.start(around.name.first);
  const symbol = file.symbols.find(({ kind, nameSpan }) => isHierarchyKind(kind) && nameSpan.start === nameAt);
  return symbol && hierarchyItem(workspace, file, symbol);
}

/** Whether a node declares a message or an enum. A group declares a message, too. */
function isTypeNode(node: Node): node is MessageNode | EnumNode | FieldNode {
  return node.kind === 'message' || node.kind === 'enum' || (node.kind === 'field' && node.group !== undefined);
}

/** The item of a symbol that `file` names; undefined if the symbol is gone or its kind has no place in a hierarchy. */
export function hierarchyItem(workspace: Workspace, file: LinkedFile, symbol: SymbolName): HierarchyItem | undefined {
  if (!isHierarchyKind(symbol.kind)) return undefined;
  const found = declarationOf(file, symbol, (home, importPath) => workspace.textOf(home, importPath));
  const path = found && workspace.pathOf(found.file.interface);
  if (found === undefined || path === undefined) return undefined;
  return toItem(path, found.file, found.symbol, symbol.kind);
}

/** The item of a key, with the current state of its file. */
export function currentItem(workspace: Workspace, { path, kind, fullName }: HierarchyKey): HierarchyItem | undefined {
  const file = workspace.linked(path);
  const symbol = file?.symbols.find((one) => one.kind === kind && one.fullName === fullName);
  return file && symbol && toItem(path, file, symbol, kind);
}

/** The item of a symbol that the given file declares. */
export function toItem(path: FilePath, file: LinkedFile, symbol: SymbolDefinition, kind: HierarchyKind): HierarchyItem {
  const node = declarationNode(file, symbol);
  return { path, kind, fullName: symbol.fullName, file, symbol, deprecated: node !== undefined && isDeprecated(node) };
}

function isHierarchyKind(kind: string): kind is HierarchyKind {
  return KINDS.has(kind);
}

/** Whether a reference names exactly this declaration, not one inside it. */
export function names({ target }: Reference, { kind, fullName }: SymbolName | HierarchyKey): boolean {
  return target.kind === kind && target.fullName === fullName;
}

/** The files that may name a declaration: its own file, and the importing files that mention its name. */
export function filesThatMayName(workspace: Workspace, { path: home, fullName }: HierarchyKey): readonly FilePath[] {
  const mentioning = workspace.mentionsOf(simpleName(fullName));
  return [...usersOf(workspace, [home])].filter((path) => path === home || mentioning.has(path));
}

/**
 * The message, extension or rpc whose type is named at an offset. For the type of a message's field, it is the message.
 * Undefined for other names, such as those in options.
 */
export function typeUserAt(file: LinkedFile, offset: number): Omit<HierarchyKey, 'path'> | undefined {
  const path = nodePathAt(file.tree, offset);
  if (path.at(-1)?.kind !== 'typeName' || path.some(({ kind }) => kind === 'option')) return undefined;
  const user = path.findLast(({ kind }) => kind === 'field' || kind === 'method');
  if (user === undefined) return undefined;
  const around = path.slice(0, path.indexOf(user));
  const isExtension = around.at(-1)?.kind === 'extend';
  const ownNames = user.kind === 'method' || isExtension ? [nameOf(user)] : [];
  const fullName = [file.descriptor.package, ...around.flatMap(scopeName), ...ownNames].filter(Boolean).join('.');
  if (user.kind === 'method') return { kind: 'method', fullName };
  return { kind: isExtension ? 'extension' : 'message', fullName };
}

function nameOf(node: Node): string {
  if (node.kind === 'field' || node.kind === 'method') return node.name?.text ?? '';
  return '';
}

/** The name that a node adds to the full names of the declarations in it. A group counts as a message. */
function scopeName(node: Node): readonly string[] {
  switch (node.kind) {
    case 'message':
    case 'service':
    case 'field':
      return [node.name?.text ?? ''];
    default:
      return [];
  }
}
