/**
 * The rows of the schema tree, one level at a time: package → service, message, enum → their members. `treeLayout`
 * decides which rows contain the packages of a large workspace. We make rows from the index, so that a level costs no
 * more than its own rows. We read only the members of a message or enum from the text; in a closed file, we read only
 * the declaration that holds them. Rows have no place and no comment, so that moved lines do not change a row.
 * `schemaNode` gives both for one row.
 */
import { basename, type FilePath } from '../../base/path.ts';
import type { MethodKind, SchemaNode, SchemaNodeKind, SourcePlace } from '../../contract/schemaNode.ts';
import { parse } from '../../syntax/parser.ts';
import type { Node } from '../../syntax/tree/nodes.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { Span } from '../../text/span.ts';
import { isDeprecated } from '../../workspace/files/deprecated.ts';
import {
  declarationId,
  fileId,
  groupId,
  isServiceStep,
  nameOfStep,
  packageId,
  readRowId,
  rowStep,
  typesId,
  type RowKey,
  type RowPlace,
  type TopGroup,
} from '../../workspace/index/rowIds.ts';
import { messageSketch, type KeptMethod, type KeptRow } from '../../workspace/index/rows.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { documentation } from '../names/documentation.ts';
import { withModules } from './namesakes.ts';
import { outline, type OutlineItem } from './outline.ts';
import { withShortNames } from './shortNames.ts';
import {
  endFirst,
  outermostPackages,
  packagePath,
  packageRow,
  packagesBelow,
  treeLayout,
  type TreeLayout,
} from './treeLayout.ts';

/** Turns a span of a file into a location that an editor opens. */
export type PlaceOf = (path: FilePath, text: string, span: Span) => SourcePlace;

/** If a package of a large workspace has more messages, enums and extensions than this, one closed row holds them. */
const MOST_TYPES = 20;
/**
 * The schema tree lists at most this many files with nothing but errors, because a longer list does not help the user.
 */
const MOST_FILES = 20;
/** If a large workspace has more services than this, the group of services starts closed. */
const MOST_OPEN_SERVICES = 20;

/** The rows below a row, or the rows of the first level if there is no parent; empty if the parent is gone. */
export function schemaChildren(workspace: Workspace, parent?: string): readonly SchemaNode[] {
  return withShortNames(levelBelow(workspace, parent));
}

function levelBelow(workspace: Workspace, parent: string | undefined): readonly SchemaNode[] {
  const layout = treeLayout(workspace);
  if (parent === undefined) return firstLevel(workspace, layout);
  const key = readRowId(parent);
  switch (key.kind) {
    case 'group':
      return withModules(workspace, groupLevel(workspace, layout, key.group));
    case 'package':
      return withModules(workspace, packageLevel(workspace, layout, key.name));
    case 'file':
      return [];
    case 'types':
      return withModules(workspace, declaredIn(workspace, layout, key.package, isType));
    case 'declaration':
      return members(workspace, key);
  }
}

/** A row after the rows that contain it, outermost first; empty if the row is gone. */
export function schemaPath(workspace: Workspace, id: string): readonly SchemaNode[] {
  const layout = treeLayout(workspace);
  const path = ancestorIds(workspace, layout, id).map((step) => plainRow(workspace, layout, step));
  if (path.every((node) => node !== undefined)) return path;
  return [];
}

/** One row with its place, its comment, and the names of types as they are written in the source. */
export function schemaNode(workspace: Workspace, placeOf: PlaceOf, id: string): SchemaNode | undefined {
  const layout = treeLayout(workspace);
  const key = readRowId(id);
  if (key.kind === 'file') return { ...fileRow(key.path), place: placeOf(key.path, '', { start: 0, end: 0 }) };
  if (key.kind !== 'declaration') return plainRow(workspace, layout, id);
  const found = declarationAt(workspace, key.path, key.steps);
  if (found === undefined) return lostNode(workspace, layout, placeOf, key);
  const scope = scopeOf(workspace, layout, key);
  const node = row(scope, found.item, key.steps.slice(0, -1));
  const place = placeOf(key.path, found.text, moved(found.item.nameSpan, found.shift));
  const comment = documentation(found.tree, found.item.node);
  if (comment === undefined) return { ...node, place };
  return { ...node, place, documentation: comment };
}

