/**
 * The rows that the tree has requested, by their parents. After an edit, the tree requests only rows whose parents
 * changed, however many rows are open.
 */
import type { SchemaChange } from '../../contract/languageServer.ts';
import type { SchemaNode } from '../../contract/schemaNode.ts';
import { isDeclarationId } from '../../workspace/index/rowIds.ts';

/** A row's id, or null for the first level. */
export type ParentId = string | null;

/** The rows to draw again: all rows, or the rows below some. */
export type Stale = 'all' | readonly SchemaNode[];

interface Level {
  readonly rows: readonly SchemaNode[];
  stale: boolean;
}

/** Knows which rows are up to date, and which shown rows an edit has made stale. */
export class RowCache {
  readonly #levels = new Map<ParentId, Level>();
  readonly #nodes = new Map<string, SchemaNode>();

  /** Undefined if the tree has to request them. */
  children(parent: ParentId): readonly SchemaNode[] | undefined {
    const level = this.#levels.get(parent);
    if (level?.stale === false) return level.rows;
    return undefined;
  }

  /** The rows as they were last, even if an edit has made them stale. */
  last(parent: ParentId): readonly SchemaNode[] {
    return this.#levels.get(parent)?.rows ?? [];
  }

  /** The parents of all levels. */
  parents(): readonly ParentId[] {
    return [...this.#levels.keys()];
  }

  set(parent: ParentId, rows: readonly SchemaNode[]): void {
    const before = this.#levels.get(parent)?.rows ?? [];
    this.#levels.set(parent, { rows, stale: false });
    for (const row of rows) this.#nodes.set(row.id, row);
    const kept = new Set(rows.map(({ id }) => id));
    for (const { id } of before) if (!kept.has(id)) this.#forget(id);
  }

  /** The shown rows among some, by their ids. */
  shown(ids: readonly string[]): readonly SchemaNode[] {
    return ids.flatMap((id) => this.#nodes.get(id) ?? []);
  }

  /** Returns the shown rows that have to be drawn again. */
  changed({ rows }: Pick<SchemaChange, 'rows'>): Stale {
    if (rows === undefined) {
      for (const level of this.#levels.values()) level.stale = true;
      return 'all';
    }
    for (const id of rows) this.#makeStale(id);
    if (rows.includes(null)) return 'all';
    return rows.flatMap((id) => this.#nodes.get(id ?? '') ?? []);
  }

  /** A stale group or package affects only its own level; a stale declaration affects everything in it. */
  #makeStale(id: ParentId): void {
    const level = this.#levels.get(id);
    if (level === undefined) return;
    level.stale = true;
    if (id === null || !isDeclarationId(id)) return;
    for (const row of level.rows) this.#makeStale(row.id);
  }

  #forget(id: string): void {
    const level = this.#levels.get(id);
    this.#levels.delete(id);
    this.#nodes.delete(id);
    for (const row of level?.rows ?? []) this.#forget(row.id);
  }
}
