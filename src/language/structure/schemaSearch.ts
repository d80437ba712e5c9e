/**
 * Finds declarations by name, using only the summaries and the index: one by its full name, or the best matches for the
 * text that a user types.
 */
import type { FilePath } from '../../base/path.ts';
import type { NamedKind, SchemaNode } from '../../contract/schemaNode.ts';
import { letterBit } from '../../workspace/files/letters.ts';
import type { FileSummary } from '../../workspace/files/summary.ts';
import { declarationId, rowStep } from '../../workspace/index/rowIds.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { matchScore, simpleName } from '../names/match.ts';
import { keptRow, methodRow, schemaNode, scopeFound, type PlaceOf } from './schemaTree.ts';
import { packageRow, treeLayout, type TreeLayout } from './treeLayout.ts';

/** The result of a search, up to its limit. */
export interface FoundRows {
  /** The best match first. */
  readonly rows: readonly SchemaNode[];
  /** Whether more rows match. */
  readonly more: boolean;
}

/** How many files one step searches. */
const FILES_PER_STEP = 200;

/** Every declaration of this kind and full name, with its place. */
export function declarationsNamed(
  workspace: Workspace,
  placeOf: PlaceOf,
  kind: NamedKind,
  fullName: string,
): readonly SchemaNode[] {
  return [...placesNamed(workspace, kind, fullName)].flatMap(({ id }) => schemaNode(workspace, placeOf, id) ?? []);
}