/** The row of a message, enum, service or `extend` block, made from its entry in the index. */
export function keptRow(scope: RowScope, kept: KeptRow): SchemaNode {
  const steps = [rowStep(kept)];
  return {
    id: declarationId(scope.path, steps, scope.under),
    kind: kept.kind,
    ...named(scope, kept, kept.detail),
    fullName: fullNameOf(scope, steps),
    ...flagged(kept.deprecated),
    hasChildren: kept.hasChildren,
    ...opened(scope, kept.kind),
    ...broken(scope, kept),
  };
}

/** The row of a method, made from its entry in the index. */
export function methodRow(scope: RowScope, service: string, method: KeptMethod): SchemaNode {
  const steps = [rowStep({ kind: 'service', name: service }), rowStep({ kind: 'method', name: method.name })];
  return {
    id: declarationId(scope.path, steps, scope.under),
    kind: 'method',
    label: method.name,
    ...described(method.detail),
    fullName: fullNameOf(scope, steps),
    methodKind: methodKindOf(method.inputStream, method.outputStream),
    ...flagged(method.deprecated),
    hasChildren: false,
  };
}

/** The data that all rows of a file share. */
export interface RowScope {
  readonly path: FilePath;
  readonly package: string;
  readonly under: RowPlace;
  /** Whether the rows of services start open. */
  readonly opensServices: boolean;
}

/** Where a search shows the declarations of a file. In a large workspace, services are in the group of services. */
export function scopeFound(layout: TreeLayout, path: FilePath, packageName: string, kind: SchemaNodeKind): RowScope {
  const under = placeFound(layout, packageName, kind);
  return { path, package: packageName, under, opensServices: !layout.isLarge };
}

function placeFound(layout: TreeLayout, packageName: string, kind: SchemaNodeKind): RowPlace {
  if (!layout.isLarge || layout.isVendored.has(packageName)) return 'package';
  if (kind === 'service' || kind === 'method') return 'services';
  return 'package';
}

/** Whether a separate row holds the messages, enums and extensions of a package. */
export function hasTypesRow(workspace: Workspace, layout: TreeLayout, packageName: string): boolean {
  return layout.isLarge && countTypes(workspace, packageName, MOST_TYPES + 1) > MOST_TYPES;
}

/** The number of rows for messages, enums and extensions; the count stops at a limit. */
function countTypes(workspace: Workspace, packageName: string, limit = Infinity): number {
  let count = 0;
  for (const path of workspace.filesOfPackage(packageName)) {
    const steps = new Set((workspace.rows(path)?.rows ?? []).filter(isType).map(rowStep));
    count += steps.size;
    if (count >= limit) break;
  }
  return count;
}

const ORDER: Readonly<Partial<Record<SchemaNodeKind, number>>> = { service: 0, message: 1, enum: 2, extend: 3 };

function firstLevel(workspace: Workspace, layout: TreeLayout): readonly SchemaNode[] {
  const files = workspace.muteFiles().slice(0, MOST_FILES).map(fileRow);
  if (!layout.isLarge)
    return [...[...layout.own, ...layout.vendored].map((name) => packageRow(layout, name)), ...files];
  const groups = ['services', 'packages', 'dependencies'] as const;
  return [...groups.flatMap((group) => groupRow(workspace, layout, group) ?? []), ...files];
}

function fileRow(path: FilePath): SchemaNode {
  return { id: fileId(path), kind: 'file', label: basename(path), fullName: '', hasChildren: false, brokenFile: path };
}

function groupRow(workspace: Workspace, layout: TreeLayout, group: TopGroup): SchemaNode | undefined {
  if (!layout.isLarge) return undefined;
  const row = { id: groupId(group), kind: group, label: GROUP_LABELS[group], fullName: '', hasChildren: true } as const;
  switch (group) {
    case 'services': {
      const count = ownServices(workspace, layout).length;
      if (count === 0) return undefined;
      if (count > MOST_OPEN_SERVICES) return { ...row, count };
      return { ...row, count, opensAtFirst: true };
    }
    case 'packages':
      return { ...row, opensAtFirst: true };
    case 'dependencies':
      if (layout.vendored.length === 0) return undefined;
      return row;
  }
}

