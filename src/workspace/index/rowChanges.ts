/**
 * Which rows of the schema tree an edit changed. A row is named where what stands below it differs: its own label belongs
 * to the row above it. Files are compared when the changes are taken, not with each key.
 */
import type { FilePath } from '../../base/path.ts';
import { declarationId, packageId, rowStep } from './rowIds.ts';
import type { KeptRow } from './rows.ts';

/** A row's id, or null for the first level of the tree. */
export type RowId = string | null;

interface Rows {
  readonly package: string;
  readonly rows: readonly KeptRow[];
}

/** Where more files changed, a view that asks for everything again costs no more. */
const MOST_FILES = 100;

export class RowChanges {
  /** What changed files had when the changes were last taken; undefined where they had nothing. */
  #before = new Map<FilePath, Rows | undefined>();
  #tooMany = false;

  /** To be called before a file's rows are replaced. */
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
  if (!samePackage || (old.length === 0) !== (now.length === 0)) yield null;
  if (!samePackage || !sameLevel(old, now)) {
    for (const rows of [before, after]) if (rows !== undefined) yield packageId(rows.package);
  }
  const hashes = hashesByStep(now);
  for (const [step, hash] of hashesByStep(old)) {
    // Full names begin with the package. Of what was read of a closed file it is not known whether it is the same.
    if (!samePackage || hash === undefined || hashes.get(step) !== hash) yield declarationId(path, [step]);
  }
}

/** Whether the rows look the same in the level of their package. */
function sameLevel(old: readonly KeptRow[], now: readonly KeptRow[]): boolean {
  return old.length === now.length && old.every((row, index) => looksSame(row, now[index]));
}

function looksSame(row: KeptRow, other: KeptRow | undefined): boolean {
  return (
    row.kind === other?.kind &&
    row.name === other.name &&
    row.detail === other.detail &&
    row.deprecated === other.deprecated &&
    row.hasChildren === other.hasChildren
  );
}

/** Several extensions of one message are one row. */
function hashesByStep(rows: readonly KeptRow[]): ReadonlyMap<string, number | undefined> {
  const hashes = new Map<string, number | undefined>();
  for (const row of rows) {
    const step = rowStep(row);
    const hash = Math.imul(hashes.get(step) ?? 0, 31) + (row.hash ?? 0);
    hashes.set(step, row.hash === undefined ? undefined : hash);
  }
  return hashes;
}
