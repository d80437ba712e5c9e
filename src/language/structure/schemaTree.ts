/**
 * The rows of the schema tree, a level at a time: package → service, message, enum → their members.
 * Made from what the index keeps of each file, so that no level costs more than its own rows. Only the members of a
 * message or enum are read from the text, and of a closed file only the declaration that they are in. Rows have no
 * place and no comment, so that moving lines changes no row: `schemaNode` gives both for one row.
 */
import type { FilePath } from '../../base/path.ts';
import type { MethodKind, SchemaNode, SchemaNodeKind, SourcePlace } from '../../contract/schemaNode.ts';
import { parse } from '../../syntax/parser.ts';
import type { Node } from '../../syntax/tree/nodes.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { Span } from '../../text/span.ts';
import { isDeprecated } from '../../workspace/index/details.ts';
import { declarationId, nameOfStep, packageId, readRowId, rowStep } from '../../workspace/index/rowIds.ts';
import { messageSketch, type KeptMethod, type KeptRow } from '../../workspace/index/rows.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { documentation } from '../names/documentation.ts';
import { outline, type OutlineItem } from './outline.ts';

/** Turns a place of a file into what an editor opens. */
export type PlaceOf = (path: FilePath, text: string, span: Span) => SourcePlace;

/** For a package that has no name. */
const NO_PACKAGE = '(no package)';

/** The rows below a row, or the packages; empty if the row is gone. */
export function schemaChildren(workspace: Workspace, parent?: string): readonly SchemaNode[] {
  if (parent === undefined) return workspace.packages().map(packageRow);
  const key = readRowId(parent);
  if (key.kind === 'package') return topLevel(workspace, key.name);
  const scope = scopeOf(workspace, key.path);
  const [first, ...more] = key.steps;
  const [kept] = keptRows(workspace, key.path, first);
  if (more.length === 0 && kept?.kind === 'service') return distinctIds(methodRows(scope, kept));
  const found = declarationAt(workspace, key.path, key.steps);
  return distinctIds((found?.item.children ?? []).map((child) => row(scope, child, key.steps)));
}

/** The row with its ancestors, outermost first; empty where it is gone. */
export function schemaPath(workspace: Workspace, id: string): readonly SchemaNode[] {
  const path = ancestorIds(workspace, id).map((step) => plainRow(workspace, step));
  if (path.every((node) => node !== undefined)) return path;
  return [];
}

/** One row with its place and its comment. */
export function schemaNode(workspace: Workspace, placeOf: PlaceOf, id: string): SchemaNode | undefined {
  const key = readRowId(id);
  if (key.kind === 'package') return plainRow(workspace, id);
  const found = declarationAt(workspace, key.path, key.steps);
  if (found === undefined) return undefined;
  const node = row(scopeOf(workspace, key.path), found.item, key.steps.slice(0, -1));
  const place = placeOf(key.path, found.text, moved(found.item.nameSpan, found.shift));
  const comment = documentation(found.tree, found.item.node);
  if (comment === undefined) return { ...node, place };
  return { ...node, place, documentation: comment };
}

/** The row of a package; the empty name stands for files without a package. */
export function packageRow(name: string): SchemaNode {
  return {
    id: packageId(name),
    kind: 'package',
    label: name === '' ? NO_PACKAGE : name,
    fullName: name,
    hasChildren: true,
  };
}

/** The row of a message, enum, service or extend block, from what the index has kept. */
export function keptRow(scope: RowScope, kept: KeptRow): SchemaNode {
  const steps = [rowStep(kept)];
  return {
    id: declarationId(scope.path, steps),
    kind: kept.kind,
    label: kept.name,
    ...described(kept.detail),
    fullName: fullNameOf(scope, steps),
    ...flagged(kept.deprecated),
    hasChildren: kept.hasChildren,
  };
}

/** The row of a method, from what the index has kept. */
export function methodRow(scope: RowScope, service: string, method: KeptMethod): SchemaNode {
  const steps = [rowStep({ kind: 'service', name: service }), rowStep({ kind: 'method', name: method.name })];
  return {
    id: declarationId(scope.path, steps),
    kind: 'method',
    label: method.name,
    ...described(method.detail),
    fullName: fullNameOf(scope, steps),
    methodKind: methodKindOf(method.inputStream, method.outputStream),
    ...flagged(method.deprecated),
    hasChildren: false,
  };
}

/** What the rows of a file share. */
export interface RowScope {
  readonly path: FilePath;
  readonly package: string;
}

const ORDER: Readonly<Partial<Record<SchemaNodeKind, number>>> = { service: 0, message: 1, enum: 2, extend: 3 };

function topLevel(workspace: Workspace, packageName: string): readonly SchemaNode[] {
  const rows: SchemaNode[] = [];
  for (const path of workspace.filesOfPackage(packageName)) {
    const scope = { path, package: packageName };
    for (const kept of workspace.rows(path)?.rows ?? []) rows.push(keptRow(scope, kept));
  }
  const rank = (node: SchemaNode): number => ORDER[node.kind] ?? 9;
  return distinctIds(rows.sort((a, b) => rank(a) - rank(b)));
}