const GROUP_LABELS = { services: 'Services', packages: 'Packages', dependencies: 'Dependencies' } as const;

function groupLevel(workspace: Workspace, layout: TreeLayout, group: TopGroup): readonly SchemaNode[] {
  if (!layout.isLarge) return [];
  switch (group) {
    case 'services':
      return serviceLevel(workspace, layout);
    case 'packages':
      return outermostPackages(layout);
    case 'dependencies':
      return layout.vendored.map((name) => packageRow(layout, name));
  }
}

interface FoundService {
  readonly path: FilePath;
  readonly package: string;
  readonly kept: KeptRow;
}

/** The services of the user's own packages, in the order of the packages. */
function ownServices(workspace: Workspace, layout: TreeLayout): readonly FoundService[] {
  const found: FoundService[] = [];
  for (const name of layout.own) {
    for (const path of workspace.filesOfPackage(name)) {
      for (const kept of workspace.rows(path)?.rows ?? [])
        if (kept.kind === 'service') found.push({ path, package: name, kept });
    }
  }
  return found;
}

function serviceLevel(workspace: Workspace, layout: TreeLayout): readonly SchemaNode[] {
  const rows = ownServices(workspace, layout).map(({ path, package: name, kept }) =>
    keptRow({ path, package: name, under: 'services', opensServices: false }, kept),
  );
  return distinctIds(rows);
}

function packageLevel(workspace: Workspace, layout: TreeLayout, packageName: string): readonly SchemaNode[] {
  if (!layout.isLarge) return declaredIn(workspace, layout, packageName);
  const outer = packagesBelow(layout, packageName);
  const count = countTypes(workspace, packageName);
  if (count <= MOST_TYPES) return [...outer, ...declaredIn(workspace, layout, packageName)];
  return [...outer, ...declaredIn(workspace, layout, packageName, isService), typesRow(packageName, count)];
}

function typesRow(packageName: string, count: number): SchemaNode {
  return {
    id: typesId(packageName),
    kind: 'types',
    label: 'Messages',
    fullName: packageName,
    hasChildren: true,
    count,
  };
}

function isService({ kind }: KeptRow): boolean {
  return kind === 'service';
}

function isType({ kind }: KeptRow): boolean {
  return kind !== 'service';
}

function declaredIn(
  workspace: Workspace,
  layout: TreeLayout,
  packageName: string,
  isWanted: (kept: KeptRow) => boolean = () => true,
): readonly SchemaNode[] {
  const rows: SchemaNode[] = [];
  for (const path of workspace.filesOfPackage(packageName)) {
    const scope = { path, package: packageName, under: 'package', opensServices: !layout.isLarge } as const;
    for (const kept of workspace.rows(path)?.rows ?? []) if (isWanted(kept)) rows.push(keptRow(scope, kept));
  }
  const rank = (node: SchemaNode): number => ORDER[node.kind] ?? 9;
  return distinctIds(rows.sort((a, b) => rank(a) - rank(b)));
}

type DeclarationKey = Extract<RowKey, { readonly kind: 'declaration' }>;

function members(workspace: Workspace, key: DeclarationKey): readonly SchemaNode[] {
  const scope = scopeOf(workspace, treeLayout(workspace), key);
  const [first, ...more] = key.steps;
  const [kept] = keptRows(workspace, key.path, first);
  if (more.length === 0 && kept?.kind === 'service') return distinctIds(methodRows(scope, kept));
  const found = declarationAt(workspace, key.path, key.steps);
  return distinctIds((found?.item.children ?? []).map((child) => row(scope, child, key.steps)));
}

function methodRows(scope: RowScope, kept: KeptRow): readonly SchemaNode[] {
  return kept.methods.map((method) => ({ ...methodRow(scope, kept.name, method), ...broken(scope, kept) }));
}

