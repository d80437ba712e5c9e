/**
 * Which rows of the schema tree an edit changed. It names a row if something below that row differs; the row's own
 * label belongs to the row above it. The levels above packages are unknown here: null and the group of services stand
 * for everything that lists packages and services. Files are compared when a caller takes the changes, not at each keystroke.
 */
import type { FilePath } from '../../base/path.ts';
import { changeBetween } from '../../text/change.ts';
import { declarationId, groupId, packageId, rowStep, typesId } from './rowIds.ts';
import type { KeptRow } from './rows.ts';

/** A row's id, or null for the first level of the tree. */
export type RowId = string | null;

interface Rows {
  readonly package: string;
  readonly rows: readonly KeptRow[];
  /** Missing if it is not kept. */
  readonly text: string | undefined;
  readonly isMute: boolean;
}

/** If more files changed, a view that asks for everything again costs no more. */
const MOST_FILES = 100;

/** Collects changed files until a caller asks for the rows. */
export class RowChanges {
  /** The rows of changed files at the time of the last request for changes; undefined if they had none. */
  #before = new Map<FilePath, Rows | undefined>();
  #tooMany = false;

  /** Call it before a file's rows are replaced. */
  changing(path: FilePath, rows: Rows | undefined): void {
    if (this.#tooMany || this.#before.has(path)) return;
    if (this.#before.size === MOST_FILES) {
      this.#tooMany = true;
      this.#before.clear();
    } else this.#before.set(path, rows);
  }

  take(rowsNow: (path: FilePath) => Rows | undefined): readonly RowId[] | undefined {
    const changed = this.#before;
    this.#before = new Map();
    if (this.#tooMany) {
      this.#tooMany = false;
      return undefined;
    }
    const ids = new Set<RowId>();
    for (const [path, before] of changed) for (const id of differences(path, before, rowsNow(path))) ids.add(id);
    return [...ids];
  }
}

function* differences(path: FilePath, before: Rows | undefined, after: Rows | undefined): Generator<RowId, void> {
  const [old, now] = [before?.rows ?? [], after?.rows ?? []];
  const samePackage = before?.package === after?.package;
  if (before?.isMute !== after?.isMute) yield null;
  else if (!samePackage || (old.length === 0) !== (now.length === 0)) yield null;
  for (const kind of changedKinds(samePackage, old, now)) {
    if (kind === 'services') yield groupId('services');
    for (const rows of [before, after]) if (rows !== undefined) yield idOf(kind, rows.package);
  }
  // A full name begins with its package.
  const changed = samePackage ? changedSteps(before, after) : new Set(old.map(rowStep));
  for (const step of changed) yield declarationId(path, [step]);
}

/** The levels in which a file has rows. Messages have their own level only in some packages. */
type LevelKind = 'services' | 'types' | 'count';

/** If the number of messages is the same, the row that counts them is the same. */
function* changedKinds(
  samePackage: boolean,
  old: readonly KeptRow[],
  now: readonly KeptRow[],
): Generator<LevelKind, void> {
  const [oldServices, newServices] = [old.filter(isService), now.filter(isService)];
  const [oldTypes, newTypes] = [old.filter((row) => !isService(row)), now.filter((row) => !isService(row))];
  if (!samePackage || !sameLevel(oldServices, newServices)) yield 'services';
  if (!samePackage || oldTypes.length !== newTypes.length) yield 'count';
  if (!samePackage || !sameLevel(oldTypes, newTypes)) yield 'types';
}

function idOf(kind: LevelKind, packageName: string): string {
  if (kind === 'types') return typesId(packageName);
  return packageId(packageName);
}

function isService({ kind }: KeptRow): boolean {
  return kind === 'service';
}

/** Rows that may differ: their text has changed, or one of them does not exist any more. */
function changedSteps(before: Rows | undefined, after: Rows | undefined): ReadonlySet<string> {
  const [oldText, newText] = [before?.text, after?.text];
  const [old, now] = [(before?.rows ?? []).filter(isThere), (after?.rows ?? []).filter(isThere)];
  if (oldText === undefined || newText === undefined) return new Set(old.map(rowStep));
  const { start, oldEnd, newEnd } = changeBetween(oldText, newText);
  const touched = new Set([...stepsWithin(old, start, oldEnd), ...stepsWithin(now, start, newEnd)]);
  const [oldPieces, newPieces] = [piecesOf(oldText, old, touched), piecesOf(newText, now, touched)];
  const changed = new Set(stepsLostOrFound(before?.rows ?? [], after?.rows ?? []));
  // The view has not asked for anything below a new row.
  for (const [step, piece] of oldPieces) if (newPieces.get(step) !== piece) changed.add(step);
  return changed;
}

function isThere({ lost }: KeptRow): boolean {
  return lost !== true;
}

/** Rows that errors now hide, or do not hide any more. */
function stepsLostOrFound(old: readonly KeptRow[], now: readonly KeptRow[]): readonly string[] {
  const before = lostSteps(old);
  const after = lostSteps(now);
  return [...[...before].filter((step) => !after.has(step)), ...[...after].filter((step) => !before.has(step))];
}

function lostSteps(rows: readonly KeptRow[]): ReadonlySet<string> {
  return new Set(rows.filter((row) => !isThere(row)).map(rowStep));
}

function stepsWithin(rows: readonly KeptRow[], start: number, end: number): readonly string[] {
  return rows.filter((row) => row.end >= start && row.start <= end).map(rowStep);
}

/**
 * The text of rows without blanks, because moving lines changes nothing. Several extensions of one message make one
 * row.
 */
function piecesOf(text: string, rows: readonly KeptRow[], steps: ReadonlySet<string>): ReadonlyMap<string, string> {
  const pieces = new Map<string, string>();
  for (const row of rows) {
    const step = rowStep(row);
    if (!steps.has(step)) continue;
    const piece = text.slice(row.start, row.end).replaceAll(/\s+/g, '');
    pieces.set(step, `${pieces.get(step) ?? ''}\n${piece}`);
  }
  return pieces;
}

/** Whether the rows look the same in their level. */
function sameLevel(old: readonly KeptRow[], now: readonly KeptRow[]): boolean {
  return old.length === now.length && old.every((row, index) => looksSame(row, now[index]));
}

function looksSame(row: KeptRow, other: KeptRow | undefined): boolean {
  return (
    row.kind === other?.kind &&
    row.name === other.name &&
    row.detail === other.detail &&
    row.deprecated === other.deprecated &&
    row.lost === other.lost &&
    row.hasChildren === other.hasChildren
  );
}
