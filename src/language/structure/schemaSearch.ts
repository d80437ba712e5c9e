/**
 * Finds declarations as rows of the schema tree, from the summaries and the index alone: one by its full name, or the
 * best matches for the typed text.
 */
import type { FilePath } from '../../base/path.ts';
import type { NamedKind, SchemaNode } from '../../contract/schemaNode.ts';
import { simpleName } from '../names/match.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import {
  methodIdOf,
  nestedId,
  searchDeclarations,
  type FoundByName,
  type FoundDeclaration,
} from './declarationSearch.ts';
import { withModules } from './namesakes.ts';
import { keptRow, methodRow, schemaNode, scopeFound, type PlaceOf } from './schemaTree.ts';
import { packageRow, treeLayout, type TreeLayout } from './treeLayout.ts';

/** The rows that a search found, up to its limit. */
export interface FoundRows {
  /** The rows, best match first. */
  readonly rows: readonly SchemaNode[];
  /** Whether more rows match than the search returned. */
  readonly more: boolean;
}

/** The rows of all declarations with this kind and full name, each with its place. */
export function declarationsNamed(
  workspace: Workspace,
  placeOf: PlaceOf,
  kind: NamedKind,
  fullName: string,
): readonly SchemaNode[] {
  const rows = [...placesNamed(workspace, kind, fullName)].flatMap(
    ({ id }) => schemaNode(workspace, placeOf, id) ?? [],
  );
  return withModules(workspace, rows);
}

/** One row with its place and its comment; undefined if its declaration is gone. */
export function rowInFull(workspace: Workspace, placeOf: PlaceOf, id: string): SchemaNode | undefined {
  const row = schemaNode(workspace, placeOf, id);
  if (row === undefined || !isNamed(row.kind)) return row;
  const namesakes = [...placesNamed(workspace, row.kind, row.fullName)].map((place) => ({ ...row, id: place.id }));
  return withModules(workspace, [row, ...namesakes])[0];
}

function isNamed(kind: SchemaNode['kind']): kind is NamedKind {
  return kind === 'service' || kind === 'method' || kind === 'message' || kind === 'enum';
}

/** The files that declare this name as this kind. */
export function filesDeclaring(workspace: Workspace, kind: NamedKind, fullName: string): readonly FilePath[] {
  return [...placesNamed(workspace, kind, fullName)].map(({ path }) => path);
}

/**
 * The declaring file that a name in `file` means: the file itself, or one of its module. If its module declares no such
 * name, the declaration may have moved to another module. If several modules declare it, we cannot decide, and the
 * result is undefined.
 */
export function fileMeant(
  workspace: Workspace,
  declaring: readonly FilePath[],
  file: FilePath | undefined,
): FilePath | undefined {
  if (file === undefined || declaring.includes(file)) return file ?? declaring[0];
  const folderOf = (path: FilePath): FilePath => workspace.moduleOf(path).folder;
  const own = declaring.find((path) => folderOf(path) === folderOf(file));
  if (own !== undefined) return own;
  if (new Set(declaring.map(folderOf)).size > 1) return undefined;
  return declaring[0];
}

function* placesNamed(
  workspace: Workspace,
  kind: NamedKind,
  fullName: string,
): Generator<{ readonly path: FilePath; readonly id: string }> {
  for (const [packageName, localName] of divisions(fullName)) {
    for (const path of workspace.filesOfPackage(packageName)) {
      for (const id of idsIn(workspace, path, kind, localName)) yield { path, id };
    }
  }
}

/** Finds the rows that match, the best first. The search pauses after some files, because there may be thousands. */
export function* searchRows(
  workspace: Workspace,
  typed: string,
  limit: number,
  kinds: ReadonlySet<string> | undefined,
): Generator<undefined, FoundRows, undefined> {
  const layout = treeLayout(workspace);
  // An extension has no row, but its `extend` block has one.
  const wants = (kind: string): boolean => kinds?.has(kind) ?? kind !== 'extension';
  const { best, more } = yield* searchDeclarations(workspace, typed, limit, wants);
  const rows = best.flatMap((found) => rowOf(workspace, layout, found));
  return { rows: withModules(workspace, rows), more };
}

function rowOf(workspace: Workspace, layout: TreeLayout, found: FoundDeclaration): readonly SchemaNode[] {
  switch (found.kind) {
    case 'package':
      return [packageRow(layout, found.name)];
    case 'method':
      return [methodRow(scopeFound(layout, found.path, found.package, 'method'), found.service, found.method)];
    case 'extension':
      return [];
    default:
      return [declarationRow(workspace, layout, found)];
  }
}

function declarationRow(workspace: Workspace, layout: TreeLayout, found: FoundByName): SchemaNode {
  const { kind, path, package: packageName, localName, fullName, deprecated } = found;
  const scope = scopeFound(layout, path, packageName, kind);
  const kept = workspace.rows(path)?.rows.find((one) => one.kind === kind && one.name === localName);
  if (kept !== undefined) return keptRow(scope, kept);
  const node = { id: found.id, kind, label: simpleName(localName), fullName, hasChildren: true };
  return deprecated ? { ...node, deprecated } : node;
}

function* divisions(fullName: string): Generator<readonly [packageName: string, localName: string]> {
  yield ['', fullName];
  for (let dot = fullName.indexOf('.'); dot >= 0; dot = fullName.indexOf('.', dot + 1))
    yield [fullName.slice(0, dot), fullName.slice(dot + 1)];
}

function idsIn(workspace: Workspace, path: FilePath, kind: NamedKind, localName: string): readonly string[] {
  if (kind === 'method') return methodIds(workspace, path, localName);
  const declared = workspace.summary(path)?.declarations.some((one) => one.kind === kind && one.name === localName);
  if (declared === true) return [nestedId(path, kind, localName)];
  return [];
}

function methodIds(workspace: Workspace, path: FilePath, localName: string): readonly string[] {
  const [service = '', method, ...more] = localName.split('.');
  if (method === undefined || more.length > 0) return [];
  const kept = workspace.rows(path)?.rows.find((one) => one.kind === 'service' && one.name === service);
  if (kept?.methods.some(({ name }) => name === method) !== true) return [];
  return [methodIdOf(path, service, method)];
}