/** The row of a declaration that is hidden by errors in its file. It is the row from before the errors. */
function lostRow(workspace: Workspace, layout: TreeLayout, key: DeclarationKey): SchemaNode | undefined {
  const [kept] = keptRows(workspace, key.path, key.steps[0]);
  if (kept?.lost !== true) return undefined;
  const scope = scopeOf(workspace, layout, key);
  const id = declarationId(key.path, key.steps, key.under);
  return [keptRow(scope, kept), ...methodRows(scope, kept)].find((node) => node.id === id);
}

/** The row of a declaration that is hidden by errors. Its place is where its name first appears in the text. */
function lostNode(
  workspace: Workspace,
  layout: TreeLayout,
  placeOf: PlaceOf,
  key: DeclarationKey,
): SchemaNode | undefined {
  const node = lostRow(workspace, layout, key);
  const text = workspace.text(key.path);
  if (node === undefined || text === undefined) return undefined;
  const start = Math.max(text.search(new RegExp(`\\b${node.label}\\b`)), 0);
  return { ...node, place: placeOf(key.path, text, { start, end: start + node.label.length }) };
}

function plainRow(workspace: Workspace, layout: TreeLayout, id: string): SchemaNode | undefined {
  const key = readRowId(id);
  switch (key.kind) {
    case 'group':
      return groupRow(workspace, layout, key.group);
    case 'package':
      if (packagePath(layout, key.name).length === 0) return undefined;
      return packageRow(layout, key.name);
    case 'file':
      if (!workspace.muteFiles().includes(key.path)) return undefined;
      return fileRow(key.path);
    case 'types':
      if (!hasTypesRow(workspace, layout, key.package)) return undefined;
      return packageLevel(workspace, layout, key.package).find((node) => node.id === id);
    case 'declaration': {
      const found = declarationAt(workspace, key.path, key.steps);
      if (found === undefined) return lostRow(workspace, layout, key);
      return row(scopeOf(workspace, layout, key), found.item, key.steps.slice(0, -1));
    }
  }
}

function descriptionOf({ node, detail }: OutlineItem): string {
  if (node.kind === 'message') return messageSketch(node);
  return detail;
}

function row(scope: RowScope, item: OutlineItem, outer: readonly string[]): SchemaNode {
  const steps = [...outer, rowStep(item)];
  return {
    id: declarationId(scope.path, steps, scope.under),
    kind: item.kind,
    ...named(scope, item, descriptionOf(item)),
    fullName: fullNameOf(scope, steps),
    ...methodFacts(item.node),
    ...flagged(isDeprecated(item.node)),
    hasChildren: item.children.length > 0,
    ...opened(scope, item.kind),
  };
}

/**
 * The label and the description of a row. A narrow view cuts off the end of a label, so the label begins with the part
 * that distinguishes the row.
 */
function named(
  scope: RowScope,
  { kind, name }: { readonly kind: string; readonly name: string },
  detail: string,
): Pick<SchemaNode, 'label' | 'description'> {
  if (kind === 'service' && scope.under === 'services') return { label: name, ...described(endFirst(scope.package)) };
  if (kind !== 'extend') return { label: name, ...described(detail) };
  const dot = name.lastIndexOf('.');
  return { label: name.slice(dot + 1), ...described(name.slice(0, Math.max(dot, 0))) };
}

function described(description: string): Pick<SchemaNode, 'description'> {
  if (description === '') return {};
  return { description };
}

function opened({ opensServices }: RowScope, kind: string): Pick<SchemaNode, 'opensAtFirst'> {
  if (kind === 'service' && opensServices) return { opensAtFirst: true };
  return {};
}