function methodRows(scope: RowScope, { name, methods }: KeptRow): readonly SchemaNode[] {
  return methods.map((method) => methodRow(scope, name, method));
}

function plainRow(workspace: Workspace, id: string): SchemaNode | undefined {
  const key = readRowId(id);
  if (key.kind === 'package') {
    if (workspace.filesOfPackage(key.name).length > 0) return packageRow(key.name);
    return undefined;
  }
  const found = declarationAt(workspace, key.path, key.steps);
  return found && row(scopeOf(workspace, key.path), found.item, key.steps.slice(0, -1));
}

function row(scope: RowScope, item: OutlineItem, outer: readonly string[]): SchemaNode {
  const steps = [...outer, rowStep(item)];
  const description = item.node.kind === 'message' ? messageSketch(item.node) : item.detail;
  return {
    id: declarationId(scope.path, steps),
    kind: item.kind,
    label: item.name,
    ...described(description),
    fullName: fullNameOf(scope, steps),
    ...methodFacts(item.node),
    ...flagged(isDeprecated(item.node)),
    hasChildren: item.children.length > 0,
  };
}

function described(description: string): Pick<SchemaNode, 'description'> {
  if (description === '') return {};
  return { description };
}

function flagged(deprecated: boolean): Pick<SchemaNode, 'deprecated'> {
  if (deprecated) return { deprecated };
  return {};
}

function methodFacts(node: Node): Pick<SchemaNode, 'methodKind'> {
  if (node.kind !== 'method') return {};
  return { methodKind: methodKindOf(node.input?.stream === true, node.output?.stream === true) };
}

function methodKindOf(inputStream: boolean, outputStream: boolean): MethodKind {
  if (inputStream) {
    if (outputStream) return 'bidiStreaming';
    return 'clientStreaming';
  }
  if (outputStream) return 'serverStreaming';
  return 'unary';
}

function fullNameOf(scope: RowScope, steps: readonly string[]): string {
  const name = steps.map(nameOfStep).join('.');
  if (scope.package === '') return name;
  return `${scope.package}.${name}`;
}

function scopeOf(workspace: Workspace, path: FilePath): RowScope {
  return { path, package: workspace.summary(path)?.package ?? '' };
}

interface FoundDeclaration {
  readonly item: OutlineItem;
  /** The tree that the item is in, which may be of a piece of the text. */
  readonly tree: SyntaxTree;
  /** The text of the whole file. */
  readonly text: string;
  /** Where the tree's text stands in it. */
  readonly shift: number;
}

/** A declaration as its text is now. */
function declarationAt(workspace: Workspace, path: FilePath, steps: readonly string[]): FoundDeclaration | undefined {
  for (const { tree, text, shift } of piecesWith(workspace, path, steps[0])) {
    const item = find(outline(tree), steps);
    if (item !== undefined) return { item, tree, text, shift };
  }
  return undefined;
}

/** Trees with all of the top-level declarations of this step: of an open file its tree, of a closed one as little as possible. */
function* piecesWith(
  workspace: Workspace,
  path: FilePath,
  step: string | undefined,
): Generator<Omit<FoundDeclaration, 'item'>, void> {
  if (workspace.isOpen(path)) {
    const tree = workspace.tree(path);
    if (tree !== undefined) yield { tree, text: tree.text, shift: 0 };
    return;
  }
  const kept = keptRows(workspace, path, step);
  const text = kept.length === 0 ? undefined : workspace.text(path);
  if (text === undefined) return;
  // A comment in the first line belongs to the declaration before, which the semicolon stands for.
  for (const { start, end } of kept) yield { tree: parse(`;${text.slice(start, end)}`), text, shift: start - 1 };
}

/** Broken text may declare a name twice, and extensions of one message are often in several blocks. */
function keptRows(workspace: Workspace, path: FilePath, step: string | undefined): readonly KeptRow[] {
  return (workspace.rows(path)?.rows ?? []).filter((kept) => rowStep(kept) === step);
}

function find(items: readonly OutlineItem[], steps: readonly string[]): OutlineItem | undefined {
  let level = items;
  let found: OutlineItem | undefined;
  for (const wanted of steps) {
    found = level.find((item) => item.kind !== 'package' && rowStep(item) === wanted);
    if (!found) return undefined;
    level = found.children;
  }
  return found;
}

function moved({ start, end }: Span, shift: number): Span {
  return { start: start + shift, end: end + shift };
}

function ancestorIds(workspace: Workspace, id: string): readonly string[] {
  const key = readRowId(id);
  if (key.kind === 'package') return [id];
  const outer = key.steps.map((_, index) => declarationId(key.path, key.steps.slice(0, index + 1)));
  return [packageId(workspace.summary(key.path)?.package ?? ''), ...outer];
}

/** A tree needs each id once. */
function distinctIds(rows: readonly SchemaNode[]): readonly SchemaNode[] {
  const seen = new Set<string>();
  return rows.filter((node) => !seen.has(node.id) && seen.add(node.id));
}