/** The files that declare it. */
export function filesDeclaring(workspace: Workspace, kind: NamedKind, fullName: string): readonly FilePath[] {
  return [...placesNamed(workspace, kind, fullName)].map(({ path }) => path);
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

/** Rows that match, the best first. It pauses after some files, because there may be thousands. */
export function* searchRows(
  workspace: Workspace,
  typed: string,
  limit: number,
  kinds: ReadonlySet<string> | undefined,
): Generator<undefined, FoundRows, undefined> {
  const query = readQuery(typed);
  const best = new Best(limit);
  const wants = (kind: string): boolean => kinds === undefined || kinds.has(kind);
  let files = 0;
  const packages = workspace.packages();
  const layout = treeLayout(workspace);
  for (const name of wants('package') ? packages : [])
    offer(best, query, { name, around: '', rank: 0, row: () => packageRow(layout, name) });
  for (const name of packages) {
    // Before you type anything, all rows match equally well.
    if (typed === '' && best.isFull) break;
    for (const path of workspace.filesOfPackage(name)) {
      searchFile(workspace, layout, path, query, best, wants);
      files++;
      if (files % FILES_PER_STEP === 0) yield;
    }
  }
  return best.found();
}

/** The typed text: the beginning or the humps of a simple name, and a part of the name around it. */
interface Query {
  readonly name: string;
  readonly around: readonly string[];
  /** The first letter of a word in the name, and all its letters, by `letterBit`. */
  readonly start: number;
  readonly letters: number;
}

function readQuery(typed: string): Query {
  const terms = typed.split(/[\s./]+/).filter((term) => term !== '');
  const name = terms.pop() ?? '';
  let letters = 0;
  for (let at = 0; at < name.length; at++) letters |= letterBit(name.charCodeAt(at));
  const start = name === '' ? 0 : letterBit(name.charCodeAt(0));
  return { name, around: terms.map((term) => term.toLowerCase()), start, letters };
}

function searchFile(
  workspace: Workspace,
  layout: TreeLayout,
  path: FilePath,
  query: Query,
  best: Best,
  wants: (kind: string) => boolean,
): void {
  const summary = workspace.summary(path);
  if (summary === undefined) return;
  searchDeclarations(workspace, layout, path, summary, query, best, wants);
  if (wants('method')) searchMethods(workspace, layout, path, query, best);
}

function searchDeclarations(
  workspace: Workspace,
  layout: TreeLayout,
  path: FilePath,
  summary: FileSummary,
  query: Query,
  best: Best,
  wants: (kind: string) => boolean,
): void {
  const { declarations, letters } = summary;
  for (let index = 0; index < declarations.length; index++) {
    const declaration = declarations[index];
    if (declaration === undefined || !wants(declaration.kind) || !mayMatch(letters, index, query)) continue;
    const { kind, name: fullName } = declaration;
    const name = simpleName(fullName);
    const around = `${summary.package}.${fullName.slice(0, fullName.length - name.length)}`;
    offer(best, query, {
      name,
      around,
      rank: KIND_RANKS[kind],
      row: () => declarationRow(workspace, layout, path, summary, index),
    });
  }
}

function mayMatch(letters: Int32Array, index: number, query: Query): boolean {
  const starts = letters[2 * index] ?? 0;
  const all = letters[2 * index + 1] ?? 0;
  return (starts & query.start) === query.start && (all & query.letters) === query.letters;
}

function searchMethods(workspace: Workspace, layout: TreeLayout, path: FilePath, query: Query, best: Best): void {
  const file = workspace.rows(path);
  if (file === undefined) return;
  const scope = scopeFound(layout, path, file.package, 'method');
  for (const { name: service, methods } of file.rows) {
    const around = `${file.package}.${service}`;
    for (const method of methods) {
      const row = (): SchemaNode => methodRow(scope, service, method);
      offer(best, query, { name: method.name, around, rank: KIND_RANKS.method, row });
    }
  }
}

/** Among names that match equally well, services and methods come first, because calls are about them. */
const KIND_RANKS = { service: 1, method: 2, message: 3, enum: 4, extend: 5 } as const;

function offer(best: Best, query: Query, named: Named): void {
  const score = scoreOf(query, named.name);
  if (score === 0) return;
  const around = query.around.length === 0 ? '' : named.around.toLowerCase();
  if (!query.around.every((term) => around.includes(term))) return;
  // Before you type anything, short names are not better.
  best.offer({ ...named, score, length: query.name === '' ? 0 : named.name.length });
}

function scoreOf({ name: typed }: Query, name: string): number {
  const score = matchScore(typed, name);
  if (score > 0 && typed.length === name.length) return score + 1;
  return score;
}

interface Named {
  readonly name: string;
  /** The package and the declarations around it. */
  readonly around: string;
  readonly rank: number;
  readonly row: () => SchemaNode;
}

interface Candidate extends Named {
  readonly score: number;
  readonly length: number;
}

/** The best candidates so far: a few more than wanted, so that we rarely sort them. */
class Best {
  readonly #limit: number;
  #kept: Candidate[] = [];
  #count = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  offer(candidate: Candidate): void {
    this.#count++;
    this.#kept.push(candidate);
    if (this.#kept.length > 2 * this.#limit + 100) this.#trim();
  }

  get isFull(): boolean {
    return this.#count > this.#limit;
  }

  found(): FoundRows {
    this.#trim();
    return { rows: this.#kept.map(({ row }) => row()), more: this.#count > this.#kept.length };
  }

  #trim(): void {
    this.#kept = this.#kept.sort(compare).slice(0, this.#limit);
  }
}

function compare(a: Candidate, b: Candidate): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.length !== b.length) return a.length - b.length;
  if (a.rank !== b.rank) return a.rank - b.rank;
  return compareText(a.name, b.name) || compareText(a.around, b.around);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  if (a < b) return -1;
  return 1;
}

function declarationRow(
  workspace: Workspace,
  layout: TreeLayout,
  path: FilePath,
  summary: FileSummary,
  index: number,
): SchemaNode {
  const declaration = summary.declarations[index];
  const { kind, name } = declaration ?? { kind: 'message', name: '' };
  const scope = scopeFound(layout, path, summary.package, kind);
  const kept = workspace.rows(path)?.rows.find((one) => one.kind === kind && one.name === name);
  if (kept !== undefined) return keptRow(scope, kept);
  const fullName = summary.package === '' ? name : `${summary.package}.${name}`;
  return { id: nestedId(path, kind, name), kind, label: simpleName(name), fullName, hasChildren: true };
}

/** Only a message can be around a nested message or enum. */
function nestedId(path: FilePath, kind: string, name: string): string {
  const names = name.split('.');
  const steps = names.map((one, at) => rowStep({ kind: at === names.length - 1 ? kind : 'message', name: one }));
  return declarationId(path, steps);
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
  const steps = [rowStep({ kind: 'service', name: service }), rowStep({ kind: 'method', name: method })];
  return [declarationId(path, steps)];
}