function broken({ path }: RowScope, { lost }: KeptRow): Pick<SchemaNode, 'brokenFile'> {
  if (lost === true) return { brokenFile: path };
  return {};
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

function scopeOf(workspace: Workspace, layout: TreeLayout, { path, under }: DeclarationKey): RowScope {
  const packageName = workspace.rows(path)?.package ?? '';
  return { path, package: packageName, under, opensServices: !layout.isLarge };
}

interface FoundDeclaration {
  readonly item: OutlineItem;
  /** The tree that contains the item. It may be the tree of a part of the text. */
  readonly tree: SyntaxTree;
  /** The text of the whole file. */
  readonly text: string;
  /** The offset of the tree's text in the text of the whole file. */
  readonly shift: number;
}

/** A declaration in the current text of its file. */
function declarationAt(workspace: Workspace, path: FilePath, steps: readonly string[]): FoundDeclaration | undefined {
  for (const { tree, text, shift } of piecesWith(workspace, path, steps[0])) {
    const item = find(outline(tree), steps);
    if (item !== undefined) return { item, tree, text, shift };
  }
  return undefined;
}

/**
 * The trees that contain all top-level declarations with this step. For an open file, it is the tree of the file; for a
 * closed file, trees of as little text as possible.
 */
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
  const kept = keptRows(workspace, path, step).filter(({ lost }) => lost !== true);
  if (kept.length === 0) return;
  const text = workspace.text(path);
  if (text === undefined) return;
  // Without a token before it, a comment in the first line would belong to the declaration. The semicolon prevents
  // that.
  for (const { start, end } of kept) yield { tree: parse(`;${text.slice(start, end)}`), text, shift: start - 1 };
}

/**
 * The index entries with this step. There may be several: a text with errors may declare a name twice, and extensions
 * of one message are often in several blocks.
 */
function keptRows(workspace: Workspace, path: FilePath, step: string | undefined): readonly KeptRow[] {
  return (workspace.rows(path)?.rows ?? []).filter((kept) => rowStep(kept) === step);
}

/** Finds a declaration by its steps. Several `extend` blocks may have the same step, so we try each of them. */
function find(items: readonly OutlineItem[], [wanted, ...more]: readonly string[]): OutlineItem | undefined {
  for (const item of items) {
    if (item.kind === 'package' || rowStep(item) !== wanted) continue;
    const found = more.length === 0 ? item : find(item.children, more);
    if (found !== undefined) return found;
  }
  return undefined;
}

function moved({ start, end }: Span, shift: number): Span {
  return { start: start + shift, end: end + shift };
}

/** The ids of a row and of all rows that contain it, outermost first. */
export function ancestorIds(workspace: Workspace, layout: TreeLayout, id: string): readonly string[] {
  const key = readRowId(id);
  switch (key.kind) {
    case 'group':
    case 'file':
      return [id];
    case 'package':
      return packageIds(layout, key.name);
    case 'types':
      return [...packageIds(layout, key.package), id];
    case 'declaration': {
      const own = key.steps.map((_, index) => declarationId(key.path, key.steps.slice(0, index + 1), key.under));
      if (key.under === 'services') return [groupId('services'), ...own];
      const packageName = workspace.rows(key.path)?.package ?? '';
      return [...packageIds(layout, packageName), ...typesAround(workspace, layout, packageName, key), ...own];
    }
  }
}

/** The ids of a package and of all packages that contain it. */
export function packageIds(layout: TreeLayout, name: string): readonly string[] {
  const path = packagePath(layout, name).map(packageId);
  if (path.length === 0) return [packageId(name)];
  if (!layout.isLarge) return path;
  return [groupId(groupOf(layout, name)), ...path];
}

function groupOf(layout: TreeLayout, packageName: string): TopGroup {
  if (layout.isVendored.has(packageName)) return 'dependencies';
  return 'packages';
}

function typesAround(
  workspace: Workspace,
  layout: TreeLayout,
  packageName: string,
  { steps }: DeclarationKey,
): readonly string[] {
  if (isServiceStep(steps[0]) || !hasTypesRow(workspace, layout, packageName)) return [];
  return [typesId(packageName)];
}

/** The rows without repeated ids, because a tree needs unique ids. */
function distinctIds(rows: readonly SchemaNode[]): readonly SchemaNode[] {
  const seen = new Set<string>();
  return rows.filter((node) => !seen.has(node.id) && seen.add(node.id));
}
