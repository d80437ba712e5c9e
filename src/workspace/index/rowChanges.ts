/**
 * Finds the rows of the schema tree that an edit changed. It reports a row if something below the row differs. If only
 * the label of a row differs, it reports the row above. It does not compute the levels above packages: null and the
 * group of services stand for everything that lists packages and services. We compare files when a caller takes the
 * changes, not at each keystroke.
 */
import type { FilePath } from '../../base/path.ts';
import { changeBetween } from '../../text/change.ts';
import { declarationId, groupId, packageId, rowStep, typesId } from './rowIds.ts';
import type { KeptRow } from './rows.ts';

/** The id of a row, or null for the first level of the tree. */
export type RowId = string | null;

interface Rows {
  readonly package: string;
  readonly rows: readonly KeptRow[];
  /** The text of the file; undefined if we do not keep it. */
  readonly text: string | undefined;
  readonly isMute: boolean;
}

/**
 * If more files than this change, we do not compare them. The view then asks for everything again, which costs no more.
 */
const MOST_FILES = 100;

/** Collects changed files until a caller asks for the rows. */
export class RowChanges {
  /**
   * The rows of each changed file at the time when a caller last took the changes; undefined if the file had no rows.
   */
  #before = new Map<FilePath, Rows | undefined>();
  #tooMany = false;

  /** Call this before the rows of a file change. */
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
  // If the package changed, every row changed, because full names begin with the package.
  const changed = samePackage ? changedSteps(before, after) : new Set(old.map(rowStep));
  for (const step of changed) yield declarationId(path, [step]);
}

/** The levels of the tree in which a file has rows. Only some packages have a level for their types. */
type LevelKind = 'services' | 'types' | 'count';

/**
 * Yields the levels that differ. `count` is the row with the number of types, which differs only if the number does.
 */
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

/** Returns the rows that may differ: their text has changed, or they do not exist any more. */
function changedSteps(before: Rows | undefined, after: Rows | undefined): ReadonlySet<string> {
  const [oldText, newText] = [before?.text, after?.text];
  const [old, now] = [(before?.rows ?? []).filter(isThere), (after?.rows ?? []).filter(isThere)];
  if (oldText === undefined || newText === undefined) return new Set(old.map(rowStep));
  const { start, oldEnd, newEnd } = changeBetween(oldText, newText);
  const touched = new Set([...stepsWithin(old, start, oldEnd), ...stepsWithin(now, start, newEnd)]);
  const [oldPieces, newPieces] = [piecesOf(oldText, old, touched), piecesOf(newText, now, touched)];
  const changed = new Set(stepsLostOrFound(before?.rows ?? [], after?.rows ?? []));
  // We skip new rows, because the view has not asked for anything inside them.
  for (const [step, piece] of oldPieces) if (newPieces.get(step) !== piece) changed.add(step);
  return changed;
}

function isThere({ lost }: KeptRow): boolean {
  return lost !== true;
}

/** Returns the rows that errors hide now but did not hide before, and the rows that errors do not hide any more. */
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
 * Returns the text of rows without blanks, because moved lines do not change a row. Several `extend` blocks of one
 * message are one row.
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

/** Whether two lists of rows look the same in the tree. */
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
