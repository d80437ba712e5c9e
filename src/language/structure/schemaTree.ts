/**
 * The rows of the schema tree, a level at a time: package → service, message, enum → their members.
 * Made from syntax trees alone, so files with errors show what could be read; a file is parsed for its
 * rows only when they are asked for.
 */
import type { FilePath } from '../../base/path.ts';
import type { MethodKind, SchemaNode, SchemaNodeKind, SourcePlace } from '../../contract/schemaNode.ts';
import type { Node } from '../../syntax/tree/nodes.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { Span } from '../../text/span.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { documentation } from '../names/documentation.ts';
import { outline, type OutlineItem } from './outline.ts';

/** Turns a place of a file into what an editor opens. */
export type PlaceOf = (path: FilePath, tree: SyntaxTree, span: Span) => SourcePlace;

/** What a row's id says: where it comes from. */
type RowKey =
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'declaration'; readonly path: FilePath; readonly steps: readonly string[] };

/** For a package that has no name. */
const NO_PACKAGE = '(no package)';

export function schemaChildren(workspace: Workspace, placeOf: PlaceOf, parent?: string): readonly SchemaNode[] {
  if (parent === undefined) return packages(workspace);
  const key = readId(parent);
  if (key.kind === 'package') return topLevel(workspace, placeOf, key.name);
  const tree = workspace.tree(key.path);
  if (!tree) return [];
  const item = find(outline(tree), key.steps);
  if (!item) return [];
  const scope = { workspace, placeOf, path: key.path, tree };
  return item.children.map((child) => row(scope, child, key.steps));
}

/** The row with its ancestors, outermost first; empty where it is gone. */
export function schemaPath(workspace: Workspace, placeOf: PlaceOf, id: string): readonly SchemaNode[] {
  const path: SchemaNode[] = [];
  let parent: string | undefined;
  for (const step of ancestorIds(workspace, id)) {
    const found = schemaChildren(workspace, placeOf, parent).find((node) => node.id === step);
    if (!found) return [];
    path.push(found);
    parent = step;
  }
  return path;
}

/** Every row that may be searched for: all but the fields and values. Stops after each package, as there may be many. */
export function* searchableRows(
  workspace: Workspace,
  placeOf: PlaceOf,
): Generator<undefined, readonly SchemaNode[], undefined> {
  const rows: SchemaNode[] = [];
  for (const node of packages(workspace)) {
    const declarations = schemaChildren(workspace, placeOf, node.id);
    const methods = declarations
      .filter((row) => row.kind === 'service')
      .flatMap((row) => schemaChildren(workspace, placeOf, row.id));
    rows.push(node, ...declarations, ...methods);
    yield;
  }
  return rows;
}

function packages(workspace: Workspace): readonly SchemaNode[] {
  const names = new Set<string>();
  for (const path of workspace.files()) {
    const summary = workspace.summary(path);
    if (summary?.declarations.some((item) => item.topLevel)) names.add(summary.package);
  }
  return [...names].sort().map((name) => ({
    id: `p:${name}`,
    kind: 'package',
    label: name === '' ? NO_PACKAGE : name,
    fullName: name,
    hasChildren: true,
  }));
}

const ORDER: Readonly<Partial<Record<SchemaNodeKind, number>>> = { service: 0, message: 1, enum: 2, extend: 3 };

function topLevel(workspace: Workspace, placeOf: PlaceOf, packageName: string): readonly SchemaNode[] {
  const rows: SchemaNode[] = [];
  for (const path of [...workspace.files()].sort()) {
    const summary = workspace.summary(path);
    if (summary?.package !== packageName || summary.declarations.length === 0) continue;
    const tree = workspace.tree(path);
    if (!tree) continue;
    for (const item of outline(tree))
      if (item.kind !== 'package') rows.push(row({ workspace, placeOf, path, tree }, item, []));
  }
  const rank = (node: SchemaNode): number => ORDER[node.kind] ?? 9;
  return distinctIds(rows.sort((a, b) => rank(a) - rank(b)));
}

interface Scope {
  readonly workspace: Workspace;
  readonly placeOf: PlaceOf;
  readonly path: FilePath;
  readonly tree: SyntaxTree;
}

function row(scope: Scope, item: OutlineItem, outer: readonly string[]): SchemaNode {
  const steps = [...outer, step(item)];
  const packageName = scope.workspace.summary(scope.path)?.package ?? '';
  const names = steps.map((part) => part.slice(2));
  const comment = documentation(scope.tree, item.node);
  const methodKind = methodKindOf(item.node);
  const description = item.kind === 'message' ? messageSketch(item) : item.detail;
  return {
    id: `d:${scope.path}#${steps.join('/')}`,
    kind: item.kind,
    label: item.name,
    ...(description === '' ? {} : { description }),
    fullName: [...(packageName === '' ? [] : [packageName]), ...names].join('.'),
    ...(methodKind === undefined ? {} : { methodKind }),
    ...(isDeprecated(item.node) ? { deprecated: true } : {}),
    place: scope.placeOf(scope.path, scope.tree, item.nameSpan),
    hasChildren: item.children.length > 0,
    ...(comment === undefined ? {} : { documentation: comment }),
  };
}

/** A message with one field shows it, as people know small requests by it. */
function messageSketch(item: OutlineItem): string {
  const [first, ...more] = item.children.filter((child) => child.kind === 'field');
  if (!first || more.length > 0) return '';
  return `${first.name}: ${first.detail}`;
}

function methodKindOf(node: Node): MethodKind | undefined {
  if (node.kind !== 'method') return undefined;
  if (node.input?.stream) return node.output?.stream ? 'bidiStreaming' : 'clientStreaming';
  return node.output?.stream ? 'serverStreaming' : 'unary';
}

function isDeprecated(node: Node): boolean {
  const options = 'options' in node ? node.options : 'items' in node ? (node.items ?? []) : [];
  return options.some(
    (option) =>
      option.kind === 'option' &&
      option.name?.parts.length === 1 &&
      option.name.parts[0]?.extension === false &&
      option.name.parts[0].name?.text === 'deprecated' &&
      option.value?.kind === 'nameValue' &&
      option.value.text === 'true',
  );
}

/** One letter for the kind keeps a message apart from an enum of the same name while a person renames one. */
function step(item: OutlineItem): string {
  return `${item.kind.slice(0, 1)}:${item.name}`;
}

function find(items: readonly OutlineItem[], steps: readonly string[]): OutlineItem | undefined {
  let level = items;
  let found: OutlineItem | undefined;
  for (const wanted of steps) {
    found = level.find((item) => item.kind !== 'package' && step(item) === wanted);
    if (!found) return undefined;
    level = found.children;
  }
  return found;
}

function readId(id: string): RowKey {
  if (id.startsWith('p:')) return { kind: 'package', name: id.slice(2) };
  const hash = id.lastIndexOf('#');
  return { kind: 'declaration', path: id.slice(2, hash), steps: id.slice(hash + 1).split('/') };
}

function ancestorIds(workspace: Workspace, id: string): readonly string[] {
  const key = readId(id);
  if (key.kind === 'package') return [id];
  const packageName = workspace.summary(key.path)?.package ?? '';
  return [
    `p:${packageName}`,
    ...key.steps.map((_, index) => `d:${key.path}#${key.steps.slice(0, index + 1).join('/')}`),
  ];
}

/** Broken text may declare a name twice; a tree needs each id once. */
function distinctIds(rows: readonly SchemaNode[]): readonly SchemaNode[] {
  const seen = new Set<string>();
  return rows.filter((node) => !seen.has(node.id) && seen.add(node.id));
}
